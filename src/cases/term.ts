/** Within how many days a case of a kind is answered: the house says it for those that come from then on, and who said so is on record. */

import type { Pool } from 'pg'
import { transaction } from '../database/transaction.ts'
import { type CaseTerm, kinds } from './case-answers.ts'

interface Row {
  readonly kind: CaseTerm['kind']
  readonly days: number
  readonly setAt: Date | null
  readonly setBy: string | null
}

export async function listTerms(app: Pool): Promise<readonly Row[]> {
  const { rows } = await app.query<Row>('select kind, days, set_at as "setAt", set_by as "setBy" from cases.term')
  return kinds.flatMap(kind => rows.filter(row => row.kind === kind))
}

/** Cases that have come keep their day; one that is reopened counts anew. */
export const setTerms = (
  app: Pool,
  terms: Readonly<Record<CaseTerm['kind'], number>>,
  { at, by }: { readonly at: Date; readonly by: string },
): Promise<void> =>
  transaction(app, async client => {
    for (const [kind, days] of Object.entries(terms))
      await client.query('update cases.term set days = $2, set_at = $3, set_by = $4 where kind = $1 and days <> $2', [
        kind,
        days,
        at,
        by,
      ])
  })
