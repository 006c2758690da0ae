/** Every backup and every drill has its row, from when it was asked for until what came of it; files of the home go when they are old. */

import { existsSync } from 'node:fs'
import { mkdir, readdir, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import type { ClientBase, Pool } from 'pg'
import { type Id, newId } from '../base/ids.ts'

/** So long is a backup kept in the home when there is a newer one: those who were erased since are in it. */
export const keptDays = 30

const folderOf = (home: string): string => join(home, 'backups')

/** The file of a backup that was taken into the home. */
export const keptFile = (home: string, id: Id): string => join(folderOf(home), `${id}.backup`)

export const makeFolder = (home: string): Promise<unknown> => mkdir(folderOf(home), { recursive: true, mode: 0o700 })

export type Work = 'backup' | 'drill'

interface Asked {
  readonly at: Date
  readonly by: string
}

export async function askForBackup(app: ClientBase | Pool, place: 'home' | 'file', { at, by }: Asked): Promise<Id> {
  const id = newId()
  await app.query(
    `insert into backup.backup (id, place, state, asked_at, asked_by) values ($1, $2, 'waiting', $3, $4)`,
    [id, place, at, by],
  )
  return id
}

/** `backup`: undefined of a file that was named on the command line. */
export async function askForDrill(app: ClientBase | Pool, backup: Id | undefined, { at, by }: Asked): Promise<Id> {
  const id = newId()
  await app.query(
    `insert into backup.drill (id, backup, state, asked_at, asked_by) values ($1, $2, 'waiting', $3, $4)`,
    [id, backup ?? null, at, by],
  )
  return id
}

/** Whether the server has been asked for a backup or a drill that has no outcome yet. */
export async function isUnderWay(app: ClientBase | Pool): Promise<boolean> {
  const { rows } = await app.query<{ waiting: boolean }>(
    `select exists (select from backup.backup where state = 'waiting' and place = 'home')
       or exists (select from backup.drill where state = 'waiting' and backup is not null) as waiting`,
  )
  return rows[0]?.waiting ?? false
}

/** Puts on record how much of it is done, twice a second at most. */
export function progress(app: Pool, work: Work, id: Id): (share: number) => void {
  let told = 0
  return share => {
    if (performance.now() - told < 500) return
    told = performance.now()
    app.query(`update backup.${work} set share = $2 where id = $1`, [id, Math.min(1, share)]).catch(() => {}) // the next one tells
  }
}

export interface Outcome {
  readonly takenAt: Date
  readonly persons: number
  readonly rows: number
}

export async function recordTaken(
  app: Pool,
  id: Id,
  {
    takenAt,
    persons,
    rows,
    bytes,
    noticeVersion,
  }: Outcome & { readonly bytes: number; readonly noticeVersion: number },
  at: Date,
): Promise<void> {
  await app.query(
    `update backup.backup set state = 'done', share = 1, taken_at = $2, persons = $3, row_count = $4, bytes = $5, notice_version = $6,
       settled_at = $7 where id = $1`,
    [id, takenAt, persons, rows, bytes, noticeVersion, at],
  )
}

export async function recordDrilled(app: Pool, id: Id, { takenAt, persons, rows }: Outcome, at: Date): Promise<void> {
  await app.query(
    `update backup.drill set state = 'done', share = 1, taken_at = $2, persons = $3, row_count = $4, settled_at = $5 where id = $1`,
    [id, takenAt, persons, rows, at],
  )
}

/** `why`: the key of a refusal. */
export async function recordFailed(app: Pool, work: Work, id: Id, why: string, at: Date): Promise<void> {
  await app.query(`update backup.${work} set state = 'failed', why = $2, settled_at = $3 where id = $1`, [id, why, at])
}

export interface Listed {
  readonly id: Id
  readonly place: 'home' | 'file'
  readonly state: 'waiting' | 'done' | 'failed'
  readonly askedAt: Date
  readonly share: number
  readonly takenAt: Date | null
  readonly persons: number | null
  readonly rows: number | null
  readonly bytes: number | null
  readonly why: string | null
}

const listed = `id, state, asked_at as "askedAt", share, taken_at as "takenAt", persons, row_count as rows, why`

/** The latest first: what was asked for in the last year. */
export async function listBackups(app: Pool): Promise<readonly Listed[]> {
  const { rows } = await app.query<Listed>(
    `select ${listed}, place, bytes from backup.backup where asked_at > now() - interval '1 year' order by id desc limit 100`,
  )
  return rows
}

/** The latest first. */
export async function listDrills(
  app: Pool,
): Promise<readonly (Omit<Listed, 'place' | 'bytes'> & { readonly backup: Id | null })[]> {
  const { rows } = await app.query(`select ${listed}, backup from backup.drill order by id desc limit 20`)
  return rows
}

/** Those of the home that are whole, as files with their moment; the latest first. */
export async function keptBackups(
  app: Pool,
  home: string,
): Promise<readonly { readonly id: Id; readonly takenAt: Date }[]> {
  const { rows } = await app.query<{ id: Id; takenAt: Date }>(
    `select id, taken_at as "takenAt" from backup.backup where place = 'home' and state = 'done' order by taken_at desc, id desc`,
  )
  return rows.filter(({ id }) => existsSync(keptFile(home, id)))
}

/** Removes the backups of the home that are past their time, and files that no row tells of; the latest whole one always stays. */
export async function removeOld(app: Pool, home: string, now: Date): Promise<void> {
  const [latest, ...others] = await keptBackups(app, home)
  const oldest = now.getTime() - keptDays * 86_400_000
  const young = others.filter(({ takenAt }) => takenAt.getTime() >= oldest)
  const stay = new Set([latest, ...young].flatMap(kept => (kept ? [keptFile(home, kept.id)] : [])))
  for (const name of existsSync(folderOf(home)) ? await readdir(folderOf(home)) : []) {
    const file = join(folderOf(home), name)
    const known = stay.has(file) || (await stat(file)).mtimeMs >= oldest
    if (!known) await rm(file)
  }
}
