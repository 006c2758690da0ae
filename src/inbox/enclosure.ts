/** What is sent along with an answer lies encrypted in the home, goes with its person, and without an answer goes in a day. */

import type { Pool } from 'pg'
import { Refused } from '../base/errors.ts'
import { type Id, newId } from '../base/ids.ts'
import type { Place } from '../files/sealed-file.ts'
import { readWhole, removeOthers, writeWhole } from '../files/sealed-folder.ts'
import type { PurposeAsk } from '../http/ask.ts'
import { masked } from '../mailbox/letter-adapter.ts'
import { readLine } from '../register/plain-text.ts'
import type { Found } from './conversations.ts'

/** Mail servers take some 10 MB, and what is sent is a third longer than what it is. */
export const enclosureLimits = { bytes: 7_000_000, count: 5 } as const

/** Named after the table that tells of them (rights.files_of). */
const folder = 'enclosures'
export const enclosureAt = (home: string, id: Id): Place => ({ home, folder, id })

/** What nobody should send, as nobody should open it: programs, by the ends of their names. */
const programs = /\.(?:exe|com|bat|cmd|scr|pif|msi|ps1|vbs|js|jse|wsf|hta|lnk|jar|apk|iso|img)$/i
const typeOf: Readonly<Record<string, string>> = {
  pdf: 'application/pdf',
  txt: 'text/plain',
  csv: 'text/csv',
  png: 'image/png',
  jpg: 'image/jpeg',
  jpeg: 'image/jpeg',
  docx: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
}

/** Keeps a file for the next answer. Refuses a program (`inbox.program`), an empty file, and more than an e-mail can carry. */
export async function addEnclosure(
  ask: PurposeAsk,
  { id: conversation }: Found,
  { name, content }: { readonly name: string; readonly content: AsyncIterable<Uint8Array> },
): Promise<Id> {
  const pieces: Uint8Array[] = []
  for await (const piece of content) pieces.push(piece)
  const bytes = Buffer.concat(pieces)
  const shown = masked(readLine(name).split(/[\\/]/).at(-1) ?? '', 200)
  if (bytes.length === 0 || shown === '') throw new Refused('inbox.empty-file', 'invalid', {}, { field: 'file' })
  if (programs.test(shown)) throw new Refused('inbox.program', 'invalid', {}, { field: 'file' })
  const id = newId()
  await ask.reader.query('select inbox.add_enclosure($1, $2, $3, $4, $5, $6, $7, $8)', [
    ask.token,
    conversation,
    id,
    shown,
    typeOf[shown.split('.').at(-1)?.toLowerCase() ?? ''] ?? 'application/octet-stream',
    bytes.length,
    enclosureLimits.count,
    ask.clock.now(),
  ])
  await writeWhole(enclosureAt(ask.program.home, id), bytes)
  await ask.reader.query('select inbox.note_kept($1, $2)', [ask.token, id])
  return id
}

interface Enclosure {
  readonly id: Id
  readonly name: string
  readonly type: string
  readonly bytes: number
  readonly sent: boolean
}

export async function enclosuresOf(ask: PurposeAsk, conversation: Id): Promise<readonly Enclosure[]> {
  const { rows } = await ask.reader.query<Enclosure>('select * from inbox.enclosures_of($1, $2)', [
    ask.token,
    conversation,
  ])
  return rows
}

/** What was kept, for whoever sees the conversation. */
export async function openEnclosure(ask: PurposeAsk, { id: conversation }: Found, id: Id) {
  const found = (await enclosuresOf(ask, conversation)).find(one => one.id === id)
  if (!found) throw new Refused('inbox.no-file', 'absent')
  return { name: found.name, type: found.type, bytes: await readWhole(enclosureAt(ask.program.home, id)) }
}

/** It is gone with its file: the job that removes files is in the queue when this returns. */
export const dropEnclosure = (ask: PurposeAsk, { id: conversation }: Found, id: Id): Promise<unknown> =>
  ask.reader.query('select inbox.drop_enclosure($1, $2, $3)', [ask.token, conversation, id])

/** Removes files that no row tells of. */
export async function clearEnclosures(app: Pool, home: string, now: Date): Promise<void> {
  await removeOthers(
    home,
    folder,
    async () => (await app.query<{ id: Id }>('select * from inbox.tidy($1) as id', [now])).rows,
  )
}
