/** Erasing upon a request over HTTP: what would go and stay, the erasure, its certificate, and the recipients who are told. */

import { z } from '@hono/zod-openapi'
import { fileIn } from '../accountability/export-file.ts'
import { Refused } from '../base/errors.ts'
import type { Id } from '../base/ids.ts'
import type { PurposeAsk } from '../http/ask.ts'
import { idField, nothing, route } from '../http/route.ts'
import * as answers from './act-answers.ts'
import { requestOf } from './acting.ts'
import { certificateOf } from './certificate.ts'
import { erase, erasurePlan } from './erasure.ts'
import { recipientNotices, tellRecipient } from './recipients-told.ts'
import { takeUp } from './suppression.ts'

const params = z.object({ id: idField })

async function saw(ask: PurposeAsk, request: Id, operation: string): Promise<Id | null> {
  const { person } = await requestOf(ask.reader, ask, request)
  ask.saw(person === null ? [] : [person], operation, ['requests'])
  return person
}

export const plan = route({
  method: 'post',
  path: '/requests/{id}/erasure/plan',
  summary: 'rights.api.erasure-plan',
  params,
  body: z.object({ claims: z.boolean().default(false).describe('A legal claim is at hand') }),
  answer: answers.erasurePlan,
  handler: async (ask, { params, body }) => {
    const person = await saw(ask, params.id, 'erasure.plan')
    if (person === null) throw new Refused('rights.person-first', 'conflict')
    return erasurePlan(ask, person, body.claims)
  },
})

export const erasure = route({
  method: 'post',
  path: '/requests/{id}/erasure',
  summary: 'rights.api.erase',
  params,
  body: answers.erasing,
  answer: z.object({ number: z.int().describe('Of the certificate') }),
  handler: async (ask, { params, body }) => {
    ask.saw([], 'erasure', ['requests']) // of nobody: whoever was erased is not to be named by this very look
    return { number: await erase(ask, { request: params.id, expected: body.expected }, body.claim) }
  },
})

export const certificate = route({
  method: 'post',
  path: '/requests/{id}/certificate',
  summary: 'rights.api.certificate',
  params,
  body: z.object({ format: z.enum(['pdf', 'json']) }),
  answer: z.object({ name: z.string(), type: z.string(), bytes: z.base64() }),
  handler: async (ask, { params, body }) => {
    ask.saw([], 'erasure.certificate', [])
    const { name, type, bytes } = await fileIn(body.format, await certificateOf(ask, params.id))
    return { name, type, bytes: bytes.toString('base64') }
  },
})

export const recipients = route({
  method: 'get',
  path: '/requests/{id}/recipients',
  summary: 'rights.api.recipients',
  params,
  answer: z.object({ recipients: z.array(answers.recipientNotice) }),
  handler: async (ask, { params }) => {
    await saw(ask, params.id, 'request.recipients')
    return { recipients: await recipientNotices(ask, params.id) }
  },
})

export const tell = route({
  method: 'post',
  path: '/requests/{id}/recipients/{notice}',
  summary: 'rights.api.tell-recipient',
  params: params.extend({ notice: idField }),
  body: answers.telling,
  status: 204,
  answer: nothing,
  handler: async (ask, { params, body }) => {
    await saw(ask, params.id, 'request.recipients')
    await tellRecipient(ask, params.notice, body)
  },
})

/** Under `persons`, for whoever adds customers does it: nothing tells whose the address was. */
export const returned = route({
  method: 'post',
  path: '/persons/returned',
  summary: 'rights.api.returned',
  body: answers.takingUp,
  answer: z.object({ taken: z.int() }),
  handler: async (ask, { body }) => {
    ask.saw([], 'returned', ['contact-points'])
    return { taken: await takeUp(ask, body) }
  },
})
