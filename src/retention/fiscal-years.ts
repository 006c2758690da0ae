/** The last days of the controller's fiscal years, from which bookkeeping's periods run (1336/1997 2:10 §). */

import type { Pool } from 'pg'
import type { Act } from '../access/staff.ts'

/** As they were told, latest first. Without any the calendar year is meant. */
export async function fiscalYears(app: Pool): Promise<readonly string[]> {
  const { rows } = await app.query<{ ends: string }>('select ends from retention.fiscal_year order by ends desc')
  return rows.map(({ ends }) => ends)
}

export async function tellFiscalYear(app: Pool, ends: string, { by, at }: Act): Promise<void> {
  await app.query('insert into retention.fiscal_year values ($1, $2, $3) on conflict (ends) do nothing', [ends, at, by])
}

export async function forgetFiscalYear(app: Pool, ends: string): Promise<void> {
  await app.query('delete from retention.fiscal_year where ends = $1', [ends])
}
