/** Documents of a contract lie encrypted in the home, every version; none is opened by the program, and none outlives its contract. */

import { createHash } from 'node:crypto'
import type { Pool } from 'pg'
import { Refused } from '../base/errors.ts'
import { type Id, newId } from '../base/ids.ts'
import { readWhole, removeOthers, writeWhole } from '../files/sealed-folder.ts'
import type { PurposeAsk } from '../http/ask.ts'
import { maskIdentityCodes } from '../register/hetu.ts'
import { readLine } from '../register/plain-text.ts'
import type { documentKinds } from './agreement-answers.ts'
import { documentLimits, documentType } from './document-type.ts'
import { readAgreement } from './found.ts'

/** Named after the table that tells of them (rights.files_of). */
const folder = 'documents'

/**
 * Keeps a document of the contract and answers its id. Refuses what is empty or of no known type (`agreements.unknown-type`), what the
 * contract has already, and more than a contract may have.
 */
export async function addDocument(
  ask: PurposeAsk,
  agreement: Id,
  kind: (typeof documentKinds)[number],
  file: { readonly name: string; readonly content: AsyncIterable<Uint8Array> },
): Promise<Id> {
  const bytes = await gather(file.content)
  const type = documentType(bytes)
  if (type === undefined) throw new Refused('agreements.unknown-type', 'invalid', {}, { field: 'file' })
  const id = newId()
  const name = maskIdentityCodes(readLine(file.name)).text.slice(0, 200) || 'sopimus'
  await ask.reader.query('select agreements.add_document($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)', [
    ask.token,
    agreement,
    id,
    kind,
    name,
    type,
    bytes.length,
    createHash('sha256').update(bytes).digest(),
    documentLimits.count,
    ask.clock.now(),
  ])
  await writeWhole({ home: ask.program.home, folder, id }, bytes)
  await ask.reader.query('select agreements.note_kept($1, $2, $3)', [ask.token, agreement, id])
  return id
}

async function gather(content: AsyncIterable<Uint8Array>): Promise<Buffer> {
  const pieces: Uint8Array[] = []
  let bytes = 0
  for await (const piece of content) {
    bytes += piece.length
    if (bytes > documentLimits.bytes)
      throw new Refused('http.body-too-large', 'invalid', { limit: documentLimits.bytes })
    pieces.push(piece)
  }
  return Buffer.concat(pieces)
}

/** What was kept, for whoever sees the contract. */
export async function openDocument(
  ask: PurposeAsk,
  agreement: Id,
  id: Id,
): Promise<{ readonly person: Id; readonly name: string; readonly type: string; readonly bytes: Buffer }> {
  const { person, documents } = await readAgreement(ask, agreement)
  const found = documents.find(one => one.id === id)
  if (!found) throw new Refused('agreements.no-document', 'absent')
  const bytes = await readWhole({ home: ask.program.home, folder, id })
  return { person: person.id, name: found.name, type: found.type, bytes }
}

/** It is gone with its file: the job that removes files is in the queue when this returns. */
export const removeDocument = (ask: PurposeAsk, agreement: Id, id: Id): Promise<unknown> =>
  ask.reader.query('select agreements.remove_document($1, $2, $3)', [ask.token, agreement, id])

/** Removes files that no row tells of. */
export async function clearDocuments(app: Pool, home: string): Promise<void> {
  await removeOthers(
    home,
    folder,
    async () => (await app.query<{ id: Id }>('select * from agreements.documents() as id')).rows,
  )
}
