/** What a backup's file says is in the database that was empty, row for row; roles, grants, policies and functions never come from a file. */

import { createHash } from 'node:crypto'
import { pipeline } from 'node:stream/promises'
import pg from 'pg'
import { from as copyFrom } from 'pg-copy-streams'
import { Refused } from '../base/errors.ts'
import { type Migration, migrate } from '../database/migrate.ts'
import type { Database } from '../database/pools.ts'
import { makeTables } from '../database/publish.ts'
import type { Hash, Header, OpenBackup, TablePart } from './backup-file.ts'
import { copied, rowsOf } from './snapshot.ts'

/**
 * Brings an empty database to where the backup's was, and loads the rows: first the migrations that it had been through and no
 * others, so that a backup of an older program finds its tables as they were. Refused when one of them is not known here.
 */
export async function loadBackup(
  database: Database,
  backup: OpenBackup,
  {
    file,
    program,
    tell,
  }: { readonly file: string; readonly program: readonly Migration[]; readonly tell: (share: number) => void },
): Promise<void> {
  const { header } = backup
  const unknown = header.migrations.find(name => program.every(migration => migration.name !== name))
  if (unknown !== undefined)
    throw new Refused('backup.newer-program', 'conflict', { file, program: header.program, migration: unknown })
  await migrate(
    database,
    program.filter(({ name }) => header.migrations.includes(name)),
  )

  const hashes = new Map<TablePart, Hash>()
  const total = header.tables.reduce((sum, { rows }) => sum + rows, 0)
  await asOwner(database, async owner => {
    let rows = 0
    for await (const part of backup.tables()) {
      await loadTable(owner, part.table, part.rows, file)
      if (isTable(part.table, 'notice', 'version')) await makeTables(owner)
      hashes.set(part.table, part.hash())
      rows += part.table.rows
      tell(rows / total)
    }
    for (const { schema, name, last } of header.sequences)
      await owner.query(`select setval($1::regclass, $2)`, [
        `${pg.escapeIdentifier(schema)}.${pg.escapeIdentifier(name)}`,
        last,
      ])
  })
  await asOwner(database, owner => compare(owner, header, hashes, file))
}

const isTable = (table: TablePart, schema: string, name: string): boolean =>
  table.schema === schema && table.name === name

export async function asOwner<Result>(
  { admin, roles }: Database,
  work: (owner: pg.ClientBase) => Promise<Result>,
): Promise<Result> {
  const client = await admin.connect()
  try {
    await client.query(
      `begin; set local role ${pg.escapeIdentifier(roles.owner)}; set local synchronize_seqscans = off`,
    )
    const result = await work(client)
    await client.query('commit')
    client.release()
    return result
  } catch (fault) {
    client.release(true) // a COPY that was broken off lets nothing follow it
    throw fault
  }
}

async function loadTable(
  owner: pg.ClientBase,
  table: TablePart,
  rows: AsyncIterable<Uint8Array>,
  file: string,
): Promise<void> {
  const whole = `${pg.escapeIdentifier(table.schema)}.${pg.escapeIdentifier(table.name)}`
  await makeMonth(owner, table)
  const known = await owner.query<{ there: boolean }>(
    `select coalesce((select array_agg(a.attname::text) @> $2 from pg_attribute a
       where a.attrelid = to_regclass($1) and a.attnum > 0 and not a.attisdropped and a.attgenerated = ''), false) as there`,
    [whole, table.columns],
  )
  const args = { file, table: `${table.schema}.${table.name}` }
  if (!known.rows[0]?.there) throw new Refused('backup.no-place', 'conflict', args)
  // What a migration has put there is in the file as it was.
  await owner.query(`delete from ${whole}`)
  // What follows from a row by itself is in the file as well.
  await owner.query(`alter table ${whole} disable trigger user`)
  const into = owner.query(copyFrom(`copy ${copied(table)} from stdin (format binary)`))
  await pipeline(rows, into).catch((fault: unknown) => {
    // Its message may repeat a value.
    throw fault instanceof pg.DatabaseError ? new Refused('backup.no-place', 'conflict', args) : fault
  })
  await owner.query(`alter table ${whole} enable trigger user`)
  if (into.rowCount !== table.rows) throw new Refused('backup.not-as-taken', 'conflict', args)
}

/** Looks lie by months, in tables that only a function of the register makes. */
async function makeMonth(owner: pg.ClientBase, table: TablePart): Promise<void> {
  const [, year, month] = (table.schema === 'access' && /^look_(\d{4})_(\d\d)$/.exec(table.name)) || []
  if (year && month) await owner.query('select access.prepare_looks($1::date, 0)', [`${year}-${month}-01`])
}

/** Every table that was loaded is read again: rows that lie otherwise than they came would have another hash. */
async function compare(
  owner: pg.ClientBase,
  { tables }: Header,
  hashes: ReadonlyMap<TablePart, Hash>,
  file: string,
): Promise<void> {
  for (const table of tables) {
    // The version in force has just been told which objects it has.
    if (isTable(table, 'notice', 'version')) continue
    const sum = createHash('sha256')
    for await (const piece of rowsOf(owner, table)) sum.update(piece)
    if (sum.digest('hex') !== hashes.get(table))
      throw new Refused('backup.not-as-taken', 'conflict', { file, table: `${table.schema}.${table.name}` })
  }
}
