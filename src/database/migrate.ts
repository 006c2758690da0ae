/** The program's own tables are at the version that the program needs: each migration runs once, whole, in order, as the owner. */

import { readdirSync, readFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import pg from 'pg'
import { Refused } from '../base/errors.ts'
import type { Database } from './pools.ts'

/** A file of migrations/: NNNN-what.sql, with {{owner}} and {{app}} for the quoted names of those roles. */
export interface Migration {
  /** The file's name without `.sql`: what it is known by, and by which it is ordered. */
  readonly name: string
  readonly sql: string
}

const folder = join(import.meta.dirname, 'migrations')

/** Every migration of this program, in the order in which they run. */
export const migrations = (): readonly Migration[] =>
  readdirSync(folder)
    .filter(file => file.endsWith('.sql'))
    .sort()
    .map(file => ({ name: basename(file, '.sql'), sql: readFileSync(join(folder, file), 'utf8') }))

// Of this database: two programs that start at the same moment migrate one after the other.
const migrating = 7_356_004

/** Runs what has not been run and returns the names; refuses a database that a newer program has migrated. */
export async function migrate(database: Database, all = migrations()): Promise<readonly string[]> {
  const client = await database.admin.connect()
  try {
    await client.query('select pg_advisory_lock($1)', [migrating])
    await asOwner(client, database, () =>
      client.query(`create table if not exists seloste.migration (
        name text primary key, applied_at timestamptz not null default now())`),
    )
    const done = await applied(client, database)
    const unknown = done.find(name => all.every(migration => migration.name !== name))
    if (unknown !== undefined) throw new Refused('database.newer', 'conflict', { migration: unknown })

    const missing = all.filter(({ name }) => !done.includes(name))
    for (const { name, sql } of missing) {
      await asOwner(client, database, async () => {
        await client.query(filled(sql, database)).catch(cause => {
          throw new Error(`migration ${name}: ${cause.message}`, { cause })
        })
        await client.query('insert into seloste.migration (name) values ($1)', [name])
      })
    }
    await knowPlaces(client, database)
    return missing.map(({ name }) => name)
  } finally {
    client.release(true) // closing the connection lets the lock go, whatever state it is in
  }
}

/** What `db status` shows: names of the migrations that have been run and of those that wait. */
export async function migrationStatus(
  database: Database,
): Promise<{ readonly applied: readonly string[]; readonly missing: readonly string[] }> {
  const client = await database.admin.connect()
  try {
    const { rows } = await client.query<{ there: boolean }>(
      `select to_regclass('seloste.migration') is not null as there`,
    )
    const done = rows[0]?.there ? await applied(client, database) : []
    const missing = migrations().flatMap(({ name }) => (done.includes(name) ? [] : [name]))
    return { applied: done, missing }
  } finally {
    client.release()
  }
}

async function applied(client: pg.ClientBase, database: Database): Promise<readonly string[]> {
  let names: readonly string[] = []
  await asOwner(client, database, async () => {
    const { rows } = await client.query<{ name: string }>('select name from seloste.migration order by name')
    names = rows.map(({ name }) => name)
  })
  return names
}

async function asOwner(client: pg.ClientBase, { roles }: Database, work: () => Promise<unknown>): Promise<void> {
  await client.query(`begin; set local role ${pg.escapeIdentifier(roles.owner)}`)
  try {
    await work()
    await client.query('commit')
  } catch (fault) {
    await client.query('rollback')
    throw fault
  }
}

/** Functions over every table that says whose its rows are are made again, also after a program that died before it had done so. */
async function knowPlaces(client: pg.ClientBase, database: Database): Promise<void> {
  await asOwner(client, database, async () => {
    // A backup from before there were such functions is migrated twice, and has them the second time.
    const { rows } = await client.query<{ there: boolean }>(
      `select to_regprocedure('rights.know_places()') is not null as there`,
    )
    if (rows[0]?.there) await client.query('select rights.know_places()')
  })
}

const filled = (sql: string, { roles }: Database): string =>
  sql.replaceAll('{{owner}}', pg.escapeIdentifier(roles.owner)).replaceAll('{{app}}', pg.escapeIdentifier(roles.app))
