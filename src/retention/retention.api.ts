/** Retention from the staff application: the calendar, passages, a dry run with samples, holds, and the fiscal year. */

import { z } from '@hono/zod-openapi'
import type { Act } from '../access/staff.ts'
import type { Id } from '../base/ids.ts'
import { dateInHelsinki } from '../base/time.ts'
import type { Ask, PurposeAsk } from '../http/ask.ts'
import { idField, nothing, pageQuery, plainRoute, route } from '../http/route.ts'
import { enqueue } from '../jobs/job.ts'
import { condition } from '../register/condition.ts'
import { listPersons } from '../register/persons-list.ts'
import { fiscalYears, forgetFiscalYear, tellFiscalYear } from './fiscal-years.ts'
import { endHold, type Holding, heldPersons, placeHold, reviewHold, standingHolds } from './holds.ts'
import { jobOf, nextNight } from './passage.ts'
import {
  comingAnswer,
  holdAnswer,
  overviewAnswer,
  runAnswer,
  runDetail,
  sampleAnswer,
  statisticAnswer,
} from './retention-answers.ts'
import { categoryInWords, inWordsOf } from './rule-words.ts'
import { comingOf, findRun, goingRuns, lastRun, listRuns, outcomesOf, type Run, statisticsOf } from './runs.ts'
import { samplesOf } from './samples.ts'

const params = z.object({ id: idField })
const done = { status: 204, answer: nothing } as const
const day = z.iso.date()
const reason = z.string().trim().min(1).max(500)

const act = ({ asker, clock }: Ask): Act => ({ by: asker.actor, at: clock.now() })

async function detailOf({ program, lang }: Ask, run: Run) {
  const [outcomes, { notice }] = await Promise.all([outcomesOf(program.database.app, run.id), program.published()])
  return { ...run, outcomes: outcomes.map(one => inWordsOf(one, notice, lang)) }
}

export const overview = plainRoute({
  method: 'get',
  path: '/retention',
  summary: 'retention.api.overview',
  answer: overviewAnswer,
  handler: async ask => {
    const { app } = ask.program.database
    const now = ask.clock.now()
    const [last, dry, night, going, holds, years] = await Promise.all([
      lastRun(app),
      lastRun(app, 'dry'),
      lastRun(app, 'nightly'),
      goingRuns(app),
      standingHolds(app),
      fiscalYears(app),
    ])
    return {
      last: last ? await detailOf(ask, last) : null,
      dry: dry ? await detailOf(ask, dry) : null,
      lastNight: night?.endedAt ?? null,
      going,
      next: nextNight(night?.day, now),
      holds: {
        standing: holds.length,
        overdue: holds.filter(({ until }) => until < dateInHelsinki(now)).length,
      },
      fiscalYears: years,
    }
  },
})

export const calendar = plainRoute({
  method: 'get',
  path: '/retention/calendar',
  summary: 'retention.api.calendar',
  query: z.object({ unit: z.enum(['week', 'month']).default('month').describe('Weeks go twelve weeks ahead') }),
  answer: comingAnswer,
  handler: async ({ program, lang }, { query }) => {
    const { app } = program.database
    const [run, { notice }] = await Promise.all([lastRun(app), program.published()])
    const coming = run ? await comingOf(app, run, query.unit) : []
    return {
      run: run?.id ?? null,
      day: run?.day ?? null,
      coming: coming.map(one => inWordsOf(one, notice, lang)),
    }
  },
})

export const runs = plainRoute({
  method: 'get',
  path: '/retention/runs',
  summary: 'retention.api.runs',
  query: pageQuery,
  answer: z.object({ runs: z.array(runAnswer), next: z.uuid().nullable() }),
  handler: async ({ program }, { query }) => {
    const found = await listRuns(program.database.app, query.limit, query.after)
    return { runs: found, next: found.length === query.limit ? (found.at(-1)?.id ?? null) : null }
  },
})

export const run = plainRoute({
  method: 'get',
  path: '/retention/runs/{id}',
  summary: 'retention.api.run',
  params,
  answer: runDetail,
  handler: async (ask, input) => detailOf(ask, await findRun(ask.program.database.app, input.params.id)),
})

export const startDry = plainRoute({
  method: 'post',
  path: '/retention/dry-runs',
  summary: 'retention.api.dry',
  ...done,
  handler: ({ program }) => enqueue(program.database.app, jobOf('dry'), {}, { key: jobOf('dry') }),
})

export const samples = route({
  method: 'post',
  path: '/retention/samples',
  summary: 'retention.api.samples',
  body: z.strictObject({ category: z.string().max(60), limit: z.int().min(1).max(50).default(10) }),
  answer: sampleAnswer,
  handler: async (ask, { body }) => {
    const dry = await lastRun(ask.program.database.app, 'dry')
    const found = dry ? await samplesOf(ask, body.category, dry.day, body.limit) : []
    ask.saw([...new Set(found.map(({ person }) => person))], 'retention.samples', ['identity', body.category])
    return { day: dry?.day ?? null, samples: found }
  },
})

