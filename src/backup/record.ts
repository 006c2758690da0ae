/** Every backup and every drill has its row, from when it was asked for until what came of it; files of the home go when they are old. */

import { existsSync } from 'node:fs'
import { mkdir, readdir, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import type { ClientBase, Pool } from 'pg'
import { Refused, type TextArguments } from '../base/errors.ts'
import { type Id, newId } from '../base/ids.ts'

/** So long is a backup kept in the home when there is a newer one: those who were erased since are in it. */
export const keptDays = 30

const folderOf = (home: string): string => join(home, 'backups')

/** A backup that the server keeps, in the home or in a folder of its own. */
export interface Kept {
  readonly id: Id
  readonly folder: string | null
}

export const fileOf = (home: string, { id, folder }: Kept): string => join(folder ?? folderOf(home), `${id}.backup`)

/** The file of a backup that was asked for: one by hand lies in the home. */
export async function askedFile(app: Pool, home: string, id: Id): Promise<string> {
  const { rows } = await app.query<Kept>('select id, folder from backup.backup where id = $1', [id])
  return fileOf(home, rows[0] ?? { id, folder: null })
}

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

/** The backup of a night (YYYY-MM-DD), once: the one that a kill has cut short is the one to go on with. */
export async function askForNightly(app: Pool, nightly: string, folder: string | null, at: Date): Promise<Id> {
  const { rows } = await app.query<{ id: Id }>(
    `with unfinished as (select id from backup.backup where nightly is not null and state = 'waiting' order by id desc limit 1),
     asked as (insert into backup.backup (id, place, state, asked_at, asked_by, nightly, folder)
       select $1, 'home', 'waiting', $2, 'system', $3, $4 where not exists (select from unfinished) returning id)
     select id from unfinished union all select id from asked`,
    [newId(), at, nightly, folder],
  )
  return rows[0]?.id ?? ''
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

/** With the key of the refusal and what fills its words; of a fault of the program it tells that it was one. */
export async function recordFailed(app: Pool, work: Work, id: Id, fault: unknown, at: Date): Promise<void> {
  const { key, args } = fault instanceof Refused ? fault : { key: 'backup.failed', args: {} }
  await app.query(
    `update backup.${work} set state = 'failed', why = $2, why_args = $3, settled_at = $4 where id = $1`,
    [id, key, args, at],
  )
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
  readonly whyArgs: TextArguments | null
}

const listed = `id, state, asked_at as "askedAt", share, taken_at as "takenAt", persons, row_count as rows, why, why_args as "whyArgs"`

/** The latest first: what was asked for in the last year. */
export async function listBackups(
  app: Pool,
): Promise<readonly (Listed & { readonly folder: string | null; readonly nightly: string | null })[]> {
  const { rows } = await app.query(
    `select ${listed}, place, bytes, folder, nightly::text from backup.backup where asked_at > now() - interval '1 year' order by id desc limit 100`,
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

/** Those that the server keeps and that are whole, as files with their moment; the latest first. */
export async function keptBackups(
  app: Pool,
  home: string,
): Promise<readonly (Kept & { readonly takenAt: Date; readonly isNightly: boolean })[]> {
  const { rows } = await app.query<Kept & { takenAt: Date; isNightly: boolean }>(
    `select id, folder, taken_at as "takenAt", nightly is not null as "isNightly" from backup.backup where place = 'home' and state = 'done' order by taken_at desc, id desc`,
  )
  return rows.filter(one => existsSync(fileOf(home, one)))
}

/**
 * Removes backups that are past their time, nightly ones that are more than `nights`, and files of the home that no row tells of. The
 * latest whole one always stays. In a folder that is not the home's nothing is touched that is not a backup of this register.
 */
export async function removeOld(app: Pool, home: string, nights: number, now: Date): Promise<void> {
  const all = await keptBackups(app, home)
  const oldest = now.getTime() - keptDays * 86_400_000
  const nightly = all.filter(({ isNightly }) => isNightly)
  const isOver = (one: (typeof all)[number]): boolean =>
    one.takenAt.getTime() < oldest || (one.isNightly && nightly.indexOf(one) >= nights)
  const [over, stay] = [all.slice(1).filter(isOver), all.filter((one, at) => at === 0 || !isOver(one))]
  for (const one of over) await rm(fileOf(home, one))
  const known = new Set(stay.map(one => fileOf(home, one)))
  for (const name of existsSync(folderOf(home)) ? await readdir(folderOf(home)) : []) {
    const file = join(folderOf(home), name)
    if (!known.has(file) && (await stat(file)).mtimeMs < oldest) await rm(file)
  }
}
