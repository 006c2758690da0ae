/** Two persons are compared field by field: each field gives a level of likeness, or nothing when one of them lacks it. */

import type { Column, Columns, Names } from './columns.ts'
import type { FullName } from './name-mails.ts'
import type { Name } from './names.ts'

/** A field of the comparison, with what is thought of its levels beforehand. */
export type Compares = Pick<Column, 'key' | 'levels' | 'expected' | 'exact' | 'usual'>

export const missing = 255

/** Given name, family name, then all others. */
export const comparesOf = ({ given, family, fields }: Columns): readonly Compares[] => [given, family, ...fields]

/**
 * What the comparison of one pair leaves: the level of each field (or `missing`), and the share of those who have the value that is the
 * same; of a value that is alike and made of the names of both, the share of those who have one like it by that.
 */
export interface Finding {
  readonly levels: Uint8Array
  readonly shares: Float64Array
}

export const newFinding = (columns: Columns): Finding => {
  const count = 2 + columns.fields.length
  return { levels: new Uint8Array(count), shares: new Float64Array(count) }
}

/** A comparer of persons by their places; what it finds is written over what it found before. */
export function comparer(columns: Columns): (a: number, b: number, into: Finding) => void {
  const { given, family, former, fields, size } = columns
  const shareOf = shares(size)
  const formerOf = hasAny(former)
  const fullName = (person: number): FullName => ({
    given: nameOf(given, person),
    family: nameOf(family, person),
  })
  return (a, b, { levels, shares: found }) => {
    let [ga, gb, fa, fb] = [one(given, a), one(given, b), one(family, a), one(family, b)]
    let g = ga >= 0 && gb >= 0 ? given.compare(ga, gb) : missing
    let f = fa >= 0 && fb >= 0 ? family.compare(fa, fb) : missing
    if (g !== missing && f !== missing) {
      if (g > 2 && f > 2 && (given.initial(ga) === family.initial(fb) || family.initial(fa) === given.initial(gb))) {
        // That they have changed places tells nothing more: it happens to two of one name as easily.
        if (given.compare(ga, fb) <= 2 && given.compare(fa, gb) <= 2) {
          // The right way round is hers whose given name more are given.
          if (given.counts(ga) >= given.counts(gb)) [gb, fb] = [fb, gb]
          else [ga, fa] = [fa, ga]
          ;[g, f] = [given.compare(ga, gb), family.compare(fa, fb)]
        }
      }
      if (f > 1 && formerOf && isFormer(columns, a, b)) f = 1
    }
    levels[0] = g
    levels[1] = f
    found[0] = g === 0 ? shareOf(given, ga, gb) : 0
    found[1] = f === 0 ? shareOf(family, fa, fb) : 0
    for (let i = 0; i < fields.length; i++) {
      const column = fields[i]
      if (column === undefined) continue
      const { starts, ids, compare, exact, levels: names, byNames } = column
      const different = names.length - 1
      const to = starts[a + 1] ?? 0
      const end = starts[b + 1] ?? 0
      let best = missing
      let share = 0
      for (let x = starts[a] ?? 0; x < to; x++) {
        for (let y = starts[b] ?? 0; y < end && best !== 0; y++) {
          const va = ids[x] ?? 0
          const vb = ids[y] ?? 0
          const level = compare(va, vb)
          if (level >= best) continue
          best = level
          if (level < exact) share = shareOf(column, va, vb)
          else share = level < different ? (byNames?.(va, level, [fullName(a), fullName(b)]) ?? 0) : 0
        }
      }
      levels[i + 2] = best
      found[i + 2] = share
    }
  }
}

const start = ({ starts }: Column, person: number): number => starts[person] ?? 0
const one = (column: Names, person: number): number =>
  start(column, person) < start(column, person + 1) ? (column.ids[start(column, person)] ?? -1) : -1
const nameOf = (column: Names, person: number): Name | undefined => {
  const id = one(column, person)
  return id < 0 ? undefined : column.name(id)
}
const hasAny = ({ ids }: Column): boolean => ids.length > 0

/** True when the family name of one is a former one of the other. */
function isFormer({ family, former }: Columns, a: number, b: number): boolean {
  const had = (person: number, name: number): boolean => {
    for (let at = start(former, person); at < start(former, person + 1); at++) {
      if (name >= 0 && family.compare(former.ids[at] ?? 0, name) <= 1) return true
    }
    return false
  }
  return had(a, one(family, b)) || had(b, one(family, a))
}

/**
 * How common a value is: its share in the register, drawn to the usual share of an ordinary value where there are few persons to tell.
 * The two themselves do not count: whether they are one is the question.
 */
const doubt = 2000
const shares =
  (size: number) =>
  (column: Column, a: number, b: number): number =>
    (Math.max(0, Math.max(column.counts(a), column.counts(b)) - 2) + doubt * column.usual) / (size + doubt)
