/** What is told of groups is attacked by reckoning: every number that follows from those told is of nobody or of five. */

import '../../test/drawn-cases.ts'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { npsOf } from './nps.ts'
import { collapse, leastTold, tellableLines, withheld, withholdCounts } from './withhold.ts'

const small = fc.oneof(fc.integer({ min: 0, max: 9 }), fc.constantFrom(0, 0, 30, 100))
const values = ['a', 'b', 'c', 'd', '']
const runs = { numRuns: process.env.SELOSTE_LONG === undefined ? 2_000 : 100_000 }
const isTellable = (n: number) => n === 0 || n >= leastTold

/**
 * Of a number that is not told, whether the equations fix it: rows are sums of unknowns that are known. Gauss and Jordan over fractions of
 * one; an unknown is fixed when its row has no other in it.
 */
function fixed(equations: readonly (readonly number[])[], unknowns: number): ReadonlySet<number> {
  const rows = equations.map(row => [...row])
  let top = 0
  const pivots: number[] = []
  for (let column = 0; column < unknowns && top < rows.length; column++) {
    const at = rows.findIndex((row, nth) => nth >= top && Math.abs(row[column] ?? 0) > 1e-9)
    if (at < 0) continue
    const [a, b] = [rows[top] as number[], rows[at] as number[]]
    rows[top] = b
    rows[at] = a
    const by = b[column] as number
    for (let c = 0; c < unknowns; c++) b[c] = (b[c] as number) / by
    for (const [nth, row] of rows.entries()) {
      const times = nth === top ? 0 : (row[column] as number)
      if (times !== 0) for (let c = 0; c < unknowns; c++) row[c] = (row[c] as number) - times * (b[c] as number)
    }
    pivots.push(column)
    top++
  }
  return new Set(
    pivots.filter((column, nth) => (rows[nth] ?? []).every((factor, c) => c === column || Math.abs(factor) < 1e-9)),
  )
}

test('of one question no small number is told, nor follows from the whole', () => {
  fc.assert(
    fc.property(fc.array(small, { minLength: 2, maxLength: 5 }), numbers => {
      const counts = new Map(numbers.map((n, at) => [values[at] as string, n]))
      const told = withholdCounts(counts)
      const hidden = [...told].filter(([, n]) => n === null).map(([value]) => value)
      for (const [value, n] of told) if (n !== null) expect([n, isTellable(n)]).toEqual([counts.get(value), true])
      expect(hidden).not.toHaveLength(1)
      const all = numbers.reduce((sum, n) => sum + n, 0)
      const together = hidden.reduce((sum, value) => sum + (counts.get(value) ?? 0), 0)
      // All hidden, nothing but the whole is known.
      if (hidden.length < numbers.length) expect(isTellable(together)).toBe(true)
      else expect(together).toBe(all)
    }),
    runs,
  )
})

test('what is not small is told where nothing has to be hidden for its sake', () => {
  expect(
    withholdCounts(
      new Map([
        ['a', 40],
        ['b', 0],
        ['', 60],
      ]),
    ),
  ).toEqual(
    new Map([
      ['a', 40],
      ['b', 0],
      ['', 60],
    ]),
  )
  expect(
    withholdCounts(
      new Map([
        ['a', 40],
        ['b', 3],
        ['c', 9],
        ['', 60],
      ]),
    ),
  ).toEqual(
    new Map([
      ['a', 40],
      ['b', null],
      ['c', null],
      ['', 60],
    ]),
  )
})

