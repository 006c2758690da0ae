/** Slots over HTTP: saving them, what a person is shown, and the pass by which a site says who is signed in. */

import { z } from '@hono/zod-openapi'
import { Refused } from '../base/errors.ts'
import { idField, nothing, pageQuery, route } from '../http/route.ts'
import { personMeant, whoIsMeant } from '../register/person-meant.ts'
import { showTo, slotsFor } from './choose.ts'
import { changeSlot, endSlot, findSlot, listSlots, saveSlot, showSlot } from './slot.ts'
import { chosen, newSlot, nextVersion, personSlots, slotDetails, slotList, whom } from './slot-answers.ts'
import { givePass } from './visitor.ts'

const params = z.object({ id: idField })

export const list = route({
  method: 'get',
  path: '/slots',
  summary: 'personalisation.api.list',
  query: pageQuery,
  answer: slotList,
  handler: async (ask, { query }) => {
    ask.saw([], 'personalisation', [])
    const { slots, next } = await listSlots(ask, query)
    return { slots: [...slots], next }
  },
})

export const save = route({
  method: 'post',
  path: '/slots',
  summary: 'personalisation.api.save',
  body: newSlot,
  status: 201,
  answer: z.object({ id: z.uuid() }),
  handler: async (ask, { body }) => {
    ask.saw([], 'personalisation.save', [])
    return { id: await saveSlot(ask, body) }
  },
})

export const show = route({
  method: 'get',
  path: '/slots/{id}',
  summary: 'personalisation.api.show',
  params,
  answer: slotDetails,
  handler: async (ask, { params }) => {
    ask.saw([], 'personalisation.show', [])
    return showSlot(ask, params.id)
  },
})

export const change = route({
  method: 'post',
  path: '/slots/{id}/versions',
  summary: 'personalisation.api.change',
  params,
  body: nextVersion,
  status: 204,
  answer: nothing,
  handler: async (ask, { params, body }) => {
    ask.saw([], 'personalisation.save', [])
    await changeSlot(ask, params.id, body)
  },
})

export const end = route({
  method: 'delete',
  path: '/slots/{id}',
  summary: 'personalisation.api.end',
  params,
  status: 204,
  answer: nothing,
  handler: async (ask, { params }) => {
    ask.saw([], 'personalisation.end', [])
    await endSlot(ask, params.id)
  },
})

export const block = route({
  method: 'post',
  path: '/slots/{id}/block',
  summary: 'personalisation.api.block',
  params,
  body: whom,
  answer: chosen,
  handler: async (ask, { params, body }) => {
    ask.saw([body.person], 'personalisation.block', ['marketing-measures'])
    return showTo(ask, await findSlot(ask, params.id), body.person, body.lang ?? ask.lang)
  },
})

export const ofPerson = route({
  method: 'get',
  path: '/persons/{id}/slots',
  summary: 'personalisation.api.person',
  params,
  answer: personSlots,
  handler: async (ask, { params }) => {
    if ((await personMeant(ask, { person: params.id })) === null) throw new Refused('register.person-absent', 'absent')
    ask.saw([params.id], 'personalisation.person', [])
    return slotsFor(ask, params.id)
  },
})

export const pass = route({
  method: 'post',
  path: '/visitor-passes',
  summary: 'personalisation.api.pass',
  body: whoIsMeant,
  answer: z.object({
    pass: z.string().nullable().describe('null: nobody whom the purpose sees is meant'),
    until: z.iso.datetime().nullable(),
  }),
  handler: async (ask, { body }) => {
    const person = await personMeant(ask, body)
    ask.saw(person === null ? [] : [person], 'personalisation.pass', [])
    if (person === null) return { pass: null, until: null }
    return givePass(ask.program.home, { person, by: ask.asker.actor }, ask.clock.now())
  },
})
