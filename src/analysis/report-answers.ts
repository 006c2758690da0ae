/** What is asked and told of reports. */

import { z } from 'zod'
import { actor, value } from '../register/answers.ts'
import { comparisons, condition } from '../register/condition.ts'

export const definition = z.strictObject({
  of: z.string().max(60).describe('persons, or a category of the notice: its rows are counted'),
  sum: z.string().max(60).optional().describe('A column of the category, which is added up instead: money in cents'),
  by: z.array(z.string().max(120)).max(2).describe('By what it is divided; months of a day or moment'),
  each: z.enum(['month', 'year']).default('month'),
  where: z
    .array(z.strictObject({ field: z.string().max(120), is: z.enum(comparisons), value }))
    .max(6)
    .default([])
    .describe('Only rows for which all of these hold; days by whole months'),
  condition: condition
    .optional()
    .describe('Only rows of these persons. Not for a purpose that is not given who persons are'),
  sentence: z.string().trim().min(1).max(4000).optional().describe('The condition in words: docs/segments.md'),
})
export type Definition = z.infer<typeof definition>

const place = z.object({
  key: z.string().nullable().describe('The value; null where there is none'),
  label: z.string().nullable().describe('Its name, where the notice has one'),
  kind: z.enum(['month', 'year', 'value', 'none', 'together', 'others']),
})
export type Place = z.infer<typeof place>

export const report = z.object({
  of: z.string().describe('The name of what is counted'),
  sumOf: z.string().nullable(),
  unit: z.enum(['count', 'money']),
  by: z.array(z.object({ id: z.string(), label: z.string() })),
  where: z.string().nullable().describe('The condition on persons, in words'),
  places: z.array(place).describe('Values of the first dimension'),
  series: z
    .array(z.object({ of: place, values: z.array(z.union([z.number(), z.literal('withheld')])) }))
    .describe('Values of the second dimension, or one series. `withheld`: told together with others, see `together`'),
  total: z.number().nullable().describe('Null when it is of fewer than five persons'),
  before: z.iso.date().nullable().describe('Rows of the months before this day'),
  asOf: z.iso.date().describe('The day on which it was counted'),
  partly: z
    .boolean()
    .describe('Some rows are left out, because what was asked of them is told only together with others'),
})
export type Report = z.infer<typeof report>

export const savedReport = z.object({
  id: z.uuid(),
  name: z.string(),
  definition,
  madeAt: z.iso.datetime({ offset: true }).describe('Or last changed'),
  madeBy: actor,
  revision: z.int().describe('Goes up with each change; send it back as `expected`'),
})
export type SavedReport = z.infer<typeof savedReport>
export const reportList = z.object({ reports: z.array(savedReport), next: z.uuid().nullable() })
export type ReportList = z.infer<typeof reportList>

export const newReport = z.object({ name: z.string().trim().min(1).max(200), definition })
export const changedReport = newReport.extend({
  expected: z.int().describe('The revision that was seen: another one meanwhile is a conflict (409)'),
})

const named = z.object({ id: z.string(), label: z.string() })
export const reportWords = z.object({
  subjects: z.array(
    named.extend({
      dimensions: z.array(
        named.extend({
          kind: z.enum(['month', 'text', 'flag', 'source']),
          values: z.array(z.object({ code: z.string(), name: z.string() })).optional(),
        }),
      ),
      sums: z.array(named),
    }),
  ),
  nameless: z
    .boolean()
    .describe('The purpose is not given who persons are: no condition on persons, whole months only'),
  orders: z.boolean().describe('The purpose sees when and for how much was ordered'),
})
export type ReportWords = z.infer<typeof reportWords>

export const reportFile = z.object({ name: z.string(), type: z.string(), base64: z.string() })
export type ReportFile = z.infer<typeof reportFile>
