/** Small files of the home are written and read whole, and whatever in their folder no row tells of is removed. */

import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { type Id, isId } from '../base/ids.ts'
import { filesFolder, type Place, readSealed, removeSealed, writeSealed } from './sealed-file.ts'

export const writeWhole = (place: Place, content: Uint8Array): Promise<number> =>
  writeSealed(
    place,
    (async function* () {
      yield content
    })(),
  )

/** Refuses (`files.gone`) when it is not there any more. */
export async function readWhole(place: Place): Promise<Buffer> {
  const pieces: Buffer[] = []
  for await (const piece of readSealed(place)) pieces.push(piece)
  return Buffer.concat(pieces)
}

/** Removes every file of the folder that is not among `wanted`, which is asked once the files are known: whoever writes one has said so before. */
export async function removeOthers(
  home: string,
  folder: string,
  wanted: () => Promise<readonly { readonly id: Id }[]>,
): Promise<void> {
  const names = await readdir(join(filesFolder(home), folder)).catch((): string[] => []) // there never was any
  const ids = new Set(names.map(name => name.split('.')[0] ?? ''))
  const kept = new Set((await wanted()).map(({ id }) => id))
  for (const id of ids) if (isId(id) && !kept.has(id)) await removeSealed({ home, folder, id })
}
