/** A backup is one file of one moment: streamed from the database into it, however large, while everybody goes on working. */

import { readFileSync } from 'node:fs'
import type { Clock } from '../base/time.ts'
import { keepErasures } from '../database/erasure-ledger.ts'
import type { Database } from '../database/pools.ts'
import type { Closer } from '../files/encrypted.ts'
import { contentOf, format, type TablePart } from './backup-file.ts'
import { atOneMoment, rowsOf, type Snapshot } from './snapshot.ts'
import { writeWhole } from './whole-file.ts'

export interface Taken {
  readonly takenAt: Date
  readonly persons: number
  readonly rows: number
  readonly bytes: number
  readonly noticeVersion: number
}

export interface Taking {
  readonly database: Pick<Database, 'admin' | 'app' | 'roles'>
  readonly home: string
  readonly clock: Clock
  readonly closer: Closer
  /** Given how much is done, from 0 to 1. */
  readonly tell?: (share: number) => void
}

/** Writes the file, whole or not at all. */
export async function takeBackup(
  file: string,
  { database, home, clock, closer, tell = () => {} }: Taking,
): Promise<Taken> {
  await keepErasures(database.app, home)
  return atOneMoment(database, async snapshot => {
    const { tables, sequences, migrations, noticeVersion, persons } = snapshot
    const takenAt = clock.now()
    const header = {
      format,
      program: program(),
      takenAt: takenAt.toISOString(),
      noticeVersion,
      migrations,
      tables,
      sequences,
    } as const
    const bytes = await writeWhole(file, closer, contentOf(header, toldRows(snapshot, tell)))
    return { takenAt, persons, rows: tables.reduce((sum, { rows }) => sum + rows, 0), bytes, noticeVersion }
  })
}

/** Of which program: its version in package.json. */
const program = (): string => JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8')).version

const pageBytes = 8192

/** The rows of a table, telling on the way how much of everything has gone. */
function toldRows({ owner, tables, weights }: Snapshot, tell: (share: number) => void) {
  const whole = weights.reduce((sum, weight) => sum + weight, 0)
  return async function* (table: TablePart): AsyncGenerator<Uint8Array> {
    const at = tables.indexOf(table)
    const before = weights.slice(0, at).reduce((sum, weight) => sum + weight, 0)
    let bytes = 0
    for await (const piece of rowsOf(owner, table)) {
      bytes += piece.length
      tell((before + Math.min(weights[at] ?? 0, bytes / pageBytes)) / whole)
      yield piece
    }
  }
}
