/** The known word that a mistyped one most likely stands for. */

/** The nearest of `known` within a third of the word's length in edits; undefined when none is near. */
export function didYouMean(word: string, known: Iterable<string>): string | undefined {
  if (word.length > 60) return undefined
  let best: string | undefined
  let bestDistance = Math.ceil(word.length / 3) + 1
  for (const one of known) {
    const distance = edits(word.toLowerCase(), one)
    if (distance < bestDistance) {
      best = one
      bestDistance = distance
    }
  }
  return best
}

/** Levenshtein's distance: how many letters must be added, dropped or changed. */
function edits(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, i) => i)
  for (const [i, letter] of [...a].entries()) {
    const next = [i + 1]
    for (const [j, other] of [...b].entries()) {
      const change = (row[j] ?? 0) + (letter === other ? 0 : 1)
      next.push(Math.min(change, (row[j + 1] ?? 0) + 1, (next[j] ?? 0) + 1))
    }
    row = next
  }
  return row[b.length] ?? 0
}
