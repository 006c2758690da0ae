/** That somebody was there is said in their participation, by the purpose that keeps the event, and can be taken back. */

import { Refused } from '../base/errors.ts'
import type { Id } from '../base/ids.ts'
import type { PurposeAsk } from '../http/ask.ts'
import { scopeFor } from '../register/scope.ts'
import type { Event } from './event.ts'
import { attendedWords } from './take-entry.ts'

export async function markAttendance(ask: PurposeAsk, event: Event, row: Id, attended: boolean): Promise<void> {
  const { rows } = await ask.reader.query<{ person: Id }>(
    'select t.person_id as person from register.participation t where t.id = $1 and t.event = $2 and t.kind = $3',
    [row, event.name, event.kind],
  )
  const [found] = rows
  if (!found) throw new Refused('register.row-absent', 'absent', { category: 'participation' })
  const { notice } = await scopeFor(ask)
  await ask.reader.query('select register.write_participation($1, $2, $3, $4, $5, $6, null)', [
    ask.token,
    event.source,
    event.name,
    found.person,
    row,
    { result: attended ? attendedWords(notice) : null },
  ])
}

/** Somebody whom staff note at the stand: a person of the register. Refuses whoever is there already. */
export async function addParticipant(ask: PurposeAsk, event: Event, person: Id): Promise<void> {
  const { notice } = await scopeFor(ask)
  const { rowCount } = await ask.reader.query(
    'select from register.participation t where t.person_id = $1 and t.event = $2 and t.kind = $3',
    [person, event.name, event.kind],
  )
  if (rowCount !== 0) throw new Refused('events.is-there', 'conflict')
  const values = {
    kind: event.kind,
    event: event.name,
    entered: ask.clock.now().toISOString(),
    result: attendedWords(notice),
  }
  await ask.reader.query('select register.write_participation($1, $2, $3, $4, null, $5, null)', [
    ask.token,
    event.source,
    event.name,
    person,
    values,
  ])
}