test('of two questions no cell under five is told, nor follows from all that is told of groups and of everybody', () => {
  fc.assert(
    fc.property(fc.array(fc.array(small, { minLength: 3, maxLength: 3 }), { minLength: 2, maxLength: 4 }), lines => {
      const groups = lines.map((_, at) => values[at] as string)
      const columns = ['x', 'y', '']
      const sizes = new Map(lines.map((line, at) => [groups[at] as string, line.reduce((sum, n) => sum + n, 0)]))
      const totals = new Map(
        columns.map((column, c) => [column, lines.reduce((sum, line) => sum + (line[c] as number), 0)]),
      )
      const toldSizes = withholdCounts(sizes)
      const toldTotals = withholdCounts(totals)
      // As results.ts makes the table: groups and values that are withheld of all are one each.
      const table = new Map<string, Map<string, number>>()
      for (const [at, line] of lines.entries()) {
        const group = groups[at] as string
        const as = toldSizes.get(group) === null ? withheld : group
        const own = collapse(new Map(columns.map((column, c) => [column, line[c] as number])), toldTotals)
        const sums = table.get(as) ?? new Map<string, number>()
        for (const [column, n] of own) sums.set(column, (sums.get(column) ?? 0) + n)
        table.set(as, sums)
      }
      const shown = tellableLines(table)
      // Unknowns are the cells; what is told are equations over them.
      const place = (at: number, c: number) => at * columns.length + c
      const unknowns = lines.length * columns.length
      const equation = (of: readonly (readonly [number, number])[]) => {
        const row = new Array<number>(unknowns).fill(0)
        for (const [at, c] of of) row[place(at, c)] = 1
        return row
      }
      const every = [...lines.keys()].flatMap(at => columns.map((_, c) => [at, c] as const))
      const equations = [
        equation(every),
        ...groups.flatMap((group, at) =>
          toldSizes.get(group) === null ? [] : [equation(every.filter(([g]) => g === at))],
        ),
        ...columns.flatMap((column, c) =>
          toldTotals.get(column) === null ? [] : [equation(every.filter(([, d]) => d === c))],
        ),
        ...groups.flatMap((group, at) =>
          shown.has(group) && toldSizes.get(group) !== null
            ? columns.flatMap((column, c) => (toldTotals.get(column) === null ? [] : [equation([[at, c]])]))
            : [],
        ),
      ]
      // What is left of a column when the lines that are told are taken from it is a number too, of those who are hidden together.
      for (const [c, column] of columns.entries()) {
        if (toldTotals.get(column) === null) continue
        const left = lines
          .filter((_, at) => !shown.has(groups[at] as string))
          .reduce((sum, line) => sum + (line[c] as number), 0)
        expect({ left, isTellable: isTellable(left) }).toEqual({ left, isTellable: true })
      }
      const known = fixed(equations, unknowns)
      for (const [at, line] of lines.entries())
        for (const [c, n] of line.entries())
          if (known.has(place(at, c))) expect({ n, isTellable: isTellable(n) }).toEqual({ n, isTellable: true })
    }),
    runs,
  )
})

test('a line is hidden with another one when the rest would give it away', () => {
  const line = (x: number, y: number) =>
    new Map([
      ['x', x],
      ['y', y],
    ])
  expect([
    ...tellableLines(
      new Map([
        ['a', line(50, 50)],
        ['b', line(20, 20)],
        ['c', line(2, 30)],
      ]),
    ),
  ]).toEqual(['a'])
  expect([
    ...tellableLines(
      new Map([
        ['a', line(50, 50)],
        ['b', line(20, 20)],
      ]),
    ),
  ]).toEqual(['a', 'b'])
  expect([
    ...tellableLines(
      new Map([
        ['a', line(50, 50)],
        ['b', line(1, 20)],
      ]),
    ),
  ]).toEqual([])
})

test('the score of a hundred answers stands with its interval, and of a few with a wide one', () => {
  const { score, low, high, answers } = npsOf({ promoter: 60, passive: 20, detractor: 20 }) ?? {}
  expect([score, answers]).toEqual([40, 100])
  // By hand: n 103, p .58981, d .20146, (p + d − (p − d)²) ÷ n = .0062182, and 1.96 of its root on either side of .38835.
  expect(low).toBeCloseTo(23.38, 1)
  expect(high).toBeCloseTo(54.29, 1)
  const few = npsOf({ promoter: 5, passive: 0, detractor: 0 })
  expect(few?.score).toBe(100)
  expect(few?.low).toBeLessThan(60)
  expect(few?.high).toBeLessThanOrEqual(100)
  expect(npsOf({ promoter: 0, passive: 0, detractor: 0 })).toBeUndefined()
})
