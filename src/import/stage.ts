/** A file's records go into the staging tables as they are shaped: one pass over the file, one transaction, or nothing. */

import { finished } from 'node:stream/promises'
import { setImmediate } from 'node:timers/promises'
import type { PoolClient } from 'pg'
import { type CopyStreamQuery, from } from 'pg-copy-streams'
import type { Id } from '../base/ids.ts'
import type { FileRecord } from './read.ts'
import { type PersonKey, type RefusedRow, type ShapedRow, type ShapeRules, shaper } from './shape.ts'
import type { Said } from './statements.ts'

/** What staging counts that classifying cannot know. */
export interface Staged {
  readonly rows: number
  /** Permits that the file claims without a date, or for a purpose that nobody named. */
  readonly permitsUnknown: number
  /** New persons who have the name of somebody whom the purpose sees; known once the records were compared. */
  readonly alike: number
  /** Cells left out because they hold an identity code or a card number. */
  readonly masked: number
}

const tables = ['row', 'key', 'part', 'said', 'named', 'remark'] as const
type Staging = (typeof tables)[number]

/** Stages the file within the client's transaction. `told` is called with the number of bytes read so far. */
export async function stage(
  client: PoolClient,
  id: Id,
  file: AsyncIterable<Uint8Array>,
  read: (bytes: AsyncIterable<Uint8Array>) => AsyncIterable<readonly FileRecord[]>,
  rules: ShapeRules,
  told: (bytes: number) => void,
): Promise<Staged> {
  await clear(client, id)
  const shape = shaper(rules)
  let [rows, permitsUnknown, masked, bytes] = [0, 0, 0, 0]
  let lines = emptyLines()
  let size = 0
  // The next records are shaped while the database takes these in.
  let writing = Promise.resolve()
  const hand = async () => {
    await writing
    writing = flush(client, lines)
    writing.catch(() => {}) // told when it is waited for
    lines = emptyLines()
    size = 0
  }
  const counted = async function* () {
    for await (const chunk of file) {
      bytes += chunk.byteLength
      yield chunk
    }
  }
  let isHeader = true
  try {
    for await (const batch of read(counted())) {
      for (const record of batch) {
        if (isHeader) {
          isHeader = false
          continue
        }
        const shaped = shape(record)
        if (shaped === undefined) continue
        if (rows++ % breath === 0) await setImmediate()
        size += write(lines, id, shaped)
        if ('refused' in shaped) continue
        if (shaped.permitUnknown) permitsUnknown++
        for (const { reason } of shaped.remarks) if (reason === 'identity-code' || reason === 'card-number') masked++
      }
      told(bytes)
      if (size > flushAt) await hand()
    }
    await hand()
  } finally {
    await writing.catch(() => {}) // nothing of it may come after a rollback
  }
  await writing
  return { rows, permitsUnknown, masked, alike: 0 }
}

/** Throws away what was staged for this import. */
export async function clear(client: Pick<PoolClient, 'query'>, id: Id): Promise<void> {
  for (const table of [...tables, 'hit', 'candidate', 'match', 'plan', 'word']) {
    await client.query(`delete from intake.${table} where import_id = $1`, [id])
  }
}

const flushAt = 1024 * 1024 // characters

/** Records shaped before the connection, and everybody else's requests, have their turn. */
const breath = 64

type Lines = Readonly<Record<Staging, string[]>>

const emptyLines = (): Lines => ({ row: [], key: [], part: [], said: [], named: [], remark: [] })

/** Adds the record to the lines of each table and returns about how long they are. */
function write(lines: Lines, id: Id, row: ShapedRow | RefusedRow): number {
  const { line } = row
  if ('refused' in row) {
    lines.row.push(copyLine(id, line, row.refused))
    if (row.name !== undefined) lines.named.push(copyLine(id, line, row.name))
    if (row.forbidden !== undefined) writeSaid(lines, id, line, row.forbidden.keys, row.forbidden.said)
    return 60
  }
  lines.row.push(copyLine(id, line, null))
  for (const { category, anchor, given } of row.parts) {
    lines.part.push(copyLine(id, line, category, JSON.stringify(anchor), JSON.stringify(given)))
  }
  writeSaid(lines, id, line, row.keys, row.statements)
  for (const { column, reason } of row.remarks) lines.remark.push(copyLine(id, line, column, reason))
  return 120 + row.parts.length * 160 + row.statements.length * 100
}

function writeSaid(lines: Lines, id: Id, line: number, keys: readonly PersonKey[], said: readonly Said[]): void {
  for (const { email, phone, name } of keys) lines.key.push(copyLine(id, line, email ?? null, phone ?? null, name))
  for (const { kind, purpose, channel, givenAt, wording } of said) {
    lines.said.push(copyLine(id, line, kind, purpose, channel, givenAt.toISOString(), wording))
  }
}

const special = /[\\\t\n\r]/
const escapes: Readonly<Record<string, string>> = { '\\': '\\\\', '\t': '\\t', '\n': '\\n', '\r': '\\r' }

/** One line of COPY's text format. */
function copyLine(...values: readonly (string | number | null)[]): string {
  let line = ''
  for (const value of values) {
    if (line !== '') line += '\t'
    if (value === null) line += '\\N'
    else if (typeof value === 'number') line += value
    else line += special.test(value) ? value.replace(/[\\\t\n\r]/g, character => escapes[character] ?? '') : value
  }
  return `${line}\n`
}

async function flush(client: PoolClient, lines: Lines): Promise<void> {
  for (const table of tables) {
    if (lines[table].length === 0) continue
    const copy: CopyStreamQuery = client.query(from(`copy intake.${table} from stdin`))
    copy.end(lines[table].join(''))
    await finished(copy)
  }
}
