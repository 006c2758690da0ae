/** Cases over HTTP: searched, opened, shown and taken step by step, for purposes to which the notice gives feedback. */

import { z } from '@hono/zod-openapi'
import type { PurposeAsk } from '../http/ask.ts'
import { idField, nothing, plainRoute, route } from '../http/route.ts'
import { nameActors } from '../register/actors.ts'
import { openCase, takeStep } from './case.ts'
import {
  caseAnswer,
  caseList,
  caseSearch,
  caseTerms,
  colleagues as colleaguesAnswer,
  newCase,
  newStep,
  newTerms,
} from './case-answers.ts'
import { colleaguesOf } from './colleagues.ts'
import { findCase, listCases, readCase } from './found.ts'
import { listTerms, setTerms } from './term.ts'

const params = z.object({ id: idField })
const categories = ['feedback', 'identity']

const saw = (ask: PurposeAsk, persons: readonly string[], operation: string): void =>
  ask.saw([...new Set(persons)], operation, categories)

export const list = route({
  method: 'post',
  path: '/cases/search',
  summary: 'cases.api.list',
  body: caseSearch,
  answer: caseList,
  handler: async (ask, { body }) => {
    const found = await listCases(ask, body)
    saw(
      ask,
      found.cases.map(({ person }) => person.id),
      'cases',
    )
    return found
  },
})

export const open = route({
  method: 'post',
  path: '/cases',
  summary: 'cases.api.open',
  body: newCase,
  status: 201,
  answer: z.object({ id: z.uuid() }),
  handler: async (ask, { body }) => {
    const id = await openCase(ask, body)
    saw(ask, [body.person], 'case.open')
    return { id }
  },
})

export const colleagues = route({
  method: 'get',
  path: '/cases/colleagues',
  summary: 'cases.api.colleagues',
  answer: colleaguesAnswer,
  handler: async ask => {
    ask.saw([], 'cases.colleagues', [])
    return { staff: [...(await colleaguesOf(ask))] }
  },
})

export const show = route({
  method: 'get',
  path: '/cases/{id}',
  summary: 'cases.api.show',
  params,
  answer: caseAnswer,
  handler: async (ask, { params }) => {
    const found = await readCase(ask, params.id)
    saw(ask, [found.person.id], 'case')
    return found
  },
})

export const step = route({
  method: 'post',
  path: '/cases/{id}/steps',
  summary: 'cases.api.step',
  params,
  body: newStep,
  status: 204,
  answer: nothing,
  handler: async (ask, { params: { id }, body }) => {
    const { person } = await findCase(ask.reader, ask, id)
    await takeStep(ask, id, body.step, body.expected)
    saw(ask, [person], 'case.step')
  },
})

export const terms = plainRoute({
  method: 'get',
  path: '/cases/terms',
  summary: 'cases.api.terms',
  answer: caseTerms,
  handler: async ask => {
    const found = await listTerms(ask.program.database.app)
    const name = await nameActors(
      ask,
      found.flatMap(({ setBy }) => setBy ?? []),
    )
    return {
      terms: found.map(({ kind, days, setAt, setBy }) => ({
        kind,
        days,
        setAt: setAt?.toISOString() ?? null,
        setBy: setBy === null ? null : name(setBy),
      })),
    }
  },
})

export const changeTerms = plainRoute({
  method: 'put',
  path: '/cases/terms',
  summary: 'cases.api.change-terms',
  body: newTerms,
  status: 204,
  answer: nothing,
  handler: ({ program, asker, clock }, { body }) =>
    setTerms(program.database.app, body, { at: clock.now(), by: asker.actor }),
})
