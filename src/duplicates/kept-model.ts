/** What a comparison of all has learnt, kept so that one person can be compared at once: chances, and how common values are that many share. */

import { z } from 'zod'
import type { Columns } from './columns.ts'
import type { Model } from './model.ts'
import { comparesOf } from './pair.ts'

const chances = z.object({ one: z.array(z.number()), household: z.array(z.number()), any: z.array(z.number()) })
export const keptModel = z.object({
  size: z.number(),
  ones: z.number(),
  households: z.number(),
  coherent: z.boolean(),
  chances: z.record(z.string(), chances),
  /** By field: values that many persons have, with how many. */
  common: z.record(z.string(), z.record(z.string(), z.number())),
})
export type KeptModel = z.infer<typeof keptModel>

/** A value that fewer persons have is nobody's business here; it counts as an ordinary one. */
const many = 50

export function keepModel(columns: Columns, { fields, chances, ones, households, coherent }: Model): KeptModel {
  const list = (numbers: Float64Array) => [...numbers]
  return {
    size: columns.size,
    ones,
    households,
    coherent,
    chances: Object.fromEntries(
      fields.flatMap(({ key }, at) => {
        const own = chances[at]
        return own ? [[key, { one: list(own.one), household: list(own.household), any: list(own.any) }]] : []
      }),
    ),
    common: Object.fromEntries(
      [columns.given, columns.family, ...columns.fields.filter(({ key }) => key === 'place' || key === 'language')].map(
        column => [
          column.key,
          Object.fromEntries(
            [...new Set(column.ids)]
              .filter(id => column.counts(id) >= many)
              .map(id => [column.text(id), column.counts(id)] as const),
          ),
        ],
      ),
    ),
  }
}

/** A few persons as if they stood among all: their values are as common as they are there. */
export function amongAll(columns: Columns, { size, common }: KeptModel): Columns {
  const known = <Of extends Columns['given'] | Columns['fields'][number]>(column: Of): Of => ({
    ...column,
    counts: (id: number) => common[column.key]?.[column.text(id)] ?? 1,
  })
  return {
    ...columns,
    size,
    given: known(columns.given),
    family: known(columns.family),
    fields: columns.fields.map(known),
  }
}

/** The model for these columns; of a field that nobody had when it was learnt, what is expected stands. */
export function modelFor(columns: Columns, { chances: learnt, ones, households, coherent }: KeptModel): Model {
  const fields = comparesOf(columns)
  const share = (numbers: readonly number[]) => Float64Array.from(numbers, number => number / 100)
  return {
    fields,
    ones,
    households,
    coherent,
    chances: fields.map(({ key, expected, levels }) => {
      const own = learnt[key]?.one.length === levels.length ? learnt[key] : undefined
      return own
        ? {
            one: Float64Array.from(own.one),
            household: Float64Array.from(own.household),
            any: Float64Array.from(own.any),
          }
        : { one: share(expected.one), household: share(expected.household), any: share(expected.any) }
    }),
  }
}
