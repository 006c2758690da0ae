/** The bytes of an upload lie in the home, readable by nobody else, from its arrival until it is written or given up; its hash stays. */

import { createHash } from 'node:crypto'
import { mkdir, open, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { Refused } from '../base/errors.ts'
import type { Id } from '../base/ids.ts'
import { headBytes } from './inspect.ts'
import { type Scan, startScan } from './scan.ts'

export interface Received {
  readonly sha256: string
  readonly scan: Scan
}

const folderOf = (home: string) => join(home, 'uploads')
const pathOf = (home: string, id: Id) => join(folderOf(home), id)

/** Keeps the stream as the file of this import. What is refused on the way (`import.too-large`) leaves nothing behind. */
export async function keepFile(home: string, id: Id, stream: AsyncIterable<Uint8Array>): Promise<Received> {
  await mkdir(folderOf(home), { recursive: true, mode: 0o700 })
  const file = await open(pathOf(home, id), 'wx', 0o600)
  try {
    const hash = createHash('sha256')
    const scan = startScan()
    for await (const chunk of stream) {
      scan.push(chunk)
      hash.update(chunk)
      await file.write(chunk)
    }
    await file.sync()
    return { sha256: hash.digest('hex'), scan: scan.end() }
  } catch (error) {
    await rm(pathOf(home, id), { force: true })
    throw error
  } finally {
    await file.close()
  }
}

/** The file's first bytes; undefined when the file is gone. */
export async function readHead(home: string, id: Id): Promise<Uint8Array | undefined> {
  const file = await open(pathOf(home, id)).catch(absent)
  if (file === undefined) return undefined
  try {
    const head = Buffer.alloc(headBytes)
    const { bytesRead } = await file.read(head, 0, headBytes, 0)
    return head.subarray(0, bytesRead)
  } finally {
    await file.close()
  }
}

function absent(error: unknown): undefined {
  if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined
  throw error
}

/** The whole file in pieces. Refuses (`import.file-gone`) when it is not there any more. */
export async function* readFile(home: string, id: Id): AsyncGenerator<Uint8Array> {
  const file = await open(pathOf(home, id)).catch(absent)
  if (file === undefined) throw new Refused('import.file-gone', 'absent')
  yield* file.createReadStream({ highWaterMark: 256 * 1024 })
}

export const removeFile = (home: string, id: Id): Promise<void> => rm(pathOf(home, id), { force: true })