export const statistics = plainRoute({
  method: 'get',
  path: '/retention/statistics',
  summary: 'retention.api.statistics',
  answer: statisticAnswer,
  handler: async ({ program, lang }) => {
    const [found, { notice }] = await Promise.all([statisticsOf(program.database.app), program.published()])
    return { statistics: found.map(one => ({ ...one, categoryName: categoryInWords(one.category, notice, lang) })) }
  },
})

const holding = ({ reader, token, clock }: PurposeAsk): Holding => ({ reader, token, now: clock.now() })

export const holds = route({
  method: 'get',
  path: '/retention/holds',
  summary: 'retention.api.holds',
  answer: z.object({ holds: z.array(holdAnswer) }),
  handler: async ask => {
    const { app } = ask.program.database
    ask.saw([], 'retention.holds', [])
    const today = dateInHelsinki(ask.clock.now())
    const found = await standingHolds(app)
    const { rows } = await app.query<{ actor: string; name: string }>(
      `select 'staff:' || id as actor, name from access.staff where 'staff:' || id = any ($1)`,
      [found.map(({ placedBy }) => placedBy)],
    )
    const names = new Map(rows.map(({ actor, name }) => [actor, name]))
    return {
      holds: found.map(hold => ({
        ...hold,
        placedBy: names.get(hold.placedBy) ?? null,
        overdue: hold.until < today,
      })),
    }
  },
})

/** A hold on more would rather be a rule of the notice. */
const mostHeld = 10_000

export const hold = route({
  method: 'post',
  path: '/retention/holds',
  summary: 'retention.api.hold',
  body: z
    .strictObject({
      persons: z.array(z.uuid()).min(1).max(mostHeld).optional(),
      filters: z.array(condition).min(1).max(20).optional().describe('Instead of persons: everybody for whom all hold'),
      reason: reason.describe('What the data is needed for; without names'),
      until: day.describe('By when it is looked at again, at most a year ahead'),
    })
    .refine(({ persons, filters }) => (persons === undefined) !== (filters === undefined)),
  status: 201,
  answer: z.object({ id: z.uuid() }),
  handler: async (ask, { body }) => {
    ask.saw([], 'retention.hold', [])
    const persons = body.persons ?? (await everybodyWho(ask, body.filters ?? []))
    return { id: await placeHold(holding(ask), { ...body, persons }) }
  },
})

async function everybodyWho(ask: PurposeAsk, filters: z.output<typeof condition>[]): Promise<readonly Id[]> {
  const found: Id[] = []
  for (let after: string | undefined; found.length < mostHeld; ) {
    const page = await listPersons(ask, { filters, columns: [], sort: 'newest', limit: 200, ...(after && { after }) })
    found.push(...page.persons.map(({ id }) => id))
    if (page.next === null) break
    after = page.next
  }
  return found
}

export const held = route({
  method: 'post',
  path: '/retention/holds/{id}/persons',
  summary: 'retention.api.held',
  params,
  body: z.strictObject({ after: z.uuid().optional(), limit: z.int().min(1).max(200).default(50) }),
  answer: z.object({ persons: z.array(z.uuid()), next: z.uuid().nullable() }),
  handler: async (ask, { params, body }) => {
    const persons = await heldPersons(holding(ask), params.id, body.limit, body.after)
    ask.saw(persons, 'retention.held', [])
    return { persons, next: persons.length === body.limit ? (persons.at(-1) ?? null) : null }
  },
})

export const review = route({
  method: 'post',
  path: '/retention/holds/{id}/review',
  summary: 'retention.api.review',
  params,
  body: z.strictObject({ reason, until: day }),
  ...done,
  handler: (ask, { params, body }) => {
    ask.saw([], 'retention.hold', [])
    return reviewHold(holding(ask), params.id, body)
  },
})

export const end = route({
  method: 'post',
  path: '/retention/holds/{id}/end',
  summary: 'retention.api.end',
  params,
  body: z.strictObject({ reason }),
  ...done,
  handler: (ask, { params, body }) => {
    ask.saw([], 'retention.hold', [])
    return endHold(holding(ask), params.id, body.reason)
  },
})

const year = z.strictObject({ ends: day.describe('The last day of a fiscal year') })

export const tellYear = plainRoute({
  method: 'post',
  path: '/retention/fiscal-years',
  summary: 'retention.api.tell-year',
  body: year,
  ...done,
  handler: (ask, { body }) => tellFiscalYear(ask.program.database.app, body.ends, act(ask)),
})

export const forgetYear = plainRoute({
  method: 'delete',
  path: '/retention/fiscal-years/{ends}',
  summary: 'retention.api.forget-year',
  params: z.object({ ends: day }),
  ...done,
  handler: (ask, { params }) => forgetFiscalYear(ask.program.database.app, params.ends),
})
