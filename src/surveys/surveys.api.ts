/** Surveys over HTTP for the purpose that asks them: built, opened, followed, ended, and what was answered in numbers of groups. */

import { z } from '@hono/zod-openapi'
import type { PurposeAsk } from '../http/ask.ts'
import { idField, nothing, pageQuery, route } from '../http/route.ts'
import type { Mail } from '../mail/transport.ts'
import { scopeFor } from '../register/scope.ts'
import { tableFileOf, tableFormats } from '../rights/table-file.ts'
import { wordsIn } from './content.ts'
import { remind as remindOf } from './invitation.ts'
import { type Reading, resultsOf, textsOf } from './results.ts'
import { linesOf } from './results-file.ts'
import { choicesOf, detailsOf, faultWords, summaryOf } from './show.ts'
import * as verbs from './survey.ts'
import * as answers from './survey-answers.ts'
import { previewMarkup } from './survey-page.ts'
import { previewStyle } from './survey-style.ts'

const params = z.object({ id: idField })
const categories = ['surveys']

const by = ({ program, asker, clock }: PurposeAsk) => ({
  app: program.database.app,
  actor: asker.actor,
  at: clock.now(),
})
const reading = ({ program, reader }: PurposeAsk): Reading => ({ app: program.database.app, reader })
const found = ({ program, purpose }: PurposeAsk, id: string) => verbs.findSurvey(program.database.app, purpose, id)

export const list = route({
  method: 'get',
  path: '/surveys',
  summary: 'surveys.api.list',
  query: pageQuery,
  answer: answers.surveyList,
  handler: async (ask, { query }) => {
    ask.saw([], 'surveys', [])
    const page = await verbs.listSurveys(ask.program.database.app, ask.purpose, query)
    return {
      surveys: await Promise.all(page.surveys.map(survey => summaryOf(ask, survey))),
      next: page.next,
      ...(await choicesOf(ask)),
    }
  },
})

export const make = route({
  method: 'post',
  path: '/surveys',
  summary: 'surveys.api.make',
  body: answers.newSurvey,
  status: 201,
  answer: z.object({ id: z.uuid() }),
  handler: async (ask, { body }) => {
    ask.saw([], 'survey.make', [])
    return { id: await verbs.makeSurvey(by(ask), await scopeFor(ask), body) }
  },
})

export const preview = route({
  method: 'post',
  path: '/surveys/preview',
  summary: 'surveys.api.preview',
  body: answers.previewed,
  answer: answers.surveyPreview,
  handler: async (ask, { body: { content, lang, keeps } }) => {
    ask.saw([], 'surveys', [])
    return {
      css: previewStyle,
      title: wordsIn(content.title, content, lang),
      markup: String(await previewMarkup(content, { scope: await scopeFor(ask), lang, keeps })),
      faults: faultWords(content, ask.lang),
    }
  },
})

export const show = (mail: Pick<Mail, 'configured'>) =>
  route({
    method: 'get',
    path: '/surveys/{id}',
    summary: 'surveys.api.show',
    params,
    answer: answers.surveyDetails,
    handler: async (ask, { params: { id } }) => {
      ask.saw([], 'survey', [])
      return detailsOf(ask, mail, await found(ask, id))
    },
  })

export const change = route({
  method: 'post',
  path: '/surveys/{id}/revisions',
  summary: 'surveys.api.change',
  params,
  body: answers.nextRevision,
  status: 204,
  answer: nothing,
  handler: async (ask, { params: { id }, body }) => {
    ask.saw([], 'survey.change', [])
    await verbs.changeSurvey(by(ask), await found(ask, id), body)
  },
})

export const open = route({
  method: 'post',
  path: '/surveys/{id}/opening',
  summary: 'surveys.api.open',
  params,
  body: answers.opening,
  status: 204,
  answer: nothing,
  handler: async (ask, { params: { id }, body }) => {
    ask.saw([], 'survey.open', [])
    await verbs.openSurvey(by(ask), await found(ask, id), await scopeFor(ask), body)
  },
})

export const close = route({
  method: 'post',
  path: '/surveys/{id}/closing',
  summary: 'surveys.api.close',
  params,
  status: 204,
  answer: nothing,
  handler: async (ask, { params: { id } }) => {
    ask.saw([], 'survey.close', [])
    await verbs.closeSurvey(by(ask), await found(ask, id))
  },
})

export const remind = route({
  method: 'post',
  path: '/surveys/{id}/reminders',
  summary: 'surveys.api.remind',
  params,
  answer: z.object({ reminded: z.int() }),
  handler: async (ask, { params: { id } }) => {
    ask.saw([], 'survey.remind', [])
    return { reminded: await remindOf(ask.program, await found(ask, id)) }
  },
})

export const results = route({
  method: 'get',
  path: '/surveys/{id}/results',
  summary: 'surveys.api.results',
  params,
  query: answers.filter,
  answer: answers.surveyResults,
  handler: async (ask, { params: { id }, query }) => {
    ask.saw([], 'survey.results', categories)
    return resultsOf(reading(ask), await found(ask, id), { ...query, lang: ask.lang })
  },
})

export const texts = route({
  method: 'get',
  path: '/surveys/{id}/texts',
  summary: 'surveys.api.texts',
  params,
  query: pageQuery.extend({ question: z.string().max(12) }),
  answer: answers.freeTexts,
  handler: async (ask, { params: { id }, query }) => {
    ask.saw([], 'survey.texts', categories)
    return textsOf(reading(ask), await found(ask, id), query)
  },
})

export const file = route({
  method: 'get',
  path: '/surveys/{id}/file',
  summary: 'surveys.api.file',
  params,
  query: answers.filter.extend({ format: z.enum(tableFormats).default('csv') }),
  answer: answers.resultsFile,
  handler: async (ask, { params: { id }, query: { format, ...filter } }) => {
    ask.saw([], 'survey.file', categories)
    const survey = await found(ask, id)
    const { lang } = ask
    const results = await resultsOf(reading(ask), survey, { ...filter, lang })
    return tableFileOf(linesOf(results, lang), { name: survey.name, format, lang, at: ask.clock.now() })
  },
})
