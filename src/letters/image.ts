/** Pictures of letters: taken in by what their bytes say, and shown to anybody who has their address, without noting that they did. */

import { Refused } from '../base/errors.ts'
import { type Id, newId } from '../base/ids.ts'
import { type Picture, readPicture } from '../files/picture.ts'
import type { PurposeAsk } from '../http/ask.ts'
import type { Program } from '../http/program.ts'
import type { Content } from './content.ts'
import { imagesIn } from './said.ts'

/** In bytes. A letter with larger ones is slow to open where the connection is. */
export const pictureLimit = 2_000_000
const widest = 4000 // pixels

/** Takes a picture in. Refuses what is none (`letters.not-a-picture`) and what is too large (`letters.picture-too-large`). */
export async function addImage(
  ask: PurposeAsk,
  name: string,
  file: ReadableStream<Uint8Array>,
): Promise<Pick<Picture, 'width' | 'height'> & { readonly id: Id }> {
  const picture = readPicture(Buffer.from(await new Response(file).arrayBuffer()))
  if (!picture) throw new Refused('letters.not-a-picture', 'invalid')
  const { type, width, height, content } = picture
  if (width > widest || height > widest) throw new Refused('letters.picture-too-large', 'invalid', { widest })
  const id = newId()
  await ask.program.database.app.query(
    `insert into letters.image (id, purpose, name, type, width, height, content, made_at, made_by)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
    [id, ask.purpose, name, type, width, height, content, ask.clock.now(), ask.asker.actor],
  )
  return { id, width, height }
}

/** Undefined when there is no such picture. */
export async function findImage(
  { database }: Pick<Program, 'database'>,
  id: Id,
): Promise<Pick<Picture, 'type' | 'content'> | undefined> {
  const { rows } = await database.app.query<Pick<Picture, 'type' | 'content'>>(
    'select type, content from letters.image where id = $1',
    [id],
  )
  return rows[0]
}

/** Refuses a letter with a picture that is not its purpose's (`letters.image-absent`). */
export async function checkImages(ask: PurposeAsk, content: Content): Promise<void> {
  const images = imagesIn(content)
  if (images.length === 0) return
  const { rows } = await ask.program.database.app.query<{ id: Id }>(
    'select id from letters.image where id = any ($1::uuid[]) and purpose = $2',
    [images, ask.purpose],
  )
  const known = new Set(rows.map(({ id }) => id))
  if (images.some(id => !known.has(id.toLowerCase())))
    throw new Refused('letters.image-absent', 'invalid', {}, { field: 'content' })
}
