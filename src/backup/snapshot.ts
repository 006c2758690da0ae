/** A backup holds the whole database as it was at one moment: every table of the owner, as the catalogue has them, but for a few that say why not. */

import pg from 'pg'
import { to as copyTo } from 'pg-copy-streams'
import type { Database } from '../database/pools.ts'
import type { Header, TablePart } from './backup-file.ts'

/** Tables that are not in a backup: what is made anew from something that is in it, and what means nothing after a restore. */
export const leftOut: readonly string[] = [
  'seloste.migration', // the header lists them
  'notice.actor_key', // from the home's secret
  // from the notice, whenever it is brought in line
  ...['bit', 'channel', 'keep', 'minors', 'purpose', 'required', 'scope', 'searched', 'source'].map(
    name => `notice.${name}`,
  ),
  ...['access.session', 'access.verification', 'access.sign_in_try', 'access.once'], // everybody signs in again
  'notice.draft_presence', // who has a draft open now
]
/** The queue: every start enqueues what the tables say is to be done (`resume` in running.ts). */
const leftOutSchema = 'graphile_worker'

/** The tables of a backup, those first that others refer to. Tables that are not logged hold what a crash may take: they are left out. */
export async function tablesOf(owner: pg.ClientBase): Promise<readonly Omit<TablePart, 'rows'>[]> {
  const { rows: tables } = await owner.query<{
    oid: string
    schema: string
    name: string
    columns: string[]
    needs: string[]
  }>(
    `select c.oid::text, n.nspname as schema, c.relname as name,
       array(select a.attname::text from pg_attribute a
         where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped and a.attgenerated = '' order by a.attnum) as columns,
       array(select f.confrelid::text from pg_constraint f
         where f.conrelid = c.oid and f.contype = 'f' and f.confrelid <> c.oid) as needs
     from pg_class c join pg_namespace n on n.oid = c.relnamespace
     where c.relkind = 'r' and c.relpersistence = 'p' and pg_get_userbyid(c.relowner) = current_user
       and n.nspname <> $1 and n.nspname || '.' || c.relname <> all ($2)
     -- the versions of the notice first: they say which tables the categories have
     order by n.nspname <> 'notice' or c.relname <> 'version', n.nspname, c.relname`,
    [leftOutSchema, leftOut],
  )
  const inOrder: (typeof tables)[number][] = []
  const place = (table: (typeof tables)[number]): void => {
    if (inOrder.includes(table)) return
    for (const needed of tables.filter(({ oid }) => table.needs.includes(oid))) place(needed)
    inOrder.push(table)
  }
  for (const table of tables) place(table)
  return inOrder.map(({ schema, name, columns }) => ({ schema, name, columns }))
}

const quoted = ({ schema, name }: Pick<TablePart, 'schema' | 'name'>): string =>
  `${pg.escapeIdentifier(schema)}.${pg.escapeIdentifier(name)}`

/** `schema.table (columns)`, as COPY has it. */
export const copied = (table: Omit<TablePart, 'rows'>): string =>
  `${quoted(table)} (${table.columns.map(pg.escapeIdentifier).join(', ')})`

/** All rows of a table, in the order in which they lie, which is that of COPY FROM. */
export const rowsOf = (owner: pg.ClientBase, table: Omit<TablePart, 'rows'>): AsyncIterable<Uint8Array> =>
  owner.query(copyTo(`copy ${copied(table)} to stdout (format binary)`))

/** One moment of the database, as long as the client's transaction lasts. */
export interface Snapshot extends Pick<Header, 'tables' | 'sequences' | 'migrations' | 'noticeVersion'> {
  readonly owner: pg.ClientBase
  readonly persons: number
  /** By about how many bytes each table is of the whole, in the order of `tables`. */
  readonly weights: readonly number[]
}

/** Works on one moment of the database. Nobody is kept waiting but a publication, which would change the tables. */
export async function atOneMoment<Result>(
  { admin, roles }: Pick<Database, 'admin' | 'roles'>,
  work: (snapshot: Snapshot) => Promise<Result>,
): Promise<Result> {
  const client = await admin.connect()
  try {
    const asOwner = `set local role ${pg.escapeIdentifier(roles.owner)}; set local synchronize_seqscans = off`
    await client.query(`begin; ${asOwner}`)
    const known = await tablesOf(client)
    // Locked before the moment that is read: of a table that changes its form the rows of an earlier moment cannot be read.
    await client.query(`commit; begin isolation level repeatable read read only; ${asOwner};
      lock table ${known.map(quoted).join(', ')} in access share mode`)
    const result = await work(await look(client))
    await client.query('commit')
    client.release()
    return result
  } catch (fault) {
    client.release(true) // a COPY that nobody reads to its end lets nothing follow it
    throw fault
  }
}

async function look(owner: pg.ClientBase): Promise<Snapshot> {
  const tables = await tablesOf(owner)
  const counts = await owner.query<{ rows: number; weight: number }>(
    tables
      .map(
        (table, n) =>
          `select ${n} as n, (select count(*) from ${quoted(table)}) as rows,
             greatest(relpages, 1) as weight from pg_class where oid = '${quoted(table)}'::regclass`,
      )
      .join(' union all ')
      .concat(' order by n'),
  )
  const { rows: sequences } = await owner.query<Header['sequences'][number]>(
    `select schemaname as schema, sequencename as name, last_value as last from pg_sequences
     where sequenceowner = current_user and last_value is not null and schemaname <> $1 order by 1, 2`,
    [leftOutSchema],
  )
  const { rows } = await owner.query<{ version: number; migrations: string[] }>(
    `select (select coalesce(max(id), 0) from notice.version) as version,
       array(select name from seloste.migration order by name) as migrations`,
  )
  const [{ version, migrations } = { version: 0, migrations: [] }] = rows
  const counted = tables.map((table, n) => ({ ...table, rows: counts.rows[n]?.rows ?? 0 }))
  return {
    owner,
    tables: counted,
    sequences,
    migrations,
    noticeVersion: version,
    persons: counted.find(({ schema, name }) => schema === 'register' && name === 'person')?.rows ?? 0,
    weights: counts.rows.map(({ weight }) => weight),
  }
}
