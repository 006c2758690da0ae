/** Every field of a breach that leaves the server. */

import { z } from '@hono/zod-openapi'
import { moment } from '../http/route.ts'
import { steps } from './breach.ts'
import { assessed, closed, decided, type described, persons } from './entry.ts'
import { natures, risks } from './terms.ts'

const author = z.object({ actor: z.string(), name: z.string().nullable() })
const text = z.string()
const stored = z.string().openapi({ format: 'date-time' })
const approximately = z.int().nullable().describe('Approximate; null while nobody knows')

const clock = z.object({
  state: z.enum(['running', 'overdue', 'kept', 'late']),
  due: moment.describe('When 72 hours have passed'),
  endedAt: moment.nullable().describe('When the authority was notified, or it was decided that it need not be'),
  delay: text.nullable(),
})

const facts = z.object({
  name: text,
  awareAt: stored,
  due: stored,
  happenedFrom: stored.nullable(),
  happenedUntil: stored.nullable(),
  foundBy: text,
  nature: z.array(z.enum(natures)),
  what: text,
  cause: text,
  groups: text,
  persons: approximately,
  categories: z.array(text),
  otherData: text,
  records: approximately,
  logs: text,
})

const summary = z.object({
  id: z.uuid(),
  reference: text,
  name: text,
  awareAt: stored,
  persons: approximately,
  risk: z.enum(risks).nullable(),
  clock,
  next: z.enum(steps).nullable().describe('What is to be done next; null when it is closed'),
  closedAt: moment.nullable(),
})

const written = { writtenAt: moment, writtenBy: author }
const notification = z.object({
  at: stored,
  reference: text,
  complete: z.boolean(),
  missing: text,
  delay: text,
  ...written,
})
const telling = z.object({
  told: z.boolean(),
  at: stored.nullable(),
  how: text,
  count: approximately,
  exemption: persons.shape.exemption,
  reasons: text,
  ...written,
})

const categories = z
  .array(z.object({ id: z.string(), name: z.string() }))
  .describe('Of the notice in force, for what a breach concerns')

export const breachList = z.object({
  categories,
  breaches: z.array(summary).describe('The one opened last first'),
  next: z.uuid().nullable(),
})

export const breachAnswer = summary.extend({
  openedAt: moment,
  openedBy: author,
  last: z.int().describe('The number of the last entry, which whoever writes must know'),
  facts: facts.extend(written),
  assessment: assessed.extend(written).nullable(),
  decision: decided.extend(written).nullable(),
  notifications: z.array(notification),
  telling: telling.nullable().describe('Whether the persons have been told (Art. 34)'),
  closing: closed.extend(written).nullable(),
  categories,
  reminders: z.array(z.object({ hours: z.int(), at: moment })).describe('That have gone to the administrators'),
  mail: z.boolean().describe('Whether reminders can leave: SMTP_URL is set'),
  entries: z.array(
    z.object({
      n: z.int(),
      kind: z.enum(['described', 'assessed', 'decided', 'notified', 'persons', 'closed', 'reopened']),
      why: text.nullable(),
      at: moment,
      by: author,
    }),
  ),
})

/** What the screens receive: moments come as RFC 3339 text. */
type Received<T> = T extends Date ? string : T extends object ? { readonly [Key in keyof T]: Received<T[Key]> } : T
export type BreachList = Received<z.infer<typeof breachList>>
export type BreachSummary = BreachList['breaches'][number]
export type BreachAnswer = Received<z.infer<typeof breachAnswer>>
export type NewFacts = z.input<typeof described>
