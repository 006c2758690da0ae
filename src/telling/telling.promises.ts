/** Whoever a new notice concerned was told of it, before it took effect. */

import { type PromiseCheck, verdict } from '../promises/promise.ts'

/**
 * Of the publications of the last twelve months that had to be told of: everybody concerned has been told, and before the day on
 * which it took effect unless it is on record why it could not wait.
 */
export const toldInTime: PromiseCheck = {
  id: 'telling.told-in-time',
  severity: 'serious',
  places: ({ changes }) => (changes === undefined ? [] : ['changes']),
  mend: '/publications',
  run: async ({ database, at }) => {
    const { rows } = await database.app.query<{ count: number; late: number; told: number; publications: number }>(
      `select count(*) filter (where t.state in ('waiting', 'failed')) as count,
         count(*) filter (where t.state = 'told' and p.untold_because is null
           and t.at > p.effective::timestamp at time zone 'Europe/Helsinki' + interval '1 day') as late,
         count(*) filter (where t.state = 'told') as told, count(distinct p.id) as publications
       from notice.publication p join notice.told t on t.publication = p.id
       where p.state = 'published' and p.must <> 'nothing' and p.settled_at > $1::timestamptz - interval '12 months'`,
      [at],
    )
    const found = rows[0] ?? { count: 0, late: 0, told: 0, publications: 0 }
    return verdict(found.count + found.late === 0, found)
  },
}

/** What has been decided takes effect on its day: none waits because somebody has not been told. */
export const nothingWaits: PromiseCheck = {
  id: 'telling.nothing-waits',
  severity: 'slight',
  places: ({ changes }) => (changes === undefined ? [] : ['changes']),
  mend: '/publications',
  run: async ({ database, at }) => {
    const { rows } = await database.app.query<{ count: number; effective: Date | null; letters: number }>(
      `with waiting as (
         select id, effective::timestamp at time zone 'Europe/Helsinki' as effective from notice.publication
         where state = 'scheduled' and effective::timestamp at time zone 'Europe/Helsinki' < $1::timestamptz - interval '1 hour'
       )
       select count(*) as count, min(effective) as effective, (select count(*) from notice.told t
         where t.publication in (select id from waiting) and t.channel = 'letter' and t.state = 'waiting') as letters from waiting`,
      [at],
    )
    const { count, effective, letters } = rows[0] ?? { count: 0, effective: null, letters: 0 }
    return verdict(count === 0, { count, letters, ...(effective !== null && { effective }) })
  },
}
