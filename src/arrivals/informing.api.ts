/** Who must be told from where their data came (Art. 14) over HTTP: the list, the messages, the letters, and that they were told. */

import { z } from '@hono/zod-openapi'
import { Refused } from '../base/errors.ts'
import { newId } from '../base/ids.ts'
import { dateInHelsinki } from '../base/time.ts'
import { idField, nothing, route } from '../http/route.ts'
import type { Mail } from '../mail/transport.ts'
import { looked } from '../telling/letters.ts'
import * as answers from './arrival-answers.ts'
import { informByMail } from './inform.ts'
import { listInformings, noteInformed, printInformings } from './informing.ts'
import { which } from './ways.ts'

const some = z.strictObject({ informings: z.array(z.uuid()).min(1).max(500) })

export const list = (mail: Mail) =>
  route({
    method: 'post',
    path: '/informings/search',
    summary: 'arrivals.api.informings',
    body: z.strictObject({
      which: z.enum(which).default('open').describe('post: those still to be told whom no e-mail reaches'),
      after: z.uuid().optional(),
    }),
    answer: answers.informingList,
    handler: async (ask, { body }) => {
      const found = await listInformings(ask, body, dateInHelsinki(ask.clock.now()))
      ask.saw([...new Set(found.informings.map(({ person }) => person.id))], 'informings', ['identity'])
      return { ...found, sends: mail.configured }
    },
  })

export const send = route({
  method: 'post',
  path: '/informings/send',
  summary: 'arrivals.api.informing-send',
  status: 202,
  answer: z.object({ queued: z.int().describe('Messages put into the outbox') }),
  handler: async ({ saw, program, clock }) => {
    saw([], 'informings.send', [])
    return { queued: await informByMail(program.database.app, { again: true, at: clock.now() }) }
  },
})

export const letters = route({
  method: 'post',
  path: '/informings/letters',
  summary: 'arrivals.api.informing-letters',
  body: some,
  answer: answers.informingLetters,
  handler: async (ask, { body }) => {
    const { pdf, printed, persons, without } = await printInformings(ask, body.informings)
    ask.saw(persons, 'informing.letters', looked)
    const name = `${dateInHelsinki(ask.clock.now())}-${newId().slice(-4)}.pdf`
    return { pdf: printed.length === 0 ? null : pdf.toString('base64'), name, printed, without }
  },
})

export const posted = route({
  method: 'post',
  path: '/informings/posted',
  summary: 'arrivals.api.informing-posted',
  body: some,
  answer: z.object({ noted: z.int() }),
  handler: async (ask, { body }) => {
    ask.saw([], 'informing.note', [])
    return { noted: await noteInformed(ask, body.informings, { how: 'letter' }) }
  },
})

export const note = route({
  method: 'post',
  path: '/informings/{id}',
  summary: 'arrivals.api.informed',
  params: z.object({ id: idField }),
  body: answers.noteInformed,
  status: 204,
  answer: nothing,
  handler: async (ask, { params: { id }, body }) => {
    ask.saw([], 'informing.note', [])
    if ((await noteInformed(ask, [id], body)) === 0) throw new Refused('arrivals.informed-already', 'conflict')
  },
})
