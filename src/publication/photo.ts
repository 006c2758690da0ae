/** The photo of an agreement lies encrypted in the home, is told by its bytes, and is opened to nobody but who may see the agreement or, while it is shown, to anybody. */

import { createHash } from 'node:crypto'
import type { Pool } from 'pg'
import { Refused } from '../base/errors.ts'
import { type Id, newId } from '../base/ids.ts'
import { readPicture } from '../files/picture.ts'
import { readWhole, removeOthers, writeWhole } from '../files/sealed-folder.ts'
import type { PurposeAsk } from '../http/ask.ts'
import { maskIdentityCodes } from '../register/hetu.ts'
import { readLine } from '../register/plain-text.ts'

/** Named after the table that tells of them (rights.files_of). */
const folder = 'photos'
/** In bytes. */
export const largestPhoto = 5_000_000

/** In the place of an earlier one, before the agreement was sent. Refuses (`publication.no-photo`) what is neither PNG nor JPEG. Place, time and camera are cut out of it: it will be shown to anybody. */
export async function addPhoto(
  ask: PurposeAsk,
  agreement: Id,
  file: { readonly name: string; readonly content: AsyncIterable<Uint8Array> },
): Promise<Id> {
  const pieces: Uint8Array[] = []
  let size = 0
  for await (const piece of file.content) {
    size += piece.length
    if (size > largestPhoto) throw new Refused('http.body-too-large', 'invalid', { limit: largestPhoto })
    pieces.push(piece)
  }
  const picture = readPicture(Buffer.concat(pieces))
  if (picture?.type !== 'image/png' && picture?.type !== 'image/jpeg')
    throw new Refused('publication.no-photo', 'invalid', {}, { field: 'file' })
  const { type, content: bytes } = picture
  const id = newId()
  const { rows } = await ask.reader.query<{ person: Id }>(
    'select publication.add_photo($1, $2, $3, $4, $5, $6, $7) as person',
    [
      ...[ask.token, agreement, id, maskIdentityCodes(readLine(file.name)).text.slice(0, 200) || 'kuva', type],
      bytes.length,
      createHash('sha256').update(bytes).digest(),
    ],
  )
  await writeWhole({ home: ask.program.home, folder, id }, bytes)
  await ask.reader.query('select publication.note_kept($1, $2)', [ask.token, id])
  return rows[0]?.person ?? ''
}

export const readPhoto = (home: string, id: Id): Promise<Buffer> => readWhole({ home, folder, id })

/** Removes files that no row tells of. */
export async function clearPhotos(app: Pool, home: string): Promise<void> {
  await removeOthers(
    home,
    folder,
    async () => (await app.query<{ id: Id }>('select * from publication.photos() as id')).rows,
  )
}
