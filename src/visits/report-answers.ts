/** What staff are told of visits: the fields of the API and of the screen. */

import { z } from '@hono/zod-openapi'
import { idField } from '../http/route.ts'

const totals = z.object({
  views: z.int().describe('Pages seen'),
  visits: z.int().describe('A visit ends with half an hour without a page'),
  visitors: z.int().describe('Of each day: nobody is known again on the next'),
  cents: z.int().describe('What events brought'),
})
const shares = z.array(totals.extend({ name: z.string() }))

export const goalStep = z.object({
  kind: z.enum(['page', 'event']),
  is: z
    .string()
    .trim()
    .min(1)
    .max(300)
    .describe('A path, `*` at its end for whatever follows; or the name of an event'),
})

export const visitReport = z
  .object({
    counts: z.boolean().describe('The notice has the category `visits`, so that visits are counted'),
    from: z.iso.date(),
    to: z.iso.date(),
    totals,
    before: totals.describe('Of as many days before'),
    days: z.array(totals.extend({ day: z.iso.date(), visitsBefore: z.int() })),
    pages: shares,
    sources: shares,
    referrers: shares,
    campaigns: shares,
    devices: shares,
    sites: shares,
    events: z.array(z.object({ name: z.string(), count: z.int(), cents: z.int() })),
    machines: z.int().describe('Pages that machines asked for, which are counted in nothing else'),
    goals: z.array(
      z.object({
        id: idField,
        name: z.string(),
        steps: z.array(goalStep),
        reached: z.array(z.int()).describe('Visits that came to each step after the one before'),
      }),
    ),
  })
  .openapi('VisitReport')

const nowHere = z.array(z.object({ name: z.string(), visits: z.int() }))
export const liveAnswer = z
  .object({ visits: z.int(), pages: nowHere, sources: nowHere })
  .describe('Of the last five minutes; the five largest of each')

export type VisitReport = z.output<typeof visitReport>
export type LiveAnswer = z.output<typeof liveAnswer>
