/** The inbox over HTTP, for staff and keys of a purpose to which the notice gives service events: listed, read, answered, taken turn by turn. */

import { z } from '@hono/zod-openapi'
import type { Adapter } from '../arrivals/adapter.ts'
import type { PurposeAsk } from '../http/ask.ts'
import { idField, nothing, plainRoute, route, uploadRoute } from '../http/route.ts'
import { answer as answerOne } from './answer.ts'
import { readConversation } from './conversation.ts'
import { beginConversation, type Found, findConversation, listConversations } from './conversations.ts'
import { addEnclosure, dropEnclosure, enclosureLimits, openEnclosure } from './enclosure.ts'
import * as answers from './inbox-answers.ts'
import { pulseOf } from './presence.ts'
import { endTemplate, listTemplates, readyAnswers, saveTemplate } from './templates.ts'
import { readTimes } from './times.ts'
import { turn as takeOne } from './turns.ts'
import type { Carriers } from './ways.ts'

const params = z.object({ id: idField })
const ofFile = params.extend({ file: idField })
const categories = ['service-events', 'identity', 'contact-points']

/** Finds it and says that its person was looked at. */
async function sawOne(ask: PurposeAsk, id: string, operation: string): Promise<Found> {
  const found = await findConversation(ask.reader, ask, id)
  ask.saw(found.person === null ? [] : [found.person], operation, categories)
  return found
}

export const list = (adapters: readonly Adapter[]) =>
  route({
    method: 'post',
    path: '/inbox/search',
    summary: 'inbox.api.list',
    body: answers.search,
    answer: answers.conversationList,
    handler: async (ask, { body }) => {
      const found = await listConversations(ask, adapters, body)
      ask.saw([...new Set(found.conversations.flatMap(({ person }) => person?.id ?? []))], 'inbox', categories)
      return found
    },
  })

export const begin = route({
  method: 'post',
  path: '/inbox',
  summary: 'inbox.api.begin',
  body: answers.newConversation,
  status: 201,
  answer: z.object({ id: z.uuid() }),
  handler: async (ask, { body: { person, channel } }) => {
    ask.saw([person], 'conversation.begin', ['service-events'])
    return { id: await beginConversation(ask, person, channel) }
  },
})

/** Asked every few seconds while the inbox is open. */
export const pulse = plainRoute({
  method: 'get',
  path: '/inbox/pulse', // before `show`, as are `times` and `templates`
  summary: 'inbox.api.pulse',
  query: z.object({
    purpose: z.string().max(60),
    open: idField.optional().describe('The conversation that the asker has open'),
    writing: z.enum(['yes', 'no']).default('no'),
  }),
  answer: answers.pulse,
  handler: async (ask, { query: { purpose, open, writing } }) =>
    pulseOf(ask, { purpose, open, writing: writing === 'yes' }),
})

export const times = route({
  method: 'get',
  path: '/inbox/times',
  summary: 'inbox.api.times',
  query: z.object({ weeks: z.coerce.number().int().min(1).max(104).default(12) }),
  answer: answers.times,
  handler: async (ask, { query: { weeks } }) => {
    ask.saw([], 'inbox.times', [])
    return readTimes(ask, weeks)
  },
})

export const templates = route({
  method: 'get',
  path: '/inbox/templates',
  summary: 'inbox.api.templates',
  answer: answers.templateList,
  handler: async ask => {
    ask.saw([], 'inbox.templates', [])
    return listTemplates(ask)
  },
})

export const newTemplate = route({
  method: 'post',
  path: '/inbox/templates',
  summary: 'inbox.api.new-template',
  body: answers.newTemplate,
  status: 201,
  answer: z.object({ id: z.uuid() }),
  handler: async (ask, { body }) => {
    ask.saw([], 'inbox.templates', [])
    return { id: await saveTemplate(ask, body) }
  },
})

export const dropTemplate = route({
  method: 'delete',
  path: '/inbox/templates/{id}',
  summary: 'inbox.api.drop-template',
  params,
  status: 204,
  answer: nothing,
  handler: async (ask, { params: { id } }) => {
    ask.saw([], 'inbox.templates', [])
    await endTemplate(ask, id)
  },
})

export const show = (carriers: Carriers, adapters: readonly Adapter[]) =>
  route({
    method: 'get',
    path: '/inbox/{id}',
    summary: 'inbox.api.show',
    params,
    answer: answers.conversation,
    handler: async (ask, { params: { id } }) => {
      await sawOne(ask, id, 'conversation')
      return readConversation(ask, id, { carriers, adapters })
    },
  })

export const answer = (carriers: Carriers, adapters: readonly Adapter[]) =>
  route({
    method: 'post',
    path: '/inbox/{id}/answers',
    summary: 'inbox.api.answer',
    params,
    body: answers.newAnswer,
    status: 201,
    answer: answers.conversation,
    handler: async (ask, { params: { id }, body }) => {
      await sawOne(ask, id, 'conversation.answer')
      await answerOne(ask, id, body, carriers)
      return readConversation(ask, id, { carriers, adapters })
    },
  })

export const turn = (adapters: readonly Adapter[]) =>
  route({
    method: 'post',
    path: '/inbox/{id}/turns',
    summary: 'inbox.api.turn',
    params,
    body: answers.newTurn,
    status: 204,
    answer: nothing,
    handler: async (ask, { params: { id }, body }) => {
      await takeOne(ask, adapters, await sawOne(ask, id, 'conversation.turn'), body)
    },
  })

export const ready = route({
  method: 'get',
  path: '/inbox/{id}/ready-answers',
  summary: 'inbox.api.ready',
  params,
  answer: answers.readyAnswers,
  handler: async (ask, { params: { id } }) => readyAnswers(ask, await sawOne(ask, id, 'conversation')),
})

export const attach = uploadRoute({
  method: 'post',
  path: '/inbox/{id}/files',
  summary: 'inbox.api.attach',
  params,
  maxBytes: enclosureLimits.bytes,
  status: 201,
  answer: z.object({ id: z.uuid() }),
  handler: async (ask, { params: { id }, file, fileName }) => ({
    id: await addEnclosure(ask, await sawOne(ask, id, 'conversation.attach'), { name: fileName, content: file }),
  }),
})

export const file = route({
  method: 'get',
  path: '/inbox/{id}/files/{file}',
  summary: 'inbox.api.file',
  params: ofFile,
  answer: z.object({ name: z.string(), type: z.string(), base64: z.string() }),
  handler: async (ask, { params: { id, file: one } }) => {
    const { name, type, bytes } = await openEnclosure(ask, await sawOne(ask, id, 'conversation.file'), one)
    return { name, type, base64: bytes.toString('base64') }
  },
})

export const dropFile = route({
  method: 'delete',
  path: '/inbox/{id}/files/{file}',
  summary: 'inbox.api.drop-file',
  params: ofFile,
  status: 204,
  answer: nothing,
  handler: async (ask, { params: { id, file: one } }) => {
    await dropEnclosure(ask, await sawOne(ask, id, 'conversation.file'), one)
  },
})
