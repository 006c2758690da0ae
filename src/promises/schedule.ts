/** When the checks are run: every night in Finland, at the start of a server that has missed a night, and when somebody asks. */

import type { ClientBase, Pool } from 'pg'
import { dateInHelsinki, midnightInHelsinki } from '../base/time.ts'
import { enqueue } from '../jobs/job.ts'

/** The job that runs the checks. */
export const checking = 'promises.check'

const hour = 3_600_000

/** The next time that it is a quarter past three at night in Finland. */
export function nextNight(now: Date): Date {
  const days = [0, 1].map(ahead => dateInHelsinki(new Date(now.getTime() + ahead * 24 * hour)))
  const nights = days.map(day => new Date(midnightInHelsinki(day).getTime() + 3.25 * hour))
  return nights.find(night => night > now) ?? new Date(now.getTime() + 24 * hour)
}

/** Of runs that have not begun only one stands in the queue for the night, and one for now. */
export const checkAtNight = (db: Pool | ClientBase, now: Date): Promise<void> =>
  enqueue(db, checking, {}, { at: nextNight(now), key: `${checking} night` })

export const checkNow = (db: Pool | ClientBase, now: Date): Promise<void> =>
  enqueue(db, checking, {}, { at: now, key: `${checking} now` })

/** For every start: a register whose checks have not been run for a day has them run now. */
export async function resumeChecking(app: Pool, now: Date): Promise<void> {
  const { rows } = await app.query<{ late: boolean }>(
    `select coalesce(max(latest_at) < $1::timestamptz - interval '1 day', true) as late from promises.finding`,
    [now],
  )
  if (rows[0]?.late) await checkNow(app, now)
  await checkAtNight(app, now)
}
