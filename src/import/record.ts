/** An import is a row with its state; every step that somebody takes is told in `intake.event`, and none is taken from a wrong state. */

import type { Pool, PoolClient } from 'pg'
import { Refused, type TextArguments } from '../base/errors.ts'
import { type Id, newId } from '../base/ids.ts'
import type { Counts } from './answers.ts'
import type { ImportAsking } from './asking.ts'
import type { Mapping } from './inspect.ts'
import type { Received } from './kept-file.ts'
import type { Outline } from './outline.ts'
import type { KeptOrigin } from './requests.ts'
import type { Scan } from './scan.ts'
import type { Staged } from './stage.ts'

export type State = 'uploaded' | 'mapping' | 'previewing' | 'previewed' | 'running' | 'done' | 'undoing' | 'undone'

/** Why the last step was not done: a text `errors.<key>`. */
export interface Problem {
  readonly key: string
  readonly args: TextArguments
  readonly line: number | null
}

/** A fault that is no refusal is told as such, without its words: they may repeat a value. */
export function problemOf(error: unknown): Problem {
  if (!(error instanceof Refused)) return { key: 'import.fault', args: {}, line: null }
  const line = error.place && 'line' in error.place ? error.place.line : null
  return { key: error.key, args: error.args, line }
}

export interface UndoCounts {
  readonly persons: number
  readonly values: number
  readonly left: number
}

export interface ImportRecord {
  readonly id: Id
  readonly number: number
  readonly file_name: string
  readonly bytes: number
  readonly sha256: string
  readonly purpose: string
  readonly uploaded_at: Date
  readonly uploaded_by: string
  readonly state: State
  readonly scan: Scan & Outline
  readonly source: string | null
  readonly origin: KeptOrigin | null
  readonly inform_by: string | null
  readonly mapping: Mapping | null
  readonly overwrite: boolean
  readonly staged: Staged | null
  readonly counts: Counts | null
  readonly problem: Problem | null
  readonly done_at: Date | null
  readonly undo: UndoCounts | null
  readonly undone_at: Date | null
  /** Somebody is at work on it now; a state of work without it means that the program died. */
  readonly at_work: boolean
}

/** With an import's number: held by the connection that works on it, so that it goes when the program does. */
export const workLock = 7_356_007

const atWork = `case when i.state in ('previewing', 'running', 'undoing')
    then not pg_try_advisory_xact_lock_shared(${workLock}, i.number) else false end as at_work`

const columns = `i.id, i.number, i.file_name, i.bytes, i.sha256, i.purpose, i.uploaded_at, i.uploaded_by, i.state, i.scan, i.source,
  i.origin, i.inform_by, i.mapping, i.overwrite, i.staged, i.counts, i.problem, i.done_at, i.undo, i.undone_at,
  ${atWork}`

/** At which step the import is, whoever asks: not a word of what is in it. */
export async function findStep(app: Pool, id: Id): Promise<Pick<ImportRecord, 'state' | 'at_work'>> {
  const { rows } = await app.query<Pick<ImportRecord, 'state' | 'at_work'>>(
    `select i.state, ${atWork} from intake.import i where i.id = $1`,
    [id],
  )
  if (!rows[0]) throw new Refused('import.absent', 'absent')
  return rows[0]
}

/** The import, if it was uploaded for the asker's purpose. */
export async function findImport({ program, purpose }: ImportAsking, id: Id): Promise<ImportRecord> {
  const { rows } = await program.database.app.query<ImportRecord>(
    `select ${columns} from intake.import i where i.id = $1 and i.purpose = $2`,
    [id, purpose],
  )
  if (!rows[0]) throw new Refused('import.absent', 'absent')
  return rows[0]
}

/** The purpose's imports, newest first, after the one named. */
export async function listImports(
  { program, purpose }: ImportAsking,
  after: Id | undefined,
  limit: number,
): Promise<readonly ImportRecord[]> {
  const { rows } = await program.database.app.query<ImportRecord>(
    `select ${columns} from intake.import i where i.purpose = $1 and ($2::uuid is null or i.id < $2) order by i.id desc limit $3`,
    [purpose, after ?? null, limit],
  )
  return rows
}

