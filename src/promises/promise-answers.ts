/** What staff are told of the promises of the notice: the fields of the API and of the screen. */

import { z } from '@hono/zod-openapi'
import { severities } from './promise.ts'

const moment = z.iso.datetime()
const states = ['broken', 'unknown', 'holds'] as const
const name = z.string().nullable().describe('Told to staff only')

const promise = z
  .object({
    id: z.string(),
    title: z.string().describe('What is kept true, as a statement'),
    severity: z.enum(severities),
    state: z.enum(states).describe('`unknown`: it cannot be known, or has not been checked yet'),
    told: z.string().describe('What was found, in words; why it cannot be known when it cannot'),
    statements: z
      .array(
        z.object({
          path: z.string().describe('As `data-path` of the rendered notice'),
          section: z.string().nullable().describe('The anchor of its section'),
          heading: z.string(),
          words: z.string(),
          isBroken: z.boolean().describe('This statement does not hold; of a broken promise others may'),
        }),
      )
      .describe('What the notice says, in the language of the asker; the most telling first'),
    figures: z.record(z.string(), z.union([z.number(), z.iso.datetime()])),
    found: z.array(z.string()).describe('Where the fault lies: names of columns, logins, cookies, hosts'),
    checkedAt: moment.nullable(),
    since: moment.nullable().describe('Since when it has been in this state'),
    lastTrue: moment.nullable(),
    brokenSince: moment.nullable(),
    mend: z.object({
      words: z.string(),
      path: z.string().nullable().describe('In the staff application; null: at the server'),
    }),
    public: z
      .object({ shown: z.boolean(), at: moment, by: z.object({ actor: z.string(), name }) })
      .nullable()
      .describe(
        'Whether the public notice shows it, by whose choice; null when nobody has chosen, and it is not shown',
      ),
  })
  .openapi('Promise')

export const promiseList = z.object({
  checkedAt: moment.nullable().describe('The latest run'),
  counts: z.object({ broken: z.int(), unknown: z.int(), holds: z.int() }),
  promises: z
    .array(promise)
    .describe('Broken ones by severity and age, then those that cannot be known, then the kept'),
  websites: z.object({
    addresses: z.array(z.string()),
    chosen: z.object({ at: moment, by: z.string() }).nullable(),
  }),
})

export type PromiseList = z.infer<typeof promiseList>
export type PromiseAnswer = z.infer<typeof promise>
