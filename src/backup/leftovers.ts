/** Every start finishes what a kill has left of a backup, a restore or an erasure; what was left holds persons, so it does not stay. */

import pg from 'pg'
import type { Clock } from '../base/time.ts'
import { keepErasures } from '../database/erasure-ledger.ts'
import type { Database } from '../database/pools.ts'
import { planNow } from './plan.ts'
import { removeOld } from './record.ts'
import { removeLeftBeside } from './scratch.ts'

export async function clearLeftovers({
  database,
  home,
  clock,
}: {
  readonly database: Database
  readonly home: string
  readonly clock: Clock
}): Promise<void> {
  const { app } = database
  await keepErasures(app, home)
  await removeLeftBeside(database)
  await dropUnlisted(database)
  await removeOld(app, home, (await planNow(app)).kept, clock.now())
  // Of commands only: what the server itself was asked for goes on. A command that is at work tells its outcome over this.
  for (const [table, ofCommand] of [
    ['backup', `place = 'file'`],
    ['drill', 'backup is null'],
  ] as const)
    await app.query(
      `update backup.${table} set state = 'failed', why = 'backup.interrupted', settled_at = $1 where state = 'waiting' and ${ofCommand}`,
      [clock.now()],
    )
}

/** Named logins that were made after the backup that has been restored: no list of the register has them any more. */
async function dropUnlisted({ admin, app, roles }: Database): Promise<void> {
  const { rows: listed } = await app.query<{ n: number }>('select n from access.login where ended_at is null')
  const { rows } = await admin.query<{ role: string }>(
    'select rolname as role from pg_roles where rolname ~ $1 and rolname <> all ($2)',
    [`^${roles.prefix}bi_[0-9]+$`, listed.map(({ n }) => roles.bi(n))],
  )
  for (const { role } of rows) await admin.query(`drop role ${pg.escapeIdentifier(role)}`)
}
