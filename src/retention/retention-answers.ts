/** Every field that leaves the server about retention: counts and dates; persons only where a purpose that sees them asks. */

import { z } from '@hono/zod-openapi'
import { moment } from '../http/route.ts'
import { kinds } from './passage.ts'

const text = z.string()
const day = text.describe('YYYY-MM-DD')

/** A category and a rule of the notice, with their words in the asker's language. */
const kept = {
  category: text,
  categoryName: text,
  rule: text.describe('As the ledger has it: `P24M relationship.ended delete`'),
  ruleText: text,
}

export const runAnswer = z
  .object({
    id: z.uuid(),
    kind: z.enum(kinds).describe('`nightly` removes, `dry` only counts'),
    day: day.describe('What was due before this day'),
    startedAt: moment,
    endedAt: moment.nullable(),
    noticeVersion: z.int(),
    persons: z.int().describe('Looked at so far'),
    forgotten: z.int().describe('Persons of whom nothing was left'),
  })
  .meta({ description: 'A passage through the whole register' })

export const outcomeAnswer = z.object({
  ...kept,
  outcome: z
    .enum(['removed', 'anonymised', 'restricted', 'restriction', 'hold', 'request'])
    .describe('What became of them (in a dry run: would), or why they stay'),
  rows: z.int(),
  oldest: day.describe('The date that was passed first'),
})

export const runDetail = runAnswer.extend({ outcomes: z.array(outcomeAnswer) })

export const overviewAnswer = z.object({
  last: runDetail.nullable().describe('The last passage that ended, of either kind: the calendar is as it reckoned'),
  dry: runDetail.nullable().describe('The last dry run that ended, whatever passed since'),
  lastNight: moment.nullable().describe('When the last nightly passage ended'),
  going: z.array(runAnswer).describe('Passages that have not ended'),
  next: moment.describe('When the next nightly passage begins'),
  holds: z.object({ standing: z.int(), overdue: z.int().describe('Past the day by which they were to be looked at') }),
  fiscalYears: z.array(day).describe('Last days of fiscal years, latest first; none: the calendar year'),
})

export const comingAnswer = z.object({
  run: z.uuid().nullable(),
  day: day.nullable(),
  coming: z.array(
    z.object({
      ...kept,
      from: day.nullable().describe('First day of the week or month; null: the event has not come'),
      rows: z.int(),
    }),
  ),
})

export const statisticAnswer = z.object({
  statistics: z.array(
    z.object({
      category: text,
      categoryName: text,
      year: z.int(),
      facts: z.record(text, z.union([text, z.boolean()])).describe('None: too few of a kind to be told apart'),
      rows: z.int().min(5),
    }),
  ),
})

export const holdAnswer = z.object({
  id: z.uuid(),
  reason: text,
  until: day.describe('By when it is looked at again; it does not end by itself'),
  overdue: z.boolean(),
  persons: z.int(),
  placedAt: moment,
  placedBy: text.nullable().describe('The name of the member of staff'),
  reviewedAt: moment.nullable(),
})

export const sampleAnswer = z.object({
  day: day.nullable().describe('Of the passage that reckoned it'),
  samples: z.array(z.object({ person: z.uuid(), name: text.nullable(), row: z.uuid(), due: day })),
})

/** What the screens receive: moments come as RFC 3339 text. */
type Received<T> = T extends Date ? string : T extends object ? { readonly [Key in keyof T]: Received<T[Key]> } : T
export type RunAnswer = Received<z.infer<typeof runAnswer>>
export type RunDetail = Received<z.infer<typeof runDetail>>
export type OverviewAnswer = Received<z.infer<typeof overviewAnswer>>
export type ComingAnswer = Received<z.infer<typeof comingAnswer>>
export type HoldAnswer = Received<z.infer<typeof holdAnswer>>
export type SampleAnswer = Received<z.infer<typeof sampleAnswer>>
