/** A file of keys changes whole or not at all: a key that has been used or shown is on the disk, and stays until it is dropped. */

import {
  closeSync,
  existsSync,
  fsyncSync,
  linkSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { dirname } from 'node:path'
import type { Clock } from '../base/time.ts'
import { codeOf } from './encrypted.ts'

/** The keys of age in a file of its own form (`age --decrypt -i`): a key a line, the newest last. None when there is no file. */
export const keysIn = (file: string): readonly string[] =>
  existsSync(file) ? (readFileSync(file, 'utf8').match(/^AGE-SECRET-KEY-1[0-9A-Z]+$/gm) ?? []) : []

/** Adds a key as the newest; one that is there already is not written again. */
export function addKey(file: string, key: string, clock: Clock): void {
  const known = keysIn(file)
  if (known.includes(key)) return
  if (known.length === 0 && beginWith(file, key, clock)) return
  prepared(file, `${readFileSync(file, 'utf8')}${lineOf(key, clock)}`, fresh => renameSync(fresh, file))
}

/** Makes the file with its first key: of two that do it at one moment only one makes it. Says whether it was this one. */
export function beginWith(file: string, key: string, clock: Clock): boolean {
  let made = true
  prepared(file, lineOf(key, clock), fresh => {
    try {
      linkSync(fresh, file)
    } catch (fault) {
      if (codeOf(fault) !== 'EEXIST') throw fault
      made = false
    }
  })
  return made
}

/** Takes every key but these out of the file. */
export function keepOnly(file: string, key: string, clock: Clock): void {
  prepared(file, lineOf(key, clock), fresh => renameSync(fresh, file))
}

const lineOf = (key: string, clock: Clock): string => `# ${clock.now().toISOString()}\n${key}\n`

function prepared(file: string, content: string, settle: (fresh: string) => void): void {
  const fresh = `${file}.${process.pid}`
  writeFileSync(fresh, content, { mode: 0o600 })
  try {
    sync(fresh)
    settle(fresh)
    sync(dirname(file))
  } finally {
    rmSync(fresh, { force: true })
  }
}

function sync(path: string): void {
  const opened = openSync(path, 'r')
  try {
    fsyncSync(opened)
  } finally {
    closeSync(opened)
  }
}
