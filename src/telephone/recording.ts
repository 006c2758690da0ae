/** Recordings of calls lie encrypted in the home, only where the notice names them, and go with their call or sooner. */

import { buffer } from 'node:stream/consumers'
import type { Pool } from 'pg'
import { Refused } from '../base/errors.ts'
import { type Id, newId } from '../base/ids.ts'
import { readWhole, removeOthers, writeWhole } from '../files/sealed-folder.ts'
import type { PurposeAsk } from '../http/ask.ts'
import { maskIdentityCodes } from '../register/hetu.ts'
import { readLine } from '../register/plain-text.ts'
import { recordingType } from './recording-type.ts'

/** Named after the table that tells of them (rights.files_of). */
const folder = 'recordings'
export const recordingLimits = { bytes: 20_000_000, ofCall: 5 } as const

export interface Recording {
  readonly id: Id
  readonly event_id: Id
  readonly name: string
  readonly type: string
  readonly bytes: number
  readonly at: Date
  readonly by: string
  /** By the notice, as the call, or sooner where its connection says so; null while its end is not known. */
  readonly kept_until: string | null
}

/**
 * Keeps a recording of a call and answers its id. Refuses (`telephone.not-declared`) where the notice does not give the purpose recordings
 * of calls, (`telephone.no-sound`) what is no sound, and more than a call may have.
 */
export async function addRecording(
  ask: PurposeAsk,
  person: Id,
  call: Id,
  file: { readonly name: string; readonly content: AsyncIterable<Uint8Array> },
): Promise<Id> {
  const bytes = await buffer(file.content)
  const id = newId()
  const { reader, token, program, clock } = ask
  await keepRecording({ reader, token, home: program.home, at: clock.now() }, person, call, {
    id,
    name: file.name,
    bytes,
  })
  return id
}

export interface Keeping {
  readonly reader: Pick<Pool, 'query'>
  readonly token: string
  readonly home: string
  readonly at: Date
  /** That fetched it. */
  readonly connection?: Id
}

/** The row, the file, and that it is there; done again with the same id it is the same recording. */
export async function keepRecording(
  { reader, token, home, at, connection }: Keeping,
  person: Id,
  call: Id,
  { id, name, bytes }: { readonly id: Id; readonly name: string; readonly bytes: Buffer },
): Promise<void> {
  const type = recordingType(bytes)
  if (type === undefined) throw new Refused('telephone.no-sound', 'invalid', {}, { field: 'file' })
  const called = maskIdentityCodes(readLine(name)).text.slice(0, 200) || 'puhelu'
  await reader.query('select telephone.add_recording($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)', [
    ...[token, person, call, id, called, type, bytes.length, recordingLimits.ofCall, connection ?? null, at],
  ])
  await writeWhole({ home, folder, id }, bytes)
  await reader.query('select telephone.note_kept($1, $2, $3)', [token, person, id])
}

export async function recordingsOf(
  { reader, token }: Pick<PurposeAsk, 'reader' | 'token'>,
  person: Id,
): Promise<readonly Recording[]> {
  const { rows } = await reader.query<Recording>(
    `select r.id, r.event_id, r.name, r.type, r.bytes, r.at, r.by, least(k.until, r.last_day)::text as kept_until from telephone.recordings_of($1, $2) r
     left join register.kept_until($1, $2) k on k.category = 'service-events' and k.row_id = r.event_id order by r.id desc`,
    [token, person],
  )
  return rows
}

/** Refuses (`telephone.no-recording`) what the purpose does not see. */
export async function openRecording(
  ask: PurposeAsk,
  person: Id,
  id: Id,
): Promise<Recording & { readonly sound: Buffer }> {
  const found = (await recordingsOf(ask, person)).find(one => one.id === id)
  if (!found) throw new Refused('telephone.no-recording', 'absent')
  return { ...found, sound: await readWhole({ home: ask.program.home, folder, id }) }
}

/** It is gone with its file: the job that removes files is in the queue when this returns. */
export const removeRecording = (ask: PurposeAsk, person: Id, id: Id): Promise<unknown> =>
  ask.reader.query('select telephone.remove_recording($1, $2, $3)', [ask.token, person, id])

/** Removes what has no call any more or is kept no longer, and files that no row tells of. */
export async function clearRecordings(app: Pool, home: string, now: Date): Promise<void> {
  await removeOthers(
    home,
    folder,
    async () => (await app.query<{ id: Id }>('select * from telephone.tidy($1) as id', [now])).rows,
  )
}
