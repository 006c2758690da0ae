/** Persons over HTTP: each handler reads, says whom the answer shows, asks one verb, answers. */

import { z } from '@hono/zod-openapi'
import type { PurposeAsk } from '../http/ask.ts'
import { nothing, route } from '../http/route.ts'
import * as answers from './answers.ts'
import { readCard } from './card.ts'
import { listedCategories } from './listed.ts'
import { addRow, changeRow, openPerson, recordStatement, removeRow } from './persons.ts'
import { exportPersons } from './persons-export.ts'
import { listPersons } from './persons-list.ts'
import * as requests from './requests.ts'
import { scopeFor } from './scope.ts'
import * as scopeAnswer from './scope-answer.ts'
import { describeScope } from './scope-words.ts'

const person = z.object({ id: z.uuid() })
const category = person.extend({ category: z.string().max(60) })
const row = category.extend({ row: z.uuid() })
const made = z.object({ id: z.uuid() })
const madeRow = z.object({ row: z.uuid() })

export const scope = route({
  method: 'get',
  path: '/scope',
  summary: 'register.api.scope',
  answer: scopeAnswer.scope,
  handler: async ask => {
    ask.saw([], 'scope', [])
    return describeScope(await scopeFor(ask), ask.lang)
  },
})

export const list = route({
  method: 'get',
  path: '/persons',
  summary: 'register.api.list',
  query: requests.listQuery,
  answer: answers.list,
  handler: (ask, { query }) => listed(ask, { ...query, filters: [], columns: [] }),
})

export const find = route({
  method: 'post',
  path: '/persons/find',
  summary: 'register.api.find',
  body: requests.find,
  answer: answers.list,
  handler: (ask, { body }) => listed(ask, body),
})

async function listed(ask: PurposeAsk, find: requests.Find): Promise<answers.List> {
  const list = await listPersons(ask, find)
  ask.saw(
    list.persons.map(({ id }) => id),
    'list',
    listedCategories(await scopeFor(ask), find.columns),
  )
  return list
}

export const exportList = route({
  method: 'post',
  path: '/persons/export',
  summary: 'register.api.export',
  body: requests.exportPersons,
  answer: z.object({
    csv: z.string().describe('A part of the file; cells that a spreadsheet would run are shielded with an apostrophe'),
    next: z.string().nullable().describe('Send as `after` for the next part; null at the end'),
    persons: z.int().describe('How many are in this part'),
    leftOut: z
      .int()
      .describe('How many of `persons` the purpose does not see: restricted, objected, or no longer kept'),
  }),
  handler: async (ask, { body }) => {
    const { csv, next, persons, leftOut } = await exportPersons(ask, body)
    ask.saw(persons, 'export', listedCategories(await scopeFor(ask), body.columns))
    return { csv, next, persons: persons.length, leftOut }
  },
})

export const open = route({
  method: 'post',
  path: '/persons',
  summary: 'register.api.open',
  body: requests.openPerson,
  status: 201,
  answer: made,
  handler: async (ask, { body }) => {
    const id = await openPerson(ask, body)
    ask.saw([id], 'open', Object.keys(body.categories))
    return { id }
  },
})

export const card = route({
  method: 'get',
  path: '/persons/{id}',
  summary: 'register.api.card',
  params: person,
  answer: answers.card,
  handler: async (ask, { params }) => {
    const shown = await readCard(ask, params.id)
    ask.saw(
      [shown.id],
      'card',
      shown.categories.map(({ id }) => id),
    )
    return shown
  },
})

export const add = route({
  method: 'post',
  path: '/persons/{id}/{category}',
  summary: 'register.api.add-row',
  params: category,
  body: requests.addRow,
  status: 201,
  answer: madeRow,
  handler: async (ask, { params, body }) => {
    const added = await addRow(ask, params.id, params.category, body)
    ask.saw([params.id], 'add', [params.category])
    return { row: added }
  },
})

export const change = route({
  method: 'patch',
  path: '/persons/{id}/{category}/{row}',
  summary: 'register.api.change-row',
  params: row,
  body: requests.changeRow,
  answer: madeRow,
  handler: async (ask, { params, body }) => {
    const changed = await changeRow(ask, params.id, params.category, params.row, body)
    ask.saw([params.id], 'change', [params.category])
    return { row: changed }
  },
})

export const remove = route({
  method: 'delete',
  path: '/persons/{id}/{category}/{row}',
  summary: 'register.api.remove-row',
  params: row,
  query: requests.removeRow,
  status: 204,
  answer: nothing,
  handler: async (ask, { params, query }) => {
    await removeRow(ask, params.id, params.category, params.row, query)
    ask.saw([params.id], 'remove', [params.category])
    return undefined
  },
})

export const state = route({
  method: 'post',
  path: '/persons/{id}/statements',
  summary: 'register.api.state',
  params: person,
  body: requests.recordStatement,
  status: 201,
  answer: made,
  handler: async (ask, { params, body }) => {
    const id = await recordStatement(ask, params.id, body)
    ask.saw([params.id], 'state', ['permissions'])
    return { id }
  },
})