export async function addImport(ask: ImportAsking, id: Id, fileName: string, file: Received): Promise<void> {
  const { app } = ask.program.database
  await app.query(
    `insert into intake.import (id, file_name, bytes, sha256, purpose, uploaded_at, uploaded_by, scan)
     values ($1, $2, $3, $4, $5, $6, $7, $8)`,
    [id, fileName, file.scan.bytes, file.sha256, ask.purpose, ask.clock.now(), ask.asker.actor, file.scan],
  )
  await tell(app, ask, id, 'upload', { bytes: file.scan.bytes, sha256: file.sha256 })
}

type Changes = Partial<
  Pick<ImportRecord, 'source' | 'origin' | 'inform_by' | 'mapping' | 'overwrite' | 'staged' | 'counts' | 'problem'>
>
const changeable = ['source', 'origin', 'inform_by', 'mapping', 'overwrite', 'staged', 'counts', 'problem'] as const
const asJson: readonly string[] = ['origin', 'mapping', 'staged', 'counts', 'problem']

/** Takes the import from one of these states to the next, with what changes; refused (409) when it is not in any of them. */
export async function advance(
  db: Pool | PoolClient,
  ask: ImportAsking,
  id: Id,
  from: readonly State[],
  to: State,
  changes: Changes = {},
): Promise<void> {
  const names = changeable.filter(name => changes[name] !== undefined)
  const values = names.map(name => (asJson.includes(name) ? JSON.stringify(changes[name]) : changes[name]))
  const sets = names.map((name, index) => `, ${name} = $${index + 4}`).join('')
  const { rowCount } = await db.query(`update intake.import set state = $2${sets} where id = $1 and state = any ($3)`, [
    id,
    to,
    from,
    ...values,
  ])
  if (rowCount !== 1) throw new Refused('import.wrong-state', 'conflict')
  await tell(db, ask, id, to, {})
}

async function tell(
  db: Pool | PoolClient,
  { asker, clock }: ImportAsking,
  id: Id,
  did: string,
  details: object,
): Promise<void> {
  await db.query('insert into intake.event (import_id, id, at, actor, did, details) values ($1, $2, $3, $4, $5, $6)', [
    id,
    newId(),
    clock.now(),
    asker.actor,
    did,
    details,
  ])
}

/** Imports that were uploaded before the moment and are neither written nor given up: their files are still kept. */
export async function forgotten(app: Pool, before: Date): Promise<readonly Id[]> {
  const { rows } = await app.query<{ id: Id }>(
    `select id from intake.import i where uploaded_at < $1 and file_gone_at is null
       and (state not in ('previewing', 'running', 'undoing') or pg_try_advisory_xact_lock_shared(${workLock}, i.number))`,
    [before],
  )
  return rows.map(({ id }) => id)
}

/** Tells that the file of the import is not kept any more; its hash stays. */
export async function recordFileGone(db: Pool | PoolClient, id: Id, at: Date): Promise<void> {
  await db.query('update intake.import set file_gone_at = $2 where id = $1', [id, at])
}

/** The mapping that was last run for files with this header. */
export async function rememberedMapping(app: Pool, fingerprint: string): Promise<Mapping | undefined> {
  const { rows } = await app.query<{ mapping: Mapping }>(
    'select mapping from intake.remembered where fingerprint = $1',
    [fingerprint],
  )
  return rows[0]?.mapping
}

export async function rememberMapping(ask: ImportAsking, fingerprint: string, mapping: Mapping): Promise<void> {
  await ask.program.database.app.query(
    `insert into intake.remembered (fingerprint, mapping, at, by) values ($1, $2, $3, $4)
     on conflict (fingerprint) do update set mapping = excluded.mapping, at = excluded.at, by = excluded.by`,
    [fingerprint, JSON.stringify(mapping), ask.clock.now(), ask.asker.actor],
  )
}
