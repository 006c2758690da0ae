/** A condition on persons has one form: the filters of lists, segments, the API and the command line are all made of it. */

import { z } from 'zod'
import { value } from './answers.ts'

export const comparisons = ['equals', 'differs', 'starts', 'from', 'before', 'within', 'known'] as const
export type Comparing = (typeof comparisons)[number]

const compared = {
  is: z
    .enum(comparisons)
    .describe(
      'from and before: a half-open range. within: in the last while until today, as P12M. known: there is a value (true), or none ' +
        '(false). differs: there is another value',
    ),
  value,
}

export const filter = z.strictObject({
  field: z
    .string()
    .max(120)
    .describe(
      'category.column, or one of: relationship, city, language, interest, source, has-email, organisation, changed',
    ),
  ...compared,
})
export type Filter = z.infer<typeof filter>

/** Which rows of which category. */
export const someRows = {
  rows: z.string().max(60).describe('A category of the notice'),
  where: z
    .array(z.strictObject({ column: z.string().max(60), ...compared }))
    .max(10)
    .default([])
    .describe('All of them hold of the same row'),
}

const rows = z
  .strictObject({
    ...someRows,
    times: z
      .union([
        z.strictObject({ atLeast: z.int().min(1).max(100_000) }),
        z.strictObject({ atMost: z.int().min(0).max(100_000).describe('0: never') }),
      ])
      .optional()
      .describe('How many such rows there are; at least one without it'),
    sum: z
      .union([
        z.strictObject({ of: z.string().max(60), atLeast: z.int().min(1) }),
        z.strictObject({ of: z.string().max(60), below: z.int().min(1) }),
      ])
      .optional()
      .describe('What a column of such rows comes to, money in cents; instead of `times`'),
  })
  .describe('Rows of a category that the person has')
export type RowsCondition = z.infer<typeof rows>

const permission = z
  .strictObject({
    permission: z.string().max(60).describe('A purpose of the notice'),
    channel: z.enum(['email', 'sms', 'phone', 'post', 'social-media']),
  })
  .describe('The gate lets the purpose send by the channel now')
export type PermissionCondition = z.infer<typeof permission>

export type Condition =
  | Filter
  | RowsCondition
  | PermissionCondition
  | { readonly all: readonly Condition[] }
  | { readonly any: readonly Condition[] }
  | { readonly not: Condition }

export const condition: z.ZodType<Condition> = z
  .lazy(() =>
    z.union([
      filter,
      rows,
      permission,
      z.strictObject({
        all: z.array(condition).max(20).describe('All hold; of none: everybody whom the purpose sees'),
      }),
      z.strictObject({ any: z.array(condition).min(1).max(20) }),
      z.strictObject({ not: condition }),
    ]),
  )
  .meta({ id: 'Condition', description: 'Which persons: docs/segments.md' })

/** The same without groups of one, which neither a sentence nor a count tells from what they hold. */
export function simplify(condition: Condition): Condition {
  if ('not' in condition) return { not: simplify(condition.not) }
  if (!('all' in condition || 'any' in condition)) return condition
  const parts = ('all' in condition ? condition.all : condition.any).map(simplify)
  const [only] = parts
  if (parts.length === 1 && only) return only
  return 'all' in condition ? { all: parts } : { any: parts }
}
