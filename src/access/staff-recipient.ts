/** Staff are written to at the address that they sign in with, for as long as they may sign in. */

import type { ClientBase, Pool } from 'pg'
import type { Id } from '../base/ids.ts'
import type { Recipient } from '../mail/recipient.ts'
import type { Lang } from '../notice/notice.ts'
import { administrator } from './duty.ts'

/** Everybody who administers the server and may sign in. */
export const administrators = (db: Pool | ClientBase): Promise<readonly Id[]> => staffWithDuties(db, [administrator])

/** Everybody who has one of these duties and may sign in. */
export async function staffWithDuties(db: Pool | ClientBase, duties: readonly string[]): Promise<readonly Id[]> {
  const { rows } = await db.query<{ id: Id }>(
    `select id from access.staff where locked_at is null and removed_at is null
       and exists (select from access.duty where staff_id = staff.id and duty = any ($1) and ended_at is null) order by id`,
    [duties],
  )
  return rows.map(({ id }) => id)
}

/** For a `MessageKind` whose messages go to staff. */
export async function staffRecipient({ database }: { database: { app: Pool } }, staff: Id): Promise<Recipient> {
  const { rows } = await database.app.query<{ email: string; lang: Lang | null }>(
    `select email, lang from access.staff where id = $1 and locked_at is null and removed_at is null`,
    [staff],
  )
  return { lang: rows[0]?.lang ?? 'fi', email: rows[0]?.email }
}
