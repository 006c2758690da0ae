/** Imports over HTTP: a file comes in as it is, each step is one request, and long steps are asked about until they are done. */

import { z } from '@hono/zod-openapi'
import type { PurposeAsk } from '../http/ask.ts'
import { plainRoute, route, uploadRoute } from '../http/route.ts'
import * as answers from './answers.ts'
import { changeMapping, tellOrigin, upload } from './imports.ts'
import { maxFileBytes } from './limits.ts'
import { findImport, findStep, listImports } from './record.ts'
import * as requests from './requests.ts'
import { readRows } from './rows.ts'
import { showImport, showList, stateOf } from './show.ts'
import { choose, preview, progressOf, run, undo } from './work.ts'

const params = z.object({ id: z.uuid() })

/** The import as it is now. Samples of a file show persons who may not be in the register: the look is the file's. */
async function shown(ask: PurposeAsk, id: string): Promise<answers.ImportAnswer> {
  ask.saw([], 'import', [])
  return showImport(ask, await findImport(ask, id))
}

export const receive = uploadRoute({
  method: 'post',
  path: '/imports',
  summary: 'import.api.upload',
  maxBytes: maxFileBytes,
  status: 201,
  answer: answers.importAnswer,
  handler: async (ask, { file, fileName }) => shown(ask, await upload(ask, fileName, file)),
})

export const list = route({
  method: 'get',
  path: '/imports',
  summary: 'import.api.list',
  query: z.object({ after: z.uuid().optional(), limit: z.coerce.number().int().min(1).max(200).default(50) }),
  answer: answers.importList,
  handler: async (ask, { query }) => {
    ask.saw([], 'imports', [])
    return showList(ask, await listImports(ask, query.after, query.limit + 1), query.limit)
  },
})

export const show = route({
  method: 'get',
  path: '/imports/{id}',
  summary: 'import.api.show',
  params,
  answer: answers.importAnswer,
  handler: (ask, input) => shown(ask, input.params.id),
})

/** Asked every second while the register is at work. */
export const progress = plainRoute({
  method: 'get',
  path: '/imports/{id}/progress',
  summary: 'import.api.progress',
  params,
  answer: answers.importProgress,
  handler: async ({ program }, input) => ({
    state: stateOf(await findStep(program.database.app, input.params.id)),
    progress: progressOf(input.params.id) ?? null,
  }),
})

export const origin = route({
  method: 'put',
  path: '/imports/{id}/origin',
  summary: 'import.api.origin',
  params,
  body: requests.originRequest,
  answer: answers.importAnswer,
  handler: async (ask, input) => {
    await tellOrigin(ask, input.params.id, input.body)
    return shown(ask, input.params.id)
  },
})

export const mapping = route({
  method: 'put',
  path: '/imports/{id}/mapping',
  summary: 'import.api.mapping',
  params,
  body: requests.mappingRequest,
  answer: answers.importAnswer,
  handler: async (ask, input) => {
    await changeMapping(ask, input.params.id, input.body)
    return shown(ask, input.params.id)
  },
})

export const startPreview = route({
  method: 'post',
  path: '/imports/{id}/preview',
  summary: 'import.api.preview',
  params,
  status: 202,
  answer: answers.importAnswer,
  handler: async (ask, input) => {
    await preview(ask, input.params.id)
    return shown(ask, input.params.id)
  },
})

export const choices = route({
  method: 'put',
  path: '/imports/{id}/choices',
  summary: 'import.api.choices',
  params,
  status: 202,
  body: requests.choicesRequest,
  answer: answers.importAnswer,
  handler: async (ask, input) => {
    await choose(ask, input.params.id, input.body)
    return shown(ask, input.params.id)
  },
})

export const startRun = route({
  method: 'post',
  path: '/imports/{id}/run',
  summary: 'import.api.run',
  params,
  status: 202,
  body: requests.runRequest,
  answer: answers.importAnswer,
  handler: async (ask, input) => {
    await run(ask, input.params.id, input.body.expect)
    return shown(ask, input.params.id)
  },
})

export const startUndo = route({
  method: 'post',
  path: '/imports/{id}/undo',
  summary: 'import.api.undo',
  params,
  status: 202,
  answer: answers.importAnswer,
  handler: async (ask, input) => {
    await undo(ask, input.params.id)
    return shown(ask, input.params.id)
  },
})

export const rows = route({
  method: 'get',
  path: '/imports/{id}/rows',
  summary: 'import.api.rows',
  params,
  query: requests.rowsQuery,
  answer: answers.importRows,
  handler: async (ask, input) => {
    const page = await readRows(ask, input.params.id, input.query)
    ask.saw(
      [
        ...new Set(
          page.rows.flatMap(({ person, choice }) => [
            ...(person === null ? [] : [person]),
            ...(choice?.persons ?? []).map(offered => offered.person),
          ]),
        ),
      ],
      'import-rows',
      ['identity', 'contact-points'],
    )
    return page
  },
})
