/** What the demonstration writes of a day in the past bears that day, as if the register had been in use then. */

import pg from 'pg'
import type { Database } from '../database/pools.ts'
import { transaction } from '../database/transaction.ts'

const tables = [
  ['register.person', 'created_at'],
  ['register.change', 'at'],
  ['register.statement', 'recorded_at'],
  ['register.organisation', 'created_at'],
  ['register.organisation_change', 'at'],
] as const

/**
 * From now on whatever is written is so many days old; 0 brings the register back to today. Only for the embedded server, whose
 * PostgreSQL has uuidv7(interval): ids of changes sort by their time.
 */
export const standInThePast = ({ admin, roles }: Database, days: number): Promise<void> =>
  transaction(admin, async client => {
    await client.query(`set local role ${pg.escapeIdentifier(roles.owner)}`)
    const [id, now] =
      days === 0 ? ['uuidv7()', 'now()'] : [`uuidv7('-${days} days')`, `now() - interval '${days} days'`]
    await client.query(
      `create or replace function register.new_id() returns uuid language sql volatile parallel safe return pg_catalog.${id}`,
    )
    for (const [table, column] of tables) await client.query(`alter table ${table} alter ${column} set default ${now}`)
  })

/** What is done in `work` is so many days old. */
export async function inThePast<Result>(
  database: Database,
  days: number,
  work: () => Promise<Result>,
): Promise<Result> {
  await standInThePast(database, days)
  try {
    return await work()
  } finally {
    await standInThePast(database, 0)
  }
}
