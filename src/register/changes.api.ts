/** What became of a person's data, over HTTP: the timeline, the history of a field, taking a change back. */

import { z } from '@hono/zod-openapi'
import { route } from '../http/route.ts'
import * as answers from './answers.ts'
import { readHistory, undoChange } from './changes.ts'
import { readTimeline } from './timeline.ts'
import type { TimelineSource } from './timeline-source.ts'

const person = z.object({ id: z.uuid() })

/** The whole timeline; `sources` are the capabilities that tell of persons. */
export const timeline = (sources: readonly TimelineSource[]) =>
  route({
    method: 'get',
    path: '/persons/{id}/timeline',
    summary: 'register.api.timeline',
    params: person,
    query: z.object({
      after: z.string().max(600).optional(),
      kinds: z
        .string()
        .regex(/^[a-z-]+(,[a-z-]+)*$/)
        .max(300)
        .optional()
        .describe('Only these kinds, with commas between; all without it'),
    }),
    answer: answers.timeline,
    handler: async (ask, { params, query }) => {
      const shown = await readTimeline(ask, sources, params.id, {
        after: query.after,
        kinds: query.kinds?.split(','),
      })
      const categories = shown.lines.flatMap(({ changes }) => changes.map(({ category }) => category))
      ask.saw([params.id], 'timeline', [...new Set(categories)])
      return shown
    },
  })

export const history = route({
  method: 'get',
  path: '/persons/{id}/{category}/{row}/{field}/history',
  summary: 'register.api.history',
  params: person.extend({ category: z.string().max(60), row: z.uuid(), field: z.string().max(60) }),
  answer: answers.history,
  handler: async (ask, { params }) => {
    const shown = await readHistory(ask, params.id, params.category, params.row, params.field)
    ask.saw([params.id], 'history', [params.category])
    return shown
  },
})

export const undo = route({
  method: 'post',
  path: '/changes/{id}/undo',
  summary: 'register.api.undo',
  params: z.object({ id: z.uuid() }),
  answer: z.object({ row: z.uuid().describe('The row that is as it was before') }),
  handler: async (ask, { params }) => {
    const row = await undoChange(ask, params.id)
    ask.saw([], 'undo', [])
    return { row }
  },
})
