/** What is asked and answered about conversations: the fields of the API and of the screens. */

import { z } from 'zod'
import { kinds as caseKinds } from '../cases/case-answers.ts'
import { actor } from '../register/answers.ts'
import { rights } from '../rights/request-answers.ts'

export const channels = ['email', 'sms', 'chat', 'social'] as const
export type Channel = (typeof channels)[number]
export const states = ['open', 'waiting', 'done'] as const
export type ConversationState = (typeof states)[number]
/** Ways by which an answer leaves from here. */
export const ways = ['email', 'sms', 'chat'] as const
export type Way = (typeof ways)[number]

const moment = z.iso.datetime({ offset: true })
const id = z.uuid()
const words = (max: number) => z.string().trim().min(1).max(max)
const staffName = z.object({ id, name: z.string() })

export const search = z.strictObject({
  state: z.enum(states).optional().describe('open: waits for us; waiting: for the customer. All of them without it'),
  channel: z.enum(channels).optional(),
  owner: z.enum(['mine', 'none']).optional(),
  unread: z.boolean().optional().describe('Only those whose latest message nobody of the purpose has opened'),
  person: id.optional(),
  order: z
    .enum(['newest', 'longest'])
    .default('newest')
    .describe('longest: of open ones, who has waited longest first'),
  after: id.optional(),
  limit: z.int().min(1).max(200).default(50),
})
export type Search = z.infer<typeof search>

const listed = z.object({
  id,
  channel: z.enum(channels),
  person: z.object({ id, name: z.string().nullable() }).nullable(),
  arrival: id.nullable().describe('Of somebody whom the register does not know: where staff say who it is'),
  state: z.enum(states),
  owner: staffName.nullable(),
  begunAt: moment,
  lastAt: moment,
  waitsSince: moment.nullable().describe('How long the customer has waited for us'),
  unread: z.boolean(),
  subject: z.string().nullable(),
  begins: z.string().nullable().describe('How the latest message begins, in its writer’s own words'),
})
export type ListedConversation = z.infer<typeof listed>

export const conversationList = z.object({
  conversations: z.array(listed),
  next: id.nullable(),
  counts: z
    .object({ open: z.int(), mine: z.int(), nobodys: z.int(), unread: z.int(), longest: moment.nullable() })
    .describe('Of those that wait for us, a thousand at most'),
})
export type ConversationList = z.infer<typeof conversationList>

const file = z.object({ id, name: z.string(), type: z.string(), bytes: z.int() })

const message = z.object({
  id,
  conversation: id.nullable().describe('null: it was written before there was an inbox, or for another purpose'),
  channel: z.enum(channels),
  direction: z.enum(['in', 'out']),
  at: moment,
  by: actor.nullable().describe('Who of us wrote it'),
  subject: z.string().nullable(),
  folds: z.array(z.object({ kind: z.enum(['own', 'quoted', 'signature']), text: z.string() })),
  attachments: z.array(
    file.extend({
      name: z.string().nullable(),
      kept: z.boolean(),
      from: z.enum(['letter', 'reply']).describe('Which of the two kinds it is fetched as'),
    }),
  ),
  sent: z.string().nullable().describe('What became of what we sent'),
})
export type MessageAnswer = z.infer<typeof message>

const turn = z.object({
  id,
  at: moment,
  by: actor,
  did: z.enum([
    'came',
    'answered',
    'waiting',
    'done',
    'not-ours',
    'reopened',
    'assigned',
    'noted',
    'case-made',
    'task-made',
    'request-made',
    'case-answered',
  ]),
  owner: staffName.nullable(),
  words: z.string().nullable(),
  made: id.nullable().describe('The case or the task. case-answered: the case whose answer the customer answers'),
  mentions: z.array(staffName),
})
export type TurnAnswer = z.infer<typeof turn>

