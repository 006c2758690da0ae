/** A new key reaches every file of the home, and the older one stays until it opens none; a kill at any moment loses neither. */

import { existsSync, linkSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { open, readdir, rm } from 'node:fs/promises'
import { uptime } from 'node:os'
import { dirname, join } from 'node:path'
import { generateX25519Identity, identityToRecipient } from 'age-encryption'
import { Refused } from '../base/errors.ts'
import type { Clock } from '../base/time.ts'
import { codeOf, giveName, isFull, readEncrypted, whyUnreadable, writeEncrypted } from './encrypted.ts'
import { addKey, keepOnly, keysIn } from './key-file.ts'
import { isAlive } from './process.ts'
import { filesFolder, keyFile, markOf, suffixes } from './sealed-file.ts'

/** While files are left or damaged, the older keys are kept. */
export interface Rotated {
  /** Files that are under the new key now. */
  readonly moved: number
  /** Files that somebody is still writing under an older key; the next start of the server moves them. */
  readonly left: number
  /** Files that no key of the home opens, or that are not as they were written. They stay as they are. */
  readonly damaged: readonly string[]
}

/** Makes a new key and moves every file to it. Refuses (`files.rotating`) while another process does the same. */
export async function rotateFileKey(home: string, clock: Clock): Promise<Rotated> {
  return alone(home, async () => {
    addKey(keyFile(home), await generateX25519Identity(), clock)
    return moveAll(home, clock)
  })
}

/** For the start of a server: finishes a rotation, and removes what a kill has left of a file that was being written. */
export async function finishRotation(home: string, clock: Clock): Promise<void> {
  for (const name of await namesIn(home))
    if (name.endsWith(suffixes.written) && isOld(join(filesFolder(home), name)))
      await rm(join(filesFolder(home), name), { force: true })
  if (keysIn(keyFile(home)).length > 1) await alone(home, () => moveAll(home, clock))
}

/** Nobody writes one file for a day. */
const isOld = (path: string): boolean => {
  const about = statSync(path, { throwIfNoEntry: false })
  return about !== undefined && Date.now() - about.mtimeMs > 86_400_000
}

async function moveAll(home: string, clock: Clock): Promise<Rotated> {
  const newest = keysIn(keyFile(home)).at(-1)
  if (newest === undefined) return { moved: 0, left: 0, damaged: [] }
  for (const name of await namesIn(home))
    if (name.endsWith(suffixes.moved)) await rm(join(filesFolder(home), name), { force: true })
  let moved = 0
  const damaged = new Set<string>()
  // A file that is renamed while a folder is listed may be missing in the list, but not in the next one too.
  for (let clean = 0; clean < 2; ) {
    const older = (await namesIn(home)).filter(name => !name.includes(markOf(newest)) && !damaged.has(name))
    const whole = older.filter(name => !name.endsWith(suffixes.written))
    for (const name of whole) {
      const became = await move(home, name, newest)
      if (became === 'moved') moved++
      if (became === 'damaged') damaged.add(name)
    }
    clean = whole.length === 0 ? clean + 1 : 0
    if (clean > 0 && older.length + damaged.size > 0) return { moved, left: older.length, damaged: [...damaged] }
  }
  keepOnly(keyFile(home), newest, clock)
  return { moved, left: 0, damaged: [] }
}

/**
 * From before until after it is moved a file has its name under one of the keys, or under the new one with the suffix, so that
 * `removeSealed` finds it at any moment: what is removed meanwhile does not come back.
 */
async function move(home: string, name: string, key: string): Promise<'moved' | 'removed' | 'damaged'> {
  const older = join(filesFolder(home), name)
  const newer = `${older.slice(0, older.lastIndexOf('.'))}${markOf(key)}`
  const moving = `${newer}${suffixes.moved}`
  const file = await open(moving, 'w', 0o600)
  try {
    if (!existsSync(older)) return 'removed'
    const content = readEncrypted(older, { keys: keysIn(keyFile(home)) })
    await writeEncrypted(file, { recipient: await identityToRecipient(key) }, content)
    await giveName(moving, newer)
    await rm(older, { force: true })
    return 'moved'
  } catch (fault) {
    if (isFull(fault)) throw new Refused('files.no-room', 'unavailable', { folder: dirname(older) })
    return whyUnreadable(fault) === 'absent' ? 'removed' : 'damaged'
  } finally {
    await file.close()
    await rm(moving, { force: true })
  }
}

/** Of every file, its folder and name. */
async function namesIn(home: string): Promise<readonly string[]> {
  const root = filesFolder(home)
  if (!existsSync(root)) return []
  const folders = await readdir(root)
  return (
    await Promise.all(folders.map(async folder => (await readdir(join(root, folder))).map(name => join(folder, name))))
  ).flat()
}

/** One process at a time: two that move the same file would each take the other's for removed. */
async function alone<Result>(home: string, work: () => Promise<Result>): Promise<Result> {
  const lock = `${keyFile(home)}.lock`
  const own = `${lock}.${process.pid}`
  writeFileSync(own, String(process.pid), { mode: 0o600 })
  try {
    if (isLeft(lock)) rmSync(lock, { force: true })
    linkSync(own, lock)
  } catch (fault) {
    throw codeOf(fault) === 'EEXIST' ? new Refused('files.rotating', 'conflict', { file: lock }) : fault
  } finally {
    rmSync(own, { force: true })
  }
  try {
    return await work()
  } finally {
    rmSync(lock, { force: true })
  }
}

/** Whether whoever made the lock is gone: the process has ended, or the machine has been started since. */
function isLeft(lock: string): boolean {
  const about = statSync(lock, { throwIfNoEntry: false })
  if (about === undefined) return false
  if (about.mtimeMs < Date.now() - uptime() * 1000) return true
  const pid = Number(readFileSync(lock, 'utf8'))
  // In a container the number of this process may be that of the one before.
  return pid === process.pid || !isAlive(pid)
}
