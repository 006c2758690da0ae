/** Arrivals over HTTP: what came and what became of it, tried again, told whom it is about. */

import { z } from '@hono/zod-openapi'
import type { PurposeAsk } from '../http/ask.ts'
import { idField, nothing, route } from '../http/route.ts'
import { scopeFor } from '../register/scope.ts'
import type { Adapter } from './adapter.ts'
import * as answers from './arrival-answers.ts'
import { arrivalStates, choosePerson, countArrivals, findArrival, listArrivals, replay } from './arrivals.ts'
import { answerOf, namesOf, showArrival } from './shown.ts'
import { takeBack, tryTakingBack } from './take-back.ts'

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
    const { notice } = await scopeFor(ask)
    const found = await listArrivals(app, ask.purpose, body)
    const names = await namesOf(
      ask,
      found.arrivals.map(({ person }) => person),
    )
    ask.saw([...names.keys()], 'arrivals', categories)
    return {
      arrivals: found.arrivals.map(one => answerOf(one, ask.lang, notice, names)),
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

export const beforeUndo = route({
  method: 'get',
  path: '/arrivals/{id}/undo',
  summary: 'arrivals.api.before-undo',
  params,
  answer: answers.takenBack,
  handler: async (ask, { params: { id } }) => {
    ask.saw([], 'arrivals.undo', [])
    return tryTakingBack(ask, id)
  },
})

export const undo = route({
  method: 'post',
  path: '/arrivals/{id}/undo',
  summary: 'arrivals.api.undo',
  params,
  body: answers.takeBackBody,
  answer: answers.takenBack,
  handler: async (ask, { params: { id }, body: { why } }) => {
    const { person } = await findArrival(ask.program.database.app, ask.purpose, id)
    ask.saw(person === null ? [] : [person], 'arrivals.undo', categories)
    return takeBack(ask, id, why)
  },
})
