/** Letters over HTTP: written, looked at as somebody would get them, saved, and sent to oneself. */

import { z } from '@hono/zod-openapi'
import { idField, nothing, pageQuery, route, uploadRoute } from '../http/route.ts'
import { addImage, pictureLimit } from './image.ts'
import { changeLetter, endLetter, listLetters, readRevision, saveLetter, showLetter } from './letter.ts'
import {
  letterDetails,
  letterFields,
  letterList,
  newImage,
  newLetter,
  nextRevision,
  preview,
  previewing,
  revisionAnswer,
  saved,
  trial,
} from './letter-answers.ts'
import { fieldsOf, previewLetter } from './previewing.ts'
import { type Carriers, sendTrial } from './trial.ts'

const params = z.object({ id: idField })

export const fields = route({
  method: 'get',
  path: '/letters/fields',
  summary: 'letters.api.fields',
  answer: letterFields,
  handler: async ask => {
    ask.saw([], 'letters.fields', [])
    return fieldsOf(ask)
  },
})

export const show = route({
  method: 'get',
  path: '/letters/{id}',
  summary: 'letters.api.show',
  params,
  answer: letterDetails,
  handler: async (ask, { params }) => {
    ask.saw([], 'letters.show', [])
    return showLetter(ask, params.id)
  },
})

export const list = route({
  method: 'get',
  path: '/letters',
  summary: 'letters.api.list',
  query: pageQuery.extend({
    channel: z.enum(['email', 'sms']).optional(),
  }),
  answer: letterList,
  handler: async (ask, { query }) => {
    ask.saw([], 'letters', [])
    const { letters, next } = await listLetters(ask, query)
    return { letters: [...letters], next }
  },
})

export const save = route({
  method: 'post',
  path: '/letters',
  summary: 'letters.api.save',
  body: newLetter,
  status: 201,
  answer: saved,
  handler: async (ask, { body }) => {
    ask.saw([], 'letters.save', [])
    return saveLetter(ask, body)
  },
})

export const change = route({
  method: 'post',
  path: '/letters/{id}/revisions',
  summary: 'letters.api.change',
  params,
  body: nextRevision,
  status: 201,
  answer: saved,
  handler: async (ask, { params, body }) => {
    ask.saw([], 'letters.save', [])
    return changeLetter(ask, params.id, body)
  },
})

export const end = route({
  method: 'delete',
  path: '/letters/{id}',
  summary: 'letters.api.end',
  params,
  status: 204,
  answer: nothing,
  handler: async (ask, { params }) => {
    ask.saw([], 'letters.end', [])
    await endLetter(ask, params.id)
  },
})

export const revision = route({
  method: 'get',
  path: '/letters/revisions/{id}',
  summary: 'letters.api.revision',
  params,
  answer: revisionAnswer,
  handler: async (ask, { params }) => {
    ask.saw([], 'letters.show', [])
    return readRevision(ask, params.id)
  },
})

/** To oneself, a text message to the controller's own telephone. */
export const test = (carriers: Carriers) =>
  route({
    method: 'post',
    path: '/letters/revisions/{id}/test',
    summary: 'letters.api.test',
    params,
    body: trial,
    status: 204,
    answer: nothing,
    handler: async (ask, { params, body }) => {
      ask.saw([], 'letters.test', [])
      await sendTrial(ask, carriers, params.id, body.lang)
    },
  })

export const look = route({
  method: 'post',
  path: '/letters/preview',
  summary: 'letters.api.preview',
  body: previewing,
  answer: preview,
  handler: (ask, { body }) => previewLetter(ask, body),
})

export const image = uploadRoute({
  method: 'post',
  path: '/letters/images',
  summary: 'letters.api.image',
  maxBytes: pictureLimit,
  status: 201,
  answer: newImage,
  handler: async (ask, { file, fileName }) => {
    ask.saw([], 'letters.image', [])
    return addImage(ask, fileName, file)
  },
})
