/** Two lists side by side: what both have stands together in their common order, the longest that there is. */

/** Beyond this many comparisons (two texts of two thousand words) nothing in the middle is taken to be common. */
const most = 4_000_000

/** Every element of both once; what one list lacks is undefined there. `keyOf` says when two are the same. */
export function alignment<One>(
  before: readonly One[],
  after: readonly One[],
  keyOf: (one: One) => string,
): readonly (readonly [One | undefined, One | undefined])[] {
  const [was, is] = [before.map(keyOf), after.map(keyOf)]
  let start = 0
  while (start < was.length && start < is.length && was[start] === is[start]) start++
  let end = 0
  while (end < was.length - start && end < is.length - start && was.at(-1 - end) === is.at(-1 - end)) end++

  const width = is.length - end - start + 1
  const height = was.length - end - start + 1
  const lengths = width * height > most ? undefined : new Uint16Array(width * height)
  const at = (i: number, j: number): number => lengths?.[i * width + j] ?? 0
  if (lengths !== undefined)
    for (let i = height - 2; i >= 0; i--)
      for (let j = width - 2; j >= 0; j--)
        lengths[i * width + j] =
          was[start + i] === is[start + j] ? at(i + 1, j + 1) + 1 : Math.max(at(i + 1, j), at(i, j + 1))

  const pairs: (readonly [One | undefined, One | undefined])[] = []
  const both = (i: number, j: number) => pairs.push([before[i], after[j]])
  for (let n = 0; n < start; n++) both(n, n)
  let [i, j] = [0, 0]
  while (i < height - 1 || j < width - 1) {
    const [atEndOfWas, atEndOfIs] = [i === height - 1, j === width - 1]
    if (lengths !== undefined && !atEndOfWas && !atEndOfIs && was[start + i] === is[start + j])
      both(start + i++, start + j++)
    else if (!atEndOfWas && (atEndOfIs || at(i + 1, j) >= at(i, j + 1))) pairs.push([before[start + i++], undefined])
    else pairs.push([undefined, after[start + j++]])
  }
  for (let n = end; n > 0; n--) both(was.length - n, is.length - n)
  return pairs
}
