/** Visits over HTTP, for staff: counts of nobody, and the goals that they are held against. */

import { z } from '@hono/zod-openapi'
import { Refused } from '../base/errors.ts'
import { dateInHelsinki } from '../base/time.ts'
import { idField, nothing, plainRoute } from '../http/route.ts'
import { sources } from './came-from.ts'
import { addGoal as add, endGoal as end } from './goals.ts'
import { countsVisits } from './inventory.ts'
import { liveVisits, reportOn } from './report.ts'
import { goalStep, liveAnswer, visitReport } from './report-answers.ts'

/** In days: a year, a leap year among them. */
const longest = 366

export const report = plainRoute({
  method: 'get',
  path: '/visits',
  summary: 'visits.api.report',
  query: z.object({
    from: z.iso.date().optional(),
    to: z.iso.date().optional(),
    site: z.string().max(120).optional(),
    referrer: z.string().max(120).optional(),
    path: z.string().max(300).optional(),
    source: z.enum(sources).optional(),
    campaign: z.string().max(80).optional(),
    device: z.enum(['phone', 'tablet', 'desktop']).optional(),
  }),
  answer: visitReport,
  handler: async ({ program, clock }, { query: { from, to, ...filters } }) => {
    const last = to ?? dateInHelsinki(clock.now())
    const first = from ?? new Date(Date.parse(last) - 29 * 86_400_000).toISOString().slice(0, 10)
    const days = (Date.parse(last) - Date.parse(first)) / 86_400_000
    if (days < 0 || days >= longest) throw new Refused('visits.period', 'invalid', { days: longest }, { field: 'from' })
    const { notice } = await program.published()
    const found = await reportOn(program.database.app, { from: first, to: last, ...filters })
    return { counts: notice !== undefined && countsVisits(notice), from: first, to: last, ...found }
  },
})

export const live = plainRoute({
  method: 'get',
  path: '/visits/live',
  summary: 'visits.api.live',
  answer: liveAnswer,
  handler: ({ program, clock }) => liveVisits(program.database.app, clock.now()),
})

export const addGoal = plainRoute({
  method: 'post',
  path: '/visits/goals',
  summary: 'visits.api.add-goal',
  body: z.strictObject({ name: z.string().trim().min(1).max(80), steps: z.array(goalStep).min(1).max(6) }),
  status: 201,
  answer: z.object({ id: idField }),
  handler: async ({ program, asker, clock }, { body }) => ({
    id: await add(program.database.app, body, { by: asker.actor, at: clock.now() }),
  }),
})

export const endGoal = plainRoute({
  method: 'delete',
  path: '/visits/goals/{id}',
  summary: 'visits.api.end-goal',
  params: z.object({ id: idField }),
  status: 204,
  answer: nothing,
  handler: ({ program, clock }, { params: { id } }) => end(program.database.app, id, clock.now()),
})
