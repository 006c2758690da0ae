/** What the notice says of the person's rights is kept: nobody waits longer than the law gives, and nobody is left waiting to be identified. */

import { dateInHelsinki } from '../base/time.ts'
import { daysAfter } from '../base/time-limit.ts'
import { type PromiseCheck, verdict } from '../promises/promise.ts'
import { reachedBy, reminding, running } from './reminder.ts'

interface Clock {
  readonly due: string
  readonly state: string
  readonly waits: Date
}

const clocks = 'select due::text, state, coalesce(asked_at, received_at) as waits from rights.clocks()'

/** Art. 12(3): every request is answered within its month, or within what it was extended to. */
export const nothingOverdue: PromiseCheck = {
  id: 'rights.nothing-overdue',
  severity: 'serious',
  places: () => ['rights.granted', 'rights'],
  mend: '/requests',
  run: async ({ database, at }) => {
    const { rows } = await database.app.query<Clock>(clocks)
    const running = rows.filter(({ state }) => state !== 'identifying')
    const late = running.filter(({ due }) => due < dateInHelsinki(at))
    const [oldest] = late.map(({ due }) => due).sort()
    return verdict(late.length === 0, {
      count: late.length,
      open: running.length,
      ...(oldest && { oldest: new Date(oldest) }),
    })
  },
}

/** The answers of the last twelve months came in time. */
export const answeredInTime: PromiseCheck = {
  id: 'rights.answered-in-time',
  severity: 'serious',
  places: () => ['rights.granted', 'rights'],
  mend: '/requests',
  run: async ({ database, at }) => {
    const since = new Date(at)
    since.setUTCFullYear(since.getUTCFullYear() - 1)
    const { rows } = await database.app.query<{ answered: number; late: number }>(
      'select answered, late from rights.answered($1)',
      [since],
    )
    const { answered = 0, late = 0 } = rows[0] ?? {}
    return verdict(late === 0, { count: late, answered })
  },
}

/** In days. Whoever has not shown by then who they are has gone, or was asked for too much. */
const patience = 60

/** Art. 12(6): a question of identity does not become a way of not answering. */
export const identityNotForever: PromiseCheck = {
  id: 'rights.identity-not-forever',
  severity: 'slight',
  places: () => ['rights.granted', 'rights'],
  mend: '/requests',
  run: async ({ database, at }) => {
    const { rows } = await database.app.query<Clock>(clocks)
    const awaited = rows.filter(({ state }) => state === 'identifying')
    const stuck = awaited.filter(({ waits }) => at.getTime() - waits.getTime() > patience * 86_400_000)
    return verdict(stuck.length === 0, { count: stuck.length, awaited: awaited.length, days: patience })
  },
}

/** Art. 24(1): the days are kept by persons, and those were reminded by e-mail of every day that has passed. */
export const daysReminded: PromiseCheck = {
  id: 'rights.days-reminded',
  severity: 'slight',
  places: () => ['rights.granted', 'rights'],
  mend: '/requests',
  run: async ({ database, at }) => {
    // What came or changed since then may be in the mail of tomorrow morning.
    const since = new Date(at.getTime() - 36 * 3_600_000)
    const then = daysAfter(dateInHelsinki(at), -2)
    const marks = (await running(database.app))
      .filter(({ changedAt }) => changedAt < since)
      .flatMap(request => reachedBy(request, then).map(({ day }) => ({ request: request.id, day })))
    const { rows } = await database.app.query<{ missing: number }>(
      `select count(distinct g.request) as missing from jsonb_to_recordset($1) as g (request uuid, day date)
       where not exists (select from rights.reminder r join mail.message m on m.about = r.digest and m.kind = $2 and m.state = 'sent'
         where r.request_id = g.request and r.day >= g.day)`,
      [JSON.stringify(marks), reminding],
    )
    const count = rows[0]?.missing ?? 0
    return verdict(count === 0, { count, requests: new Set(marks.map(({ request }) => request)).size })
  },
}
