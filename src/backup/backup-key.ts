/** The key that opens backups lies in the home and, on paper, elsewhere: whoever takes the first backup is shown it once. */

import { chmodSync, closeSync, existsSync, fsyncSync, openSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { generateX25519Identity, identityToRecipient } from 'age-encryption'
import { Refused } from '../base/errors.ts'
import type { Clock } from '../base/time.ts'

/** What a backup is closed with, or opened with: keys of age, or a passphrase. */
export type Opener = { readonly keys: readonly string[] } | { readonly passphrase: string }
export type Closer = { readonly recipient: string } | { readonly passphrase: string }

/** In the form of age's own identity files, so that `age --decrypt -i` reads it: a key a line, the newest last. */
const fileOf = (home: string): string => join(home, 'backup-keys')

/** Every key of the home; none before the first backup. */
export const keysOf = (home: string): readonly string[] =>
  existsSync(fileOf(home)) ? (readFileSync(fileOf(home), 'utf8').match(/^AGE-SECRET-KEY-1[0-9A-Z]+$/gm) ?? []) : []

/** What the next backup is closed with. `fresh`: the key that opens it, when it has just been made. */
export async function closerOf(
  home: string,
  clock: Clock,
): Promise<{ readonly recipient: string; readonly fresh?: string }> {
  const newest = keysOf(home).at(-1)
  if (newest !== undefined) return { recipient: await identityToRecipient(newest) }
  const fresh = await rotateKey(home, clock)
  return { recipient: await identityToRecipient(fresh), fresh }
}

/** A new key for the backups that follow, to be shown once; older ones stay and open what they closed. */
export async function rotateKey(home: string, clock: Clock): Promise<string> {
  const key = await generateX25519Identity()
  keepKey(home, key, clock)
  return key
}

/** Keeps a key that opens backups; one that is there already is not written again. It closes the next backup too. */
export function keepKey(home: string, key: string, clock: Clock): void {
  if (keysOf(home).includes(key)) return
  const file = fileOf(home)
  const before = existsSync(file) ? readFileSync(file, 'utf8') : ''
  // One rename: a kill leaves the old file or the new one, and a key that was shown is on the disk.
  const fresh = `${file}.${process.pid}`
  writeFileSync(fresh, `${before}# ${clock.now().toISOString()}\n${key}\n`, { mode: 0o600 })
  chmodSync(fresh, 0o600)
  const written = openSync(fresh, 'r+')
  fsyncSync(written)
  closeSync(written)
  renameSync(fresh, file)
}

/** A recovery key as a person has typed it: blanks and small letters are no fault. */
export async function keyFrom(typed: string): Promise<string> {
  const key = typed.replaceAll(/\s/g, '').toUpperCase()
  await identityToRecipient(key).catch(() => {
    throw new Refused('backup.no-key', 'invalid')
  })
  return key
}
