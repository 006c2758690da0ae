/** What is asked and answered about requests for rights: the fields of the API and of the screens. */

import { z } from 'zod'
import { actor } from '../register/answers.ts'

export const rights = [
  'access',
  'rectification',
  'erasure',
  'restriction',
  'portability',
  'objection',
  'withdrawal',
  'decision',
] as const
export const channels = [
  'own-page',
  'form',
  'email',
  'phone',
  'sms',
  'chat',
  'letter',
  'social-media',
  'meeting',
] as const
/** Ways of proving who asks that gather nothing new (Art. 12(6)); what was looked at is not kept. */
export const proofs = ['known-address', 'code', 'signed-in', 'data-matched', 'met', 'other'] as const
/** Why a right is refused: each with its place in the law in the letter. */
export const grounds = [
  'not-identified',
  'unfounded',
  'excessive',
  'legal-obligation',
  'legal-claims',
  'rights-of-others',
  'accurate',
  'compelling-grounds',
  'conditions-not-met',
] as const
export const outcomes = ['granted', 'partly', 'refused', 'nothing-held'] as const

const words = (max: number) => z.string().trim().min(1).max(max)
const moment = z.iso.datetime({ offset: true })

export const newRequest = z.object({
  kind: z.enum(rights).describe('The right: Arts 15, 16, 17, 18, 20, 21, 7(3) and 22'),
  channel: z.enum(channels),
  receivedAt: moment.describe('When it reached the controller, whether anybody noticed or not'),
  requester: words(300).describe('As they told who they are and how to reach them'),
  asked: words(4000).describe('What they ask, in their words'),
  person: z.uuid().optional().describe('The customer, where it is known who asks'),
})
export type NewRequest = z.infer<typeof newRequest>

const step = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('person-found'), person: z.uuid() }),
  z.object({
    kind: z.literal('identity-asked'),
    reason: words(2000).describe('Why there is reasonable doubt (Art. 12(6)), as told to the person'),
    proof: z.enum(proofs).describe('What is asked for: nothing that is not held already'),
    other: words(300).optional().describe('Which way, and why no usual one will do'),
  }),
  z.object({
    kind: z.literal('identity-proved'),
    proof: z.enum(proofs),
    other: words(300).optional().describe('Which way, and why no usual one would do'),
  }),
  z.object({
    kind: z.literal('extended'),
    reason: words(2000).describe('As told to the person within the first month'),
  }),
  z.object({ kind: z.literal('refusal-proposed'), ground: z.enum(grounds), reason: words(2000) }),
  z.object({ kind: z.literal('refusal-returned'), reason: words(2000) }),
  z.object({ kind: z.literal('refusal-approved') }),
  z.object({ kind: z.literal('answered'), outcome: z.enum(outcomes), channel: z.enum(channels) }),
  z.object({ kind: z.literal('withdrawn') }),
])
export type Step = z.infer<typeof step>['kind']

/** What is done upon a request: steps too, each with its own verb and address. */
export const acts = [
  'corrected',
  'supplemented',
  'objected',
  'consent-withdrawn',
  'erased',
  'restricted',
  'lifting-told',
  'lifted',
] as const
export type Act = (typeof acts)[number]

export const newStep = z.object({
  step,
  expected: z.uuid().nullable().describe('The last step that was seen; null when there was none'),
})
export type NewStep = z.infer<typeof newStep>

export const openStates = ['received', 'identifying', 'working', 'refusing', 'refused'] as const
const state = z.enum([...openStates, 'answered', 'withdrawn'])

export const requestSearch = z.object({
  settled: z.boolean().default(false),
  person: z.uuid().optional(),
  kinds: z.array(z.enum(rights)).min(1).optional().describe('Only these rights'),
  states: z.array(state).min(1).optional().describe('Only those that stand so'),
  mine: z.boolean().default(false).describe('Only those that the asker has recorded or worked on'),
  after: z.uuid().optional(),
})
export type RequestSearch = z.infer<typeof requestSearch>

/** Null for one who may not work for the rights purpose. */
export const overdueAnswer = z.object({ overdue: z.int().nullable() })
export type OverdueAnswer = z.infer<typeof overdueAnswer>

const listed = z.object({
  id: z.uuid(),
  number: z.int().describe('As it is called on the telephone and in letters'),
  kind: z.enum(rights),
  person: z.uuid().nullable(),
  channel: z.enum(channels),
  receivedAt: moment,
  due: z.iso.date(),
  daysLeft: z
    .int()
    .nullable()
    .describe('Below zero it is late; null while identity is awaited, and when it is settled'),
  requester: z.string().nullable().describe('Null once the person was erased and has had the answer'),
  state,
  undelivered: z.boolean().describe('A package waits to be fetched, and the mail with its link did not arrive'),
})
export type ListedRequest = z.infer<typeof listed>

export const requestList = z.object({ requests: z.array(listed), next: z.uuid().nullable() })
export type RequestList = z.infer<typeof requestList>

const stepKind = z.enum([...step.options.map(option => option.shape.kind.value), ...acts])

export const requestAnswer = listed.extend({
  asked: z.string().nullable(),
  recordedAt: moment,
  recordedBy: actor,
  noticeVersion: z.int(),
  step: z.uuid().nullable(),
  steps: z.array(
    z.object({
      id: z.uuid(),
      at: moment,
      by: actor,
      kind: stepKind,
      due: z.iso.date().nullable(),
      details: z.record(z.string(), z.string()),
    }),
  ),
  turns: z.array(stepKind),
  letters: z.object({
    lang: z.enum(['fi', 'sv', 'en']),
    received: z.string().describe('Confirms that the request has come'),
    identity: z.string().nullable(),
    extended: z.string().nullable(),
    refusal: z
      .string()
      .nullable()
      .describe('With the reason, the complaint to the authority and the remedy in court (Art. 12(4))'),
  }),
})
export type RequestAnswer = z.infer<typeof requestAnswer>
