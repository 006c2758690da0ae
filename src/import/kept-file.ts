/** The bytes of an upload lie encrypted in the home from its arrival until it is written or given up; its hash stays. */

import { createHash } from 'node:crypto'
import { Refused } from '../base/errors.ts'
import type { Id } from '../base/ids.ts'
import { type Place, readSealed, removeSealed, writeSealed } from '../files/sealed-file.ts'
import { headBytes } from './inspect.ts'
import type { FileKind } from './kind.ts'
import { type Outline, outlineOf } from './outline.ts'
import { type Scan, startScan } from './scan.ts'

export interface Received {
  readonly sha256: string
  readonly scan: Scan & Outline
}

const placeOf = (home: string, id: Id): Place => ({ home, folder: 'uploads', id })

/** Keeps the stream as the file of this import. What is refused on the way (`import.too-large`) leaves nothing behind. */
export async function keepFile(home: string, id: Id, stream: AsyncIterable<Uint8Array>): Promise<Received> {
  const hash = createHash('sha256')
  const scanner = startScan()
  let scan: Scan | undefined
  const scanned = async function* (): AsyncGenerator<Uint8Array> {
    for await (const chunk of stream) {
      scanner.push(chunk)
      hash.update(chunk)
      yield chunk
    }
    scan = scanner.end()
  }
  await writeSealed(placeOf(home, id), scanned())
  if (scan === undefined) throw new Error('a file was kept that was not read to its end')
  try {
    const outline = await outlineOf(scan.kind, () => readFile(home, id))
    return { sha256: hash.digest('hex'), scan: { ...scan, ...outline } }
  } catch (fault) {
    await removeFile(home, id)
    throw fault
  }
}

/** The file's first bytes, of a workbook all of them: its contents stand at its end. Refuses (`import.file-gone`) when it is not there any more. */
export async function readHead(home: string, id: Id, kind: FileKind): Promise<Uint8Array> {
  const most = kind === 'workbook' ? Number.POSITIVE_INFINITY : headBytes
  const pieces: Uint8Array[] = []
  let bytes = 0
  for await (const piece of readFile(home, id)) {
    pieces.push(piece)
    bytes += piece.length
    if (bytes >= most) break
  }
  return Buffer.concat(pieces).subarray(0, most)
}

/** The whole file in pieces. Refuses (`import.file-gone`) when it is not there any more. */
export async function* readFile(home: string, id: Id): AsyncGenerator<Uint8Array> {
  try {
    yield* readSealed(placeOf(home, id))
  } catch (fault) {
    const isGone = fault instanceof Refused && fault.key === 'files.gone'
    throw isGone ? new Refused('import.file-gone', 'absent') : fault
  }
}

export const removeFile = (home: string, id: Id): Promise<void> => removeSealed(placeOf(home, id))
