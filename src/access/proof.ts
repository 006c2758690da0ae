/** What somebody must come back with is known under a hash, for minutes, and is taken once: sign-ins that wait, challenges. */

import { createHash } from 'node:crypto'
import type { ClientBase, Pool } from 'pg'
import { type Id, newId } from '../base/ids.ts'

type Kind = 'sign-in' | 'passkey-sign-in' | 'passkey-registration'

const named = (kind: Kind, token: string): string => `${kind}:${createHash('sha256').update(token).digest('base64url')}`

/** `staff` is '' where nobody is known yet. */
export async function awaitProof(
  pool: Pool,
  { kind, token, staff, at, minutes }: { kind: Kind; token: string; staff: Id | ''; at: Date; minutes: number },
): Promise<void> {
  await pool.query(
    `insert into access.verification (id, identifier, value, expires_at, created_at, updated_at)
     values ($1, $2, $3, $4::timestamptz + make_interval(mins => $5), $4, $4)`,
    [newId(), named(kind, token), staff, at, minutes],
  )
}

/** Of whom a proof is awaited under this token. */
export async function awaitedOf(pool: Pool, kind: Kind, token: string, at: Date): Promise<Id | undefined> {
  const { rows } = await pool.query<{ value: Id }>({
    name: 'awaited-of',
    text: 'select value from access.verification where identifier = $1 and expires_at > $2',
    values: [named(kind, token), at],
  })
  return rows[0]?.value
}

/** The same, and it is awaited no more: of two who come with one token, one gets it. */
export async function takeAwaited(pool: Pool, kind: Kind, token: string, at: Date): Promise<Id | '' | undefined> {
  const { rows } = await pool.query<{ value: Id | '' }>(
    'delete from access.verification where identifier = $1 and expires_at > $2 returning value',
    [named(kind, token), at],
  )
  return rows[0]?.value
}

/** Nothing more is awaited of this member of staff. */
export async function awaitNothing(db: Pool | ClientBase, staff: Id): Promise<void> {
  await db.query('delete from access.verification where value = $1', [staff])
}
