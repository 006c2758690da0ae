/** Arrivals over HTTP: what came and what became of it, tried again, told whom it is about; and who must be told of a third party's data. */

import { z } from '@hono/zod-openapi'
import { newId } from '../base/ids.ts'
import { dateInHelsinki } from '../base/time.ts'
import type { PurposeAsk } from '../http/ask.ts'
import { idField, nothing, route } from '../http/route.ts'
import { looked } from '../telling/letters.ts'
import type { Adapter } from './adapter.ts'
import * as answers from './arrival-answers.ts'
import { arrivalStates, choosePerson, countArrivals, findArrival, listArrivals, replay } from './arrivals.ts'
import { listInformings, noteInformed, printInformings } from './informing.ts'
import { answerOf, namesOf, showArrival } from './shown.ts'

const params = z.object({ id: idField })
const categories = ['identity', 'contact-points']
const by = ({ program, asker, clock }: PurposeAsk) => ({
  app: program.database.app,
  actor: asker.actor,
  at: clock.now(),
})

export const list = route({
  method: 'post',
  path: '/arrivals/search',
  summary: 'arrivals.api.list',
  body: z.strictObject({
    state: z.enum(arrivalStates).optional(),
    connection: z.uuid().optional(),
    after: z.uuid().optional(),
    limit: z.int().min(1).max(200).default(50),
  }),
  answer: answers.arrivalList,
  handler: async (ask, { body }) => {
    const { app } = ask.program.database
    const found = await listArrivals(app, ask.purpose, body)
    const names = await namesOf(
      ask,
      found.arrivals.map(({ person }) => person),
    )
    ask.saw([...names.keys()], 'arrivals', categories)
    return {
      arrivals: found.arrivals.map(one => answerOf(one, ask.lang, names)),
      next: found.next,
      counts: await countArrivals(app, ask.purpose),
    }
  },
})

export const show = (adapters: readonly Adapter[]) =>
  route({
    method: 'get',
    path: '/arrivals/{id}',
    summary: 'arrivals.api.show',
    params,
    answer: answers.arrivalDetails,
    handler: async (ask, input) => {
      const found = await showArrival(ask, adapters, input.params.id)
      const persons = [...(found.person ? [found.person.id] : []), ...found.candidates.map(({ id }) => id)]
      ask.saw([...new Set(persons)], 'arrival', categories)
      return found
    },
  })

export const replayOne = route({
  method: 'post',
  path: '/arrivals/{id}/replay',
  summary: 'arrivals.api.replay',
  params,
  status: 202,
  answer: z.object({ replayed: z.int() }),
  handler: async (ask, input) => {
    ask.saw([], 'arrivals.replay', [])
    return { replayed: await replay(by(ask), ask.purpose, input.params.id) }
  },
})

export const replayAll = route({
  method: 'post',
  path: '/arrivals/replay',
  summary: 'arrivals.api.replay-all',
  status: 202,
  answer: z.object({ replayed: z.int() }),
  handler: async ask => {
    ask.saw([], 'arrivals.replay', [])
    return { replayed: await replay(by(ask), ask.purpose) }
  },
})

export const choose = route({
  method: 'put',
  path: '/arrivals/{id}/person',
  summary: 'arrivals.api.choose',
  params,
  body: z.strictObject({ person: z.uuid().nullable() }),
  status: 204,
  answer: nothing,
  handler: async (ask, { params: { id }, body: { person } }) => {
    await findArrival(ask.program.database.app, ask.purpose, id)
    const seen = await namesOf(ask, [person])
    ask.saw([...seen.keys()], 'arrival.choose', categories)
    await choosePerson(by(ask), id, person === null ? null : ([...seen.keys()][0] ?? null))
  },
})

export const informings = route({
  method: 'post',
  path: '/informings/search',
  summary: 'arrivals.api.informings',
  body: z.strictObject({ settled: z.boolean().default(false), after: z.uuid().optional() }),
  answer: answers.informingList,
  handler: async (ask, { body }) => {
    const found = await listInformings(ask, body, dateInHelsinki(ask.clock.now()))
    ask.saw([...new Set(found.informings.map(({ person }) => person.id))], 'informings', ['identity'])
    return found
  },
})

export const informingLetters = route({
  method: 'post',
  path: '/informings/letters',
  summary: 'arrivals.api.informing-letters',
  body: z.strictObject({ informings: z.array(z.uuid()).min(1).max(500) }),
  answer: answers.informingLetters,
  handler: async (ask, { body }) => {
    const { pdf, persons, without } = await printInformings(ask, body.informings)
    ask.saw(persons, 'informing.letters', looked)
    const name = `${dateInHelsinki(ask.clock.now())}-${newId().slice(-4)}.pdf`
    return { pdf: persons.length === 0 ? null : pdf.toString('base64'), name, letters: persons.length, without }
  },
})

export const informed = route({
  method: 'post',
  path: '/informings/{id}',
  summary: 'arrivals.api.informed',
  params,
  body: answers.noteInformed,
  status: 204,
  answer: nothing,
  handler: async (ask, { params: { id }, body }) => {
    ask.saw([], 'informing.note', [])
    await noteInformed(ask, id, body)
  },
})
