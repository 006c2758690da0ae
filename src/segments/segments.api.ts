/** Segments over HTTP: counting while a condition is put together, saving it, and who is in it. */

import { z } from '@hono/zod-openapi'
import { idField, nothing, pageQuery, route } from '../http/route.ts'
import { listedPerson } from '../register/answers.ts'
import { listedCategories, readListed } from '../register/listed.ts'
import { scopeFor } from '../register/scope.ts'
import { countPersons } from './count.ts'
import { membersOf } from './members.ts'
import { changeSegment, endSegment, listSegments, saveSegment, showSegment } from './segment.ts'
import {
  counted,
  counting,
  newSegment,
  nextVersion,
  segmentDetails,
  segmentList,
  segmentWords,
} from './segment-answers.ts'
import { wordsOf } from './words.ts'

const params = z.object({ id: idField })

export const words = route({
  method: 'get',
  path: '/segments/words',
  summary: 'segments.api.words',
  answer: segmentWords,
  handler: async ask => {
    ask.saw([], 'segments.words', [])
    return wordsOf(ask)
  },
})

export const count = route({
  method: 'post',
  path: '/segments/count',
  summary: 'segments.api.count',
  body: counting,
  answer: counted,
  handler: async (ask, { body }) => {
    ask.saw([], 'segments.count', [])
    return countPersons(ask, body)
  },
})

export const list = route({
  method: 'get',
  path: '/segments',
  summary: 'segments.api.list',
  query: pageQuery,
  answer: segmentList,
  handler: async (ask, { query }) => {
    ask.saw([], 'segments', [])
    const { segments, next } = await listSegments(ask, query)
    return { segments: [...segments], next }
  },
})

export const save = route({
  method: 'post',
  path: '/segments',
  summary: 'segments.api.save',
  body: newSegment,
  status: 201,
  answer: z.object({ id: z.uuid() }),
  handler: async (ask, { body }) => {
    ask.saw([], 'segments.save', [])
    return { id: await saveSegment(ask, body) }
  },
})

export const show = route({
  method: 'get',
  path: '/segments/{id}',
  summary: 'segments.api.show',
  params,
  answer: segmentDetails,
  handler: async (ask, { params }) => {
    ask.saw([], 'segments.show', [])
    return showSegment(ask, params.id)
  },
})

export const change = route({
  method: 'post',
  path: '/segments/{id}/versions',
  summary: 'segments.api.change',
  params,
  body: nextVersion,
  status: 204,
  answer: nothing,
  handler: async (ask, { params, body }) => {
    ask.saw([], 'segments.save', [])
    await changeSegment(ask, params.id, body)
  },
})

export const end = route({
  method: 'delete',
  path: '/segments/{id}',
  summary: 'segments.api.end',
  params,
  status: 204,
  answer: nothing,
  handler: async (ask, { params }) => {
    ask.saw([], 'segments.end', [])
    await endSegment(ask, params.id)
  },
})

export const members = route({
  method: 'get',
  path: '/segments/{id}/members',
  summary: 'segments.api.members',
  params,
  query: pageQuery,
  answer: z.object({ persons: z.array(listedPerson), next: z.uuid().nullable() }),
  handler: async (ask, { params, query }) => {
    const { persons, next } = await membersOf(ask.program, ask.purpose, params.id, query)
    const scope = await scopeFor(ask)
    ask.saw(persons, 'segments.members', listedCategories(scope, []))
    return { persons: await readListed({ ask, scope, db: ask.reader }, persons, []), next }
  },
})
