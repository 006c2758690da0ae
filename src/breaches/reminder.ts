/** While the 72 hours run, administrators are reminded by e-mail: a day and four hours before their end, and at it. */

import type { ClientBase, Pool } from 'pg'
import { administrators } from '../access/staff-recipient.ts'
import type { Id } from '../base/ids.ts'
import { enqueue } from '../jobs/job.ts'
import { queueMessages } from '../mail/outbox.ts'
import { type Breach, clockOf } from './breach.ts'

/** The job that reminds, and the kind of its message. */
export const reminding = 'breaches.remind'

/** So many hours before the end. */
export const reminders: readonly number[] = [24, 4, 0]

const hour = 3_600_000
const momentOf = (due: Date, hours: number): Date => new Date(due.getTime() - hours * hour)

/** In the transaction that starts the clock, or moves its end: those of the earlier end are replaced. */
export async function enqueueReminders(client: ClientBase, breach: Id, due: Date): Promise<void> {
  for (const hours of reminders)
    await enqueue(
      client,
      reminding,
      { breach, hours },
      { at: momentOf(due, hours), key: `${reminding}:${breach}:${hours}` },
    )
}

/**
 * Queues the reminder, once, to each administrator. Not when the clock has stopped or its end has moved, and not when the next one
 * is due as well: a breach written down late, or a server that was away, gives one message and no flood.
 */
export async function remind(client: ClientBase, breach: Breach, hours: number, at: Date): Promise<void> {
  const { state, due } = clockOf(breach, at)
  if (state === 'kept' || state === 'late' || at < momentOf(due, hours)) return
  if (reminders.some(later => later < hours && momentOf(due, later) <= at)) return
  const { rowCount } = await client.query(
    `insert into breaches.reminder (breach_id, due_at, hours, at) values ($1, $2, $3, $4) on conflict do nothing`,
    [breach.id, due, hours, at],
  )
  if (rowCount === 0) return
  await queueMessages(client, { kind: reminding, about: breach.id, persons: await administrators(client), at })
}

/** Which reminders of the clock as it stands have gone out, and when. */
export async function remindersOf(db: Pool, { id, facts }: Breach): Promise<readonly { hours: number; at: Date }[]> {
  const { rows } = await db.query<{ hours: number; at: Date }>(
    'select hours, at from breaches.reminder where breach_id = $1 and due_at = $2 order by at',
    [id, facts.due],
  )
  return rows
}
