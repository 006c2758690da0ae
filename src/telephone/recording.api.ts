/** Recordings of calls over HTTP: kept of a call whose caller was told of it, listed, played with a look on record, removed. */

import { z } from '@hono/zod-openapi'
import { idField, nothing, route, uploadRoute } from '../http/route.ts'
import { nameActors } from '../register/actors.ts'
import { addRecording, openRecording, recordingLimits, recordingsOf, removeRecording } from './recording.ts'
import { recordings } from './recording-answers.ts'

const params = z.object({ id: idField })
const ofRecording = params.extend({ recording: idField })
const categories = ['service-events']

export const list = route({
  method: 'get',
  path: '/persons/{id}/recordings',
  summary: 'telephone.api.list',
  params,
  answer: recordings,
  handler: async (ask, { params: { id } }) => {
    const found = await recordingsOf(ask, id)
    const name = await nameActors(
      ask,
      found.map(({ by }) => by),
    )
    ask.saw([id], 'recordings', categories)
    return {
      recordings: found.map(one => ({
        id: one.id,
        call: one.event_id,
        name: one.name,
        bytes: one.bytes,
        at: one.at.toISOString(),
        by: name(one.by),
        keptUntil: one.kept_until,
      })),
    }
  },
})

export const add = uploadRoute({
  method: 'post',
  path: '/persons/{id}/calls/{call}/recording',
  summary: 'telephone.api.add',
  params: params.extend({ call: idField }),
  query: z.object({
    told: z.literal('yes').describe('The caller was told at the beginning of the call that it is recorded, and why'),
  }),
  maxBytes: recordingLimits.bytes,
  status: 201,
  answer: z.object({ id: z.uuid() }),
  handler: async (ask, { params: { id, call }, file, fileName }) => {
    ask.saw([id], 'recording.add', categories)
    return { id: await addRecording(ask, id, call, { name: fileName, content: file }) }
  },
})

export const play = route({
  method: 'get',
  path: '/persons/{id}/recordings/{recording}',
  summary: 'telephone.api.play',
  params: ofRecording,
  answer: z.object({ name: z.string(), type: z.string(), base64: z.base64() }),
  handler: async (ask, { params: { id, recording } }) => {
    const { name, type, sound } = await openRecording(ask, id, recording)
    ask.saw([id], 'recording.play', categories)
    return { name, type, base64: sound.toString('base64') }
  },
})

export const remove = route({
  method: 'delete',
  path: '/persons/{id}/recordings/{recording}',
  summary: 'telephone.api.remove',
  params: ofRecording,
  status: 204,
  answer: nothing,
  handler: async (ask, { params: { id, recording } }) => {
    ask.saw([id], 'recording.remove', categories)
    await removeRecording(ask, id, recording)
  },
})
