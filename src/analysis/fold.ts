/** What is told of persons is told of five at least: smaller cells are put together with their neighbours before anybody counts with them. */

import type { Id } from '../base/ids.ts'
import { fewest } from '../segments/count.ts'

/** A value of a dimension: `null` when there is none, `false` when it is told together with others. */
export type Part = string | null | false

/** Rows that are alike in every dimension. */
export interface Cell {
  readonly key: readonly Part[]
  readonly rows: number
  readonly sums: readonly number[]
  readonly persons: number
  /** Whose rows they are, when they are few: two small cells may be of the same persons. */
  readonly ids: readonly Id[] | null
}

/** Of at least five persons, and therefore nobody's. */
export interface Class {
  readonly key: readonly Part[]
  readonly rows: number
  readonly sums: readonly number[]
}

export interface Folded {
  readonly classes: readonly Class[]
  /** There are rows with this key, and they are told together with others. */
  readonly withheld: readonly (readonly Part[])[]
}

interface Counting extends Class {
  /** Those known by id, and how many there are at least. */
  readonly ids: ReadonlySet<Id>
  readonly atLeast: number
}

const sizeOf = ({ ids, atLeast }: Counting): number => Math.max(ids.size, atLeast)
const isSmall = (cell: Counting): boolean => sizeOf(cell) < fewest

/**
 * Every answer that is a sum of the classes tells of five persons or more, however many answers are subtracted from each other
 * (docs/decisions/0022). The last dimension is given up first: rows keep the values of the dimensions before it where they can.
 */
export function fold(cells: readonly Cell[]): Folded {
  const depth = cells[0]?.key.length ?? 0
  let all: readonly Counting[] = cells.map(({ key, rows, sums, persons, ids }) => ({
    key,
    rows,
    sums,
    ids: new Set(ids),
    atLeast: persons,
  }))
  for (let level = depth - 1; level >= 0; level--) {
    const alike = Map.groupBy(all, ({ key }) => JSON.stringify(key.slice(0, level)))
    all = [...alike.values()].flatMap(group => foldAlike(group, level))
  }
  const classes = all.filter(cell => !isSmall(cell)).map(({ key, rows, sums }) => ({ key, rows, sums }))
  const told = new Set(classes.map(({ key }) => JSON.stringify(key)))
  return { classes, withheld: cells.map(({ key }) => key).filter(key => !told.has(JSON.stringify(key))) }
}

/** Small ones become one; when that is small too, the smallest of the others goes with it, so that it is not what is left over. */
function foldAlike(group: readonly Counting[], level: number): readonly Counting[] {
  const small = group.filter(isSmall)
  if (small.length === 0) return group
  const others = group.filter(cell => !isSmall(cell)).toSorted((a, b) => sizeOf(a) - sizeOf(b))
  let together = merge(small)
  while (isSmall(together) && others.length > 0) together = merge([together, ...others.splice(0, 1)])
  const key = (group[0]?.key ?? []).map((part, at) => (at < level ? part : false))
  return [...others, { ...together, key }]
}

const merge = (cells: readonly Counting[]): Counting => ({
  key: [],
  rows: cells.reduce((sum, { rows }) => sum + rows, 0),
  sums: (cells[0]?.sums ?? []).map((_, at) => cells.reduce((sum, { sums }) => sum + (sums[at] ?? 0), 0)),
  ids: new Set(cells.flatMap(({ ids }) => [...ids])),
  atLeast: Math.max(...cells.map(({ atLeast }) => atLeast)),
})

/**
 * Classes of a later day: one whose number has moved by fewer than five stands as it was told, so that the difference of two days tells
 * of nobody either.
 */
export function keepTold(before: Folded, now: Folded): Folded {
  const told = new Map(before.classes.map(one => [JSON.stringify(one.key), one]))
  return {
    ...now,
    classes: now.classes.map(one => {
      const earlier = told.get(JSON.stringify(one.key))
      return earlier && Math.abs(earlier.rows - one.rows) < fewest ? earlier : one
    }),
  }
}
