/** How many are to be told of a change, counted before anybody is, by the register itself through the login of the rights purpose. */

import type { Pool } from 'pg'
import type { Program } from '../http/program.ts'
import { rightsPurpose } from '../mail/recipient.ts'
import type { Concern } from '../notice/difference.ts'

export interface ToTell {
  readonly total: number
  /** Who have an e-mail address that has not bounced; the others get a letter. */
  readonly byEmail: number
  /** Of whom the processing is restricted (Art. 18); they are told too (docs/decisions/0011). */
  readonly restricted: number
}

export async function countToTell(rights: Pool, concerns: readonly Concern[]): Promise<ToTell> {
  if (concerns.length === 0) return { total: 0, byEmail: 0, restricted: 0 }
  const { rows } = await rights.query<ToTell>(
    'select total, by_email as "byEmail", restricted from register.count_to_tell($1)',
    [JSON.stringify(concerns)],
  )
  if (!rows[0]) throw new Error('count_to_tell gave no row')
  return rows[0]
}

/** The pool of the purpose that sees everybody, of the notice in force. */
export const rightsPool = async ({ database, published }: Pick<Program, 'database' | 'published'>): Promise<Pool> =>
  database.purpose(rightsPurpose(await published()))
