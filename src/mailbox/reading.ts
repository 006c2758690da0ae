/** How far each mailbox has been read is noted after what was read is durable: a kill in between reads it again, and it counts once. */

import type { Pool } from 'pg'
import type { Id } from '../base/ids.ts'
import type { Trouble } from './imap.ts'
import { mailKind } from './letter-adapter.ts'
import { type MailboxPlace, mailboxPlace } from './place.ts'

/** A mailbox that is to be read. */
export interface Kept {
  readonly id: Id
  readonly keep_days: number
  readonly secret: Buffer
  /** The last time that its password or permission was given anew: then it is tried at once. */
  readonly given: Id | null
  readonly place: MailboxPlace
}

/** Those that are not paused. */
export async function mailboxesToRead(app: Pool): Promise<readonly Kept[]> {
  const { rows } = await app.query<Omit<Kept, 'place'> & { settings: unknown }>(
    `select c.id, c.keep_days, c.secret, c.settings,
       (select e.id from arrivals.connection_event e where e.connection_id = c.id and e.did = 'rotated' order by e.id desc limit 1) as given
     from arrivals.connection c where c.kind = $1 and c.paused_at is null order by c.id`,
    [mailKind],
  )
  return rows.map(({ settings, ...row }) => ({ ...row, place: mailboxPlace.parse(settings) }))
}

export interface Reached {
  readonly validity: bigint
  /** Everything up to it is kept. */
  readonly uid: number
  readonly begunAt: Date
  /** Numbers below it were there before the folder was numbered anew: what is older than the beginning is left there. */
  readonly renumbered: number
}

/** Until where this folder has been read; undefined of one that has not been begun. */
export async function reachedIn(app: Pool, id: Id, place: Buffer): Promise<Reached | undefined> {
  const { rows } = await app.query<{ validity: string; uid: string; begun_at: Date; renumbered: string }>(
    'select validity, uid, begun_at, renumbered from mailbox.reading where connection_id = $1 and place = $2',
    [id, place],
  )
  const [found] = rows
  return (
    found && {
      validity: BigInt(found.validity),
      uid: Number(found.uid),
      begunAt: found.begun_at,
      renumbered: Number(found.renumbered),
    }
  )
}

export const noteReached = (app: Pool, id: Id, place: Buffer, { validity, uid, begunAt, renumbered }: Reached) =>
  app.query(
    `insert into mailbox.reading as r (connection_id, place, validity, uid, begun_at, renumbered) values ($1, $2, $3, $4, $5, $6)
     on conflict (connection_id) do update set place = excluded.place, validity = excluded.validity, uid = excluded.uid,
       begun_at = excluded.begun_at, renumbered = excluded.renumbered`,
    [id, place, String(validity), uid, begunAt, renumbered],
  )

/** Nothing is left to read at this moment. */
export const noteWell = (app: Pool, id: Id, at: Date, filled: number | null) =>
  app.query(
    `insert into mailbox.reading as r (connection_id, read_at, filled) values ($1, $2, $3)
     on conflict (connection_id) do update set read_at = excluded.read_at, filled = excluded.filled, trouble = null, trouble_since = null`,
    [id, at, filled],
  )

export const noteTrouble = (app: Pool, id: Id, at: Date, trouble: Trouble) =>
  app.query(
    `insert into mailbox.reading as r (connection_id, trouble, trouble_since) values ($1, $2, $3)
     on conflict (connection_id) do update set trouble = excluded.trouble, trouble_since = coalesce(r.trouble_since, excluded.trouble_since)`,
    [id, trouble, at],
  )
