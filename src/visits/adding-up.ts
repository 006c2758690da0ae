/** Every step is added to the counts of its day once, whoever adds it, and what was done by somebody who refused to be told apart is then gone. */

import type { Pool } from 'pg'
import { writingLock } from './steps.ts'

/** All steps that were on the disk before this was asked are in the counts when it returns. */
export async function addUp(app: Pool): Promise<void> {
  // Numbers are drawn in order and written out of it: alone with the lock, nobody is between the two.
  const { rows } = await app.query<{ last: string | null }>(
    'select pg_advisory_xact_lock($1), (select max(id) from visits.step) as last',
    [writingLock],
  )
  const last = rows[0]?.last ?? null
  if (last === null) return
  await app.query({
    name: 'visits-add-up',
    // What changes `counted` reads `since` first: PostgreSQL skips a row to be locked that the same statement has changed already.
    text: `with since as (select upto from visits.counted for update),
      steps as (
        select s.id, s.visit, (s.at at time zone 'Europe/Helsinki')::date as day, s.origin, s.page, p.event, s.begun, s.cents
        from visits.step s join visits.page p on p.id = s.page where s.id > (select upto from since) and s.id <= $1
      ), counts as (
        insert into visits.day_count as d (day, origin, page, seen, visits, visitors, cents)
        select day, origin, page, count(*), count(*) filter (where begun > 0), count(*) filter (where begun = 2), sum(cents) from steps
        group by 1, 2, 3
        on conflict (day, origin, page) do update set seen = d.seen + excluded.seen, visits = d.visits + excluded.visits,
          visitors = d.visitors + excluded.visitors, cents = d.cents + excluded.cents
      ), origins as (
        insert into visits.day_origin as d (day, origin, views, visits, visitors, cents)
        select day, origin, count(*) filter (where event = ''), count(*) filter (where begun > 0), count(*) filter (where begun = 2), sum(cents)
        from steps group by 1, 2
        on conflict (day, origin) do update set views = d.views + excluded.views, visits = d.visits + excluded.visits,
          visitors = d.visitors + excluded.visitors, cents = d.cents + excluded.cents
      ), pages as (
        insert into visits.day_page as d (day, page, seen, visits, visitors, cents)
        select day, page, count(*), count(*) filter (where begun > 0), count(*) filter (where begun = 2), sum(cents) from steps group by 1, 2
        on conflict (day, page) do update set seen = d.seen + excluded.seen, visits = d.visits + excluded.visits,
          visitors = d.visitors + excluded.visitors, cents = d.cents + excluded.cents
      ), untold as (
        delete from visits.step s using steps u where s.id = u.id and u.visit is null
      )
      update visits.counted c set upto = $1 from since where c.upto = since.upto and since.upto < $1`,
    values: [last],
  })
}

/** Counts are kept for two years and a month, so that a month can be held against those of the years before; steps for a quarter. */
export async function tidyCounts(app: Pool, now: Date): Promise<void> {
  const quarter = new Date(now.getTime() - 100 * 86_400_000)
  await app.query('delete from visits.step where at < $1 and id <= (select upto from visits.counted)', [quarter])
  for (const [table, day] of [
    ...(['day_count', 'day_origin', 'day_page', 'machine_day', 'goal_day'] as const).map(
      name => [name, 'day'] as const,
    ),
    ...(['origin', 'page'] as const).map(name => [name, 'last_on'] as const),
  ])
    await app.query(`delete from visits.${table} where ${day} < ($1::timestamptz - interval '25 months')::date`, [now])
}
