/** A register is rebuilt from a backup whole, brought up to this program and rid of whoever has been erased, before anybody can ask it anything. */

import type { Clock } from '../base/time.ts'
import { ledgerFile, readLedger } from '../database/erasure-ledger.ts'
import { type Migration, migrate } from '../database/migrate.ts'
import { type Database, openDatabase } from '../database/pools.ts'
import { bringInLine } from '../database/publish.ts'
import type { Opener } from '../files/encrypted.ts'
import { type Header, openBackup } from './backup-file.ts'
import { asOwner, loadBackup } from './load-backup.ts'

export interface Rebuilding {
  readonly file: string
  readonly opener: Opener
  /** Of the empty database. */
  readonly url: string
  readonly secret: Buffer
  /** Of the roles that the rebuilt register gets. */
  readonly rolePrefix: string
  readonly clock: Clock
  /** Whose ledger of erasures is gone by. */
  readonly home: string
  /** Another ledger that is gone by too. */
  readonly erasures?: string
  /** The migrations that this program needs. */
  readonly program: readonly Migration[]
  readonly tell: (share: number) => void
}

export interface Rebuilt {
  readonly database: Database
  readonly header: Header
  readonly persons: number
  /** How many persons of the backup have been erased since it was taken. */
  readonly erasedSince: number
}

/** The rebuilt register, open; its caller closes it. */
export async function rebuild(rebuilding: Rebuilding): Promise<Rebuilt> {
  const { clock, program, tell } = rebuilding
  const header = await load(rebuilding)
  // Opened anew: it has keys of its own by now.
  const database = await openDatabase(rebuilding)
  try {
    await migrate(database, program)
    await bringInLine(database, clock)
    tell(0.9)
    const erasedSince = await eraseAgain(database, rebuilding)
    const persons = await settle(database, clock)
    await database.admin.query('analyze')
    tell(1)
    return { database, header, persons, erasedSince }
  } catch (fault) {
    await database.close()
    throw fault
  }
}

async function load({ file, opener, program, tell, ...options }: Rebuilding): Promise<Header> {
  const database = await openDatabase(options)
  const backup = await openBackup(file, opener)
  try {
    await loadBackup(database, backup, { file, program, tell: share => tell(share * 0.7) })
    return backup.header
  } finally {
    await backup.close()
    await database.close()
  }
}

const atOnce = 5000

/** Whoever the ledgers name leaves again; returns how many they were. What the home's own does not have yet, the next start adds. */
function eraseAgain(database: Database, { home, erasures }: Pick<Rebuilding, 'home' | 'erasures'>): Promise<number> {
  return asOwner(database, async owner => {
    await owner.query('update backup.erased set kept = false')
    for (const ledger of [ledgerFile(home), ...(erasures === undefined ? [] : [erasures])])
      for await (const page of readLedger(ledger))
        await owner.query(
          `insert into backup.erased as e (hash, erased_on, kept)
           select decode(hash, 'hex'), date::date, $3 from unnest($1::text[], $2::text[]) as line (hash, date)
           on conflict (hash) do update set kept = e.kept or excluded.kept`,
          [page.map(({ hash }) => hash), page.map(({ date }) => date), ledger === ledgerFile(home)],
        )
    // On request a law may keep something; what has gone since is forgotten.
    const again = await owner.query<{ count: number }>('select rights.erase_again(current_date) as count')
    const { rows } = await owner.query<{ id: string }>(
      'select p.id from register.person p join backup.erased e on e.hash = backup.erasure_hash(p.id)',
    )
    const persons = rows.map(({ id }) => id)
    for (let from = 0; from < persons.length; from += atOnce)
      await owner.query('select register.forget($1)', [persons.slice(from, from + atOnce)])
    return (again.rows[0]?.count ?? 0) + persons.length
  })
}

/** What was under way when the backup was taken is not any more. Returns how many persons there are. */
function settle(database: Database, clock: Clock): Promise<number> {
  return asOwner(database, async owner => {
    for (const table of ['backup', 'drill'])
      await owner.query(
        `update backup.${table} set state = 'failed', why = 'backup.interrupted', settled_at = $1 where state = 'waiting'`,
        [clock.now()],
      )
    // The role of a named login is not in a backup, and its password nowhere: whoever needs one is given a new one.
    await owner.query(`update access.login set ended_at = $1, ended_by = 'system' where ended_at is null`, [
      clock.now(),
    ])
    await owner.query(
      `select setval(pg_get_serial_sequence('access.login', 'n'), greatest((select max(n) from access.login), $1, 1))`,
      [await lastLogin(database)],
    )
    const { rows } = await owner.query<{ persons: number }>('select count(*) as persons from register.person')
    return rows[0]?.persons ?? 0
  })
}

/** The number of the last named login whose role the cluster has: a number is never given twice. */
async function lastLogin({ admin, roles }: Database): Promise<number> {
  const { rows } = await admin.query<{ last: number }>(
    `select coalesce(max(substring(rolname from $1)::int), 0) as last from pg_roles where rolname ~ $1`,
    [`^${roles.prefix}bi_(\\d+)$`],
  )
  return rows[0]?.last ?? 0
}
