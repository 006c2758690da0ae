/** Events over HTTP for the purpose that keeps them: announced, followed, tablets let in, who was there marked. */

import { z } from '@hono/zod-openapi'
import type { PurposeAsk } from '../http/ask.ts'
import { idField, nothing, pageQuery, route } from '../http/route.ts'
import { choicesFor } from '../participation/choices.ts'
import { countEntries, listEntries, unwritten } from '../participation/participants.ts'
import { refuseWithoutPlace } from '../participation/place.ts'
import { readListed } from '../register/listed.ts'
import { scopeFor } from '../register/scope.ts'
import { addParticipant, markAttendance } from './attendance.ts'
import { addDevice, devicesOf, endDevice } from './device.ts'
import * as verbs from './event.ts'
import * as answers from './event-answers.ts'

const params = z.object({ id: idField })
const partParams = z.object({ id: idField, part: idField })
const categories = ['identity', 'participation']

const summaryOf = ({ program, clock }: PurposeAsk, event: verbs.Event): answers.EventAnswer => ({
  id: event.id,
  kind: event.kind,
  name: event.name,
  place: event.place,
  starts: event.starts.toISOString(),
  ends: event.ends.toISOString(),
  hasEnded: clock.now() >= event.ends,
  address: `${program.url}/event/${event.page}`,
})

const found = ({ program, purpose }: PurposeAsk, id: string) => verbs.findEvent(program.database.app, purpose, id)

export const list = route({
  method: 'get',
  path: '/events',
  summary: 'events.api.list',
  query: pageQuery,
  answer: answers.eventList,
  handler: async (ask, { query }) => {
    ask.saw([], 'events', [])
    const { notice } = await scopeFor(ask)
    const page = await verbs.listEvents(ask.program.database.app, ask.purpose, query)
    return {
      events: page.events.map(event => summaryOf(ask, event)),
      next: page.next,
      ...choicesFor(notice, ask.lang, ask.purpose),
    }
  },
})

export const make = route({
  method: 'post',
  path: '/events',
  summary: 'events.api.make',
  body: answers.newEvent,
  status: 201,
  answer: z.object({ id: z.uuid() }),
  handler: async (ask, { body }) => {
    ask.saw([], 'event.make', [])
    const scope = await scopeFor(ask)
    refuseWithoutPlace(scope, body.source)
    const { program, clock, asker } = ask
    const by = { app: program.database.app, home: program.home, clock, actor: asker.actor }
    return { id: await verbs.makeEvent(by, scope.notice, { ...body, purpose: ask.purpose }) }
  },
})

export const show = route({
  method: 'get',
  path: '/events/{id}',
  summary: 'events.api.show',
  params,
  answer: answers.eventDetails,
  handler: async (ask, { params: { id } }) => {
    ask.saw([], 'event', ['participation'])
    const { app } = ask.program.database
    const event = await found(ask, id)
    const { accepted, refused } = await unwritten(app, event.connection)
    const now = ask.clock.now()
    return {
      ...summaryOf(ask, event),
      participants: await countEntries(ask.reader, event),
      waiting: accepted,
      refused,
      devices: (await devicesOf(app, event.id)).map(one => ({
        id: one.id,
        name: one.name,
        madeAt: one.madeAt.toISOString(),
        expiresAt: one.expiresAt.toISOString(),
        works: one.endedAt === null && one.expiresAt > now,
      })),
    }
  },
})

export const participants = route({
  method: 'get',
  path: '/events/{id}/participants',
  summary: 'events.api.participants',
  params,
  query: pageQuery,
  answer: answers.participantList,
  handler: async (ask, { params: { id }, query }) => {
    const event = await found(ask, id)
    const page = await listEntries(ask.reader, event, query)
    const persons = [...new Set(page.entries.map(({ person }) => person))]
    const listed = await readListed({ ask, scope: await scopeFor(ask), db: ask.reader }, persons, [])
    const names = new Map(listed.map(({ id: person, name }) => [person, name]))
    ask.saw(persons, 'event.participants', categories)
    return {
      participants: page.entries.map(({ row, person, entered, result }) => ({
        row,
        person: { id: person, name: names.get(person) ?? null },
        entered: entered?.toISOString() ?? null,
        attended: result !== null,
      })),
      next: page.next,
    }
  },
})

export const add = route({
  method: 'post',
  path: '/events/{id}/participants',
  summary: 'events.api.add',
  params,
  body: z.strictObject({ person: z.uuid() }),
  status: 204,
  answer: nothing,
  handler: async (ask, { params: { id }, body }) => {
    ask.saw([body.person], 'event.add', ['participation'])
    await addParticipant(ask, await found(ask, id), body.person)
  },
})

export const mark = route({
  method: 'put',
  path: '/events/{id}/participants/{part}',
  summary: 'events.api.mark',
  params: partParams,
  body: z.strictObject({ attended: z.boolean() }),
  status: 204,
  answer: nothing,
  handler: async (ask, { params: { id, part }, body }) => {
    ask.saw([], 'event.mark', ['participation'])
    await markAttendance(ask, await found(ask, id), part, body.attended)
  },
})

export const letIn = route({
  method: 'post',
  path: '/events/{id}/devices',
  summary: 'events.api.let-in',
  params,
  body: answers.newDevice,
  status: 201,
  answer: z.object({ link: z.string().openapi({ description: 'Shown here once' }) }),
  handler: async (ask, { params: { id }, body }) => {
    ask.saw([], 'event.device', [])
    const { program, clock, asker } = ask
    const event = await found(ask, id)
    const secret = await addDevice(program.database.app, event.id, { ...body, by: asker.actor, at: clock.now() })
    return { link: `${program.url}/stand/${secret}` }
  },
})

export const shutOut = route({
  method: 'delete',
  path: '/events/{id}/devices/{part}',
  summary: 'events.api.shut-out',
  params: partParams,
  status: 204,
  answer: nothing,
  handler: async (ask, { params: { id, part } }) => {
    ask.saw([], 'event.device', [])
    const event = await found(ask, id)
    await endDevice(ask.program.database.app, event.id, part, ask.clock.now())
  },
})
