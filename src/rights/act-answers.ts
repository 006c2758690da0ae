/** What is asked and answered about acting upon a request: the fields of the API and of the screens. */

import { z } from 'zod'
import { actor, values } from '../register/answers.ts'
import { channels } from './request-answers.ts'

const words = (max: number) => z.string().trim().min(1).max(max)
const id = z.uuid()
const category = z.string().max(60)

/** The last step that was seen; null when there was none. Another one meanwhile is a conflict (409). */
const expected = id.nullable().describe('The last step that was seen; null when there was none')

export const correction = z.object({
  expected,
  category,
  row: z.object({ id, expected: id.describe('The last change of the row that was seen') }).optional(),
  values: values.describe('Only the columns that change; without a row those of a new one'),
})
export const supplementing = z.object({ expected, category, words: words(4000) })
/** Art. 18(1): (a) accuracy contested, (b) unlawful, (c) needed for claims, (d) an objection that is being looked into. */
export const restrictionGrounds = ['accuracy', 'unlawful', 'claims', 'objection'] as const
export const restricting = z.object({
  expected,
  ground: z.enum(restrictionGrounds).describe('Art. 18(1)(a) to (d)'),
})
export const tellingLift = z.object({ expected, channel: z.enum(channels).describe('By which the person was told') })
export const lifting = z.object({ expected, reason: words(500) })
export const objecting = z.object({
  expected,
  objection: z.discriminatedUnion('to', [
    z.object({ to: z.literal('direct-marketing') }),
    z.object({ to: z.literal('interest'), purposes: z.array(z.string().max(60)).min(1).max(50) }),
  ]),
})
export const withdrawing = z.object({
  expected,
  purposes: z.union([z.literal('all'), z.array(z.string().max(60)).min(1).max(50)]),
})
export const erasing = z.object({
  expected,
  claim: z
    .object({ why: words(500) })
    .optional()
    .describe('A legal claim at hand: what the notice gives to such a purpose stays (Art. 17(3)(e))'),
})

/** Why a use ends or goes on: by its basis, or because its own period is over, or since nothing of it is held. */
export const fates = [
  'consent-withdrawn', // 17(1)(b)
  'not-needed', // 17(1)(a)
  'objected', // 17(1)(c)
  'fulfilled', // a duty of data protection itself
  'period-over', // a law that requires nothing of these rows any more
  'legal-obligation', // kept, 17(3)(b)
  'legal-claims', // kept, 17(3)(e)
] as const
export type Fate = (typeof fates)[number]

export const erasurePlan = z.object({
  held: z.boolean().describe('A legal hold stands: nothing may go'),
  restricted: z.boolean(),
  contract: z.boolean().describe('A contract stands, which ends with the erasure'),
  categories: z.array(
    z.object({
      id: z.string(),
      name: z.string(),
      rows: z.int(),
      kept: z.int().describe('Rows of which something stays'),
      until: z.iso.date().nullable(),
      uses: z.array(
        z.object({
          purpose: z.string(),
          name: z.string(),
          basis: z.string(),
          fate: z.enum(fates),
          law: z.string().nullable(),
        }),
      ),
    }),
  ),
  statements: z.int(),
  changes: z.int(),
  looks: z.int().describe('Looks at the person: they stay in the sealed log, which has an id and no name'),
  queued: z.int().describe('E-mail that waits to be sent, and will not be'),
})
export type ErasurePlanAnswer = z.infer<typeof erasurePlan>

/** What became of telling: `untold` and `failed` wait for somebody. */
export const recipientStates = [
  'untold',
  'queued',
  'failed',
  'sent',
  'by-hand',
  'had-none',
  'impossible',
  'disproportionate',
  'confirmed',
] as const

/** By what a recipient finds a person; the letter holds that and no more. */
export const knownBy = ['email', 'phone', 'name', 'order'] as const

export const recipientNotice = z.object({
  id,
  recipient: z.string(),
  act: z.enum(['corrected', 'erased', 'restricted']),
  categories: z.array(z.string()),
  state: z.enum(recipientStates),
  address: z.string().nullable().describe('Where it went, or where the same recipient was told before'),
  knownBy: z.enum(knownBy).nullable().describe('The recipient is told by itself, and finds a person by this'),
  reason: z.string().nullable(),
  at: z.iso.datetime({ offset: true }).nullable(),
  by: actor.nullable(),
})

export const telling = z.discriminatedUnion('how', [
  z.object({
    how: z.literal('email'),
    address: z.email().max(320),
    whom: words(500).describe('By what the recipient finds the person; not kept once it is sent'),
    fromNowOn: z
      .enum(knownBy)
      .nullable()
      .optional()
      .describe('From now on this recipient is told by itself, there and by this value; null ends it'),
  }),
  z.object({ how: z.literal('by-hand') }),
  z.object({ how: z.literal('had-none') }),
  z.object({ how: z.literal('confirmed').describe('The recipient has answered that they did it') }),
  z.object({ how: z.literal('impossible'), reason: words(500) }),
  z.object({ how: z.literal('disproportionate'), reason: words(500) }),
])

export const takingUp = z.object({
  email: z.string().max(320).optional(),
  phone: z.string().max(40).optional(),
  name: z.string().max(300).optional().describe('With a telephone number'),
  person: id.optional().describe('With a telephone number, instead of the name: who is to have it'),
  act: z.enum(['order', 'registration', 'message', 'visit']).describe('By what the person themselves came back'),
  reason: words(500),
})
