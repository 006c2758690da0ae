/** A tablet is let in by a link that staff make, that is shown once, and that ends by itself. */

import { createHash } from 'node:crypto'
import type { Pool } from 'pg'
import { Refused } from '../base/errors.ts'
import { type Id, newId, newSecret } from '../base/ids.ts'

export interface Device {
  readonly id: Id
  readonly name: string
  readonly madeAt: Date
  readonly expiresAt: Date
  readonly endedAt: Date | null
}

export const hashOf = (secret: string): Buffer => createHash('sha256').update(secret).digest()

/** Answers the secret of the link. */
export async function addDevice(
  app: Pool,
  event: Id,
  { name, hours, by, at }: { readonly name: string; readonly hours: number; readonly by: string; readonly at: Date },
): Promise<string> {
  const secret = newSecret()
  await app.query(
    'insert into events.device (id, event_id, name, secret_hash, made_at, made_by, expires_at) values ($1, $2, $3, $4, $5, $6, $7)',
    [newId(), event, name, hashOf(secret), at, by, new Date(at.getTime() + hours * 3_600_000)],
  )
  return secret
}

export async function endDevice(app: Pool, event: Id, id: Id, at: Date): Promise<void> {
  const { rowCount } = await app.query(
    'update events.device set ended_at = $3 where id = $2 and event_id = $1 and ended_at is null',
    [event, id, at],
  )
  if (rowCount === 0) throw new Refused('events.device-ended', 'absent')
}

export async function devicesOf(app: Pool, event: Id): Promise<readonly Device[]> {
  const { rows } = await app.query<Device>(
    `select id, name, made_at as "madeAt", expires_at as "expiresAt", ended_at as "endedAt" from events.device
     where event_id = $1 order by id desc limit 50`,
    [event],
  )
  return rows
}
