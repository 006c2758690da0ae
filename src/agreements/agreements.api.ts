/** Customers' contracts over HTTP, for purposes to which the notice gives the category `contracts`. */

import { z } from '@hono/zod-openapi'
import { idField, nothing, route, uploadRoute } from '../http/route.ts'
import { changeAgreement, recordAgreement, takeStep } from './agreement.ts'
import * as answers from './agreement-answers.ts'
import { addDocument, openDocument, removeDocument } from './document.ts'
import { documentLimits } from './document-type.ts'
import { listAgreements, readAgreement } from './found.ts'

const params = z.object({ id: idField })
const ofDocument = params.extend({ document: idField })
const categories = ['contracts', 'identity']

export const list = route({
  method: 'post',
  path: '/agreements/search',
  summary: 'agreements.api.list',
  body: answers.agreementSearch,
  answer: answers.agreementList,
  handler: async (ask, { body }) => {
    const found = await listAgreements(ask, body)
    ask.saw([...new Set(found.agreements.map(({ person }) => person.id))], 'agreements', categories)
    return found
  },
})

export const record = route({
  method: 'post',
  path: '/agreements',
  summary: 'agreements.api.record',
  body: answers.newAgreement,
  status: 201,
  answer: z.object({ id: z.uuid() }),
  handler: async (ask, { body }) => {
    const id = await recordAgreement(ask, body)
    ask.saw([body.person], 'agreement.record', categories)
    return { id }
  },
})

export const show = route({
  method: 'get',
  path: '/agreements/{id}',
  summary: 'agreements.api.show',
  params,
  answer: answers.agreementAnswer,
  handler: async (ask, { params: { id } }) => {
    const found = await readAgreement(ask, id)
    const persons = found.parties.flatMap(party => (party.kind === 'person' && party.id !== null ? [party.id] : []))
    ask.saw([...new Set([found.person.id, ...persons])], 'agreement', categories)
    return found
  },
})

export const change = route({
  method: 'patch',
  path: '/agreements/{id}',
  summary: 'agreements.api.change',
  params,
  body: answers.changedAgreement,
  status: 204,
  answer: nothing,
  handler: async (ask, { params: { id }, body }) => {
    ask.saw([await changeAgreement(ask, id, body)], 'agreement.change', categories)
  },
})

export const step = route({
  method: 'post',
  path: '/agreements/{id}/steps',
  summary: 'agreements.api.step',
  params,
  body: answers.newStep,
  status: 204,
  answer: nothing,
  handler: async (ask, { params: { id }, body }) => {
    ask.saw([await takeStep(ask, id, body)], 'agreement.step', categories)
  },
})

export const attach = uploadRoute({
  method: 'post',
  path: '/agreements/{id}/documents',
  summary: 'agreements.api.attach',
  params,
  query: z.object({ kind: z.enum(answers.documentKinds).default('signed') }),
  maxBytes: documentLimits.bytes,
  status: 201,
  answer: z.object({ id: z.uuid() }),
  handler: async (ask, { params: { id }, query, file, fileName }) => {
    ask.saw([], 'agreement.attach', ['contracts'])
    return { id: await addDocument(ask, id, query.kind, { name: fileName, content: file }) }
  },
})

export const document = route({
  method: 'get',
  path: '/agreements/{id}/documents/{document}',
  summary: 'agreements.api.document',
  params: ofDocument,
  answer: answers.documentFile,
  handler: async (ask, { params: { id, document: one } }) => {
    const { person, name, type, bytes } = await openDocument(ask, id, one)
    ask.saw([person], 'agreement.document', ['contracts'])
    return { name, type, base64: bytes.toString('base64') }
  },
})

export const removal = route({
  method: 'delete',
  path: '/agreements/{id}/documents/{document}',
  summary: 'agreements.api.removal',
  params: ofDocument,
  status: 204,
  answer: nothing,
  handler: async (ask, { params: { id, document: one } }) => {
    ask.saw([], 'agreement.removal', ['contracts'])
    await removeDocument(ask, id, one)
  },
})
