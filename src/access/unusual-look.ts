/** Looking that is unlike the same person's own past weeks is shown to administrators, as counts a day: whom they looked at is not. */

import type { Pool } from 'pg'
import { Refused } from '../base/errors.ts'
import { dateInHelsinki, midnightInHelsinki } from '../base/time.ts'
import type { Act } from './staff.ts'

export const kinds = ['many-opened', 'odd-hours', 'many-taken'] as const
export type Kind = (typeof kinds)[number]

/** What makes a day unusual. The screen tells these, so that nobody wonders why a day stands there. */
export const measures = {
  /** A day is compared with so many weeks before it. */
  weeks: 8,
  /** So many times as much as on a middling day of theirs. */
  times: 3,
  /** So many cards, at least; of somebody without five days of past, `newcomer` is taken for usual. */
  opened: { least: 30, newcomer: 20 },
  /** So many cards between 21 and 6, of somebody who opened none then in those weeks. */
  odd: 5,
  /** So many persons in exported files, at least. */
  taken: 200,
  /** How far back days are shown. */
  shownDays: 90,
  /** Within so many days each is looked into. */
  reviewDays: 14,
} as const

const dayOf = (at: Date, daysBefore: number): string => dateInHelsinki(new Date(at.getTime() - daysBefore * 86_400_000))

/** Counts the days that have ended since it was last done; the first time, as far back as days are shown and compared. */
export async function countLookDays(pool: Pool, at: Date): Promise<void> {
  const { rows } = await pool.query<{ next: string }>(
    `select greatest(max(day) + 1, $1::date)::text as next from access.look_day`,
    [dayOf(at, measures.shownDays + measures.weeks * 7)],
  )
  // The day is left an hour to write its last looks.
  const before = midnightInHelsinki(dateInHelsinki(new Date(at.getTime() - 3_600_000)))
  await pool.query(
    `insert into access.look_day (actor, day, opened, odd, taken)
     select actor, (at at time zone 'Europe/Helsinki')::date,
       count(distinct person_id) filter (where operation = 'card'),
       count(distinct person_id) filter (where operation = 'card'
         and extract(hour from at at time zone 'Europe/Helsinki') not between 6 and 20),
       count(distinct person_id) filter (where operation = 'export')
     from access.look
     where at >= $1 and at < $2 and person_id is not null and (actor like 'staff:%' or actor like 'key:%')
       and operation in ('card', 'export')
     group by 1, 2 on conflict do nothing`,
    [midnightInHelsinki(rows[0]?.next ?? dateInHelsinki(at)), before],
  )
  await pool.query('delete from access.look_day where day < $1::date', [dayOf(at, 365)])
}

export interface UnusualDay {
  readonly actor: string
  /** Of the member of staff or the key. */
  readonly name: string | null
  readonly day: string
  readonly kind: Kind
  readonly count: number
  /** What was usual for them in the weeks before. */
  readonly usual: number
  readonly review: { readonly at: string; readonly by: string | null; readonly remark: string } | null
}

/** The unusual days of the last three months, the latest first. */
export async function unusualDays(pool: Pool, at: Date): Promise<readonly UnusualDay[]> {
  const { weeks, times, opened, odd, taken, shownDays } = measures
  const { rows } = await pool.query<UnusualDay>(
    `with compared as (
       select d.*, past.days, past.opened_usual, past.odd_days, past.taken_usual
       from access.look_day d cross join lateral (
         select count(*) as days, count(*) filter (where p.odd > 0) as odd_days,
           coalesce(percentile_cont(0.5) within group (order by p.opened), 0) as opened_usual,
           coalesce(percentile_cont(0.5) within group (order by p.taken) filter (where p.taken > 0), 0) as taken_usual
         from access.look_day p where p.actor = d.actor and p.day < d.day and p.day >= d.day - $2::int) past
       where d.day >= $1::date
     ), usual as (
       select *, case when days < 5 then greatest(opened_usual, $5) else opened_usual end as opened_expected from compared
     ), unusual as (
       select actor, day, 'many-opened' as kind, opened as count, opened_expected as usual from usual
       where opened >= $4 and opened > $3 * opened_expected
       union all select actor, day, 'odd-hours', odd, 0 from usual where odd >= $6 and odd_days = 0
       union all select actor, day, 'many-taken', taken, taken_usual from usual where taken >= $7 and taken > $3 * taken_usual
     )
     select u.actor, coalesce(staff.name, key.name) as name, u.day::text, u.kind, u.count, round(u.usual)::int as usual,
       case when r.at is not null then jsonb_build_object('at', r.at, 'by', reviewer.name, 'remark', r.remark) end as review
     from unusual u
       left join access.staff on u.actor = 'staff:' || staff.id
       left join access.key on u.actor = 'key:' || key.id
       left join access.look_review r on (r.actor, r.day, r.kind) = (u.actor, u.day, u.kind)
       left join access.staff reviewer on r.by = 'staff:' || reviewer.id
     order by u.day desc, u.actor, u.kind`,
    [dayOf(at, shownDays), weeks * 7, times, opened.least, opened.newcomer, odd, taken],
  )
  return rows
}

/** Records that somebody else has looked into an unusual day, and what they found. */
export async function reviewUnusual(
  pool: Pool,
  {
    actor,
    day,
    kind,
    remark,
  }: { readonly actor: string; readonly day: string; readonly kind: Kind; readonly remark: string },
  { by, at }: Act,
): Promise<void> {
  if (actor === by) throw new Refused('access.own-looks', 'conflict')
  const known = (await unusualDays(pool, at)).some(one => one.actor === actor && one.day === day && one.kind === kind)
  if (!known) throw new Refused('access.no-such-unusual-day', 'absent')
  const { rowCount } = await pool.query(
    `insert into access.look_review (actor, day, kind, at, by, remark) values ($1, $2, $3, $4, $5, $6) on conflict do nothing`,
    [actor, day, kind, at, by, remark.trim()],
  )
  if (rowCount === 0) throw new Refused('access.looked-into', 'conflict')
}
