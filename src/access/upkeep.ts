/** What has served its time goes by itself: old tries, answers, sessions, links and looks; next month's looks have their place. */

import type { Pool } from 'pg'
import type { Clock } from '../base/time.ts'
import { countLookDays } from './unusual-look.ts'

const hour = 60 * 60 * 1000

/** Names and addresses of those who never came are kept for so many days after their invitation. */
const invitationDays = 30

/** Does it once; each part may be done twice or late without harm. */
export async function upkeep(pool: Pool, clock: Clock): Promise<void> {
  const now = clock.now()
  await pool.query('select access.prepare_looks($1, 1)', [now])
  await countLookDays(pool, now)
  await pool.query('select access.drop_old_looks($1)', [now])
  await pool.query('delete from access.sign_in_try where used_until < $1', [now])
  await pool.query(`delete from access.once where at < $1::timestamptz - interval '1 day'`, [now])
  await pool.query('delete from access.session where expires_at < $1', [now])
  await pool.query('delete from access.trusted_browser where expires_at < $1', [now])
  await pool.query('delete from access.verification where expires_at < $1', [now])
  await pool.query(
    'delete from access.invitation where accepted_at is null and expires_at < $1::timestamptz - make_interval(days => $2)',
    [now, invitationDays],
  )
}

/** Does `work` now and every hour, one after another; what fails is tried again in an hour. The result stops it. */
export function everyHour(work: () => Promise<void>): () => Promise<void> {
  let running = Promise.resolve()
  const run = () => {
    running = running.then(work).catch(() => {}) // a database that is down is told by /readyz
  }
  run()
  const timer = setInterval(run, hour)
  timer.unref()
  return async () => {
    clearInterval(timer)
    await running
  }
}
