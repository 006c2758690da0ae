/** What came is kept as it came until its date and not a day longer; that it came is known as long as a sender could send it again. */

import type { Pool } from 'pg'
import { enqueue } from '../jobs/job.ts'
import { writing } from './store.ts'

export const tidying = 'arrivals.tidy'

/** After so many days it is forgotten that something came: what it said is in the register, with its changes. */
const rememberedDays = 730

const dayMs = 86_400_000

export async function removeOld(app: Pool, now: Date): Promise<void> {
  await app.query('update arrivals.arrival set sealed = null where sealed is not null and sealed_until <= $1', [now])
  await app.query(`delete from arrivals.arrival where at < $1 and state in ('written', 'ignored')`, [
    new Date(now.getTime() - rememberedDays * dayMs),
  ])
  // What could not be fetched at the sender may be there an hour later.
  const again = await app.query(
    `update arrivals.arrival set state = 'accepted', reason = null, args = null, settled_at = null
     where state = 'refused' and reason in ('arrivals.not-fetched', 'arrivals.no-token') and sealed is not null`,
  )
  if (again.rowCount !== 0) await enqueue(app, writing, {}, { key: writing })
  // What was told of things that nobody's order joined goes when what told it is gone.
  await app.query('select arrivals.tidy_things($1)', [new Date(now.getTime() - 31 * dayMs)])
}

/** For every start: what has come is written, and what is past its date goes. */
export async function resumeArrivals(app: Pool): Promise<void> {
  await enqueue(app, writing, {}, { key: writing })
  await enqueue(app, tidying, {}, { key: tidying })
}
