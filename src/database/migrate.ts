/** The program's own tables are at the version that the program needs: each migration runs once, whole, in order, as the owner. */

import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import pg from 'pg'
import { Refused } from '../base/errors.ts'
import type { Database } from './pools.ts'

/** A file of migrations/: NNNN-name.sql, with {{owner}} and {{app}} for the quoted names of those roles. */
export interface Migration {
  readonly number: number
  readonly name: string
  readonly sql: string
}

const folder = join(import.meta.dirname, 'migrations')

export const migrations = (): readonly Migration[] =>
  readdirSync(folder)
    .flatMap(file => {
      const [, number, name] = /^(\d{4})-(.+)\.sql$/.exec(file) ?? []
      return number && name ? [{ number: Number(number), name, sql: readFileSync(join(folder, file), 'utf8') }] : []
    })
    .sort((a, b) => a.number - b.number)

// Of this database: two programs that start at the same moment migrate one after the other.
const migrating = 7_356_004

/** Runs what has not been run and returns it; refuses a database that a newer program has migrated. */
export async function migrate(database: Database, all = migrations()): Promise<readonly Migration[]> {
  const client = await database.admin.connect()
  try {
    await client.query('select pg_advisory_lock($1)', [migrating])
    await asOwner(client, database, () =>
      client.query(`create table if not exists seloste.migration (
        number int primary key, name text not null, applied_at timestamptz not null default now())`),
    )
    const done = await applied(database, client)
    const newest = all.at(-1)?.number ?? 0
    const unknown = done.find(number => number > newest)
    if (unknown !== undefined) throw new Refused('database.newer', 'conflict', { migration: unknown, newest })

    const missing = all.filter(migration => !done.includes(migration.number))
    for (const { number, name, sql } of missing) {
      await asOwner(client, database, async () => {
        await client.query(filled(sql, database))
        await client.query('insert into seloste.migration (number, name) values ($1, $2)', [number, name])
      })
    }
    return missing
  } finally {
    client.release(true) // closing the connection lets the lock go, whatever state it is in
  }
}

/** Numbers of the migrations that this database has had. */
async function applied(database: Database, client: pg.ClientBase): Promise<readonly number[]> {
  let numbers: readonly number[] = []
  await asOwner(client, database, async () => {
    const { rows } = await client.query<{ number: number }>('select number from seloste.migration order by number')
    numbers = rows.map(row => row.number)
  })
  return numbers
}

/** What `db status` shows: the migrations that have been run and those that wait. */
export async function migrationStatus(
  database: Database,
): Promise<{ readonly applied: readonly number[]; readonly missing: readonly Migration[] }> {
  const client = await database.admin.connect()
  try {
    const { rows } = await client.query<{ there: boolean }>(
      `select to_regclass('seloste.migration') is not null as there`,
    )
    const done = rows[0]?.there ? await applied(database, client) : []
    return { applied: done, missing: migrations().filter(migration => !done.includes(migration.number)) }
  } finally {
    client.release()
  }
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

const filled = (sql: string, { roles }: Database): string =>
  sql.replaceAll('{{owner}}', pg.escapeIdentifier(roles.owner)).replaceAll('{{app}}', pg.escapeIdentifier(roles.app))
