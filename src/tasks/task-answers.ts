/** Every field of a task that leaves the server or comes to it. */

import { z } from 'zod'
import { actor } from '../register/answers.ts'

const moment = z.iso.datetime({ offset: true })
const id = z.uuid()

export const task = z.object({
  id,
  title: z.string(),
  state: z.enum(['open', 'done', 'dropped']),
  person: z.object({ id, name: z.string().nullable() }).nullable().describe('Whom it is about'),
  owner: z
    .object({ id: z.string(), name: z.string().nullable() })
    .nullable()
    .describe('Who does it; null: whoever comes first'),
  due: z.iso.date().nullable(),
  late: z.boolean().describe('Its day has passed'),
  madeAt: moment,
  madeBy: actor,
  turn: id.describe('Its last turn; send it back as `expected`'),
})
export type Task = z.infer<typeof task>

export const taskDetails = task.extend({
  turns: z.array(
    z.object({
      at: moment,
      by: actor,
      did: z.enum(['made', 'given', 'dated', 'done', 'dropped', 'reopened']),
      why: z.string().nullable(),
    }),
  ),
})
export type TaskDetails = z.infer<typeof taskDetails>

const owner = id.nullable().describe('A member of staff who works for the purpose')
const due = z.iso.date().nullable()

export const newTask = z.object({
  title: z.string().trim().min(1).max(300),
  person: id.nullable().optional(),
  owner: owner.optional(),
  due: due.optional(),
})
export type NewTask = z.infer<typeof newTask>

export const whichTasks = ['mine', 'overdue', 'all', 'settled'] as const

export const taskSearch = z.object({
  which: z.enum(whichTasks).default('mine').describe('overdue: of everybody'),
  person: id.optional().describe('Only those about this person'),
  after: id.optional().describe('`next` of the page before'),
  limit: z.coerce.number().int().min(1).max(200).default(50),
})
export type TaskSearch = z.infer<typeof taskSearch>

const common = { expected: id, why: z.string().trim().min(1).max(1000).optional() }

export const turn = z.discriminatedUnion('did', [
  z.object({ did: z.literal('given'), owner, ...common }),
  z.object({ did: z.literal('dated'), due, ...common }),
  z.object({ did: z.enum(['done', 'dropped', 'reopened']), ...common }),
])
export type Turn = z.infer<typeof turn>
