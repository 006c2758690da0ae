/** What comes by itself is seen to, does not lie about, comes only from who may send it, and is told of to whom it is about. */

import { categoryParts, measure } from '../promises/place.ts'
import { type PromiseCheck, verdict } from '../promises/promise.ts'
import { countToInform } from './inform.ts'

/** So many days may pass before somebody has seen to what was refused. */
const patience = 7

/** Nothing that was refused, or waits, stays unseen for a week. */
export const nothingUnseen: PromiseCheck = {
  id: 'arrivals.nothing-unseen',
  severity: 'serious',
  places: notice => categoryParts(notice, 'from', ({ from }) => from.includes('shop')),
  mend: '/arrivals',
  run: async ({ database, at }) => {
    const { rows } = await database.app.query<{ count: number; waiting: number }>(
      `select count(*) filter (where at < $1::timestamptz - make_interval(days => $2)) as count, count(*) as waiting
       from arrivals.arrival where state in ('refused', 'waiting', 'accepted')`,
      [at, patience],
    )
    const { count, waiting } = rows[0] ?? { count: 0, waiting: 0 }
    return verdict(count === 0, { count, waiting })
  },
}

/** What came is removed every hour; two hours late is late. */
export const rawGone: PromiseCheck = {
  id: 'arrivals.raw-gone',
  severity: 'serious',
  places: notice => [...measure(notice, 'confidentiality'), ...measure(notice, 'electronic-only')],
  run: async ({ database, at }) => {
    const { rows } = await database.app.query<{ count: number; kept: number }>(
      `select count(*) filter (where sealed_until < $1::timestamptz - interval '2 hours') as count, count(*) as kept
       from arrivals.arrival where sealed is not null`,
      [at],
    )
    const { count, kept } = rows[0] ?? { count: 0, kept: 0 }
    return verdict(count === 0, { count, kept })
  },
}

/** A connection at whose door five unsigned deliveries came within a day, and nothing signed after them. */
export const onlySigned: PromiseCheck = {
  id: 'arrivals.signed',
  severity: 'slight',
  places: notice => [...measure(notice, 'confidentiality'), ...measure(notice, 'passwords')],
  mend: '/connections',
  run: async ({ database, at }) => {
    const { rows } = await database.app.query<{ name: string | null; turned: number; failing: boolean }>(
      `select c.name, sum(t.times)::int as turned,
         sum(t.times) filter (where t.why = 'not-signed' and t.last_at > $1::timestamptz - interval '1 day') >= 5
           and max(t.last_at) filter (where t.why = 'not-signed')
             > coalesce((select max(a.at) from arrivals.arrival a where a.connection_id = c.id), '-infinity') as failing
       from arrivals.turned_away t join arrivals.connection c on c.id = t.connection_id
       where t.last_at > $1::timestamptz - interval '7 days' group by c.id`,
      [at],
    )
    const failing = rows.filter(row => row.failing)
    const turned = rows.reduce((sum, row) => sum + row.turned, 0)
    return verdict(
      failing.length === 0,
      { count: failing.length, turned },
      failing.flatMap(({ name }) => name ?? []),
    )
  },
}

/** Whoever's data came from a third party is told within a month (Art. 14(3)(a)). */
export const informedInTime: PromiseCheck = {
  id: 'arrivals.informed-in-time',
  severity: 'serious',
  places: ({ sources }) =>
    sources.filter(({ kind }) => kind === 'third-party' || kind === 'public').map(({ id }) => `sources.${id}`),
  mend: '/informings',
  run: async ({ database, at }) => {
    const { late, waiting, post } = await countToInform(database.app, at)
    return verdict(late === 0, { count: late, waiting, post })
  },
}

/** Three days before the day nobody is left to whom nothing is on its way: whom no e-mail reaches needs the post's days. */
export const informingUnderWay: PromiseCheck = {
  ...informedInTime,
  id: 'arrivals.informing-under-way',
  severity: 'slight',
  run: async ({ database, at }) => {
    const { idle, post } = await countToInform(database.app, at)
    return verdict(idle === 0, { count: idle, post })
  },
}
