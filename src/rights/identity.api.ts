/** What somebody showed of who they are, over HTTP, for as long as it is not decided. */

import { z } from '@hono/zod-openapi'
import { idField, nothing, route } from '../http/route.ts'
import { evidenceOf, noteEvidence } from './identity.ts'
import { evidenceList, newEvidence } from './identity-answers.ts'
import { findRequest } from './request.ts'

const params = z.object({ id: idField })

export const note = route({
  method: 'post',
  path: '/requests/{id}/evidence',
  summary: 'rights.api.note-evidence',
  params,
  body: newEvidence,
  status: 204,
  answer: nothing,
  handler: async (ask, { params, body }) => {
    await noteEvidence(ask, params.id, body.words)
    ask.saw([], 'request.evidence', ['requests'])
  },
})

export const list = route({
  method: 'get',
  path: '/requests/{id}/evidence',
  summary: 'rights.api.evidence',
  params,
  answer: evidenceList,
  handler: async (ask, { params }) => {
    const { person } = await findRequest(ask, params.id)
    ask.saw(person ? [person] : [], 'request.evidence', ['requests'])
    return { evidence: await evidenceOf(ask, params.id) }
  },
})
