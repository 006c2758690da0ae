/** A key lets another program ask for exactly one purpose; the register keeps only its hash. */

import { createHash } from 'node:crypto'
import type { Pool } from 'pg'
import { Refused } from '../base/errors.ts'
import { type Id, newId, newSecret } from '../base/ids.ts'
import type { Act } from './staff.ts'

export const keyPrefix = 'slk_'

export interface Key {
  readonly id: Id
  readonly name: string
  readonly purpose: string
  readonly madeAt: Date
  readonly expiresAt: Date | null
  readonly lastUsedAt: Date | null
  readonly revokedAt: Date | null
}

const hashOf = (secret: string): Buffer => createHash('sha256').update(secret).digest()

/** Makes a key; its secret is returned here and never again. */
export async function makeKey(
  pool: Pool,
  key: { readonly name: string; readonly purpose: string; readonly expiresAt: Date | null },
  act: Act,
): Promise<{ readonly id: Id; readonly secret: string }> {
  const id = newId()
  const secret = `${keyPrefix}${newSecret()}`
  await pool.query(
    `insert into access.key (id, name, purpose, secret_hash, made_at, made_by, expires_at) values ($1, $2, $3, $4, $5, $6, $7)`,
    [id, key.name.trim(), key.purpose, hashOf(secret), act.at, act.by, key.expiresAt],
  )
  return { id, secret }
}

/** The key that works now under this secret. Its last use is noted to the minute. */
export async function findKey(pool: Pool, secret: string, at: Date): Promise<{ id: Id; purpose: string } | undefined> {
  const { rows } = await pool.query<{ id: Id; purpose: string; stale: boolean }>({
    name: 'find-key',
    text: `select id, purpose, last_used_at is null or last_used_at < $2::timestamptz - interval '1 minute' as stale
           from access.key where secret_hash = $1 and revoked_at is null and (expires_at is null or expires_at > $2)`,
    values: [hashOf(secret), at],
  })
  const [found] = rows
  if (found?.stale) await pool.query('update access.key set last_used_at = $2 where id = $1', [found.id, at])
  return found
}

export async function listKeys(pool: Pool): Promise<readonly Key[]> {
  const { rows } = await pool.query<Key>(
    `select id, name, purpose, made_at as "madeAt", expires_at as "expiresAt", last_used_at as "lastUsedAt", revoked_at as "revokedAt"
     from access.key order by made_at desc`,
  )
  return rows
}

export async function revokeKey(pool: Pool, id: Id, act: Act): Promise<void> {
  const { rowCount } = await pool.query(
    'update access.key set revoked_at = $2, revoked_by = $3 where id = $1 and revoked_at is null',
    [id, act.at, act.by],
  )
  if (rowCount === 0) throw new Refused('access.no-such-key', 'absent')
}
