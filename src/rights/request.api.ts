/** Requests for rights over HTTP: recorded from any channel, listed by their day, and taken step by step to the answer. */

import { z } from '@hono/zod-openapi'
import type { Id } from '../base/ids.ts'
import type { PurposeAsk } from '../http/ask.ts'
import { idField, nothing, plainRoute, route } from '../http/route.ts'
import { lettersOf } from './letters.ts'
import { countOverdue, findRequest, listRequests, recordRequest, takeStep } from './request.ts'
import { newRequest, newStep, overdueAnswer, requestAnswer, requestList, requestSearch } from './request-answers.ts'

const params = z.object({ id: idField })
const category = ['requests']

const saw = (ask: PurposeAsk, persons: readonly (Id | null)[], operation: string): void =>
  ask.saw([...new Set(persons.filter(person => person !== null))], operation, category)

export const list = route({
  method: 'post',
  path: '/requests/search',
  summary: 'rights.api.list',
  body: requestSearch,
  answer: requestList,
  handler: async (ask, { body }) => {
    const found = await listRequests(ask, body)
    saw(
      ask,
      found.requests.map(({ person }) => person),
      'requests',
    )
    return found
  },
})

/** For the mark in the navigation: it is red for the whole organisation, whatever they work for just now. */
export const overdue = plainRoute({
  method: 'get',
  path: '/requests/overdue',
  summary: 'rights.api.overdue',
  answer: overdueAnswer,
  handler: async ({ asker, program, clock }) => {
    const { purposes } = await program.published()
    const may = asker.administrator || purposes.some(({ id, seesAll }) => seesAll && asker.purposes.includes(id))
    return { overdue: may ? await countOverdue(program.database.app, clock.now()) : null }
  },
})

export const record = route({
  method: 'post',
  path: '/requests',
  summary: 'rights.api.record',
  body: newRequest,
  status: 201,
  answer: z.object({ id: z.uuid() }),
  handler: async (ask, { body }) => {
    const id = await recordRequest(ask, body)
    saw(ask, [body.person ?? null], 'request.record')
    return { id }
  },
})

export const show = route({
  method: 'get',
  path: '/requests/{id}',
  summary: 'rights.api.show',
  params,
  answer: requestAnswer,
  handler: async (ask, { params }) => {
    const request = await findRequest(ask, params.id)
    const letters = await lettersOf(ask, request)
    saw(ask, [request.person], 'request')
    return { ...request, letters }
  },
})

export const step = route({
  method: 'post',
  path: '/requests/{id}/steps',
  summary: 'rights.api.step',
  params,
  body: newStep,
  status: 204,
  answer: nothing,
  handler: async (ask, { params, body }) => {
    await takeStep(ask, params.id, body)
    saw(ask, [body.step.kind === 'person-found' ? body.step.person : null], 'request.step')
  },
})
