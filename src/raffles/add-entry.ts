/** An entry that came on paper or by word is added by staff, for a person of the register, while the list has not been frozen. */

import { Refused } from '../base/errors.ts'
import type { Id } from '../base/ids.ts'
import type { PurposeAsk } from '../http/ask.ts'
import { enqueue } from '../jobs/job.ts'
import { entryOf } from '../participation/participants.ts'
import { addRow } from '../register/persons.ts'
import { confirming } from './confirm.ts'
import { type Raffle, stateOf } from './raffle.ts'

/** Refuses a second entry of the person. */
export async function addEntry(ask: PurposeAsk, raffle: Raffle, person: Id): Promise<void> {
  const state = stateOf(raffle, ask.clock.now())
  if (state !== 'open' && state !== 'ended') throw new Refused('raffles.not-open', 'conflict')
  if (await entryOf(ask.reader, raffle, person)) throw new Refused('raffles.has-entered', 'conflict')
  const entered = new Date(Math.min(ask.clock.now().getTime(), raffle.closes.getTime()))
  await addRow(ask, person, 'participation', {
    source: raffle.source,
    reference: raffle.name,
    values: { kind: raffle.kind, event: raffle.name, entered: entered.toISOString() },
  })
  await enqueue(ask.program.database.app, confirming, { raffle: raffle.id }, { key: `${confirming} ${raffle.id}` })
}
