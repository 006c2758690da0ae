/** What can be written of a breach: each kind of entry with what Art. 33 and 34 ask of it. */

import { z } from 'zod'
import type { Author } from '../accountability/revision.ts'
import { exemptions, natures, risks } from './terms.ts'

const longest = 10_000
const optional = z.string().trim().max(longest)
const needed = optional.min(1)
const moment = z.iso.datetime({ offset: true }).transform(text => new Date(text).toISOString())
/** Approximate; null while nobody knows (Art. 33(4)). */
const approximately = z.int().min(0).max(1_000_000_000).nullable()

/** What happened, as far as it is known: the latest one stands. */
export const described = z.strictObject({
  name: needed.max(120).describe('A few words by which staff know it; never a person’s name'),
  awareAt: moment.describe('When the controller became aware of it: the 72 hours run from here'),
  happenedFrom: moment.nullable(),
  happenedUntil: moment.nullable(),
  foundBy: optional.describe('How it was found'),
  nature: z.array(z.enum(natures)).min(1),
  what: needed,
  cause: optional,
  groups: optional.describe('Categories of persons: customers, subscribers of the newsletter'),
  persons: approximately,
  categories: z.array(z.string().max(100)).max(200).describe('Ids of categories of the notice'),
  otherData: optional.describe('Data that no category of the notice names'),
  records: approximately,
  logs: optional.describe('Which logs of the time have been kept, and where'),
})

export const assessed = z.strictObject({
  risk: z.enum(risks),
  reasons: needed,
  consequences: needed.describe('Art. 33(3)(c)'),
  measures: needed.describe('Art. 33(3)(d)'),
})

const late = optional.describe('Art. 33(1): why it took longer than 72 hours; needed when it did')

export const decided = z.strictObject({
  notify: z.boolean(),
  reasons: optional.describe('Needed when the authority is not notified'),
  delay: late,
})

export const notified = z.strictObject({
  at: moment,
  reference: optional.describe('The authority’s number of the case'),
  complete: z.boolean().describe('False: more information follows in phases (Art. 33(4))'),
  missing: optional.describe('What is still to come; needed when it is not complete'),
  delay: late,
})

export const persons = z.strictObject({
  told: z.boolean(),
  at: moment.nullable(),
  how: optional.describe('By which channel, or how it was made public (Art. 34(3)(c))'),
  count: approximately,
  exemption: z.enum(exemptions).nullable(),
  reasons: optional.describe('Needed when they are not told'),
})

export const closed = z.strictObject({ lessons: optional.describe('What is done so that it does not happen again') })
export const reopened = z.strictObject({})

/** One entry before it is written. */
export const newEntry = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('described'), content: described }),
  z.strictObject({ kind: z.literal('assessed'), content: assessed }),
  z.strictObject({ kind: z.literal('decided'), content: decided }),
  z.strictObject({ kind: z.literal('notified'), content: notified }),
  z.strictObject({ kind: z.literal('persons'), content: persons }),
  z.strictObject({ kind: z.literal('closed'), content: closed }),
  z.strictObject({ kind: z.literal('reopened'), content: reopened }),
])
export type NewEntry = z.output<typeof newEntry>

/** Facts as they are kept: with the end of the 72 hours, which a later change of the law does not move. */
const kept = described.extend({ due: moment })
export type Described = z.output<typeof kept>
export type Facts = z.output<typeof described>
export type Assessed = z.output<typeof assessed>
export type Decided = z.output<typeof decided>
export type Notified = z.output<typeof notified>
export type Persons = z.output<typeof persons>
export type Closed = z.output<typeof closed>

interface Written {
  readonly n: number
  readonly at: Date
  readonly by: Author
  /** Why it takes the place of an earlier one. */
  readonly why: string | null
}

/** An entry as it was written. */
export type Entry = Written &
  (
    | { readonly kind: 'described'; readonly content: Described }
    | { readonly kind: 'assessed'; readonly content: Assessed }
    | { readonly kind: 'decided'; readonly content: Decided }
    | { readonly kind: 'notified'; readonly content: Notified }
    | { readonly kind: 'persons'; readonly content: Persons }
    | { readonly kind: 'closed'; readonly content: Closed }
    | { readonly kind: 'reopened'; readonly content: Record<string, never> }
  )
