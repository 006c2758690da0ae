/** The home folder holds what must outlive the process, and nobody but its owner can read it; every key comes from one secret. */

import { createHmac, randomBytes } from 'node:crypto'
import { chmodSync, linkSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { Refused } from './errors.ts'

export interface Home {
  /** Absolute path. */
  readonly folder: string
  /** 32 random bytes, made at first start and kept in the file `secret` (0600). */
  readonly secret: Buffer
  /** A key of its own for each use (`sessions`, `actor-token`), derived from the secret, so that nothing is stored twice. */
  key(use: string): Buffer
}

/** Opens the home, making the folder and its secret when they are absent; access of others is taken away. */
export function openHome(path: string): Home {
  const folder = resolve(path)
  try {
    const secret = prepare(folder)
    return { folder, secret, key: use => createHmac('sha256', secret).update(`key:${use}`).digest() }
  } catch (fault) {
    throw new Refused('settings.home', 'unavailable', { folder, reason: codeOf(fault) ?? '' })
  }
}

const keys = new Map<string, Buffer>()

/** A key of the home at this path for a use, as `key` gives it; the home is opened once. */
export function homeKey(path: string, use: string): Buffer {
  const name = `${use} ${path}`
  const key = keys.get(name) ?? openHome(path).key(use)
  keys.set(name, key)
  return key
}

function prepare(folder: string): Buffer {
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  const mode = statSync(folder).mode & 0o777
  // The database server's group may pass through (0710, see database/place.ts); nobody else may enter.
  if (mode !== (mode & 0o710)) chmodSync(folder, mode & 0o710)
  const file = join(folder, 'secret')
  makeSecret(file)
  chmodSync(file, 0o600)
  return Buffer.from(readFileSync(file, 'utf8').trim(), 'hex')
}

/** A link appears whole or not at all, and of two starts at the same moment only one makes it. */
function makeSecret(file: string): void {
  if (statSync(file, { throwIfNoEntry: false })) return
  const fresh = `${file}.${process.pid}`
  writeFileSync(fresh, `${randomBytes(32).toString('hex')}\n`, { mode: 0o600 })
  try {
    linkSync(fresh, file)
  } catch (fault) {
    if (codeOf(fault) !== 'EEXIST') throw fault
  } finally {
    rmSync(fresh)
  }
}

const codeOf = (fault: unknown): string | undefined =>
  fault instanceof Error && 'code' in fault ? String(fault.code) : undefined
