/** Every step is added to the counts of its day once, whoever adds it, and what was done by somebody who refused to be told apart is then gone. */

import type { Pool } from 'pg'
import { transaction } from '../database/transaction.ts'
import { writingLock } from './steps.ts'

/** All steps that were on the disk before this was asked are in the counts when it returns. */
export async function addUp(app: Pool): Promise<void> {
  // Numbers are drawn in order and written out of it: alone with the lock, nobody is between the two.
  const { rows } = await app.query<{ last: string | null; isNew: boolean }>(
    `select pg_advisory_xact_lock($1), s.last, s.last > c.upto as "isNew"
     from (select max(id) as last from visits.step) s, visits.counted c`,
    [writingLock],
  )
  const { last = null, isNew = false } = rows[0] ?? {}
  if (last === null || !isNew) return
  await transaction(app, async client => {
    await client.query(lockCounts)
    await client.query({ name: 'visits-add-up', text: adding, values: [last] })
  })
}

/** One adds up at a time: what the others have counted is seen by the statement after this one. */
export const lockCounts = 'select upto from visits.counted for update'

/** Parameter: the last step. A visit that came further towards a goal goes from one count of its day to another. */
const adding = `
  with since as (select upto from visits.counted),
  steps as (
    select s.id, s.visit, (s.at at time zone 'Europe/Helsinki')::date as day, s.origin, s.page, p.event, s.begun, s.cents
    from visits.step s join visits.page p on p.id = s.page where s.id > (select upto from since) and s.id <= $1
  ), added as materialized (
    select day, origin, page, event, count(*) as seen, count(*) filter (where begun > 0) as visits,
      count(*) filter (where begun = 2) as visitors, sum(cents) as cents
    from steps group by 1, 2, 3, 4
  ), counts as (
    insert into visits.day_count as d (day, origin, page, seen, visits, visitors, cents)
    select day, origin, page, seen, visits, visitors, cents from added
    on conflict (day, origin, page) do update set seen = d.seen + excluded.seen, visits = d.visits + excluded.visits,
      visitors = d.visitors + excluded.visitors, cents = d.cents + excluded.cents
  ), origins as (
    insert into visits.day_origin as d (day, origin, views, visits, visitors, cents)
    select day, origin, coalesce(sum(seen) filter (where event = ''), 0), sum(visits), sum(visitors), sum(cents) from added group by 1, 2
    on conflict (day, origin) do update set views = d.views + excluded.views, visits = d.visits + excluded.visits,
      visitors = d.visitors + excluded.visitors, cents = d.cents + excluded.cents
  ), pages as (
    insert into visits.day_page as d (day, page, seen, visits, visitors, cents)
    select day, page, sum(seen), sum(visits), sum(visitors), sum(cents) from added group by 1, 2
    on conflict (day, page) do update set seen = d.seen + excluded.seen, visits = d.visits + excluded.visits,
      visitors = d.visitors + excluded.visitors, cents = d.cents + excluded.cents
  ), parts as (
    insert into visits.day_part as d (day, part, name, page, seen, visits, visitors, cents)
    select a.day, p.part, p.name, a.page, sum(a.seen), sum(a.visits), sum(a.visitors), sum(a.cents)
    from added a join visits.origin o on o.id = a.origin
    cross join lateral (values ('site', o.site), ('source', o.source), ('device', o.device)) p (part, name)
    group by 1, 2, 3, 4
    on conflict (part, name, day, page) do update set seen = d.seen + excluded.seen, visits = d.visits + excluded.visits,
      visitors = d.visitors + excluded.visitors, cents = d.cents + excluded.cents
  ), moved as (
    select h.goal, s.visit, coalesce(min(v.day), min(s.day)) as day, coalesce(min(v.origin), min(s.origin)) as origin,
      coalesce(min(v.furthest), 0) as before, visits.furthest(coalesce(v.furthest, 0), h.hits order by s.id) as furthest
    from visits.hits_of(array(select distinct page from steps)) h join visits.goal g on g.id = h.goal
    join steps s on s.page = h.page and s.id > g.since_step and s.visit is not null
    left join visits.goal_visit v on v.goal = h.goal and v.visit = s.visit
    group by h.goal, s.visit
  ), furthest as (
    insert into visits.goal_visit (goal, visit, day, origin, furthest)
    select goal, visit, day, origin, furthest from moved where furthest > before
    on conflict (goal, visit) do update set furthest = excluded.furthest
  ), reached as (
    insert into visits.goal_day as d (goal, day, origin, furthest, visits)
    select goal, day, origin, f.furthest, sum(f.visits)
    from moved cross join lateral (values (furthest, 1), (before, -1)) f (furthest, visits)
    where moved.furthest > before and f.furthest > 0 group by 1, 2, 3, 4 having sum(f.visits) <> 0
    on conflict (goal, day, origin, furthest) do update set visits = d.visits + excluded.visits
  ), untold as (
    delete from visits.step s using steps u where s.id = u.id and u.visit is null
  )
  update visits.counted set upto = $1 where upto < $1`

/** Counts are kept for two years and a month, so that a month can be held against those of the years before; steps for a quarter. */
export async function tidyCounts(app: Pool, now: Date): Promise<void> {
  const quarter = new Date(now.getTime() - 100 * 86_400_000)
  await app.query('delete from visits.step where at < $1 and id <= (select upto from visits.counted)', [quarter])
  for (const [table, day] of [
    ...(['day_count', 'day_origin', 'day_page', 'day_part', 'machine_day', 'goal_day'] as const).map(
      name => [name, 'day'] as const,
    ),
    ...(['origin', 'page'] as const).map(name => [name, 'last_on'] as const),
  ])
    await app.query(`delete from visits.${table} where ${day} < ($1::timestamptz - interval '25 months')::date`, [now])
}
