/** What is unusual at the doors over HTTP: for the purpose `security`, and one's own sign-ins for whoever is signed in. */

import { z } from 'zod'
import { idField, nothing, plainRoute, route } from '../http/route.ts'
import { findingList, findingSearch, ownSignIns, review, triedAnswer } from './finding-answers.ts'
import { listFindings, ownFindings, reviewFinding, triedLately } from './findings.ts'

export const list = route({
  method: 'post',
  path: '/security/findings/search',
  summary: 'security.api.list',
  body: findingSearch,
  answer: findingList,
  handler: async (ask, { body }) => {
    const found = await listFindings(ask, body)
    ask.saw([...new Set(found.findings.flatMap(({ person }) => person ?? []))], 'security.findings', [])
    return found
  },
})

export const tried = route({
  method: 'get',
  path: '/security/tried',
  summary: 'security.api.tried',
  answer: triedAnswer,
  handler: async ask => {
    ask.saw([], 'security.tried', [])
    return triedLately(ask)
  },
})

export const looked = route({
  method: 'post',
  path: '/security/findings/{id}/review',
  summary: 'security.api.review',
  params: z.object({ id: idField }),
  body: review,
  status: 204,
  answer: nothing,
  handler: async (ask, { params: { id }, body: { remark } }) => {
    const person = await reviewFinding(ask, id, remark)
    ask.saw(person === null ? [] : [person], 'security.review', [])
  },
})

export const own = plainRoute({
  method: 'get',
  path: '/me/sign-ins',
  summary: 'security.api.own',
  answer: ownSignIns,
  handler: async ({ asker, program }) => ({ findings: [...(await ownFindings(program.database.app, asker.id))] }),
})
