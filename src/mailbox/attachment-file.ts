/** What came with a letter lies encrypted in the home, never opened by the program, and goes when its letter does. */

import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { type Id, isId } from '../base/ids.ts'
import { filesFolder, type Place, readSealed, removeSealed, writeSealed } from '../files/sealed-file.ts'

const folder = 'attachments'
const placeOf = (home: string, id: Id): Place => ({ home, folder, id })

export const keepAttachment = (home: string, id: Id, content: Uint8Array): Promise<number> =>
  writeSealed(
    placeOf(home, id),
    (async function* () {
      yield content
    })(),
  )

/** Refuses (`files.gone`) when it is not there any more. */
export async function readAttachment(home: string, id: Id): Promise<Buffer> {
  const pieces: Buffer[] = []
  for await (const piece of readSealed(placeOf(home, id))) pieces.push(piece)
  return Buffer.concat(pieces)
}

/** Removes every file that is not among `wanted`. */
export async function removeAttachments(home: string, wanted: ReadonlySet<Id>): Promise<void> {
  const names = await readdir(join(filesFolder(home), folder)).catch((): string[] => []) // there never was any
  const ids = new Set(names.map(name => name.split('.')[0] ?? ''))
  for (const id of ids) if (isId(id) && !wanted.has(id)) await removeSealed(placeOf(home, id))
}
