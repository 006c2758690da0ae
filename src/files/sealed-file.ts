/** What the home holds of persons outside the database is encrypted from its first byte, each file under a key that its name tells. */

import { createHash } from 'node:crypto'
import { constants } from 'node:fs'
import { access, mkdir, open, rm, unlink } from 'node:fs/promises'
import { join } from 'node:path'
import { generateX25519Identity, identityToRecipient } from 'age-encryption'
import { Refused } from '../base/errors.ts'
import type { Id } from '../base/ids.ts'
import { systemClock } from '../base/time.ts'
import { codeOf, giveName, isFull, readEncrypted, syncFolder, whyUnreadable, writeEncrypted } from './encrypted.ts'
import { beginWith, keysIn } from './key-file.ts'

/** One file: `folder` is the plural of what lies in it (`uploads`, `packages`), `id` the row's that tells of it. */
export interface Place {
  /** SELOSTE_HOME. */
  readonly home: string
  readonly folder: string
  readonly id: Id
}

/**
 * Keeps `content`, in pieces of any size, and returns how many bytes it had. When it returns, the file is whole and on the disk; when it
 * fails, by what `content` threw or `files.no-room`, there is none. The same id may be written again by a job that begins again.
 */
export async function writeSealed(place: Place, content: AsyncIterable<Uint8Array>): Promise<number> {
  const folder = folderOf(place)
  await mkdir(folder, { recursive: true, mode: 0o700 })
  const { key, unfinished, file } = await begin(place)
  let bytes = 0
  const counted = async function* (): AsyncGenerator<Uint8Array> {
    for await (const piece of content) {
      bytes += piece.length
      yield piece
    }
  }
  try {
    await writeEncrypted(file, { recipient: await identityToRecipient(key) }, counted())
    await file.close()
    await giveName(unfinished, nameUnder(place, key))
    await Promise.all(olderThan(key, place).map(older => rm(nameUnder(place, older), { force: true })))
    return bytes
  } catch (fault) {
    await file.close().catch(() => {})
    await rm(unfinished, { force: true })
    throw isFull(fault) ? new Refused('files.no-room', 'unavailable', { folder }) : fault
  }
}

/** Opens the file to write under the key that is the newest once the file is there to be seen: whoever rotates waits for it. */
async function begin(place: Place) {
  for (;;) {
    const key = await newestKey(place.home)
    const unfinished = `${nameUnder(place, key)}${suffixes.written}`
    const file = await open(unfinished, 'w', 0o600)
    if (keysIn(keyFile(place.home)).at(-1) === key) return { key, unfinished, file }
    await file.close()
    await rm(unfinished, { force: true })
  }
}

/** What was kept, in pieces of any size. Refuses what is not there (`files.gone`), or not as it was written (`files.damaged`). */
export async function* readSealed(place: Place): AsyncGenerator<Buffer> {
  // A rotation may move the file on between the look for its name and its opening.
  for (let tries = 0; tries < 3; tries++) {
    const path = await pathOf(place)
    if (path === undefined) continue
    try {
      return yield* readEncrypted(path, { keys: keysIn(keyFile(place.home)) })
    } catch (fault) {
      if (whyUnreadable(fault) !== 'absent') throw new Refused('files.damaged', 'conflict', { file: path })
    }
  }
  throw new Refused('files.gone', 'absent')
}

async function pathOf(place: Place): Promise<string | undefined> {
  for (const key of keysIn(keyFile(place.home)).toReversed()) {
    const path = nameUnder(place, key)
    const isThere = await access(path, constants.R_OK).then(
      () => true,
      () => false,
    )
    if (isThere) return path
  }
  return undefined
}

/** Removes the file, also one that is just being written or rotated; when it returns, the disk knows. Without a file it does nothing. */
export async function removeSealed(place: Place): Promise<void> {
  let removed = false
  // In the order in which a rotation moves a file on, so that it is not missed between two names (src/files/rotate.ts).
  for (let before: readonly string[] = [], found = true; found || !isSame(before, keysIn(keyFile(place.home))); ) {
    before = keysIn(keyFile(place.home))
    found = false
    for (const key of before)
      for (const suffix of [suffixes.moved, suffixes.written, ''])
        if (await unlinked(`${nameUnder(place, key)}${suffix}`)) found = removed = true
  }
  if (removed) await syncFolder(folderOf(place))
}

const isSame = (some: readonly string[], others: readonly string[]): boolean => some.join() === others.join()

/** Whether there was a file to remove. */
async function unlinked(path: string): Promise<boolean> {
  try {
    await unlink(path)
    return true
  } catch (fault) {
    if (codeOf(fault) === 'ENOENT') return false
    throw fault
  }
}

// ── Names and keys ──────────────────────────────────────────────────────────────────────────────────────────────────

/** Of a file that has not its name yet: because it is being written, or being moved to a newer key. */
export const suffixes = { written: '.part', moved: '.moved' } as const

export const keyFile = (home: string): string => join(home, 'file-keys')

/** Every such file is two steps below it: its folder, its name. */
export const filesFolder = (home: string): string => join(home, 'files')
const folderOf = ({ home, folder }: Omit<Place, 'id'>): string => join(filesFolder(home), folder)

/** What a file's name ends with: which key opens it. */
export const markOf = (key: string): string => `.${createHash('sha256').update(key).digest('hex').slice(0, 12)}`
const nameUnder = (place: Place, key: string): string => join(folderOf(place), `${place.id}${markOf(key)}`)

async function newestKey(home: string): Promise<string> {
  const newest = keysIn(keyFile(home)).at(-1)
  if (newest !== undefined) return newest
  beginWith(keyFile(home), await generateX25519Identity(), systemClock)
  return newestKey(home)
}

const olderThan = (key: string, { home }: Place): readonly string[] => keysIn(keyFile(home)).filter(one => one !== key)
