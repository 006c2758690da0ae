/** What is asked and answered about cases: the fields of the API and of the screens. */

import { z } from 'zod'
import { actor, source } from '../register/answers.ts'
import { channels, rights } from '../rights/request-answers.ts'

export const kinds = ['complaint', 'question', 'feedback'] as const
export type CaseKind = (typeof kinds)[number]
export const states = ['open', 'waiting', 'answered', 'closed', 'reopened'] as const
export type CaseState = (typeof states)[number]
export const views = ['open', 'answered', 'closed', 'all'] as const
/** How an answer was given: by e-mail from here, or by whatever staff used. */
export const ways = ['email', 'phone', 'letter', 'meeting', 'chat', 'sms', 'social-media'] as const

const words = (max: number) => z.string().trim().min(1).max(max)
const moment = z.iso.datetime({ offset: true })
const id = z.uuid()

export const newCase = z
  .object({
    person: id,
    kind: z.enum(kinds),
    content: words(8000).describe('What they say, in their words'),
    receivedAt: moment
      .optional()
      .describe('When it reached us; now unless told. The day of the answer is counted from it'),
    source: z.string().max(60).describe('Id of a source that the notice declares for the category `feedback`'),
    reference: z.string().max(300).optional().describe('What the source calls it: a message, a form'),
    owner: id.optional().describe('A member of staff'),
    order: id.optional().describe('A row of the person’s category `orders`'),
  })
  .meta({
    example: {
      person: '0199c0de-0000-7000-8000-000000000001',
      kind: 'complaint',
      content: 'Kurssin videot eivät avaudu.',
      source: 'phone',
    },
  })
export type NewCase = z.infer<typeof newCase>

const because = words(2000).describe('Why, for those who read it later')
const step = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('answered'),
    words: words(8000).describe('The answer, as the person gets it or got it'),
    by: z.enum(ways).describe('email: it is sent from here, as a service message'),
    disagrees: z
      .boolean()
      .default(false)
      .describe('Of a complaint: we do not do what is demanded, so the letter tells where a consumer can take it'),
  }),
  z.object({ kind: z.literal('waiting'), words: because }),
  z.object({ kind: z.literal('open') }).describe('What was waited for has come'),
  z.object({ kind: z.literal('closed'), words: because.optional() }),
  z.object({ kind: z.literal('reopened'), words: because }),
  z.object({
    kind: z.literal('noted'),
    words: words(8000).describe('For staff alone; the person has a right to see it (Art. 15)'),
    mentions: z.array(id).max(20).default([]).describe('Members of staff, who are told by e-mail that there is a note'),
  }),
  z.object({ kind: z.literal('assigned'), owner: id.nullable() }),
  z.object({ kind: z.literal('due-moved'), due: z.iso.date(), words: because }),
  z.object({ kind: z.literal('order-linked'), order: id.nullable() }),
  z
    .object({ kind: z.literal('request-made'), right: z.enum(rights), channel: z.enum(channels) })
    .describe('It is a request for a right: recorded on the desk of requests with the day on which it came'),
])
export type NewCaseStep = z.infer<typeof step>

export const newStep = z.object({
  step,
  expected: id
    .nullable()
    .describe('The last step that was seen: another one meanwhile is a conflict (409). null: whatever it is'),
})

export const caseSearch = z.object({
  view: z.enum(views).default('open').describe('open: those that wait for us or for the customer'),
  kind: z.enum(kinds).optional(),
  mine: z.boolean().default(false).describe('Only those that the asker owns'),
  mentioned: z.boolean().default(false).describe('Only those with a note that calls the asker'),
  overdue: z.boolean().default(false).describe('Only those whose day has passed without an answer'),
  person: id.optional(),
  after: id.optional(),
  limit: z.int().min(1).max(200).default(50),
})
export type CaseSearch = z.infer<typeof caseSearch>

const named = z.object({ id, name: z.string().nullable() })
const staffName = z.object({ id, name: z.string() })

const listed = z.object({
  id,
  number: z.int().describe('As it is called on the telephone and in letters'),
  person: named,
  kind: z.enum(kinds),
  state: z.enum(states),
  receivedAt: moment,
  due: z.iso.date(),
  daysLeft: z
    .int()
    .nullable()
    .describe('Below zero it is late; null while the customer is waited for, and once it is answered'),
  owner: staffName.nullable(),
  begins: z.string().nullable().describe('How the content begins; null where the notice does not give it'),
})
export type ListedCase = z.infer<typeof listed>

export const caseList = z.object({
  cases: z.array(listed),
  next: id.nullable(),
  counts: z.object({ open: z.int(), overdue: z.int(), mine: z.int() }),
})
export type CaseList = z.infer<typeof caseList>

const stepAnswer = z.object({
  id,
  at: moment,
  by: actor,
  kind: z.enum([...states, 'noted', 'assigned', 'due-moved', 'order-linked', 'request-made', 'replied']),
  words: z.string().nullable(),
  way: z.enum(ways).nullable(),
  sent: z
    .enum(['queued', 'sending', 'sent', 'failed', 'no-address', 'not-needed', 'stopped'])
    .nullable()
    .describe('Of an answer by e-mail: what became of it'),
  owner: staffName.nullable(),
  due: z.iso.date().nullable(),
  right: z.enum(rights).nullable(),
  request: z.int().nullable().describe('The number of the request for a right'),
  conversation: id.nullable().describe('Of the inbox, in which the customer answered'),
  mentions: z.array(staffName),
})
export type CaseStepAnswer = z.infer<typeof stepAnswer>

export const caseAnswer = listed.omit({ begins: true }).extend({
  content: z.string().nullable(),
  source,
  order: z.object({ id, number: z.string().nullable(), product: z.string().nullable() }).nullable(),
  firstAnswer: z.int().nullable().describe('From its coming to the first answer, in minutes'),
  steps: z.array(stepAnswer),
  step: id.nullable().describe('The last step, to be sent back as `expected`'),
  turns: z.array(z.enum(states)).describe('States that it may be brought to now'),
  mayWrite: z.boolean(),
})
export type CaseAnswer = z.infer<typeof caseAnswer>

export const colleagues = z.object({ staff: z.array(staffName) })
export type Colleagues = z.infer<typeof colleagues>

const termDays = z.int().min(1).max(90)
const caseTerm = z.object({
  kind: z.enum(kinds),
  days: z.int().describe('From its coming to the day of the answer'),
  setAt: moment.nullable().describe('null: as the program came'),
  setBy: actor.nullable(),
})
export type CaseTerm = z.infer<typeof caseTerm>
export const caseTerms = z.object({ terms: z.array(caseTerm) })
export type CaseTerms = z.infer<typeof caseTerms>

export const newTerms = z.strictObject({ complaint: termDays, question: termDays, feedback: termDays })
export type NewTerms = z.infer<typeof newTerms>
