/** A home is a demonstration's or a register's for good: the file `demo` in it says so, and with which account one gets in. */

import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import { Refused } from '../base/errors.ts'
import { newSecret } from '../base/ids.ts'

const mark = z.object({ email: z.string(), password: z.string(), ready: z.boolean() })
export type DemoMark = Readonly<z.infer<typeof mark>>

const fileIn = (home: string): string => join(home, 'demo')

export const isDemo = (home: string): boolean => existsSync(fileIn(home))

/** What the home says of its demonstration; a home that is empty becomes one. Refused: a register that people may live in. */
export function markDemo(home: string): DemoMark {
  if (isDemo(home)) return mark.parse(JSON.parse(readFileSync(fileIn(home), 'utf8')))
  if (existsSync(join(home, 'secret'))) throw new Refused('demo.not-a-demo', 'conflict', { home })
  mkdirSync(home, { recursive: true, mode: 0o700 })
  const fresh = { email: 'esittely@example.org', password: newSecret().slice(0, 16), ready: false }
  writeMark(home, fresh)
  return fresh
}

/** The year is in the register: the next start has nothing to do. */
export const markReady = (home: string, known: DemoMark): void => writeMark(home, { ...known, ready: true })

function writeMark(home: string, marked: DemoMark): void {
  const fresh = `${fileIn(home)}.${process.pid}`
  writeFileSync(fresh, JSON.stringify(marked), { mode: 0o600 })
  renameSync(fresh, fileIn(home))
}
