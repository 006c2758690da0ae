/** Each entry's token goes to its person once, after the entry has been written; whoever enters again gets no second letter. */

import type { Id } from '../base/ids.ts'
import { transaction } from '../database/transaction.ts'
import type { Program } from '../http/program.ts'
import { enqueue } from '../jobs/job.ts'
import { queueMessages } from '../mail/outbox.ts'
import { unwritten } from '../participation/participants.ts'
import { entriesOf } from './drawing.ts'
import { enteredMessage } from './entered-message.ts'
import { raffleById } from './raffle.ts'

/** The job that sends them. */
export const confirming = 'raffles.confirm'

/** In milliseconds: until what has come is looked at again when it has not been written yet. */
const again = 5_000

export async function confirmEntries({ database, clock }: Pick<Program, 'database' | 'clock'>, id: Id): Promise<void> {
  const { app } = database
  const raffle = await raffleById(app, id)
  if (!raffle || raffle.cancelledAt || raffle.drawnAt) return
  const { accepted } = await unwritten(app, raffle.connection)
  const entries = await entriesOf(database.purpose(raffle.purpose), raffle)
  const at = clock.now()
  await transaction(app, async client => {
    await client.query('select pg_advisory_xact_lock(7356012)') // of two that run at once the second sees what the first has queued
    const { rows } = await client.query<{ person: Id }>(
      `select p.person from unnest($3::uuid[]) as p (person)
       where not exists (select from mail.message m where m.kind = $1 and m.about = $2 and m.person_id = p.person)`,
      [enteredMessage, id, [...entries.values()].map(({ person }) => person)],
    )
    if (rows.length > 0)
      await queueMessages(client, { kind: enteredMessage, about: id, persons: rows.map(({ person }) => person), at })
    if (accepted > 0)
      await enqueue(
        client,
        confirming,
        { raffle: id },
        { at: new Date(at.getTime() + again), key: `${confirming} ${id}` },
      )
  })
}
