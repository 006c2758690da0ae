/** Preview, run and undo: one at a time for an import, told while it goes on, and either whole or not at all, whatever dies meanwhile. */

import pg, { type PoolClient } from 'pg'
import { Refused } from '../base/errors.ts'
import type { Id } from '../base/ids.ts'
import { keepErasures } from '../database/erasure-ledger.ts'
import { refusalFrom } from '../database/refusal.ts'
import { transaction } from '../database/transaction.ts'
import { scopeFor } from '../register/scope.ts'
import type { Counts } from './answers.ts'
import { freshToken, type ImportAsking } from './asking.ts'
import { checkChoices, keepChoices } from './choices.ts'
import { fingerprintOf } from './inspect.ts'
import { readFile, removeFile } from './kept-file.ts'
import {
  advance,
  findImport,
  type ImportRecord,
  problemOf,
  recordFileGone,
  rememberMapping,
  type State,
  type UndoCounts,
  workLock,
} from './record.ts'
import type { ChoicesRequest } from './requests.ts'
import { shapeRulesFor } from './rules.ts'
import { type Staged, stage } from './stage.ts'
import { readTable } from './table.ts'

/** How far a running step is; kept in memory, for it dies with the step. */
export interface Progress {
  readonly done: number
  readonly total: number
}

const underway = new Map<Id, Progress>()
export const progressOf = (id: Id): Progress | undefined => underway.get(id)

/** The counts that the importer has seen and agreed to. */
export type Expected = Pick<Counts, 'new' | 'changed' | 'same' | 'refused' | 'joined'>

/** A step that has begun; `finished` settles when it has ended and never rejects: what went wrong is the import's `problem`. */
export interface Begun {
  readonly finished: Promise<void>
}

/** Reads the whole file into staging and counts, by the code that writes, what it would do. */
export async function preview(ask: ImportAsking, id: Id): Promise<Begun> {
  const record = await findImport(ask, id)
  const { origin, mapping } = record
  if (origin === null || mapping === null) throw new Refused('import.wrong-state', 'conflict')
  const rules = shapeRulesFor(await scopeFor(ask), origin, mapping)
  return begin(ask, record, ['mapping', 'previewed', 'previewing', 'running'], 'previewing', 'mapping', async app => {
    await app.query('begin')
    const read = (bytes: AsyncIterable<Uint8Array>) => readTable(bytes, record.scan, mapping.dialect)
    const fresh = await stage(app, id, readFile(ask.program.home, id), read, rules, bytes => {
      underway.set(id, { done: bytes, total: record.bytes })
    })
    await app.query('commit')
    const { staged, counts } = await purposeTransaction(ask, async client => {
      const compared = await classify(client, ask, id, fresh)
      const staged = { ...fresh, alike: await alikeOf(client, ask, id) }
      return { staged, counts: { ...compared, alike: staged.alike } }
    })
    await advance(app, ask, id, ['previewing'], 'previewed', { staged, counts, problem: null })
  })
}

/** Keeps whom the importer says ambiguous records to be about, and counts anew; the file is not read again. */
export async function choose(ask: ImportAsking, id: Id, request: ChoicesRequest): Promise<Begun> {
  const record = await findImport(ask, id)
  const { staged } = record
  if (staged === null) throw new Refused('import.wrong-state', 'conflict')
  await checkChoices(ask, id, request)
  return begin(ask, record, ['previewed'], 'previewing', 'previewed', async app => {
    await app.query('begin')
    await keepChoices(app, ask, id, request)
    await app.query('commit')
    const counts = await purposeTransaction(ask, client => classify(client, ask, id, staged))
    await advance(app, ask, id, ['previewing'], 'previewed', { counts, problem: null })
  })
}

/** Persons written by one call; between calls the importer is told how far it is. */
const chunk = 5_000

/** Writes what the preview showed, in one transaction. When the register has changed so that the counts differ, nothing is written. */
export async function run(ask: ImportAsking, id: Id, expected: Expected): Promise<Begun> {
  const record = await findImport(ask, id)
  const { staged, mapping } = record
  if (staged === null || mapping === null) throw new Refused('import.wrong-state', 'conflict')
  return begin(ask, record, ['previewed', 'running'], 'running', 'previewed', async app => {
    underway.set(id, { done: 0, total: staged.rows })
    const counts = await purposeTransaction(ask, async client => {
      const counts = await classify(client, ask, id, staged)
      if (!isAsExpected(counts, expected)) return counts
      for (const { first, last, rows } of await chunksOf(client, ask, id)) {
        await client.query('select register.import_write($1, $2, $3, $4)', [freshToken(ask), id, first, last])
        underway.set(id, { done: rows, total: staged.rows })
      }
      await client.query('select register.import_finish($1, $2, $3, $4)', [
        freshToken(ask),
        id,
        counts,
        ask.clock.now(),
      ])
      return counts
    })
    if (!isAsExpected(counts, expected)) {
      const problem = problemOf(new Refused('import.changed-since-preview', 'conflict'))
      return advance(app, ask, id, ['running'], 'previewed', { counts, problem })
    }
    await forgetStaged(app, id)
    await removeFile(ask.program.home, id)
    await recordFileGone(app, id, ask.clock.now())
    if (mapping.format === null) await rememberMapping(ask, fingerprintOf(mapping.header), mapping)
  })
}

