/** What was erased leaves the disk too: every table is written anew without the free space in which its bytes still lie, so are the planner's samples, and the server's log begins anew. */

import pg from 'pg'
import type { Database } from './pools.ts'

export interface Rewritten {
  readonly tables: number
  /** Those that somebody was using: they are as they were. */
  readonly inUse: readonly string[]
  /** Somebody still read as things had stood before: what went since then may have been written anew too. */
  readonly stillRead: boolean
  /** Of the whole database, in bytes. */
  readonly before: number
  readonly after: number
  /** Whether the write-ahead log begins anew too; of a server that is not ours its keeper sees to that. */
  readonly logAnew: boolean
}

/** A table waits no longer than this for whoever uses it, for everybody else waits behind. */
const patience = '5s'

/**
 * One table after the other is shut while it is written; nothing that is held changes. Before, whoever still sees what has gone is waited
 * for, `patient` milliseconds at most; then what they see is written anew with the rest.
 */
export async function rewriteTables(database: Database, patient = 30_000): Promise<Rewritten> {
  const client = await database.admin.connect()
  try {
    const size = async () => {
      const { rows } = await client.query<{ bytes: number }>('select pg_database_size(current_database()) as bytes')
      return rows[0]?.bytes ?? 0
    }
    const before = await size()
    const { rows: tables } = await client.query<{ name: string }>(
      `select format('%I.%I', n.nspname, c.relname) as name from pg_class c join pg_namespace n on n.oid = c.relnamespace
       where c.relkind = 'r' and c.relowner = $1::regrole order by 1`,
      [pg.escapeIdentifier(database.roles.owner)],
    )
    let stillRead = !(await untilNobodyReadsThePast(client, patient))
    await client.query(`set role ${pg.escapeIdentifier(database.roles.owner)}; set lock_timeout = '${patience}'`)
    const inUse: string[] = []
    const writeAnew = (name: string) =>
      client.query(`vacuum (full, analyze) ${name}`).catch(fault => {
        if (!(fault instanceof pg.DatabaseError) || fault.code !== '55P03') throw fault
        inUse.push(name)
      })
    for (const { name } of tables) await writeAnew(name)
    const { rows: wholes } = await client.query<{ name: string }>(
      `select oid::regclass::text as name from pg_class where relkind = 'p' and relowner = $1::regrole`,
      [pg.escapeIdentifier(database.roles.owner)],
    )
    for (const { name } of wholes) await client.query(`analyze ${name}`) // nothing else ever samples one of partitions
    await client.query('reset role')
    await forgetSamples(client, database)
    stillRead = !(await untilNobodyReadsThePast(client, patient)) || stillRead
    await writeAnew('pg_catalog.pg_statistic') // a sample that was replaced lies there like any other dead row
    await client.query('set lock_timeout = 0')
    return { tables: tables.length, inUse, stillRead, before, after: await size(), logAnew: await beginLogAnew(client) }
  } finally {
    client.release(true) // whatever role it has by now
  }
}

/**
 * `vacuum full` carries over every dead row that some transaction may still see: one of this database that reads, be it only that
 * autovacuum samples a table, and any of the whole server that writes and began before, for new snapshots see no further. So it begins when
 * all that was removed before is in nobody's sight. False when that went on longer than one waits.
 */
async function untilNobodyReadsThePast(client: pg.ClientBase, patient: number): Promise<boolean> {
  const { rows } = await client.query<{ now: string }>('select pg_current_xact_id()::text as now')
  const end = performance.now() + patient
  for (;;) {
    const { rows: sight } = await client.query<{ past: boolean }>(
      `select pg_snapshot_xmin(pg_current_snapshot()) > $1::xid8 and not exists (
         select from pg_stat_activity where pid <> pg_backend_pid() and (datid is null or datname = current_database())
           and age(backend_xmin) >= age($1::xid8::xid)) as past`,
      [rows[0]?.now],
    )
    if (sight[0]?.past) return true
    if (performance.now() > end) return false
    await new Promise(resolve => setTimeout(resolve, 50))
  }
}

/** Samples of a table that is empty by now, or of a column that is not sampled any more, are never replaced, so they are taken away. */
const forgetSamples = (client: pg.ClientBase, { roles }: Database): Promise<boolean> =>
  ifSuperuser(() =>
    client.query(
      `delete from pg_catalog.pg_statistic s using pg_class c, pg_attribute a
       where c.oid = s.starelid and a.attrelid = c.oid and a.attnum = s.staattnum and c.relowner = $1::regrole
         and (c.reltuples = 0 or a.attstattarget = 0)`,
      [pg.escapeIdentifier(roles.owner)],
    ),
  )

/** Segments from before the second checkpoint are deleted, not used again (`wal_recycle`). */
const beginLogAnew = (client: pg.ClientBase): Promise<boolean> =>
  ifSuperuser(async () => {
    for (let time = 0; time < 2; time++) {
      await client.query('select pg_switch_wal()')
      await client.query('checkpoint')
    }
  })

/** False when it needs the superuser, whom a server that is not ours does not give. */
async function ifSuperuser(work: () => Promise<unknown>): Promise<boolean> {
  try {
    await work()
    return true
  } catch (fault) {
    if (fault instanceof pg.DatabaseError && fault.code === '42501') return false
    throw fault
  }
}
