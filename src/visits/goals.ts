/** A goal is one step or several in their order; how many visits came how far is reckoned once of a day that is over, and anew of the days since. */

import type { Pool } from 'pg'
import { Refused } from '../base/errors.ts'
import { type Id, newId } from '../base/ids.ts'
import { dateInHelsinki } from '../base/time.ts'
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
/** So long after midnight the last step of a day is on the disk, in milliseconds. */
const surelyOver = 10 * 60_000

/** The days that are over are reckoned soon. */
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
  await addUpSoon(app, act.at)
  return id
}

export async function endGoal(app: Pool, id: Id, at: Date): Promise<void> {
  const { rowCount } = await app.query('update visits.goal set ended_at = $2 where id = $1 and ended_at is null', [
    id,
    at,
  ])
  if (rowCount === 0) throw new Refused('visits.no-goal', 'absent')
}

/**
 * Of each visit of the days how far it came: `reached` has a row (day, origin, furthest, visits) of all that took the first step. Parameters: first and last day, kinds of the steps, what they are.
 */
function reachedOf(steps: number): string {
  const parts = Array.from({ length: steps }, (_, nth) =>
    nth === 0
      ? 'r1 as (select visit, min(id) as id from hit where nth = 1 group by visit)'
      : `r${nth + 1} as (select h.visit, min(h.id) as id from hit h join r${nth} b on b.visit = h.visit and h.id > b.id
          where h.nth = ${nth + 1} group by h.visit)`,
  )
  // Not from a subquery: the planner is to see how few steps of all these are.
  const within = `s.at >= $1::date::timestamp at time zone 'Europe/Helsinki' and s.at < ($2::date + 1)::timestamp at time zone 'Europe/Helsinki'`
  const furthest = Array.from({ length: steps }, (_, nth) => `select visit, ${nth + 1} as nth from r${nth + 1}`)
  return `target as (
      select t.nth, p.id as page from unnest($3::text[], $4::text[]) with ordinality t (kind, is_so, nth)
      join visits.page p on case when t.kind = 'event' then p.event = t.is_so
        else p.event = '' and case when right(t.is_so, 1) = '*' then starts_with(p.path, left(t.is_so, -1)) else p.path = t.is_so end end
    ), hit as materialized (
      select s.visit, s.id, t.nth from visits.step s join target t on t.page = s.page
      where ${within} and s.visit is not null
    ), ${parts.join(', ')},
    far as (select visit, max(nth) as furthest from (${furthest.join(' union all ')}) f group by visit),
    reached as (
      select (s.at at time zone 'Europe/Helsinki')::date as day, s.origin, f.furthest, count(*) as visits
      from far f join visits.step s on s.visit = f.visit and s.begun > 0 where ${within}
      group by 1, 2, 3
    )`
}

type Standing = Goal & { readonly reckonedTo: string | null }

const standing = async (app: Pool): Promise<readonly Standing[]> =>
  (
    await app.query<Standing>(
      `select id, name, steps, to_char(reckoned_to, 'YYYY-MM-DD') as "reckonedTo" from visits.goal where ended_at is null order by id`,
    )
  ).rows

const stepsOf = ({ steps }: Goal): readonly unknown[] => [steps.map(({ kind }) => kind), steps.map(({ is }) => is)]

const shifted = (day: string, days: number): string =>
  new Date(Date.parse(day) + days * 86_400_000).toISOString().slice(0, 10)

/** Every goal that stands, with how many visits reached each of its steps after the one before. A page filters none of them. */
export async function goalsReached(
  app: Pool,
  { from, to, ...filter }: Filter & { readonly from: string; readonly to: string },
): Promise<readonly (Goal & { readonly reached: readonly number[] })[]> {
  const counted = (await standing(app)).map(async ({ reckonedTo, ...goal }) => {
    const since = reckonedTo === null ? from : [from, shifted(reckonedTo, 1)].sort()[1]
    const { rows } = await app.query<{ furthest: number; visits: number }>(
      `with ${reachedOf(goal.steps.length)}, chosen as (${originsAt(5)})
       select g.furthest, sum(g.visits)::int as visits from (
         select * from reached union all
         select day, origin, furthest, visits from visits.goal_day where goal = $10 and day between $11 and $12
       ) g where g.origin in (select id from chosen) group by g.furthest`,
      [
        since,
        to,
        ...stepsOf(goal),
        ...filterValues(filter).slice(0, dimensions.length),
        goal.id,
        from,
        [to, reckonedTo ?? ''].sort()[0] || null,
      ],
    )
    const reached = goal.steps.map((_, nth) =>
      rows.reduce((sum, { furthest, visits }) => sum + (furthest > nth ? visits : 0), 0),
    )
    return { ...goal, reached }
  })
  return Promise.all(counted)
}

/** Every goal of every day that is over and of which steps are kept: once. A day at a time, so that none of it is long. */
export async function reckonGoals(app: Pool, now: Date, stopping: AbortSignal): Promise<void> {
  const last = shifted(dateInHelsinki(new Date(now.getTime() - surelyOver)), -1)
  for (const { reckonedTo, ...goal } of await standing(app)) {
    const first = reckonedTo === null ? shifted(last, 1 - stepsKept) : shifted(reckonedTo, 1)
    for (let day = first; day <= last && !stopping.aborted; day = shifted(day, 1))
      await app.query(
        `with ${reachedOf(goal.steps.length)}, here as (update visits.goal set reckoned_to = $2 where id = $5
           and reckoned_to is distinct from $2 returning id)
         insert into visits.goal_day (goal, day, origin, furthest, visits)
         select here.id, r.day, r.origin, r.furthest, r.visits from reached r, here
         on conflict (goal, day, origin, furthest) do update set visits = excluded.visits`,
        [day, day, ...stepsOf(goal), goal.id],
      )
  }
}
