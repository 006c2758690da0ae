/** Two texts that began as one are joined line by line where they changed different lines. */

/** A run of lines of `base`, from `from` to before `to`, that became `lines`. */
interface Change {
  readonly from: number
  readonly to: number
  readonly lines: readonly string[]
}

const most = 6_000_000 // comparisons: more lines than these are not joined

/** The joined text; undefined when both changed the same or neighbouring lines differently. */
export function mergeLines(base: string, mine: string, theirs: string): string | undefined {
  const lines = base.split('\n')
  const [own, other] = [changes(lines, mine.split('\n')), changes(lines, theirs.split('\n'))]
  if (own === undefined || other === undefined) return undefined
  const joined: string[] = []
  let at = 0
  const [left, right] = [[...own], [...other]]
  while (left.length > 0 || right.length > 0) {
    const [a, b] = [left[0], right[0]]
    const same =
      a !== undefined &&
      b !== undefined &&
      a.from === b.from &&
      a.to === b.to &&
      a.lines.join('\n') === b.lines.join('\n')
    if (!same && a !== undefined && b !== undefined && a.from <= b.to && b.from <= a.to) return undefined
    const takesLeft = a !== undefined && (b === undefined || a.from <= b.from)
    const next = takesLeft ? left.shift() : right.shift()
    if (same) right.shift()
    if (next === undefined) break
    joined.push(...lines.slice(at, next.from), ...next.lines)
    at = next.to
  }
  return [...joined, ...lines.slice(at)].join('\n')
}

/** What made the one list of lines from the other; undefined when they are too long to compare. */
function changes(base: readonly string[], now: readonly string[]): readonly Change[] | undefined {
  let head = 0
  while (head < base.length && head < now.length && base[head] === now[head]) head++
  let tail = 0
  while (tail < base.length - head && tail < now.length - head && base.at(-1 - tail) === now.at(-1 - tail)) tail++
  const [a, b] = [base.slice(head, base.length - tail), now.slice(head, now.length - tail)]
  if (a.length * b.length > most) return undefined

  // common[i][j]: the most lines that a from i and b from j have in common, in order
  const width = b.length + 1
  const common = new Uint32Array((a.length + 1) * width)
  const cell = (i: number, j: number): number => common[i * width + j] ?? 0
  for (let i = a.length - 1; i >= 0; i--)
    for (let j = b.length - 1; j >= 0; j--)
      common[i * width + j] = a[i] === b[j] ? cell(i + 1, j + 1) + 1 : Math.max(cell(i + 1, j), cell(i, j + 1))

  const found: Change[] = []
  let [i, j, from, put] = [0, 0, 0, 0]
  const close = () => {
    if (i > from || j > put) found.push({ from: head + from, to: head + i, lines: b.slice(put, j) })
  }
  while (i < a.length && j < b.length) {
    if (a[i] === b[j]) {
      close()
      i++
      j++
      from = i
      put = j
    } else if (cell(i + 1, j) >= cell(i, j + 1)) i++
    else j++
  }
  i = a.length
  j = b.length
  close()
  return found
}
