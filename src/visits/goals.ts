/** A goal is one step or several in their order; how many visits came how far is added up with the steps, and of the days before it was made reckoned once. */

import type { Pool } from 'pg'
import { Refused } from '../base/errors.ts'
import { type Id, newId } from '../base/ids.ts'
import { dateInHelsinki } from '../base/time.ts'
import { transaction } from '../database/transaction.ts'
import { lockCounts } from './adding-up.ts'
import { dimensions, type Filter, filterValues, originsAt } from './filter.ts'
import { addUpSoon } from './steps.ts'

export interface GoalStep {
  /** A page by its path, where `*` at the end stands for whatever follows; or an event by its name. */
  readonly kind: 'page' | 'event'
  readonly is: string
}

export interface Goal {
  readonly id: Id
  readonly name: string
  readonly steps: readonly GoalStep[]
}

const mostGoals = 20
/** So many days back steps are kept. */
const stepsKept = 100

/** From now on it is added up with the steps; days that are over are reckoned soon. */
export async function addGoal(
  app: Pool,
  { name, steps }: Omit<Goal, 'id'>,
  act: { readonly by: string; readonly at: Date },
): Promise<Id> {
  const id = newId()
  const { rowCount } = await app.query(
    `insert into visits.goal (id, name, steps, made_at, made_by)
     select $1, $2, $3, $4, $5 where (select count(*) from visits.goal where ended_at is null) < $6`,
    [id, name, JSON.stringify(steps), act.at, act.by, mostGoals],
  )
  if (rowCount === 0) throw new Refused('visits.too-many-goals', 'conflict', { count: mostGoals })
  await begin(app, id, act.at)
  await addUpSoon(app, act.at)
  return id
}

/** What was done today so far is walked, and what comes after it is added up as it comes. */
const begin = (app: Pool, id: Id, at: Date): Promise<void> =>
  transaction(app, async client => {
    const today = dateInHelsinki(at)
    await client.query(lockCounts)
    const { rowCount } = await client.query(
      `update visits.goal set begun_on = $2, since_step = (select upto from visits.counted) where id = $1 and begun_on is null`,
      [id, today],
    )
    if (rowCount === 0) return
    await client.query(
      `with ${came}, kept as (insert into visits.goal_visit (goal, visit, day, origin, furthest)
         select $1, visit, day, origin, furthest from came)
       ${countReached}`,
      [id, today, today],
    )
  })

export async function endGoal(app: Pool, id: Id, at: Date): Promise<void> {
  const { rowCount } = await app.query('update visits.goal set ended_at = $2 where id = $1 and ended_at is null', [
    id,
    at,
  ])
  if (rowCount === 0) throw new Refused('visits.no-goal', 'absent')
}

/** Of each visit of the days how far it came towards the goal. Parameters: the goal, first and last day. */
const came = `hit as materialized (select page, hits from visits.hits_of(null) where goal = $1),
  came as (
    select s.visit, min((s.at at time zone 'Europe/Helsinki')::date) as day, min(s.origin) as origin, visits.furthest(0, h.hits order by s.id) as furthest
    from visits.step s join hit h on h.page = s.page
    where s.at >= $2::date::timestamp at time zone 'Europe/Helsinki' and s.at < ($3::date + 1)::timestamp at time zone 'Europe/Helsinki'
      and s.visit is not null and s.id <= (select since_step from visits.goal where id = $1)
    group by s.visit having visits.furthest(0, h.hits order by s.id) > 0
  )`

const countReached = `insert into visits.goal_day (goal, day, origin, furthest, visits)
  select $1::uuid, day, origin, furthest, count(*) from came group by 2, 3, 4
  on conflict (goal, day, origin, furthest) do update set visits = excluded.visits`

type Standing = Goal & { readonly begunOn: string | null; readonly reckonedTo: string | null }

const standing = async (app: Pool): Promise<readonly Standing[]> =>
  (
    await app.query<Standing>(
      `select id, name, steps, to_char(begun_on, 'YYYY-MM-DD') as "begunOn", to_char(reckoned_to, 'YYYY-MM-DD') as "reckonedTo"
       from visits.goal where ended_at is null order by id`,
    )
  ).rows

const shifted = (day: string, days: number): string =>
  new Date(Date.parse(day) + days * 86_400_000).toISOString().slice(0, 10)

/** Every goal that stands, with how many visits reached each of its steps after the one before. A page filters none of them. */
export async function goalsReached(
  app: Pool,
  { from, to, ...filter }: Filter & { readonly from: string; readonly to: string },
): Promise<readonly (Goal & { readonly reached: readonly number[] })[]> {
  const goals = await standing(app)
  if (goals.length === 0) return []
  const { rows } = await app.query<{ goal: Id; furthest: number; visits: number }>(
    `select goal, furthest, sum(visits)::int as visits from visits.goal_day
     where goal = any ($1) and day between $2 and $3 and origin in (${originsAt(4)}) group by goal, furthest`,
    [goals.map(({ id }) => id), from, to, ...filterValues(filter).slice(0, dimensions.length)],
  )
  return goals.map(({ id, name, steps }) => ({
    ...{ id, name, steps },
    reached: steps.map((_, nth) =>
      rows.reduce((sum, { goal, furthest, visits }) => sum + (goal === id && furthest > nth ? visits : 0), 0),
    ),
  }))
}

/** Every goal of every day before it was made and of which steps are kept: once. A day at a time, so that none of it is long. */
export async function reckonGoals(app: Pool, now: Date, stopping: AbortSignal): Promise<void> {
  for (const { id, begunOn } of await standing(app)) if (begunOn === null) await begin(app, id, now)
  for (const { id, begunOn, reckonedTo } of await standing(app)) {
    if (begunOn === null) continue
    const first = reckonedTo === null ? shifted(begunOn, -stepsKept) : shifted(reckonedTo, 1)
    for (let day = first; day < begunOn && !stopping.aborted; day = shifted(day, 1))
      await app.query(
        `with ${came}, here as (update visits.goal set reckoned_to = $2 where id = $1)
         ${countReached}`,
        [id, day, day],
      )
  }
  await app.query('delete from visits.goal_visit where day < $1', [shifted(dateInHelsinki(now), -1)])
}
