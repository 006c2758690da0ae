/** Of fewer than five nobody is told anything, and not by taking one number from another either. */

/** Fewer than this are not told (a group of nobody is). */
export const leastTold = 5

const isSmall = (n: number): boolean => n > 0 && n < leastTold

/**
 * How many answered each value, null where it is withheld. Who answered none is a value too: with it the numbers make the whole, which
 * is told. What can be reckoned of those withheld is how many they are together, and that is never fewer than five of one value alone.
 */
export function withholdCounts(counts: ReadonlyMap<string, number>): ReadonlyMap<string, number | null> {
  const hidden = new Set([...counts].filter(([, n]) => isSmall(n)).map(([value]) => value))
  const rest = [...counts].filter(([value, n]) => n > 0 && !hidden.has(value)).toSorted(([, a], [, b]) => a - b)
  const together = () => [...hidden].reduce((sum, value) => sum + (counts.get(value) ?? 0), 0)
  while (isSmall(together())) {
    const next = rest.shift()
    if (next === undefined) return new Map([...counts].map(([value]) => [value, null]))
    hidden.add(next[0])
  }
  return new Map([...counts].map(([value, n]) => [value, hidden.has(value) ? null : n]))
}

/** How many answered which value of one question and which of another. */
export type Table = ReadonlyMap<string, ReadonlyMap<string, number>>

/**
 * The lines of the table that may be told: those without a number of less than five. Lines that are not told are at least two, and added
 * up they have no such number either, since that sum can be reckoned from the whole. Undefined when none may be told.
 * `lines` and `columns` of the table are values that are told of all, or those withheld there as one.
 */
export function tellableLines(table: Table): ReadonlySet<string> {
  const size = (line: string) => [...(table.get(line)?.values() ?? [])].reduce((sum, n) => sum + n, 0)
  const hidden = new Set([...table].filter(([, line]) => [...line.values()].some(isSmall)).map(([name]) => name))
  const rest = [...table.keys()]
    .filter(name => !hidden.has(name) && size(name) > 0)
    .toSorted((a, b) => size(a) - size(b))
  const isTold = () => {
    const sums = new Map<string, number>()
    for (const name of hidden)
      for (const [value, n] of table.get(name) ?? []) sums.set(value, (sums.get(value) ?? 0) + n)
    return ![...sums.values()].some(isSmall)
  }
  while (!isTold()) {
    const next = rest.shift()
    if (next === undefined) return new Set()
    hidden.add(next)
  }
  return new Set([...table.keys()].filter(name => !hidden.has(name)))
}

export const withheld = 'withheld'

/** Values that are withheld of all are one value in every table: that of all of them together. */
export function collapse(
  counts: ReadonlyMap<string, number>,
  told: ReadonlyMap<string, number | null>,
): ReadonlyMap<string, number> {
  const merged = new Map<string, number>()
  for (const [value, n] of counts) {
    const as = told.get(value) === null ? withheld : value
    merged.set(as, (merged.get(as) ?? 0) + n)
  }
  return merged
}
