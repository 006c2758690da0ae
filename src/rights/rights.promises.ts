/** What the notice says of the person's rights is kept: nobody waits longer than the law gives, and nobody is left waiting to be identified. */

import { dateInHelsinki } from '../base/time.ts'
import { type PromiseCheck, verdict } from '../promises/promise.ts'

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
