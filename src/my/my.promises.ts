/** The own page keeps what the notice says of access: links reach people, what was typed at the door is forgotten, and what was contested stays away. */

import { type PromiseCheck, verdict } from '../promises/promise.ts'

const hour = 3_600_000
const day = 24 * hour

/** Art. 5(1)(e): an address that somebody typed at the door is looked up and forgotten, known or not. */
export const addressesForgotten: PromiseCheck = {
  id: 'my.addresses-forgotten',
  severity: 'serious',
  places: () => ['rights.granted', 'rights'],
  mend: '/promises',
  run: async ({ database, at }) => {
    const { rows } = await database.app.query<{ count: number; asked: number }>(
      `select count(*) filter (where sealed is not null and at < $1) as count, count(*) filter (where at > $2) as asked from my.asked`,
      [new Date(at.getTime() - hour), new Date(at.getTime() - day)],
    )
    const { count = 0, asked = 0 } = rows[0] ?? {}
    return verdict(count === 0, { count, asked })
  },
}

/** In days: older letters say nothing of today's mail server. */
const lately = 7
/** More than so many of a hundred that never arrived are no longer single wrong addresses. */
const mostLost = 20

/** Art. 12(2): who asks for the way to their page gets it. */
export const linksArrive: PromiseCheck = {
  id: 'my.links-arrive',
  severity: 'serious',
  places: () => ['rights.granted', 'rights'],
  mend: '/publications',
  run: async ({ database, at }) => {
    const { rows } = await database.app.query<{ lost: number; sent: number }>(
      `select count(*) filter (where state in ('failed', 'undelivered')) as lost, count(*) as sent from (
         select state, queued_at from mail.message where kind = 'my.link'
         union all select state, queued_at from sms.message where kind = 'my.code') m
       where queued_at > $1 and state not in ('queued', 'sending', 'accepted')`,
      [new Date(at.getTime() - lately * day)],
    )
    const { lost = 0, sent = 0 } = rows[0] ?? {}
    return verdict(lost * 100 <= sent * mostLost, { count: lost, sent, days: lately })
  },
}

/** Art. 21: what a person contested has not come back. */
export const contestedStaysAway: PromiseCheck = {
  id: 'my.contested-stays-away',
  severity: 'grave',
  places: ({ categories }) =>
    categories.flatMap(({ id, origin, stored }) =>
      origin === 'inferred' && stored === 'table' ? [`categories.${id}`] : [],
    ),
  mend: '/customers',
  run: async ({ rights, database }) => {
    const { rows } = await database.app.query<{ contested: number }>('select count(*) as contested from my.contested')
    const { rows: back } = await rights.query<{ count: number }>('select my.count_contested_values() as count')
    const count = back[0]?.count ?? 0
    return verdict(count === 0, { count, contested: rows[0]?.contested ?? 0 })
  },
}
