/** Automations over HTTP: kept, changed, put on and off, and what a person goes through. */

import { z } from '@hono/zod-openapi'
import { keptLetters } from '../campaigns/letters.ts'
import { idField, nothing, pageQuery, route } from '../http/route.ts'
import { changeAutomation, makeAutomation, takeOut, turnAutomation } from './automation.ts'
import {
  automationDetails,
  automationList,
  changedAutomation,
  newAutomation,
  personAutomations,
  turn,
} from './automation-answers.ts'
import { automationsOfPerson, listAutomations, requireUnderway, showAutomation } from './show.ts'

const params = z.object({ id: idField })

export const list = route({
  method: 'get',
  path: '/automations',
  summary: 'automations.api.list',
  query: pageQuery,
  answer: automationList,
  handler: async (ask, { query }) => {
    ask.saw([], 'automations', [])
    const { automations, next } = await listAutomations(ask, query)
    return { automations: [...automations], next }
  },
})

export const make = route({
  method: 'post',
  path: '/automations',
  summary: 'automations.api.make',
  body: newAutomation,
  status: 201,
  answer: z.object({ id: z.uuid() }),
  handler: async (ask, { body }) => {
    ask.saw([], 'automations.make', [])
    return { id: await makeAutomation(ask, keptLetters, body) }
  },
})

export const show = route({
  method: 'get',
  path: '/automations/{id}',
  summary: 'automations.api.show',
  params,
  answer: automationDetails,
  handler: async (ask, { params }) => {
    ask.saw([], 'automations.show', [])
    return showAutomation(ask, keptLetters, params.id)
  },
})

export const change = route({
  method: 'put',
  path: '/automations/{id}',
  summary: 'automations.api.change',
  params,
  body: changedAutomation,
  status: 204,
  answer: nothing,
  handler: async (ask, { params, body }) => {
    ask.saw([], 'automations.change', [])
    await changeAutomation(ask, keptLetters, params.id, body)
  },
})

export const takeTurn = route({
  method: 'post',
  path: '/automations/{id}/turns',
  summary: 'automations.api.turn',
  params,
  body: turn,
  status: 204,
  answer: nothing,
  handler: async (ask, { params, body }) => {
    ask.saw([], 'automations.turn', [])
    await turnAutomation(ask, keptLetters, params.id, body)
  },
})

export const ofPerson = route({
  method: 'get',
  path: '/persons/{id}/automations',
  summary: 'automations.api.person',
  params,
  answer: personAutomations,
  handler: async (ask, { params }) => {
    const found = await automationsOfPerson(ask, params.id)
    ask.saw([params.id], 'automations.person', [])
    return found
  },
})

export const stopFor = route({
  method: 'delete',
  path: '/persons/{id}/automations/{automation}',
  summary: 'automations.api.stop-for',
  params: z.object({ id: idField, automation: idField }),
  status: 204,
  answer: nothing,
  handler: async (ask, { params }) => {
    ask.saw([params.id], 'automations.stop-for', [])
    await requireUnderway(ask, params.automation, params.id)
    await takeOut(ask, params.automation, params.id)
  },
})
