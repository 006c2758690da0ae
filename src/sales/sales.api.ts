/** Leads and offers over HTTP, for purposes to which the notice gives the categories `leads` and `offers`. */

import { z } from '@hono/zod-openapi'
import { fileIn } from '../accountability/export-file.ts'
import { Refused } from '../base/errors.ts'
import { idField, nothing, route } from '../http/route.ts'
import { callLead, changeLead, listLeads, moveLead, readLead, recordLead, showBoard, showSources } from './lead.ts'
import { changeOffer, makeOffer, readOffer, takeOfferStep } from './offer.ts'
import { offerPaper } from './offer-words.ts'
import * as answers from './sales-answers.ts'

const params = z.object({ id: idField })
const categories = ['leads', 'identity']
const ofOffers = ['offers', 'identity']
const made = z.object({ id: z.uuid() })
const personsOf = (leads: readonly answers.ListedLead[]) => [...new Set(leads.map(({ person }) => person.id))]

export const list = route({
  method: 'post',
  path: '/leads/search',
  summary: 'sales.api.list',
  body: answers.leadSearch,
  answer: answers.leadList,
  handler: async (ask, { body }) => {
    const found = await listLeads(ask, body)
    ask.saw(personsOf(found.leads), 'leads', categories)
    return found
  },
})

export const board = route({
  method: 'get',
  path: '/leads/board',
  summary: 'sales.api.board',
  answer: answers.board,
  handler: async ask => {
    const found = await showBoard(ask)
    ask.saw(personsOf(found.columns.flatMap(({ leads }) => leads)), 'leads', categories)
    return found
  },
})

export const sources = route({
  method: 'get',
  path: '/leads/sources',
  summary: 'sales.api.sources',
  query: answers.sourcesQuery,
  answer: answers.sourcesAnswer,
  handler: async (ask, { query }) => {
    ask.saw([], 'leads.sources', ['leads'])
    return showSources(ask, query.year)
  },
})

export const record = route({
  method: 'post',
  path: '/leads',
  summary: 'sales.api.record',
  body: answers.newLead,
  status: 201,
  answer: made,
  handler: async (ask, { body }) => {
    const id = await recordLead(ask, body)
    ask.saw([body.person], 'lead.record', categories)
    return { id }
  },
})

export const show = route({
  method: 'get',
  path: '/leads/{id}',
  summary: 'sales.api.show',
  params,
  answer: answers.leadAnswer,
  handler: async (ask, { params: { id } }) => {
    const found = await readLead(ask, id)
    ask.saw([found.person.id], 'lead', [...categories, 'offers'])
    return found
  },
})

export const change = route({
  method: 'patch',
  path: '/leads/{id}',
  summary: 'sales.api.change',
  params,
  body: answers.changedLead,
  status: 204,
  answer: nothing,
  handler: async (ask, { params: { id }, body }) => {
    ask.saw([await changeLead(ask, id, body)], 'lead.change', categories)
  },
})

export const move = route({
  method: 'post',
  path: '/leads/{id}/steps',
  summary: 'sales.api.move',
  params,
  body: answers.leadMove,
  status: 204,
  answer: nothing,
  handler: async (ask, { params: { id }, body }) => {
    ask.saw([await moveLead(ask, id, body)], 'lead.move', categories)
  },
})

export const call = route({
  method: 'post',
  path: '/leads/{id}/calls',
  summary: 'sales.api.call',
  params,
  body: answers.leadCall,
  answer: answers.callAnswer,
  handler: async (ask, { params: { id }, body }) => {
    const { person, ...answer } = await callLead(ask, id, body)
    ask.saw([person], 'lead.call', ['leads', 'contact-points', 'permissions'])
    return answer
  },
})

export const offer = route({
  method: 'post',
  path: '/leads/{id}/offers',
  summary: 'sales.api.offer',
  params,
  body: answers.newOffer,
  status: 201,
  answer: made,
  handler: async (ask, { params: { id }, body }) => {
    const { person, values } = await readLead(ask, id)
    const offer = await makeOffer(ask, id, values.capacity !== 'business', body)
    ask.saw([person.id], 'offer.make', ofOffers)
    return { id: offer }
  },
})

export const showOffer = route({
  method: 'get',
  path: '/offers/{id}',
  summary: 'sales.api.show-offer',
  params,
  answer: answers.offerAnswer,
  handler: async (ask, { params: { id } }) => {
    const found = await readOffer(ask, id)
    ask.saw([found.person.id], 'offer', ofOffers)
    return found
  },
})

export const reviseOffer = route({
  method: 'put',
  path: '/offers/{id}',
  summary: 'sales.api.change-offer',
  params,
  body: answers.changedOffer,
  status: 204,
  answer: nothing,
  handler: async (ask, { params: { id }, body: { expected, ...terms } }) => {
    ask.saw([await changeOffer(ask, id, expected, terms)], 'offer.change', ofOffers)
  },
})

export const stepOffer = route({
  method: 'post',
  path: '/offers/{id}/steps',
  summary: 'sales.api.step-offer',
  params,
  body: answers.offerStep,
  status: 204,
  answer: nothing,
  handler: async (ask, { params: { id }, body }) => {
    ask.saw([await takeOfferStep(ask, id, body)], 'offer.step', ofOffers)
  },
})

export const offerFile = route({
  method: 'get',
  path: '/offers/{id}/file',
  summary: 'sales.api.offer-file',
  params,
  answer: answers.offerFile,
  handler: async (ask, { params: { id } }) => {
    const found = await readOffer(ask, id)
    const { notice } = ask.published
    if (!notice) throw new Refused('sales.absent', 'absent')
    const { name, type, bytes } = await fileIn('pdf', offerPaper(found, notice, ask.program.url))
    ask.saw([found.person.id], 'offer.file', ofOffers)
    return { name, type, base64: bytes.toString('base64') }
  },
})
