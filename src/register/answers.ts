/** Every field that leaves the server about persons: what is not listed here does not leave. */

import { z } from 'zod'

const id = z.uuid()
const moment = z.iso.datetime({ offset: true })

/** The value of one column: money is whole cents, a date `YYYY-MM-DD`, a time ISO 8601 with its offset. */
export const value = z.union([z.string(), z.number(), z.boolean(), z.null()])
export type Value = z.infer<typeof value>

export const values = z.record(z.string(), value).describe('Column name → value; only columns that the purpose may see')
export type Values = z.infer<typeof values>

export const actor = z
  .object({
    id: z.string().describe('As recorded: staff:<id>, key:<id>, person:<id>, system'),
    kind: z.enum(['staff', 'key', 'person', 'system']),
    name: z.string().nullable().describe('Shown to staff; null when the account is gone'),
  })
  .describe('Who did it')
export type Actor = z.infer<typeof actor>

export const source = z
  .object({
    id: z.string(),
    name: z.string().describe("In the asker's language, as the notice says it"),
    kind: z.enum(['person', 'observed', 'inferred', 'third-party', 'public']),
  })
  .describe('Where it comes from, as declared in the notice')
export type Source = z.infer<typeof source>

export const why = z
  .object({
    change: id.describe('The change that the value comes from; send it back as `expected` when changing the value'),
    at: moment,
    by: actor,
    source,
    reference: z.string().nullable().describe('What the source calls it: a file, a message, a form'),
    noticeVersion: z.int().describe('The version of the notice that was in force'),
  })
  .describe('Why do we have this: the change row behind a value')
export type Why = z.infer<typeof why>

export const until = z
  .object({
    date: z.iso.date().nullable().describe('Known once the event that the period runs from has happened'),
    text: z.string().describe("The notice's words: 24 months after the relationship ends, then deleted"),
  })
  .describe('How long the purpose may keep it')
export type Until = z.infer<typeof until>

export const use = z
  .object({
    purpose: z.string(),
    name: z.string(),
    basis: z.string().describe('contract, consent, permission, legal-obligation or interest'),
    text: z.string().describe("The basis in the asker's language, with the interest or the law named"),
    keep: z.string().describe('The retention of the notice in words'),
    fields: z.array(z.string()).nullable().describe('Narrowed to these fields; null: every field of the category'),
  })
  .describe('One purpose for which the category is used, and its legal basis')
export type PurposeUse = z.infer<typeof use>

export const row = z.object({
  id,
  values,
  why: z.record(z.string(), why).describe('Column name → the change that its value comes from'),
  expected: id.nullable().describe('The last change of the row; null when the purpose may not see it'),
  until,
})
export type Row = z.infer<typeof row>

export const cardCategory = z.object({
  id: z.string(),
  rows: z.array(row),
})

export const card = z
  .object({
    id,
    name: z.string().nullable().describe('null when the purpose does not see names, or the person has none'),
    openedAt: moment,
    openedBy: actor,
    noticeVersion: z.int(),
    categories: z.array(cardCategory).describe('In the order of the scope; its names and fields are at GET /scope'),
    leftOut: z.array(z.string()).describe('Names of the categories that do not belong to the purpose'),
  })
  .meta({ description: 'What the purpose may see of one person, each value with its why' })
export type Card = z.infer<typeof card>

export const fieldChange = z.object({
  column: z.string(),
  before: value,
  after: value,
})

export const change = z
  .object({
    id,
    at: moment,
    by: actor,
    purpose: z.string(),
    source,
    reference: z.string().nullable(),
    noticeVersion: z.int(),
    category: z.string(),
    row: id,
    did: z.enum(['added', 'changed', 'removed']),
    fields: z.array(fieldChange).describe('Cut to the columns that the purpose may see'),
    said: z
      .string()
      .nullable()
      .describe('What the person has said or done (a consent, an objection), in words; null for a change'),
    import: id.nullable(),
    undoes: id.nullable().describe('The change that this one undid'),
    undone: id.nullable().describe('The change that undid this one'),
  })
  .describe('One change of one row')
export type Change = z.infer<typeof change>

export const timelineLine = z
  .object({
    id,
    kind: z.string().describe('One of `kinds`'),
    at: moment.describe('When it happened, which may be long before it was recorded'),
    by: actor,
    sentence: z.string().describe("What happened and who did it, in the asker's language"),
    more: z.string().nullable().describe('What was said, in more words'),
    opens: z.string().nullable().describe('The screen on which it goes on'),
    source: source.nullable(),
    burst: z.string().nullable().describe('Neighbours that share it within ten minutes belong together'),
    changes: z.array(change).describe("What it changed of the person's data"),
  })
  .describe('One thing that happened')
export type TimelineLine = z.infer<typeof timelineLine>

export const timeline = z.object({
  lines: z.array(timelineLine).describe('Newest first'),
  kinds: z.array(z.object({ id: z.string(), name: z.string() })).describe('What the purpose can be told of'),
  next: z.string().nullable().describe('Send as `after` for older ones; null at the end'),
})
export type Timeline = z.infer<typeof timeline>

export const history = z.object({
  changes: z.array(change).describe('Newest first; only those that touched the field'),
})
export type History = z.infer<typeof history>

export const listedPerson = z.object({
  id,
  name: z.string().nullable(),
  email: z.string().nullable().describe('The primary one, else the first'),
  phone: z.string().nullable().describe('E.164'),
  city: z.string().nullable(),
  organisation: z.string().nullable(),
  language: z.string().nullable(),
  relationship: z.string().nullable().describe('The code of the newest relationship that has not ended'),
  openedAt: moment,
  changedAt: moment,
  extra: z.record(z.string(), z.array(value)).describe('category.column → values, for the columns asked for'),
})
export type ListedPerson = z.infer<typeof listedPerson>

export const list = z
  .object({
    persons: z.array(listedPerson),
    next: z.string().nullable().describe('Send as `after`; null at the end'),
    sort: z.enum(['name', 'newest', 'changed']).describe('As done; newest when the purpose does not see names'),
    total: z.object({ count: z.int(), exact: z.boolean() }),
    leftOut: z
      .object({
        persons: z.object({ count: z.int(), exact: z.boolean() }),
        categories: z.array(z.string()).describe('Their names'),
      })
      .describe('What does not belong to the purpose: only how many, never who'),
    columns: z.array(z.string()).describe('Which of the fixed columns the purpose can fill: name, email, …'),
  })
  .meta({ description: 'One page of the persons that the purpose sees' })
export type List = z.infer<typeof list>
