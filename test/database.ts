/** Each test file works on its own copy of a migrated database, with roles that no other copy shares. */

import pg from 'pg'
import { inject } from 'vitest'
import { type SettableClock, settableClock } from '../src/base/time.ts'
import { migrate } from '../src/database/migrate.ts'
import { type Database, openDatabase } from '../src/database/pools.ts'
import { rolesOf } from '../src/database/roles.ts'

export interface TestDatabase extends Database {
  /** Stands at noon, 2 March 2026, in Helsinki until it is moved. */
  readonly clock: SettableClock
  /** Ends the pools and drops the copy with the roles of its purposes and logins. */
  close(): Promise<void>
}

export const secret = Buffer.alloc(32, 'a test needs no secret')

// Roles are the cluster's, so a template's grants name the roles of one copy at a time: a template for each worker and each copy open in it.
const worker = process.env.VITEST_POOL_ID ?? '1'
const open = new Set<number>()

/** A fresh register without a notice: `const db = await testDatabase()` at the top of a file, `afterAll(() => db.close())`. */
export async function testDatabase(): Promise<TestDatabase> {
  let slot = 1
  while (open.has(slot)) slot++
  open.add(slot)
  const prefix = `t${worker}_${slot}_`
  const template = `${prefix}template`
  const copy = `${prefix}copy`

  await inCluster(async cluster => {
    await drop(cluster, copy, prefix)
    if (!(await databaseExists(cluster, template))) await makeTemplate(cluster, template, prefix)
    await cluster.query(`create database ${copy} template ${template}`)
    // A copy does not inherit who may connect to it.
    const { owner, app } = rolesOf(prefix)
    await cluster.query(`revoke all on database ${copy} from public`)
    await cluster.query(`grant connect, create on database ${copy} to ${owner} with grant option`)
    await cluster.query(`grant connect on database ${copy} to ${app}`)
  })
  const database = await openDatabase({ url: urlOf(copy), secret })
  return {
    ...database,
    clock: settableClock('2026-03-02T10:00:00Z'),
    close: async () => {
      await database.close()
      await inCluster(cluster => drop(cluster, copy, prefix))
      open.delete(slot)
    },
  }
}

async function makeTemplate(cluster: pg.Client, template: string, prefix: string): Promise<void> {
  const fresh = `${template}_new`
  await cluster.query(`drop database if exists ${fresh} with (force)`)
  await cluster.query(`create database ${fresh}`)
  const database = await openDatabase({ url: urlOf(fresh), secret, rolePrefix: prefix })
  try {
    await migrate(database)
  } finally {
    await database.close()
  }
  await cluster.query(`alter database ${fresh} rename to ${template}`)
}

/** Drops the copy with every purpose and login that was made in it. */
async function drop(cluster: pg.Client, copy: string, prefix: string): Promise<void> {
  await cluster.query(`drop database if exists ${copy} with (force)`)
  const { rows } = await cluster.query<{ rolname: string }>(
    'select rolname from pg_roles where rolname ^@ $1 or rolname ^@ $2',
    [`${prefix}purpose_`, `${prefix}bi_`],
  )
  for (const { rolname } of rows) await cluster.query(`drop role ${pg.escapeIdentifier(rolname)}`)
}

const databaseExists = async (cluster: pg.Client, name: string): Promise<boolean> =>
  (await cluster.query('select from pg_database where datname = $1', [name])).rowCount === 1

function urlOf(database: string): string {
  const url = new URL(inject('clusterUrl'))
  url.pathname = database
  return url.href
}

async function inCluster(work: (cluster: pg.Client) => Promise<void>): Promise<void> {
  const cluster = new pg.Client({ connectionString: urlOf('postgres') })
  await cluster.connect()
  try {
    await work(cluster)
  } finally {
    await cluster.end()
  }
}
