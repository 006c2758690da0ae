/** A backup's file is there whole or not at all, and is read only as it was written; what is wrong with one is told by name. */

import { readdirSync, rmSync } from 'node:fs'
import { open, rm } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { Refused } from '../base/errors.ts'
import {
  type Closer,
  codeOf,
  giveName,
  isFull,
  type Opener,
  readEncrypted,
  whyUnreadable,
  writeEncrypted,
} from '../files/encrypted.ts'
import { isAlive } from '../files/process.ts'

/** Writes what `content` gives and returns how many bytes the file has; until it is on the disk the path is what it was. */
export async function writeWhole(path: string, closer: Closer, content: AsyncIterable<Uint8Array>): Promise<number> {
  removeUnfinished(path)
  const unfinished = `${path}.part-${process.pid}`
  const file = await open(unfinished, 'wx', 0o600).catch(fault => {
    throw new Refused('backup.not-writable', 'invalid', { file: path, reason: codeOf(fault) })
  })
  try {
    const bytes = await writeEncrypted(file, closer, content)
    await file.close()
    await giveName(unfinished, path)
    return bytes
  } catch (fault) {
    await file.close().catch(() => {})
    await rm(unfinished, { force: true })
    throw isFull(fault) ? new Refused('backup.no-room', 'unavailable', { file: path }) : fault
  }
}

/** What a kill has left beside the path. */
function removeUnfinished(path: string): void {
  const [folder, name] = [dirname(path), `${basename(path)}.part-`]
  const found = (): readonly string[] => {
    try {
      return readdirSync(folder)
    } catch {
      return [] // the folder is not there, which opening the file tells
    }
  }
  for (const file of found())
    if (file.startsWith(name) && !isAlive(Number(file.slice(name.length)))) rmSync(join(folder, file))
}

/** What was written, in pieces of any size. Refuses a file that cannot be opened with these keys, or is not as it was written. */
export async function* readWhole(path: string, opener: Opener): AsyncGenerator<Buffer> {
  await refuseIfNoBackup(path)
  try {
    yield* readEncrypted(path, opener)
  } catch (fault) {
    if (fault instanceof Refused) throw fault
    const isOther = whyUnreadable(fault) === 'wrong-key'
    throw new Refused(isOther ? 'backup.wrong-key' : 'backup.damaged', 'invalid', { file: path })
  }
}

const mark = 'age-encryption.org/v1\n'

async function refuseIfNoBackup(path: string): Promise<void> {
  const file = await open(path).catch(() => {
    throw new Refused('backup.no-file', 'absent', { file: path })
  })
  try {
    const { buffer } = await file.read(Buffer.alloc(mark.length), 0, mark.length, 0)
    if (buffer.toString('latin1') !== mark) throw new Refused('backup.not-a-backup', 'invalid', { file: path })
  } finally {
    await file.close()
  }
}
