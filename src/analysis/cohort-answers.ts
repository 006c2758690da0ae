/** What is told of how customers stay. */

import { z } from 'zod'

const quantity = z
  .union([z.number(), z.literal('withheld')])
  .describe('`withheld`: it would tell of fewer than five persons')
export type Quantity = z.infer<typeof quantity>

export const horizons = [3, 6, 12, 24] as const

export const cohorts = z.object({
  before: z.iso.date().describe('Of the months before this day'),
  horizon: z.int().describe('Months from the first order within which `worth` is counted'),
  lostAfter: z.int().describe('Months without an order after which somebody is counted as lost'),
  cohorts: z.array(
    z.object({
      month: z.string().describe('Of the first order, as 2026-03'),
      persons: quantity,
      again: z
        .array(quantity.nullable())
        .describe(
          'The share of them who ordered again in months 1–3 after it, 4–6 and so on; null when these are not over',
        ),
    }),
  ),
  together: z.array(quantity.nullable()).describe('The same share of all cohorts'),
  months: z.array(z.object({ month: z.string(), first: quantity, returning: quantity, lost: quantity })),
  times: z
    .array(z.object({ atLeast: z.int(), isMore: z.boolean(), persons: z.int() }))
    .describe('How many persons ordered so often; isMore: or more often'),
  worth: z
    .array(
      z.object({
        month: z.string(),
        mean: quantity
          .nullable()
          .describe('Cents a person, what was paid back taken off; null when the horizon is not over'),
        range: z.tuple([z.number(), z.number()]).nullable().describe('95 %, by bootstrap'),
      }),
    )
    .describe('What a customer brought within the horizon, by the month of the first order'),
})
export type Cohorts = z.infer<typeof cohorts>
