/** The key that opens backups lies in the home and, on paper, elsewhere: whoever takes the first backup is shown it once. */

import { join } from 'node:path'
import { generateX25519Identity, identityToRecipient } from 'age-encryption'
import { Refused } from '../base/errors.ts'
import type { Clock } from '../base/time.ts'
import { addKey, beginWith, keysIn } from '../files/key-file.ts'

const fileOf = (home: string): string => join(home, 'backup-keys')

/** Every key of the home, the newest last; none before the first backup. */
export const keysOf = (home: string): readonly string[] => keysIn(fileOf(home))

/** What the next backup is closed with. `fresh`: the key that opens it, when it has just been made. */
export async function closerOf(
  home: string,
  clock: Clock,
): Promise<{ readonly recipient: string; readonly fresh?: string }> {
  const newest = keysOf(home).at(-1)
  if (newest !== undefined) return { recipient: await identityToRecipient(newest) }
  const fresh = await generateX25519Identity()
  if (!beginWith(fileOf(home), fresh, clock)) return closerOf(home, clock)
  return { recipient: await identityToRecipient(fresh), fresh }
}

/** A new key for the backups that follow, to be shown once; older ones stay and open what they closed. */
export async function rotateKey(home: string, clock: Clock): Promise<string> {
  const key = await generateX25519Identity()
  keepKey(home, key, clock)
  return key
}

/** Keeps a key that opens backups; one that is there already is not written again. It closes the next backup too. */
export const keepKey = (home: string, key: string, clock: Clock): void => addKey(fileOf(home), key, clock)

/** A recovery key as a person has typed it: blanks and small letters are no fault. */
export async function keyFrom(typed: string): Promise<string> {
  const key = typed.replaceAll(/\s/g, '').toUpperCase()
  await identityToRecipient(key).catch(() => {
    throw new Refused('backup.no-key', 'invalid')
  })
  return key
}
