/** Who has left the register is on record outside the database before anybody is told that they left, so that no backup brings them back. */

import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { type FileHandle, open } from 'node:fs/promises'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import type { Pool } from 'pg'
import { Refused } from '../base/errors.ts'
import { transaction } from './transaction.ts'

/** A line each: the date, and a hash that only the key of the register tells to be a person's. Lines are only added. */
export const ledgerFile = (home: string): string => join(home, 'erasures')

/** Somebody who has left. */
export interface Erasure {
  /** 64 hexadecimal digits: `backup.erasure_hash` of the person's id. */
  readonly hash: string
  /** YYYY-MM-DD */
  readonly date: string
}

// Of this database: two processes add to the file one after the other.
const keeping = 7_356_008

/** Who waits for a keeping that has not begun yet: those who come while one is under way share the next. */
const next = new WeakMap<Pool, Promise<void>>()
const underWay = new WeakMap<Pool, Promise<void>>()

/**
 * To be awaited after the commit of whatever calls `register.forget`, and before anybody is told that it was done: what the
 * database has on record of it is then in the file of the home, and on its disk.
 */
export function keepErasures(app: Pool, home: string): Promise<void> {
  const waiting = next.get(app)
  if (waiting) return waiting
  const before = underWay.get(app) ?? Promise.resolve()
  const mine = before
    .catch(() => {}) // whoever waited for that one has been told
    .then(() => {
      next.delete(app)
      underWay.set(app, mine)
      return keepWaiting(app, home)
    })
  next.set(app, mine)
  return mine
}

async function keepWaiting(app: Pool, home: string): Promise<void> {
  const waiting = await app.query('select from backup.erased where not kept limit 1')
  if (waiting.rowCount === 0) return
  await transaction(app, async client => {
    // A mark that a crash takes away is made again, and so is the line: the ledger may name somebody twice.
    await client.query(`set local synchronous_commit = off; select pg_advisory_xact_lock(${keeping})`)
    const { rows } = await client.query<Erasure>(
      `select encode(hash, 'hex') as hash, erased_on as date from backup.erased where not kept order by erased_on`,
    )
    await append(home, rows)
    await client.query(
      `update backup.erased set kept = true where hash in (select decode(hash, 'hex') from unnest($1::text[]) hash)`,
      [rows.map(({ hash }) => hash)],
    )
  })
}

async function append(home: string, erasures: readonly Erasure[]): Promise<void> {
  const file = await open(ledgerFile(home), 'a+', 0o600)
  try {
    const whole = await wholeLines(file)
    await file.truncate(whole)
    await file.writeFile(erasures.map(erasure => `${written(erasure)}\n`).join(''))
    await file.sync()
    if (whole > 0 && named.has(home)) return
  } finally {
    await file.close()
  }
  // The name of a new file is on the disk only when its folder is; of one that was there nobody knows whether it ever came so far.
  const folder = await open(home)
  await folder.sync().finally(() => folder.close())
  named.add(home)
}

/** Homes whose ledger has its name on the disk, as this process has seen to. */
const named = new Set<string>()

const lineLength = '2026-11-23 '.length + 64 + ' 01234567'.length + 1

/** How much of the file has its line break: what a kill has cut short was never acknowledged, and is written again. */
async function wholeLines(file: FileHandle): Promise<number> {
  const { size } = await file.stat()
  const { buffer, bytesRead } = await file.read(Buffer.alloc(lineLength), 0, lineLength, Math.max(0, size - lineLength))
  return Math.max(0, size - bytesRead) + buffer.subarray(0, bytesRead).lastIndexOf('\n') + 1
}

/** Ends with what tells such a line from one that a disk or a hand has changed. */
function written({ date, hash }: Erasure): string {
  const line = `${date} ${hash}`
  return `${line} ${createHash('sha256').update(line).digest('hex').slice(0, 8)}`
}

/**
 * Whom the ledger names, each once, a page at a time; nobody when there is no file. A line that cannot be read is refused
 * (`backup.ledger-damaged`): passing over it could let somebody return.
 */
export async function* readLedger(path: string, page = 10_000): AsyncGenerator<readonly Erasure[]> {
  const file = await open(path).catch(absent)
  if (file === undefined) return
  try {
    const end = await wholeLines(file)
    if (end === 0) return
    const known = new Set<string>()
    const read: Erasure[] = []
    let number = 0
    for await (const line of createInterface(createReadStream(path, { end: end - 1 }))) {
      number++
      const [date = '', hash = ''] = line.split(' ')
      if (line !== written({ date, hash }))
        throw new Refused('backup.ledger-damaged', 'conflict', { file: path, line: number })
      if (known.has(hash)) continue
      known.add(hash)
      read.push({ date, hash })
      if (read.length === page) yield read.splice(0)
    }
    if (read.length > 0) yield read
  } finally {
    await file.close()
  }
}

function absent(fault: unknown): undefined {
  if (fault instanceof Error && 'code' in fault && fault.code === 'ENOENT') return undefined
  throw fault
}
