/** A backup's file is there whole or not at all, and is read only as it was written: encrypted and authenticated by age, squeezed by zstd. */

import { createReadStream, readdirSync, rmSync } from 'node:fs'
import { open, rename, rm } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import type { ReadableStream } from 'node:stream/web'
import { createZstdCompress, createZstdDecompress } from 'node:zlib'
import { Decrypter, Encrypter } from 'age-encryption'
import { Refused } from '../base/errors.ts'
import type { Closer, Opener } from './backup-key.ts'

/** Writes what `content` gives and returns how many bytes the file has; until it is on the disk the path is what it was. */
export async function writeSealed(path: string, closer: Closer, content: AsyncIterable<Uint8Array>): Promise<number> {
  removeUnfinished(path)
  const unfinished = `${path}.part-${process.pid}`
  const file = await open(unfinished, 'wx', 0o600).catch(fault => {
    throw new Refused('backup.not-writable', 'invalid', { file: path, reason: codeOf(fault) })
  })
  try {
    const encrypter = new Encrypter()
    if ('recipient' in closer) encrypter.addRecipient(closer.recipient)
    else encrypter.setPassphrase(closer.passphrase)
    const squeezed = createZstdCompress()
    const sealed = await encrypter.encrypt(Readable.toWeb(squeezed) as globalThis.ReadableStream<Uint8Array>)
    let bytes = 0
    const writing = async (): Promise<void> => {
      for await (const piece of sealed as unknown as AsyncIterable<Uint8Array>)
        bytes += (await file.write(piece)).bytesWritten
    }
    // The first of them that fails is the one to tell: the other one fails because of it.
    await Promise.all([pipeline(Readable.from(content), squeezed), writing()])
    await file.sync()
    await file.close()
    await rename(unfinished, path)
    const folder = await open(dirname(path))
    await folder.sync().finally(() => folder.close())
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

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (fault) {
    return codeOf(fault) === 'EPERM'
  }
}

/** What was written, in pieces of any size. Refuses a file that cannot be opened with these keys, or is not as it was written. */
export async function* readSealed(path: string, opener: Opener): AsyncGenerator<Buffer> {
  await refuseIfNoBackup(path)
  const decrypter = new Decrypter()
  if ('passphrase' in opener) decrypter.addPassphrase(opener.passphrase)
  else for (const key of opener.keys) decrypter.addIdentity(key)
  const file = createReadStream(path, { highWaterMark: 1 << 18 })
  const whole = createZstdDecompress()
  try {
    const opened = await decrypter.decrypt(Readable.toWeb(file) as globalThis.ReadableStream<Uint8Array>)
    const reading = pipeline(Readable.fromWeb(opened as ReadableStream<Uint8Array>), whole)
    reading.catch(() => {}) // told by `whole`
    yield* whole
    await reading
  } catch (fault) {
    throw refusalOf(fault, path)
  } finally {
    file.destroy()
    whole.destroy()
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

function refusalOf(fault: unknown, path: string): unknown {
  if (fault instanceof Refused) return fault
  const isOther = fault instanceof Error && /no identity matched/.test(fault.message)
  return new Refused(isOther ? 'backup.wrong-key' : 'backup.damaged', 'invalid', { file: path })
}

const codeOf = (fault: unknown): string => (fault instanceof Error && 'code' in fault ? String(fault.code) : '')
const isFull = (fault: unknown): boolean => ['ENOSPC', 'EDQUOT'].includes(codeOf(fault))
