/** Every field of a lead and of an offer that leaves the server or comes to it. */

import { z } from 'zod'
import { actor } from '../register/answers.ts'

const id = z.uuid()
const moment = z.iso.datetime({ offset: true })
const day = z.iso.date()
const line = z.string().trim().min(1).max(300)
const cents = z.int().min(0).max(1_000_000_000).describe('Cents of euros')

export const states = ['new', 'contacted', 'offered', 'won', 'lost'] as const
export type State = (typeof states)[number]
export const offerStates = ['draft', 'sent', 'accepted', 'declined', 'withdrawn'] as const
export const capacities = ['consumer', 'business'] as const
export const lostBecause = ['price', 'timing', 'no-need', 'another', 'no-answer', 'other'] as const

const terms = z.strictObject({
  subject: line.optional().describe('What it is about'),
  value: cents.nullable().optional().describe('What it may be worth, in cents'),
  capacity: z.enum(capacities).nullable().optional().describe('As whom they would buy; who is not told is a consumer'),
})

export const newLead = terms.extend({
  person: id,
  source: z.string().min(1).max(60).describe('Of the notice: whence the lead came'),
  reference: line.optional().describe('What the source calls it: a fair, a form'),
  subject: line,
})
export type NewLead = z.infer<typeof newLead>

export const changedLead = terms.extend({ expected: id.describe('`change` as it was last seen') })
export type ChangedLead = z.infer<typeof changedLead>

export const leadMove = z.strictObject({
  to: z.enum(states),
  why: z.string().trim().min(1).max(1000).optional(),
  lostBecause: z.enum(lostBecause).optional().describe('Of `lost`: needed'),
  expected: id,
})
export type LeadMove = z.infer<typeof leadMove>

export const leadCall = z.strictObject({
  banChecked: z
    .boolean()
    .describe('The list of bans on telephone marketing was looked at: needed before a consumer is rung'),
})

export const leadSearch = z.strictObject({
  person: id.optional(),
  state: z.enum(states).optional(),
  after: id.optional().describe('`next` of the page before'),
  limit: z.int().min(1).max(200).default(50),
})
export type LeadSearch = z.input<typeof leadSearch>

const value = z.union([z.string(), z.number(), z.boolean(), z.null()])
const values = z.record(z.string(), value).describe('Columns of the category that the purpose sees')
const person = z.object({ id, name: z.string().nullable() })
const source = z.object({ id: z.string(), name: z.string() })

export const listedLead = z.object({
  id,
  person,
  source,
  cameAt: moment,
  values,
  change: id.describe('Its last change; send it back as `expected`'),
})
export type ListedLead = z.infer<typeof listedLead>

export const leadList = z.object({ leads: z.array(listedLead), next: id.nullable() })
export type LeadList = z.infer<typeof leadList>

export const board = z.object({
  columns: z.array(
    z.object({
      state: z.enum(states),
      count: z.int(),
      valueCents: z.int(),
      leads: z.array(listedLead).describe('The newest of them'),
    }),
  ),
})
export type Board = z.infer<typeof board>

const steps = [...states, 'called', 'made', 'queued', 'sent', 'not-sent', 'accepted', 'declined', 'withdrawn'] as const

const offerLine = z.strictObject({
  what: line,
  quantity: z.int().min(1).max(10_000),
  unitCents: cents.max(100_000_000).describe('With value added tax for a consumer, without it for a business'),
  vatPermille: z.int().describe('A rate of Finland that is in force: 255 is 25.5 %'),
})

const offerTerms = z.strictObject({
  subject: line,
  validUntil: day,
  lang: z.enum(['fi', 'sv', 'en']),
  terms: z.string().trim().max(5000).default('').describe('Delivery, payment and whatever else is agreed'),
  lines: z.array(offerLine).min(1).max(50),
})

export const newOffer = offerTerms
export type NewOffer = z.infer<typeof newOffer>
export const changedOffer = offerTerms.extend({ expected: id })

export const offerStep = z.union([
  z.strictObject({
    did: z.literal('sent'),
    how: z.enum(['email', 'paper']).describe('`paper`: it was posted or handed over now'),
    expected: id,
  }),
  z.strictObject({
    did: z.literal('accepted'),
    how: z.enum(['email', 'paper', 'spoken']).describe('How they said it; a consumer who was rung must write it'),
    name: line.optional().describe('Who accepted'),
    why: z.string().trim().min(1).max(1000).optional(),
  }),
  z.strictObject({ did: z.enum(['declined', 'withdrawn']), why: z.string().trim().min(1).max(1000).optional() }),
])
export type OfferStep = z.infer<typeof offerStep>

const totals = z.object({
  currency: z.literal('EUR'),
  netCents: z.int(),
  vat: z.array(z.object({ permille: z.int(), netCents: z.int(), vatCents: z.int() })),
  grossCents: z.int(),
})

export const offerAnswer = z.object({
  id,
  lead: id,
  person,
  values,
  state: z
    .enum([...offerStates, 'expired'])
    .describe('As the row has it; `expired` when its last day has passed unanswered'),
  change: id,
  mayWrite: z.boolean(),
  lang: z.enum(['fi', 'sv', 'en']),
  consumer: z.boolean(),
  terms: z.string().nullable(),
  lines: z.array(offerLine),
  totals,
  madeAt: moment,
  frozen: z.boolean().describe('It has been sent: what it says does not change any more'),
  sentAt: moment.nullable().describe('When it last left on a durable medium'),
  accepted: z
    .object({
      at: moment,
      how: z.enum(['page', 'email', 'paper', 'spoken']),
      name: z.string().nullable(),
      hash: z.string(),
    })
    .nullable(),
  writing: z
    .enum(['not-needed', 'to-send', 'awaited', 'given'])
    .describe('What the law on telephone sale still asks for before it binds'),
})
export type OfferAnswer = z.infer<typeof offerAnswer>

export const leadAnswer = listedLead.extend({
  mayWrite: z.boolean(),
  calledAt: moment.nullable().describe('When the person was last rung for selling'),
  steps: z.array(z.object({ at: moment, by: actor, did: z.enum(steps), why: z.string().nullable() })),
  offers: z.array(offerAnswer),
})
export type LeadAnswer = z.infer<typeof leadAnswer>

export const callAnswer = z.object({
  allowed: z.boolean(),
  reason: z.string().describe('Of the gate'),
  why: z.string(),
  phone: z.string().nullable(),
})
export type CallAnswer = z.infer<typeof callAnswer>

export const sourcesQuery = z.object({ year: z.coerce.number().int().min(2000).max(2100).optional() })
export const sourcesAnswer = z.object({
  sources: z.array(
    z.object({
      source: source.nullable().describe('Null: those together of which there were fewer than five persons each'),
      leads: z.int(),
      won: z.int().nullable().describe('Null where fewer than five persons bought'),
      valueCents: z.int().nullable(),
    }),
  ),
})
export type SourcesAnswer = z.infer<typeof sourcesAnswer>

export const offerFile = z.object({ name: z.string(), type: z.string(), base64: z.base64() })
