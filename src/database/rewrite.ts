/** What was erased leaves the disk too: every table is written anew without the free space in which its bytes still lie, and the server's log begins anew. */

import pg from 'pg'
import type { Database } from './pools.ts'

export interface Rewritten {
  readonly tables: number
  /** Those that somebody was using: they are as they were. */
  readonly inUse: readonly string[]
  /** Of the whole database, in bytes. */
  readonly before: number
  readonly after: number
  /** Whether the write-ahead log begins anew too; of a server that is not ours its keeper sees to that. */
  readonly logAnew: boolean
}

/** A table waits no longer than this for whoever uses it, for everybody else waits behind. */
const patience = '5s'

/** One table after the other is shut while it is written; nothing that is held changes. */
export async function rewriteTables(database: Database): Promise<Rewritten> {
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
    await client.query(`set role ${pg.escapeIdentifier(database.roles.owner)}; set lock_timeout = '${patience}'`)
    const inUse: string[] = []
    for (const { name } of tables)
      await client.query(`vacuum (full, analyze) ${name}`).catch(fault => {
        if (!(fault instanceof pg.DatabaseError) || fault.code !== '55P03') throw fault
        inUse.push(name)
      })
    await client.query('reset role; set lock_timeout = 0')
    return { tables: tables.length, inUse, before, after: await size(), logAnew: await beginLogAnew(client) }
  } finally {
    client.release(true) // whatever role it has by now
  }
}

/** Segments from before the second checkpoint are deleted, not used again (`wal_recycle`). */
async function beginLogAnew(client: pg.ClientBase): Promise<boolean> {
  try {
    for (let time = 0; time < 2; time++) {
      await client.query('select pg_switch_wal()')
      await client.query('checkpoint')
    }
    return true
  } catch (fault) {
    if (fault instanceof pg.DatabaseError && fault.code === '42501') return false // not a superuser
    throw fault
  }
}