export const conversation = listed.extend({
  turn: id.describe('The latest one; send it back as `expected`'),
  answer: id.nullable().describe('Our latest answer; send it back as `seen`'),
  messages: z.array(message).describe('Of the person over all channels, the oldest first, a hundred at most'),
  earlier: z.boolean().describe('There are earlier ones, which the timeline has'),
  turns: z.array(turn),
  ways: z.array(
    z.object({
      way: z.enum(ways),
      to: z.string().nullable().describe('The address or the number; null in a chat'),
      from: z.string().nullable().describe('Our address'),
      why: z.string().nullable().describe('Why it cannot be used, in words'),
    }),
  ),
  instead: z.string().nullable().describe('Why it cannot be answered by the channel it came by, in words'),
  files: z.array(file).describe('Ready to be sent with the next answer by e-mail'),
  talk: z
    .object({
      id,
      email: z.string().nullable().describe('As the visitor told it: nobody has shown that it is theirs'),
      joined: z.boolean().describe('Staff have told whose it is'),
      ended: z.boolean(),
    })
    .nullable()
    .describe('Of a chat, while it is kept'),
  lang: z.enum(['fi', 'sv', 'en']).describe('In which the customer is written to'),
  mayWrite: z.boolean(),
})
export type Conversation = z.infer<typeof conversation>

export const newAnswer = z.strictObject({
  way: z.enum(ways),
  text: words(15_000),
  subject: words(200).optional().describe('Of an e-mail that begins a thread; else that of the thread'),
  files: z.array(id).max(10).default([]).describe('Files that were added'),
  seen: id.nullable().describe('The latest answer that was seen: another one meanwhile is a conflict (409)'),
  afterwards: z.enum(['waiting', 'done']).default('waiting'),
  client: z.string().min(8).max(80).optional().describe('In a chat: what is said with the same one again counts once'),
})
export type NewAnswer = z.infer<typeof newAnswer>

const taken = z.discriminatedUnion('did', [
  z.object({ did: z.literal('waiting'), words: words(2000).optional() }),
  z.object({ did: z.literal('done'), words: words(2000).optional() }),
  z.object({ did: z.literal('not-ours'), words: words(2000).optional() }),
  z.object({ did: z.literal('reopened'), words: words(2000).optional() }),
  z.object({ did: z.literal('assigned'), owner: id.nullable() }),
  z.object({
    did: z.literal('noted'),
    words: words(4000).describe('For staff alone; the person has a right to see it (Art. 15)'),
    mentions: z.array(id).max(20).default([]),
  }),
  z.object({ did: z.literal('case-made'), kind: z.enum(caseKinds), words: words(8000) }),
  z.object({
    did: z.literal('task-made'),
    title: words(300),
    owner: id.nullable().optional(),
    due: z.iso.date().nullable().optional(),
  }),
  z.object({ did: z.literal('request-made'), right: z.enum(rights) }),
])
export const newTurn = z.strictObject({
  turn: taken,
  expected: id
    .nullable()
    .describe('The latest turn that was seen: another one meanwhile is a conflict (409). null: whatever it is'),
})
export type NewTurn = z.infer<typeof taken>

export const newConversation = z.strictObject({
  person: id,
  channel: z.enum(['email', 'sms']).describe('email: a thread of its own; sms: the one that there is, if any'),
})

export const pulse = z.object({
  touched: z.string().nullable().describe('Changes whenever a conversation of the purpose does'),
  others: z
    .array(z.object({ name: z.string(), writing: z.boolean() }))
    .describe('Colleagues who have the conversation open just now'),
})
export type Pulse = z.infer<typeof pulse>

const templateWords = z.object({
  fi: words(6000).optional(),
  sv: words(6000).optional(),
  en: words(6000).optional(),
})
export const newTemplate = z.strictObject({
  name: words(80),
  words: templateWords.refine(said => Object.values(said).some(text => text !== undefined)),
  replaces: id.optional().describe('The template that it is written anew'),
})
export type NewTemplate = z.infer<typeof newTemplate>
export const templateList = z.object({
  templates: z.array(z.object({ id, name: z.string(), words: templateWords, madeAt: moment, madeBy: actor })),
  fields: z.array(z.string()).describe('What {…} may name'),
})
export type TemplateList = z.infer<typeof templateList>
export const readyAnswers = z.object({ answers: z.array(z.object({ id, name: z.string(), text: z.string() })) })
export type ReadyAnswers = z.infer<typeof readyAnswers>

export const times = z.object({
  weeks: z.array(
    z.object({
      week: z.iso.date().describe('Its Monday'),
      channel: z.enum(channels),
      conversations: z.int().describe('That got their first answer'),
      firstMedian: z.number().nullable().describe('Minutes on the clock to the first answer, the median'),
      firstMost: z.number().nullable(),
      answers: z.int(),
      waitMedian: z.number().nullable().describe('Minutes that an answer was waited for, of every answer'),
    }),
  ),
})
export type Times = z.infer<typeof times>
