/** Correcting, restricting, objecting and withdrawing upon a request over HTTP: for the purpose of rights, each on record as a look. */

import { z } from '@hono/zod-openapi'
import type { Id } from '../base/ids.ts'
import type { PurposeAsk } from '../http/ask.ts'
import { idField, nothing, route } from '../http/route.ts'
import * as answers from './act-answers.ts'
import { requestOf, type Upon } from './acting.ts'
import { object } from './objection.ts'
import { correct, supplement } from './rectification.ts'
import { liftRestriction, restrict, tellBeforeLifting } from './restriction.ts'
import { withdrawConsent } from './withdrawal.ts'

const params = z.object({ id: idField })

/** The act is a look at whose request it is; what it answers is nobody's. */
async function upon<Result>(
  ask: PurposeAsk,
  { request, expected }: Upon,
  category: string,
  does: (upon: Upon) => Promise<Result>,
): Promise<Result> {
  const { person } = await requestOf(ask.reader, ask, request)
  ask.saw(person === null ? [] : [person], 'request.act', [category])
  return does({ request, expected })
}

const upTo = (request: Id, { expected }: { readonly expected: Id | null }): Upon => ({ request, expected })

export const correction = route({
  method: 'post',
  path: '/requests/{id}/corrections',
  summary: 'rights.api.correct',
  params,
  body: answers.correction,
  answer: z.object({ row: z.uuid() }),
  handler: async (ask, { params, body }) => ({
    row: await upon(ask, upTo(params.id, body), body.category, it => correct(ask, it, body)),
  }),
})

export const supplementing = route({
  method: 'post',
  path: '/requests/{id}/supplements',
  summary: 'rights.api.supplement',
  params,
  body: answers.supplementing,
  status: 204,
  answer: nothing,
  handler: (ask, { params, body }) => upon(ask, upTo(params.id, body), body.category, it => supplement(ask, it, body)),
})

export const restriction = route({
  method: 'post',
  path: '/requests/{id}/restriction',
  summary: 'rights.api.restrict',
  params,
  body: answers.restricting,
  status: 204,
  answer: nothing,
  handler: (ask, { params, body }) =>
    upon(ask, upTo(params.id, body), 'permissions', it => restrict(ask, it, body.ground)),
})

export const tellingLift = route({
  method: 'post',
  path: '/requests/{id}/restriction/telling',
  summary: 'rights.api.tell-lift',
  params,
  body: answers.tellingLift,
  status: 204,
  answer: nothing,
  handler: (ask, { params, body }) =>
    upon(ask, upTo(params.id, body), 'requests', it => tellBeforeLifting(ask, it, body.channel)),
})

export const lift = route({
  method: 'post',
  path: '/requests/{id}/restriction/lift',
  summary: 'rights.api.lift',
  params,
  body: answers.lifting,
  status: 204,
  answer: nothing,
  handler: (ask, { params, body }) =>
    upon(ask, upTo(params.id, body), 'permissions', it => liftRestriction(ask, it, body.reason)),
})

export const objection = route({
  method: 'post',
  path: '/requests/{id}/objection',
  summary: 'rights.api.object',
  params,
  body: answers.objecting,
  status: 204,
  answer: nothing,
  handler: (ask, { params, body }) =>
    upon(ask, upTo(params.id, body), 'permissions', it => object(ask, it, body.objection)),
})

export const withdrawal = route({
  method: 'post',
  path: '/requests/{id}/withdrawal',
  summary: 'rights.api.withdraw',
  params,
  body: answers.withdrawing,
  answer: z.object({ withdrawn: z.int() }),
  handler: async (ask, { params, body }) => ({
    withdrawn: await upon(ask, upTo(params.id, body), 'permissions', it => withdrawConsent(ask, it, body.purposes)),
  }),
})
