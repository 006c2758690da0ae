/** Reports and analyses over HTTP: what can be asked, asking, saving, taking out as a file; numbers of nobody. */

import { z } from '@hono/zod-openapi'
import { dateInHelsinki } from '../base/time.ts'
import type { PurposeAsk } from '../http/ask.ts'
import { idField, nothing, pageQuery, route } from '../http/route.ts'
import { tableFileOf, tableFormats } from '../rights/table-file.ts'
import { cohorts as cohortsAnswer, horizons } from './cohort-answers.ts'
import { cohortsOf } from './cohorts.ts'
import { reportWordsOf } from './labels.ts'
import { runReport } from './report.ts'
import * as answers from './report-answers.ts'
import { linesOf } from './report-file.ts'
import { changeReport, findReport, listReports, removeReport, saveReport } from './saved.ts'

const params = z.object({ id: idField })

/** Nobody is shown; that something was asked of the category is a look all the same. */
const sawNobody = (ask: PurposeAsk, operation: string, categories: readonly string[] = []) =>
  ask.saw([], operation, categories)

const asked = ({ of }: answers.Definition): readonly string[] => (of === 'persons' ? [] : [of])

export const words = route({
  method: 'get',
  path: '/reports/words',
  summary: 'analysis.api.words',
  answer: answers.reportWords,
  handler: async ask => {
    sawNobody(ask, 'reports.words')
    return reportWordsOf(ask)
  },
})

export const run = route({
  method: 'post',
  path: '/reports/run',
  summary: 'analysis.api.run',
  body: answers.definition,
  answer: answers.report,
  handler: async (ask, { body }) => {
    const report = await runReport(ask, body)
    sawNobody(ask, 'reports.run', asked(body))
    return report
  },
})

export const file = route({
  method: 'post',
  path: '/reports/file',
  summary: 'analysis.api.file',
  body: z.object({ definition: answers.definition, format: z.enum(tableFormats) }),
  answer: answers.reportFile,
  handler: async (ask, { body: { definition, format } }) => {
    const report = await runReport(ask, definition)
    sawNobody(ask, 'reports.file', asked(definition))
    const at = ask.clock.now()
    const name = `seloste-${dateInHelsinki(at)}`
    return tableFileOf(linesOf(report, ask.lang), { name, format, lang: ask.lang, at })
  },
})

export const list = route({
  method: 'get',
  path: '/reports',
  summary: 'analysis.api.list',
  query: pageQuery,
  answer: answers.reportList,
  handler: async (ask, { query }) => {
    sawNobody(ask, 'reports')
    return listReports(ask, query)
  },
})

export const save = route({
  method: 'post',
  path: '/reports',
  summary: 'analysis.api.save',
  body: answers.newReport,
  status: 201,
  answer: z.object({ id: z.uuid() }),
  handler: async (ask, { body }) => {
    const id = await saveReport(ask, body)
    sawNobody(ask, 'reports.save', asked(body.definition))
    return { id }
  },
})

export const show = route({
  method: 'get',
  path: '/reports/{id}',
  summary: 'analysis.api.show',
  params,
  answer: answers.savedReport,
  handler: async (ask, { params }) => {
    sawNobody(ask, 'reports.show')
    return findReport(ask, params.id)
  },
})

export const change = route({
  method: 'put',
  path: '/reports/{id}',
  summary: 'analysis.api.change',
  params,
  body: answers.changedReport,
  status: 204,
  answer: nothing,
  handler: async (ask, { params, body: { expected, ...report } }) => {
    await changeReport(ask, params.id, report, expected)
    sawNobody(ask, 'reports.change', asked(report.definition))
  },
})

export const remove = route({
  method: 'delete',
  path: '/reports/{id}',
  summary: 'analysis.api.remove',
  params,
  status: 204,
  answer: nothing,
  handler: async (ask, { params }) => {
    sawNobody(ask, 'reports.remove')
    await removeReport(ask, params.id)
  },
})

export const cohorts = route({
  method: 'get',
  path: '/cohorts',
  summary: 'analysis.api.cohorts',
  query: z.object({
    horizon: z.coerce
      .number()
      .pipe(z.union(horizons.map(months => z.literal(months))))
      .default(6),
  }),
  answer: cohortsAnswer,
  handler: async (ask, { query }) => {
    const answer = await cohortsOf(ask, query.horizon)
    sawNobody(ask, 'cohorts', ['orders'])
    return answer
  },
})
