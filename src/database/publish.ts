/** A notice takes effect whole or not at all: one transaction makes the database hold, show and change just what it says. */

import { setTimeout as pause } from 'node:timers/promises'
import { isDeepStrictEqual } from 'node:util'
import pg from 'pg'
import { Refused } from '../base/errors.ts'
import type { Clock } from '../base/time.ts'
import { check } from '../notice/check.ts'
import { compile, type Loss } from '../notice/compile.ts'
import { madeOf } from '../notice/database-object.ts'
import { storageOf } from '../notice/database-objects.ts'
import type { Finding, Notice } from '../notice/notice.ts'
import { parse } from '../notice/parse.ts'
import { nothingPublished, type Published } from '../notice/published.ts'
import { type Change, changesBetween } from '../notice/published-changes.ts'
import { giveKeys } from './actor-token.ts'
import { harden } from './harden.ts'
import type { Database } from './pools.ts'
import type { Roles } from './roles.ts'

export interface Publication {
  /** The text of notice.yaml. */
  readonly source: string
  /** As in change rows: staff:<id>, system. */
  readonly by: string
  readonly clock: Clock
  /** Refused when another version is in force, unless that is this one already. */
  readonly base?: number
  /** Done by the owner in the same transaction, with the number of the version. */
  readonly within?: (owner: pg.ClientBase, version: number) => Promise<unknown>
}

export interface PublishedVersion {
  readonly version: number
  readonly changes: readonly Change[]
}

/** A notice with errors is not published; `findings` say which. */
export class NoticeRefused extends Refused {
  readonly findings: readonly Finding[]

  constructor(findings: readonly Finding[]) {
    super('publish.findings', 'invalid', { count: findings.filter(isError).length }, findings.find(isError)?.at)
    this.findings = findings
  }
}

const isError = ({ severity }: Finding): boolean => severity === 'error'

/**
 * Publishes a notice on a register, empty or full, while it is in use. Refused with nothing changed: a notice with errors
 * (NoticeRefused), a change that would lose data, a register that is too busy. The same notice again changes nothing, unless
 * an older program had published it.
 */
export async function publishNotice(database: Database, publication: Publication): Promise<PublishedVersion> {
  const { source, clock } = publication
  const { notice, findings } = parse(source)
  const all = [...findings, ...(notice ? check(notice, clock.now()) : [])]
  if (notice === undefined || all.some(isError)) throw new NoticeRefused(all)
  return publishChecked(database, notice, publication)
}

/** The same for a notice that has been parsed and checked. */
export async function publishChecked(
  database: Database,
  notice: Notice,
  publication: Publication,
): Promise<PublishedVersion> {
  for (let attempt = 1; ; attempt++) {
    const client = await database.admin.connect()
    try {
      await client.query('begin')
      const { withdrawn, ...result } = await publishIn(client, database, notice, publication)
      await client.query(`set local role ${pg.escapeIdentifier(database.roles.owner)}`)
      await publication.within?.(client, result.version)
      await client.query('commit')
      await endSessions(client, withdrawn)
      return result
    } catch (fault) {
      await client.query('rollback').catch(() => {})
      if (!isBusy(fault)) throw fault
      if (attempt === tries) throw new Refused('publish.busy', 'unavailable')
    } finally {
      client.release()
    }
    await pause(attempt * 200)
  }
}

/**
 * For every start: what an older program wrote into the database when it published is written again as this one writes it.
 * The notice in force is not checked anew; returns its version, 0 when there is none.
 */
export async function bringInLine(database: Database, clock: Clock): Promise<number> {
  const { rows } = await database.app.query<{ source: string }>(
    'select source_text as source from notice.version order by id desc limit 1',
  )
  const [latest] = rows
  if (latest === undefined) return 0
  const { notice } = parse(latest.source)
  if (notice === undefined) throw new Refused('publish.unreadable', 'conflict')
  const { version } = await publishChecked(database, notice, { ...latest, by: 'system', clock })
  return version
}

/**
 * For a database into which a backup is being loaded and which has the versions of the notice by now: the tables of their
 * categories, as the program that took the backup had left them. Every right to them comes with `bringInLine`.
 */
export async function makeTables(owner: pg.ClientBase): Promise<void> {
  const latest = await latestVersion(owner)
  if (latest === undefined) return
  const storage = storageOf(latest.compiled.tables)
  for (const { create } of storage) await owner.query(create)
  await owner.query('update notice.version set compiled = $2 where id = $1', [
    latest.id,
    { ...latest.compiled, made: madeOf(storage) },
  ])
}

// Statements wait for their locks no longer than this, for everybody else waits behind them.
const lockTimeout = '2s'
const tries = 5

// Of this database: publications follow each other.
const publishing = 7_356_005

/** 55P03: a lock was not to be had in time. 40P01: a deadlock with somebody who reads several tables. */
const isBusy = (fault: unknown): boolean =>
  fault instanceof pg.DatabaseError && (fault.code === '55P03' || fault.code === '40P01')

