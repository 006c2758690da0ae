/** Agreements to publish over HTTP, and what is published now for anybody. */

import { z } from '@hono/zod-openapi'
import { idField, nothing, openRoute, route, uploadRoute } from '../http/route.ts'
import { asRights } from '../rights/as-rights.ts'
import { addPaper, openPaper, paperLimits, removePaper } from './paper.ts'
import { addPhoto, largestPhoto } from './photo.ts'
import {
  agreeToPublication,
  askForPublication,
  currentPublications,
  draftPublication,
  finishPublication,
  listPublications,
  readPublication,
} from './publication.ts'
import * as answers from './publication-answers.ts'

const params = z.object({ id: idField })
const ofPaper = params.extend({ paper: idField })
const categories = ['publication', 'identity']

export const current = openRoute({
  method: 'get',
  path: '/testimonials',
  summary: 'publication.api.current',
  answer: answers.currentPublications,
  handler: ({ program, clock }) => currentPublications(program.database.app, clock.now()),
})

export const list = route({
  method: 'post',
  path: '/testimonials/search',
  summary: 'publication.api.list',
  body: answers.publicationSearch,
  answer: answers.publicationList,
  handler: async (ask, { body }) => {
    const found = await listPublications(ask, body)
    ask.saw([...new Set(found.publications.map(({ person }) => person.id))], 'publications', categories)
    return found
  },
})

export const draft = route({
  method: 'post',
  path: '/testimonials',
  summary: 'publication.api.draft',
  body: answers.newPublication,
  status: 201,
  answer: z.object({ id: z.uuid() }),
  handler: async (ask, { body }) => {
    const id = await draftPublication(ask, body)
    ask.saw([body.person], 'publication.draft', categories)
    return { id }
  },
})

export const photo = uploadRoute({
  method: 'post',
  path: '/testimonials/{id}/photo',
  summary: 'publication.api.photo',
  params,
  maxBytes: largestPhoto,
  status: 204,
  answer: nothing,
  handler: async (ask, { params: { id }, file, fileName }) => {
    ask.saw([await addPhoto(ask, id, { name: fileName, content: file })], 'publication.photo', categories)
  },
})

export const send = route({
  method: 'post',
  path: '/testimonials/{id}/asked',
  summary: 'publication.api.send',
  params,
  status: 204,
  answer: nothing,
  handler: async (ask, { params: { id } }) => {
    ask.saw([await askForPublication(ask, id)], 'publication.ask', categories)
  },
})

export const signed = route({
  method: 'post',
  path: '/testimonials/{id}/signed',
  summary: 'publication.api.signed',
  params,
  body: answers.onPaper,
  status: 204,
  answer: nothing,
  handler: async (ask, { params: { id }, body: { name } }) => {
    const found = await readPublication(ask, id)
    const { actor, kind } = ask.asker
    const as = asRights(ask.program, ask.published, { actor, kind, request: ask.requestId, lang: ask.lang })
    await agreeToPublication(as, found, { how: 'paper', name })
    ask.saw([found.person.id], 'publication.signed', categories)
  },
})

export const attach = uploadRoute({
  method: 'post',
  path: '/testimonials/{id}/papers',
  summary: 'publication.api.attach',
  params,
  maxBytes: paperLimits.bytes,
  status: 201,
  answer: z.object({ id: z.uuid() }),
  handler: async (ask, { params: { id }, file, fileName }) => {
    const kept = await addPaper(ask, id, { name: fileName, content: file })
    ask.saw([kept.person], 'publication.attach', categories)
    return { id: kept.id }
  },
})

export const paper = route({
  method: 'get',
  path: '/testimonials/{id}/papers/{paper}',
  summary: 'publication.api.paper',
  params: ofPaper,
  answer: answers.paperFile,
  handler: async (ask, { params: { id, paper: one } }) => {
    const { person, name, type, bytes } = await openPaper(ask, id, one)
    ask.saw([person], 'publication.paper', categories)
    return { name, type, base64: bytes.toString('base64') }
  },
})

export const removal = route({
  method: 'delete',
  path: '/testimonials/{id}/papers/{paper}',
  summary: 'publication.api.removal',
  params: ofPaper,
  status: 204,
  answer: nothing,
  handler: async (ask, { params: { id, paper: one } }) => {
    ask.saw([await removePaper(ask, id, one)], 'publication.removal', categories)
  },
})

export const end = route({
  method: 'post',
  path: '/testimonials/{id}/ended',
  summary: 'publication.api.end',
  params,
  body: answers.ending,
  status: 204,
  answer: nothing,
  handler: async (ask, { params: { id }, body: { because } }) => {
    ask.saw([await finishPublication(ask, id, because)], 'publication.end', categories)
  },
})
