/** What a plain unsupervised Fellegi–Sunter does in a few lines: three levels of Jaro–Winkler a field, ten blocking keys, EM; no habits, no rarity. */

import { jaroWinkler } from '../src/duplicates/similarity.ts'

/** Pairs of rows, each with its odds as a logarithm to base 2. */
export function plainPairs(rows: readonly Readonly<Record<string, string>>[], fields: readonly string[]) {
  const levelOf = (a = '', b = ''): number => {
    if (a === '' || b === '') return 3
    const likeness = jaroWinkler(a, b)
    return likeness === 1 ? 0 : likeness > 0.88 ? 1 : 2
  }
  const keys = fields.slice(0, 5).flatMap((one, at) => fields.slice(at + 1, 5).map(two => [one, two] as const))
  const pairs = new Set<number>()
  for (const [one, two] of keys) {
    const blocks = Map.groupBy(rows.keys(), at => `${rows[at]?.[one]?.slice(0, 4)}|${rows[at]?.[two]?.slice(0, 4)}`)
    for (const block of blocks.values()) {
      if (block.length > 100) continue
      for (const a of block) for (const b of block) if (a < b) pairs.add(a * rows.length + b)
    }
  }
  const found = [...pairs].map(pair => {
    const [a, b] = [Math.floor(pair / rows.length), pair % rows.length]
    return { a, b, levels: fields.map(field => levelOf(rows[a]?.[field], rows[b]?.[field])) }
  })
  let [m, u] = [fields.map(() => [0.85, 0.1, 0.05]), fields.map(() => [0.1, 0.1, 0.8])]
  let share = 0.1
  const weightOf = (levels: readonly number[]) =>
    levels.reduce(
      (sum, level, at) => sum + (level === 3 ? 0 : Math.log2((m[at]?.[level] ?? 1) / (u[at]?.[level] ?? 1))),
      Math.log2(share / (1 - share)),
    )
  for (let round = 0; round < 20; round++) {
    const [one, other] = [fields.map(() => [0.1, 0.1, 0.1]), fields.map(() => [0.1, 0.1, 0.1])]
    let sum = 0
    for (const { levels } of found) {
      const chance = 1 / (1 + 2 ** -weightOf(levels))
      sum += chance
      for (const [at, level] of levels.entries()) {
        const [mine, theirs] = [one[at], other[at]]
        if (level === 3 || !mine || !theirs) continue
        mine[level] = (mine[level] ?? 0) + chance
        theirs[level] = (theirs[level] ?? 0) + 1 - chance
      }
    }
    const shares = (counts: readonly number[]) => counts.map(count => count / counts.reduce((all, one) => all + one, 0))
    ;[m, u, share] = [one.map(shares), other.map(shares), Math.min(0.9, Math.max(1e-4, sum / found.length))]
  }
  return found.map(({ a, b, levels }) => ({ a, b, weight: weightOf(levels) }))
}
