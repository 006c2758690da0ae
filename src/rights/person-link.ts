/** An opaque link leads whoever has it to one thing of one person; only a hash of its secret is kept. */

import { createHash } from 'node:crypto'
import type { Pool } from 'pg'
import { type Id, newSecret } from '../base/ids.ts'

export interface Led {
  /** What it leads to. */
  readonly about: Id
  readonly person: Id
}

export interface PersonLinks {
  /** Makes a link and answers its secret, which nobody can learn afterwards. It leads there as long as what it is about is kept. */
  readonly make: (app: Pool, led: Led & { readonly at: Date }) => Promise<string>
  /** Undefined for a secret that is not known, or whose thing has gone. */
  readonly find: (app: Pool, token: string) => Promise<Led | undefined>
}

/** Links that stand in a table, by the column that says what they are about. */
export const personLinks = (
  table: 'sales.link' | 'publication.link',
  column: 'offer_id' | 'agreement_id',
): PersonLinks => ({
  make: async (app, { about, person, at }) => {
    const token = newSecret()
    await app.query(`insert into ${table} (token_hash, ${column}, person_id, made_at) values ($1, $2, $3, $4)`, [
      ...[hashOf(token), about, person],
      at,
    ])
    return token
  },
  find: async (app, token) => {
    const { rows } = await app.query<Led>({
      name: table,
      text: `select ${column} as about, person_id as person from ${table} where token_hash = $1`,
      values: [hashOf(token)],
    })
    return rows[0]
  },
})

const hashOf = (token: string): Buffer => createHash('sha256').update(token).digest()
