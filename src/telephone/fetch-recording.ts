/** The recording that a telephone system tells of is fetched once, where the notice names recordings and its caller was told, and then removed there. */

import { unsealDelivery, unsealSecret } from '../arrivals/sealed.ts'
import { Refused } from '../base/errors.ts'
import { type Id, newId } from '../base/ids.ts'
import { refusalFrom } from '../database/refusal.ts'
import type { Program } from '../http/program.ts'
import { fetchBytes, removeThere } from '../social/fetch-there.ts'
import { keepRecording, recordingLimits } from './recording.ts'
import { recordingIn } from './twilio-voice.ts'

const patience = 60_000 // milliseconds, for 20 MB

interface Told {
  readonly connection: Id
  readonly purpose: string
  readonly settings: unknown
  readonly secret: Buffer
  readonly sealed: Buffer | null
}

/**
 * Fetches and keeps it. What cannot be had now fails, and the queue tries it again, later and later; what is no sound, or one too many,
 * is left where it is. May be done again without harm.
 */
export async function fetchRecording(
  { clock, database, home, sign }: Pick<Program, 'clock' | 'database' | 'home' | 'sign'>,
  arrival: Id,
): Promise<void> {
  const { rows } = await database.app.query<Told>(
    `select c.id as connection, c.purpose, c.settings, c.secret, a.sealed
     from arrivals.arrival a join arrivals.connection c on c.id = a.connection_id where a.id = $1`,
    [arrival],
  )
  const [told] = rows
  if (!told?.sealed) return // past its date, or its person has left
  const recording = recordingIn(unsealDelivery(home, arrival, told.sealed), told.settings)
  if (!recording) return
  const reader = database.purpose(told.purpose)
  const token = () => sign({ actor: `connection:${told.connection}`, purpose: told.purpose, request: newId() })
  const { rows: calls } = await reader.query<{ person_id: Id; event_id: Id; kept: boolean }>(
    'select person_id, event_id, kept from telephone.call_to_fetch($1, $2)',
    [token(), arrival],
  )
  const [call] = calls
  if (!call) return
  const password = unsealSecret(home, told.connection, told.secret)
  const authorization = `Basic ${Buffer.from(`${recording.user}:${password}`).toString('base64')}`
  if (!call.kept) {
    const bytes = await fetchBytes(recording.sound, { authorization }, { most: recordingLimits.bytes, patience })
    try {
      const keeping = { reader, token: token(), home, at: clock.now(), connection: told.connection }
      const file = { id: arrival, name: 'puhelu.mp3', bytes: Buffer.from(bytes) }
      await keepRecording(keeping, call.person_id, call.event_id, file)
    } catch (fault) {
      if (!(refusalFrom(fault) instanceof Refused)) throw fault
      return // no sound, or one too many: it is not here, so it stays there
    }
  }
  if (recording.removes) await removeThere(recording.removes, { authorization })
}
