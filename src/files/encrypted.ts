/** One form for every encrypted file: zstd inside age, whole on the disk or not there, and read only as it was written. */

import { createReadStream } from 'node:fs'
import { type FileHandle, open, rename } from 'node:fs/promises'
import { dirname } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import type { ReadableStream } from 'node:stream/web'
import { createZstdCompress, createZstdDecompress } from 'node:zlib'
import { Decrypter, Encrypter } from 'age-encryption'

/** What a file is opened with, or closed with: keys of age, or a passphrase. */
export type Opener = { readonly keys: readonly string[] } | { readonly passphrase: string }
export type Closer = { readonly recipient: string } | { readonly passphrase: string }

/** Writes `content` to an empty file and syncs it; returns how many bytes it then has. The caller closes it. */
export async function writeEncrypted(
  file: FileHandle,
  closer: Closer,
  content: AsyncIterable<Uint8Array>,
): Promise<number> {
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
  return bytes
}

/** Gives a file that is whole its name, and its name to the disk. */
export async function giveName(unnamed: string, path: string): Promise<void> {
  await rename(unnamed, path)
  await syncFolder(dirname(path))
}

/** What was made, renamed or removed in a folder is on the disk only when the folder is. */
export async function syncFolder(path: string): Promise<void> {
  const folder = await open(path)
  await folder.sync().finally(() => folder.close())
}

/** What was written, in pieces of any size. Fails with what the disk, age or zstd say; `whyUnreadable` tells them apart. */
export async function* readEncrypted(path: string, opener: Opener): AsyncGenerator<Buffer> {
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
  } finally {
    file.destroy()
    whole.destroy()
  }
}

/** Of what `readEncrypted` failed with. */
export const whyUnreadable = (fault: unknown): 'absent' | 'wrong-key' | 'damaged' => {
  if (codeOf(fault) === 'ENOENT') return 'absent'
  return fault instanceof Error && /no identity matched/.test(fault.message) ? 'wrong-key' : 'damaged'
}

export const codeOf = (fault: unknown): string => (fault instanceof Error && 'code' in fault ? String(fault.code) : '')
export const isFull = (fault: unknown): boolean => ['ENOSPC', 'EDQUOT'].includes(codeOf(fault))
