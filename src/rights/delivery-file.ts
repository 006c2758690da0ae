/** The files of a package lie in the home as one, encrypted under its key, and nowhere else. */

import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import { type ExportFile, fileIn } from '../accountability/export-file.ts'
import { type Id, isId } from '../base/ids.ts'
import { filesFolder, type Place, readSealed, removeSealed, writeSealed } from '../files/sealed-file.ts'
import type { Notice } from '../notice/notice.ts'
import type { AccessPackage } from './access-package.ts'
import { delivered, type Format } from './delivery.ts'
import { packageExport } from './package-file.ts'

const folder = 'packages'
const placeOf = (home: string, id: Id): Place => ({ home, folder, id })

const kept = z.partialRecord(z.enum(delivered), z.object({ name: z.string(), type: z.string(), bytes: z.base64() }))

/** Writes the copy in each form. */
export async function keepPackage(home: string, id: Id, copy: AccessPackage, notice: Notice): Promise<void> {
  const exported = packageExport(copy, notice)
  const files: z.infer<typeof kept> = {}
  for (const format of delivered) {
    const { name, type, bytes } = await fileIn(format, exported)
    files[format] = { name, type, bytes: bytes.toString('base64') }
  }
  await writeSealed(
    placeOf(home, id),
    (async function* () {
      yield Buffer.from(JSON.stringify(files))
    })(),
  )
}

/** Refuses (`files.gone`) when it is not there any more. */
export async function readPackage(home: string, id: Id, format: Format): Promise<ExportFile | undefined> {
  const pieces: Buffer[] = []
  for await (const piece of readSealed(placeOf(home, id))) pieces.push(piece)
  const file = kept.parse(JSON.parse(Buffer.concat(pieces).toString()))[format]
  return file && { ...file, bytes: Buffer.from(file.bytes, 'base64') }
}

/** Removes every package that is not among `open`. */
export async function removePackages(home: string, open: ReadonlySet<Id>): Promise<void> {
  const names = await readdir(join(filesFolder(home), folder)).catch((): string[] => []) // none was ever made
  const ids = new Set(names.map(name => name.split('.')[0] ?? ''))
  for (const id of ids) if (isId(id) && !open.has(id)) await removeSealed(placeOf(home, id))
}
