/** What a customer signed on paper lies encrypted in the home as it was scanned, is opened to whoever may see the agreement, and goes with it. */

import { createHash } from 'node:crypto'
import type { Pool } from 'pg'
import { documentType } from '../agreements/document-type.ts'
import { Refused } from '../base/errors.ts'
import { type Id, newId } from '../base/ids.ts'
import { readWhole, removeOthers, writeWhole } from '../files/sealed-folder.ts'
import type { PurposeAsk } from '../http/ask.ts'
import { maskIdentityCodes } from '../register/hetu.ts'
import { readLine } from '../register/plain-text.ts'
import { readPublication } from './publication.ts'

/** Named after the table that tells of them (rights.files_of). */
const folder = 'papers'
/** In bytes, and how many an agreement may have. */
export const paperLimits = { bytes: 20_000_000, count: 10 } as const
const taken = ['application/pdf', 'image/png', 'image/jpeg']

interface Kept {
  readonly id: Id
  readonly person: Id
}

/**
 * Keeps a page or a whole document of an agreement that was signed on paper. Refuses what is no PDF, PNG or JPEG (`publication.no-scan`), one that
 * was agreed to in another way (`publication.not-on-paper`), what it has already, and more than it may have.
 */
export async function addPaper(
  ask: PurposeAsk,
  agreement: Id,
  file: { readonly name: string; readonly content: AsyncIterable<Uint8Array> },
): Promise<Kept> {
  const pieces: Uint8Array[] = []
  let size = 0
  for await (const piece of file.content) {
    size += piece.length
    if (size > paperLimits.bytes) throw new Refused('http.body-too-large', 'invalid', { limit: paperLimits.bytes })
    pieces.push(piece)
  }
  const bytes = Buffer.concat(pieces)
  const type = documentType(bytes)
  if (type === undefined || !taken.includes(type))
    throw new Refused('publication.no-scan', 'invalid', {}, { field: 'file' })
  const id = newId()
  const { rows } = await ask.reader.query<{ person: Id }>(
    'select publication.add_paper($1, $2, $3, $4, $5, $6, $7, $8, $9) as person',
    [
      ...[ask.token, agreement, id, maskIdentityCodes(readLine(file.name)).text.slice(0, 200) || 'suostumus', type],
      ...[bytes.length, createHash('sha256').update(bytes).digest(), paperLimits.count, ask.clock.now()],
    ],
  )
  await writeWhole({ home: ask.program.home, folder, id }, bytes)
  await ask.reader.query('select publication.note_paper($1, $2)', [ask.token, id])
  return { id, person: rows[0]?.person ?? '' }
}

/** What was kept, for whoever sees the agreement. */
export async function openPaper(
  ask: PurposeAsk,
  agreement: Id,
  id: Id,
): Promise<{ readonly person: Id; readonly name: string; readonly type: string; readonly bytes: Buffer }> {
  const { person, papers } = await readPublication(ask, agreement)
  const found = papers.find(one => one.id === id)
  if (!found) throw new Refused('publication.no-paper', 'absent')
  const bytes = await readWhole({ home: ask.program.home, folder, id })
  return { person: person.id, name: found.name, type: found.type, bytes }
}

/** It is gone with its file: the job that removes files is in the queue when this returns. Answers whose it was. */
export async function removePaper(ask: PurposeAsk, agreement: Id, id: Id): Promise<Id> {
  const { rows } = await ask.reader.query<{ person: Id }>('select publication.remove_paper($1, $2, $3) as person', [
    ...[ask.token, agreement, id],
  ])
  return rows[0]?.person ?? ''
}

/** Removes files that no row tells of. */
export async function clearPapers(app: Pool, home: string): Promise<void> {
  await removeOthers(
    home,
    folder,
    async () => (await app.query<{ id: Id }>('select * from publication.papers() as id')).rows,
  )
}
