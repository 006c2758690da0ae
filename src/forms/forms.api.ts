/** Forms over HTTP, each of the purpose that is asked for: listed, made, changed by versions, tried out, opened and closed. */

import { z } from '@hono/zod-openapi'
import type { Connecting } from '../arrivals/connection.ts'
import type { PurposeAsk } from '../http/ask.ts'
import { idField, nothing, route } from '../http/route.ts'
import type { Mail } from '../mail/transport.ts'
import { scopeFor } from '../register/scope.ts'
import { refuseUnsound } from './check-content.ts'
import { changeForm, findForm, makeForm, openForm } from './form.ts'
import * as answers from './form-answers.ts'
import { resultsOf } from './results.ts'
import { filesOf, openFile } from './sent-file.ts'
import { previewForm, showForm, showForms, showOffer } from './shown-form.ts'

const params = z.object({ id: idField })
const by = ({ program, clock, asker }: PurposeAsk): Connecting => ({
  app: program.database.app,
  home: program.home,
  clock,
  actor: asker.actor,
})

/** Nobody is shown by a form; that it was asked for is a look all the same. */
const sawNobody = (ask: PurposeAsk, operation: string) => ask.saw([], operation, [])

export const list = route({
  method: 'get',
  path: '/forms',
  summary: 'forms.api.list',
  answer: answers.formList,
  handler: async ask => {
    sawNobody(ask, 'forms')
    return showForms(ask)
  },
})

export const offer = route({
  method: 'get',
  path: '/forms/offer/{source}',
  summary: 'forms.api.offer',
  params: z.object({ source: z.string().max(60) }),
  answer: answers.formOffer,
  handler: async (ask, { params: { source } }) => {
    sawNobody(ask, 'forms')
    return showOffer(ask, source)
  },
})

export const create = route({
  method: 'post',
  path: '/forms',
  summary: 'forms.api.create',
  body: answers.newForm,
  status: 201,
  answer: z.object({ id: z.uuid() }),
  handler: async (ask, { body }) => {
    sawNobody(ask, 'form.create')
    const scope = await scopeFor(ask)
    refuseUnsound(body.content, scope, body.source)
    return { id: await makeForm(by(ask), scope.notice, { ...body, purpose: ask.purpose }) }
  },
})

export const preview = route({
  method: 'post',
  path: '/forms/preview',
  summary: 'forms.api.preview',
  body: answers.previewedForm,
  answer: answers.formPreview,
  handler: async (ask, { body }) => {
    sawNobody(ask, 'forms')
    return previewForm(ask, body)
  },
})

export const show = (mail: Pick<Mail, 'configured'>) =>
  route({
    method: 'get',
    path: '/forms/{id}',
    summary: 'forms.api.show',
    params,
    answer: answers.formDetails,
    handler: async (ask, { params: { id } }) => {
      sawNobody(ask, 'form')
      return showForm(ask, mail, id)
    },
  })

export const results = route({
  method: 'get',
  path: '/forms/{id}/results',
  summary: 'forms.api.results',
  params,
  answer: answers.formResults,
  handler: async (ask, { params: { id } }) => {
    sawNobody(ask, 'form.results')
    const { app } = ask.program.database
    const [form, { notice }] = [await findForm(app, ask.purpose, id), await scopeFor(ask)]
    return resultsOf(app, form, { notice, lang: ask.lang, now: ask.clock.now() })
  },
})

export const change = route({
  method: 'put',
  path: '/forms/{id}',
  summary: 'forms.api.change',
  params,
  body: answers.changedForm,
  answer: z.object({ version: z.int() }),
  handler: async (ask, { params: { id }, body: { content, version } }) => {
    sawNobody(ask, 'form.change')
    const { source } = await findForm(ask.program.database.app, ask.purpose, id)
    refuseUnsound(content, await scopeFor(ask), source)
    return { version: await changeForm(by(ask), ask.purpose, id, version, content) }
  },
})

export const open = route({
  method: 'put',
  path: '/forms/{id}/open',
  summary: 'forms.api.open',
  params,
  body: answers.openedForm,
  status: 204,
  answer: nothing,
  handler: async (ask, { params: { id }, body }) => {
    sawNobody(ask, 'form.open')
    const { content, source } = await findForm(ask.program.database.app, ask.purpose, id)
    if (body.open) refuseUnsound(content, await scopeFor(ask), source)
    await openForm(by(ask), id, body.open && { until: body.until === null ? null : new Date(body.until) })
  },
})

export const files = route({
  method: 'get',
  path: '/persons/{id}/sent-files',
  summary: 'forms.api.files',
  params,
  answer: answers.sentFiles,
  handler: async (ask, { params: { id } }) => {
    const found = await filesOf(ask, id)
    ask.saw([id], 'sent-files', [...new Set(found.map(({ category }) => category))])
    return { files: found.map(({ at, row_id, ...rest }) => ({ ...rest, row: row_id, at: at.toISOString() })) }
  },
})

/** In JSON, so that no browser opens what a stranger has sent: the application saves it and shows nothing of it. */
export const file = route({
  method: 'get',
  path: '/persons/{id}/sent-files/{file}',
  summary: 'forms.api.file',
  params: params.extend({ file: idField }),
  answer: z.object({ name: z.string(), type: z.string(), base64: z.base64() }),
  handler: async (ask, { params: { id, file: one } }) => {
    const { name, type, content, category } = await openFile(ask, id, one)
    ask.saw([id], 'sent-file', [category])
    return { name, type, base64: content.toString('base64') }
  },
})