const isAsExpected = (counts: Counts, expected: Expected): boolean =>
  (['new', 'changed', 'same', 'refused', 'joined'] as const).every(name => counts[name] === expected[name])

/** Takes the import back: what it opened and nobody has touched goes, what it changed goes back unless it has moved. */
export async function undo(ask: ImportAsking, id: Id): Promise<Begun> {
  const record = await findImport(ask, id)
  return begin(ask, record, ['done', 'undoing'], 'undoing', 'done', async app => {
    await purposeTransaction(ask, client =>
      client.query('select register.import_undo($1, $2, $3)', [freshToken(ask), id, ask.clock.now()]),
    )
    await keepErasures(ask.program.database.app, ask.program.home)
    await app.query('delete from intake.match where import_id = $1', [id])
  })
}

/** What undoing would do now. */
export async function undoCounts(ask: ImportAsking, id: Id): Promise<UndoCounts> {
  const { rows } = await ask.reader.query<{ counts: UndoCounts }>('select register.import_undo($1, $2) as counts', [
    freshToken(ask),
    id,
  ])
  return rows[0]?.counts ?? { persons: 0, values: 0, left: 0 }
}

/** Takes the lock and the state, and works on; afterwards the state is what the work made it, or `back` with the problem. */
async function begin(
  ask: ImportAsking,
  record: ImportRecord,
  from: readonly State[],
  to: State,
  back: State,
  work: (app: PoolClient) => Promise<void>,
): Promise<Begun> {
  const { id, number } = record
  const app = await ask.program.database.app.connect()
  try {
    // The step before may have said its end and still be tidying up.
    await app.query(`set lock_timeout = '${patience}'`)
    await app.query('select pg_advisory_lock($1, $2)', [workLock, number]).catch(atWork)
    await app.query('reset lock_timeout')
    await advance(app, ask, id, from, to)
  } catch (error) {
    app.release(true) // closing the connection lets the lock go
    throw error
  }
  underway.set(id, { done: 0, total: 1 })
  const finished = work(app)
    .catch(async (error: unknown) => {
      await app.query('rollback')
      await advance(app, ask, id, [to], back, { problem: problemOf(refusalFrom(error)) })
    })
    .catch(() => {}) // the database is gone: the import shows as interrupted
    .finally(async () => {
      underway.delete(id)
      // Closing the connection lets the lock go too, but only when the server gets to it: the next step may be asked for before.
      await app.query('select pg_advisory_unlock($1, $2)', [workLock, number]).catch(() => {})
      app.release(true)
    })
  return { finished }
}

/** How long a step waits for the one before to let go. */
const patience = '3s'

function atWork(fault: unknown): never {
  if (fault instanceof pg.DatabaseError && fault.code === '55P03') throw new Refused('import.at-work', 'conflict')
  throw fault
}

const purposeTransaction = <Result>(
  ask: ImportAsking,
  work: (client: PoolClient) => Promise<Result>,
): Promise<Result> =>
  transaction(ask.reader, async client => {
    // The login's limits are for questions; a long import is neither slow nor idle.
    await client.query(`set local statement_timeout = 0; set local idle_in_transaction_session_timeout = 0`)
    return work(client)
  })

async function classify(client: PoolClient, ask: ImportAsking, id: Id, staged: Staged): Promise<Counts> {
  type Classified = Omit<Counts, 'permitsUnknown' | 'masked' | 'alike'>
  const { rows } = await client.query<{ counts: Classified }>('select register.import_classify($1, $2) as counts', [
    freshToken(ask),
    id,
  ])
  if (!rows[0]) throw new Error('import_classify gave no counts')
  return { ...rows[0].counts, permitsUnknown: staged.permitsUnknown, masked: staged.masked, alike: staged.alike }
}

/** Names are compared once, for the preview: the run would not write otherwise because of them. */
async function alikeOf(client: PoolClient, ask: ImportAsking, id: Id): Promise<number> {
  const { rows } = await client.query<{ alike: number }>('select register.import_alike($1, $2) as alike', [
    freshToken(ask),
    id,
  ])
  return rows[0]?.alike ?? 0
}

/** Ranges of lines with about `chunk` records each, and how many records lie before the end of each. */
async function chunksOf(client: PoolClient, ask: ImportAsking, id: Id) {
  const { rows } = await client.query<{ first: number; last: number; rows: number }>(
    'select first, last, rows from register.import_chunks($1, $2, $3)',
    [freshToken(ask), id, chunk],
  )
  return rows
}

/** What the staged records held is in the register now; who came from which line stays with the import. */
async function forgetStaged(app: PoolClient, id: Id): Promise<void> {
  for (const table of ['key', 'part', 'said', 'named', 'hit', 'candidate', 'plan', 'word']) {
    await app.query(`delete from intake.${table} where import_id = $1`, [id])
  }
}
