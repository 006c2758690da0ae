/** Whatever the rows are and whatever is subtracted from what, nobody learns a number of fewer than five persons. */

import fc from 'fast-check'
import { expect, test } from 'vitest'
import '../../test/drawn-cases.ts'
import { type Cell, type Folded, fold, keepTold, type Part } from './fold.ts'

interface Row {
  readonly person: string
  readonly key: readonly string[]
  readonly value: number
}

const person = fc.integer({ min: 0, max: 60 }).map(n => `0199c0de-0000-7000-8000-${String(n).padStart(12, '0')}`)
const part = fc.constantFrom('a', 'b', 'c', 'd', 'e')
const rows = fc.array(
  fc.record({
    person,
    key: fc.tuple(fc.constantFrom('2026-01', '2026-02', '2026-03'), part, part),
    value: fc.nat(500),
  }),
  { maxLength: 250 },
)

/** As the database answers. */
function cellsOf(rows: readonly Row[]): readonly Cell[] {
  return [...Map.groupBy(rows, ({ key }) => JSON.stringify(key)).values()].map(alike => {
    const persons = new Set(alike.map(({ person }) => person))
    return {
      key: alike[0]?.key ?? [],
      rows: alike.length,
      sums: [alike.reduce((sum, { value }) => sum + value, 0)],
      persons: persons.size,
      ids: persons.size < 5 ? [...persons] : null,
    }
  })
}

/** Whose rows are in a class: those of its cell, or those with its first values that are in no class of their own. */
function membersOf(rows: readonly Row[], { classes, withheld }: Folded, key: readonly Part[]): readonly Row[] {
  const kept = key.indexOf(false)
  if (kept < 0) return rows.filter(row => String(row.key) === String(key))
  const deeper = classes.filter(one => {
    const other = one.key.indexOf(false)
    return (other < 0 || other > kept) && one.key.slice(0, kept).every((part, n) => part === key[n])
  })
  const isDeeper = (row: Row) =>
    deeper.some(one => one.key.every((part, n) => part === false || part === row.key[n]) && isOf(row, one.key))
  const isOf = (row: Row, own: readonly Part[]) =>
    !own.includes(false) || withheld.some(other => String(other) === String(row.key))
  return rows.filter(
    row => key.slice(0, kept).every((part, n) => part === row.key[n]) && isOf(row, key) && !isDeeper(row),
  )
}

test('every class is of five persons or more, nothing is lost, and each row is in one', () => {
  fc.assert(
    fc.property(rows, drawn => {
      const folded = fold(cellsOf(drawn))
      const all = new Set(drawn.map(({ person }) => person)).size
      const counted = folded.classes.reduce((sum, one) => sum + one.rows, 0)
      expect(counted).toBe(all >= 5 ? drawn.length : 0)
      expect(folded.classes.reduce((sum, one) => sum + (one.sums[0] ?? 0), 0)).toBe(
        all >= 5 ? drawn.reduce((sum, { value }) => sum + value, 0) : 0,
      )
      for (const one of folded.classes) {
        const members = membersOf(drawn, folded, one.key)
        expect(members).toHaveLength(one.rows)
        expect(new Set(members.map(row => row.person)).size).toBeGreaterThanOrEqual(5)
      }
    }),
  )
})

/**
 * The attacker has the answer to every question that there is and combines them as they like. A combination is known only as far as the
 * classes are, so to know of somebody's row is to have a class of their own.
 */
test('one person more or less is never the only difference between two tables', () => {
  fc.assert(
    fc.property(rows, person, (drawn, victim) => {
      const whole = fold(cellsOf(drawn))
      for (const one of whole.classes) {
        const members = membersOf(drawn, whole, one.key)
        expect(members.every(row => row.person === victim)).toBe(false)
        for (const other of whole.classes) {
          if (other === one || String(other.key) === String(one.key)) continue
          const both = new Set([...members, ...membersOf(drawn, whole, other.key)])
          expect(both.size).toBe(one.rows + other.rows) // no row in two classes: nothing is left when one is taken from the other
        }
      }
    }),
    { numRuns: 30 },
  )
})

test('from one day to the next a number stands until five rows have come or gone', () => {
  fc.assert(
    fc.property(rows, rows, (before, more) => {
      const told = fold(cellsOf(before))
      const now = keepTold(told, fold(cellsOf([...before, ...more.slice(0, 40)])))
      for (const one of now.classes) {
        const earlier = told.classes.find(({ key }) => String(key) === String(one.key))
        if (earlier) expect([0, 5]).toContain(Math.min(Math.abs(one.rows - earlier.rows), 5))
      }
    }),
  )
})
