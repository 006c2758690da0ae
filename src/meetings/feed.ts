/** A member of staff's own calendar for other programs: when they are taken, and nothing of anybody; by a link that ends when they say, or may no more. */

import { createHash } from 'node:crypto'
import type { Pool } from 'pg'
import { Refused } from '../base/errors.ts'
import { type Id, newId, newSecret } from '../base/ids.ts'
import { transaction } from '../database/transaction.ts'
import type { PurposeAsk } from '../http/ask.ts'

export const feedPath = '/calendar'

const hashOf = (token: string): Buffer => createHash('sha256').update(token).digest()

/** A program has no calendar of its own. */
function staffOf({ asker }: PurposeAsk): Id {
  if (asker.kind !== 'staff') throw new Refused('meetings.staff-only', 'forbidden')
  return asker.id
}

/** Makes a link for the purpose of the request, in the place of the one before, and answers its address, which nobody can learn afterwards. */
export async function makeFeed(ask: PurposeAsk): Promise<string> {
  const staff = staffOf(ask)
  const token = newSecret()
  const now = ask.clock.now()
  await transaction(ask.program.database.app, async client => {
    await client.query(endSql, [staff, ask.purpose, now])
    await client.query(
      'insert into meetings.feed (id, staff_id, purpose, token_hash, made_at) values ($1, $2, $3, $4, $5)',
      [newId(), staff, ask.purpose, hashOf(token), now],
    )
  })
  return `${ask.program.url}${feedPath}/${token}.ics`
}

const endSql = 'update meetings.feed set ended_at = $3 where staff_id = $1 and purpose = $2 and ended_at is null'

export const endFeed = (ask: PurposeAsk): Promise<unknown> =>
  ask.program.database.app.query(endSql, [staffOf(ask), ask.purpose, ask.clock.now()])

export async function feedSince(ask: PurposeAsk): Promise<Date | null> {
  const { rows } = await ask.program.database.app.query<{ made_at: Date }>(
    'select made_at from meetings.feed where staff_id = $1 and purpose = $2 and ended_at is null',
    [staffOf(ask), ask.purpose],
  )
  return rows[0]?.made_at ?? null
}

export interface Feed {
  readonly staff: Id
  readonly purpose: string
  readonly duties: readonly string[]
}

/** Undefined for a link that is unknown or has ended, and for somebody who may not sign in: which of them is not told. */
export async function findFeed(app: Pool, token: string): Promise<Feed | undefined> {
  const { rows } = await app.query<Feed>(
    `select s.id as staff, f.purpose, array(select d.duty from access.duty d where d.staff_id = s.id and d.ended_at is null) as duties
     from meetings.feed f join access.staff s on s.id = f.staff_id and s.locked_at is null and s.removed_at is null
     where f.token_hash = $1 and f.ended_at is null`,
    [hashOf(token)],
  )
  return rows[0]
}

export interface Taken {
  readonly id: Id
  readonly starts: Date
  readonly ends: Date
  readonly sequence: number
  readonly said_at: Date
  readonly cancelled: boolean
}

const most = 1000
const past = 30 * 86_400_000

/** From a month ago on. */
export async function takenTimes(app: Pool, { staff, purpose }: Feed, now: Date): Promise<readonly Taken[]> {
  const { rows } = await app.query<Taken>('select * from meetings.taken($1, $2, $3, $4)', [
    `staff:${staff}`,
    purpose,
    new Date(now.getTime() - past),
    most,
  ])
  return rows
}