async function publishIn(
  client: pg.ClientBase,
  database: Database,
  notice: Notice,
  { source, by, clock, base }: Publication,
): Promise<PublishedVersion & { readonly withdrawn: readonly string[] }> {
  const { roles } = database
  await harden(client, roles)
  await client.query(`set local role ${pg.escapeIdentifier(roles.owner)}`)
  await client.query('select pg_advisory_xact_lock($1)', [publishing])
  await client.query(`set local lock_timeout = '${lockTimeout}'`)
  const latest = await latestVersion(client)
  const before = latest?.compiled ?? nothingPublished
  const { rows } = await client.query<{ server: number }>(`select current_setting('server_version_num')::int as server`)
  const compiled = compile(notice, before, { server: rows[0]?.server ?? 0, roles }, await emptied(client, before))
  const known = latest?.hash === notice.hash ? latest.id : undefined
  if (known === undefined && base !== undefined && base !== latest?.id)
    throw new Refused('publish.base-changed', 'conflict', { version: latest?.id ?? 0 })
  if (
    known !== undefined &&
    isDeepStrictEqual(before.made, compiled.next.made) &&
    (await areOpen(client, compiled.next, roles))
  )
    return { version: known, changes: [], withdrawn: [] }
  for (const loss of compiled.losses) await refuseIfLost(client, loss)

  await client.query('reset role')
  await makeLogins(
    client,
    database,
    compiled.next.purposes.map(({ id }) => roles.purpose(id)),
  )
  await client.query(compiled.statements.join(';\n'))
  await giveKeys(client, database)
  if (known !== undefined) {
    await client.query('update notice.version set compiled = $2 where id = $1', [known, compiled.next])
    return { version: known, changes: [], withdrawn: [] }
  }
  const version = await client.query<{ id: number }>(
    `insert into notice.version (hash, source_text, compiled, published_at, published_by, effective)
     values ($1, $2, $3, $4, $5, $6) returning id`,
    [notice.hash, source, compiled.next, clock.now(), by, notice.effective],
  )
  const withdrawn = compiled.next.purposes.filter(({ live }) => !live).map(({ id }) => roles.purpose(id))
  return { version: version.rows[0]?.id ?? 0, changes: changesBetween(before, compiled.next), withdrawn }
}

/**
 * Ends the sessions of purposes that are no more, and of the named logins of those. They have lost every right with the commit, so
 * that nothing is lost where the login of DATABASE_URL may not end them.
 */
async function endSessions(client: pg.ClientBase, roles: readonly string[]): Promise<void> {
  const ended = client.query(
    `select pg_terminate_backend(a.pid) from pg_stat_activity a where a.usename <> current_user and a.usesysid in (
       select r.oid from pg_roles r where r.rolname = any ($1)
       union select m.member from pg_auth_members m join pg_roles r on r.oid = m.roleid where r.rolname = any ($1))`,
    [roles],
  )
  await ended.catch(() => {})
}

/** A restore that went no further than this has shut logins that its notice does not have (src/backup): they are the cluster's. */
async function areOpen(client: pg.ClientBase, { purposes }: Published, roles: Roles): Promise<boolean> {
  const live = purposes.flatMap(({ id, live }) => (live ? [roles.purpose(id)] : []))
  const shut = await client.query('select from pg_roles where rolname = any ($1) and not rolcanlogin', [live])
  return shut.rowCount === 0
}

/** A login can change its own password and settings (PostgreSQL has no way to forbid it): every publication puts them right. */
async function makeLogins(client: pg.ClientBase, database: Database, roles: readonly string[]): Promise<void> {
  const known = await client.query<{ name: string }>('select rolname as name from pg_roles where rolname = any ($1)', [
    roles,
  ])
  const existing = new Set(known.rows.map(({ name }) => name))
  const statements = roles.flatMap(role => {
    const name = pg.escapeIdentifier(role)
    return [
      ...(existing.has(role) ? [] : [`create role ${name} login noinherit`]),
      `alter role ${name} password '${database.verifier(role)}'`,
      `alter role ${name} reset all`,
    ]
  })
  await client.query(statements.join('; '))
}

interface LatestVersion {
  readonly id: number
  readonly hash: string
  readonly compiled: Published
}

async function latestVersion(client: pg.ClientBase): Promise<LatestVersion | undefined> {
  const { rows } = await client.query<LatestVersion>(
    'select id, hash, compiled from notice.version order by id desc limit 1',
  )
  return rows[0]
}

/** Of what earlier versions dropped, that which holds nothing any more: `table` or `table.column`. */
async function emptied(client: pg.ClientBase, { tables }: Published): Promise<ReadonlySet<string>> {
  const questions = tables.flatMap(({ name, live, columns }) => {
    const holds = (what: string, where: string): string =>
      `select ${pg.escapeLiteral(what)} as what where not exists (select from register.${pg.escapeIdentifier(name)}${where})`
    const dropped = columns.filter(column => !column.live)
    return [
      ...(live ? [] : [holds(name, '')]),
      ...dropped.map(column =>
        holds(`${name}.${column.name}`, ` where ${pg.escapeIdentifier(column.name)} is not null`),
      ),
    ]
  })
  if (questions.length === 0) return new Set()
  const { rows } = await client.query<{ what: string }>(questions.join(' union all '))
  return new Set(rows.map(({ what }) => what))
}

async function refuseIfLost(client: pg.ClientBase, { what, category, column, lost }: Loss): Promise<void> {
  const { rows } = await client.query<{ lost: boolean }>(lost)
  if (rows[0]?.lost) throw new Refused(`publish.would-lose-${what}`, 'conflict', { category, column: column ?? '' })
}
