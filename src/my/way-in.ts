/** A way in leads one person to their own page, once and for a short time; its secret is made when it is sent and kept as a hash. */

import { randomInt } from 'node:crypto'
import type { ClientBase, Pool } from 'pg'
import { type Id, newId, newSecret } from '../base/ids.ts'
import type { Mail } from '../mail/transport.ts'
import type { Way } from '../register/address.ts'
import { hashOf } from './asked.ts'

export interface WayIn {
  readonly id: Id
  readonly person: Id
  /** The question that it answers; null when staff had it sent. */
  readonly asked: Id | null
  readonly way: Way
  readonly madeAt: Date
  /** Of contact_points; null until it is sent, when staff had it sent. */
  readonly addressRow: Id | null
}

const minute = 60_000
/** In milliseconds, from sending: who asked is waiting for it, whom staff write to is not. */
export const lasts = { asked: 30 * minute, byStaff: 3 * 24 * 60 * minute } as const

export interface NewWayIn {
  readonly person: Id
  readonly asked: Id | null
  readonly way: Way
  readonly addressRow: Id | null
  /** As in change rows: staff:<id>, system. */
  readonly by: string
  readonly at: Date
}

export async function makeWayIn(client: ClientBase, { person, asked, way, addressRow, by, at }: NewWayIn): Promise<Id> {
  const id = newId()
  await client.query(
    `insert into my.way_in (id, person_id, asked, channel, made_at, made_by, address_row) values ($1, $2, $3, $4, $5, $6, $7)`,
    [id, person, asked, way, at, by, addressRow],
  )
  return id
}

export async function findWayIn(app: Pool, id: Id): Promise<WayIn | undefined> {
  const { rows } = await app.query<WayIn>(
    `select id, person_id as person, asked, channel as way, made_at as "madeAt", address_row as "addressRow" from my.way_in where id = $1`,
    [id],
  )
  return rows[0]
}

/** Where and when it is sent. */
export interface Sent {
  readonly row: Id
  readonly hash: Buffer
  readonly at: Date
}

/** Makes the secret of a link, which only the letter holds; what was in a letter before leads nowhere from now on. */
export async function giveLink(app: Pool, { id, asked }: WayIn, sent: Sent): Promise<string> {
  const secret = newSecret()
  await give(app, id, hashOf(secret), sent, asked === null ? lasts.byStaff : lasts.asked)
  return secret
}

/** Makes a code of eight digits. It counts only with the secret of the browser that asked. */
export async function giveCode(app: Pool, mail: Hashing, { id, asked }: WayIn, sent: Sent): Promise<string> {
  const code = String(randomInt(100_000_000)).padStart(8, '0')
  await give(app, id, codeHash(mail, asked ?? '', code), sent, lasts.asked)
  return code
}

const give = (app: Pool, id: Id, secret: Buffer, { row, hash, at }: Sent, milliseconds: number): Promise<unknown> =>
  app.query(
    `update my.way_in set secret_hash = $2, address_row = $3, address_hash = $4, expires_at = $5 where id = $1 and used_at is null`,
    [id, secret, row, hash, new Date(at.getTime() + milliseconds)],
  )

type Hashing = Pick<Mail, 'hash'>

/** Keyed, for there are few codes: who has the table alone cannot try them all. */
const codeHash = (mail: Hashing, asked: Id, code: string): Buffer => mail.hash(`${asked} ${code}`)

/** Whom a way in has let in, and by which address. */
export interface Entered {
  readonly person: Id
  readonly row: Id
  readonly hash: Buffer
}

/** Whether a link could be used; it is not used up by looking, for mail programs open links by themselves. */
export async function isOpen(app: Pool, secret: string, at: Date): Promise<boolean> {
  const { rowCount } = await app.query(
    `select from my.way_in where secret_hash = $1 and channel = 'email' and used_at is null and expires_at > $2`,
    [hashOf(secret), at],
  )
  return rowCount === 1
}

/** Uses a link up; of two at the same moment one gets in. */
export const enterByLink = (app: Pool, secret: string, at: Date): Promise<Entered | undefined> =>
  enter(app, hashOf(secret), 'email', at)

export const enterByCode = (
  app: Pool,
  mail: Hashing,
  asked: Id,
  code: string,
  at: Date,
): Promise<Entered | undefined> => enter(app, codeHash(mail, asked, code), 'sms', at)

async function enter(app: Pool, secret: Buffer, way: Way, at: Date): Promise<Entered | undefined> {
  const { rows } = await app.query<Entered>(
    `update my.way_in set used_at = $3 where secret_hash = $1 and channel = $2 and used_at is null and expires_at > $3
     returning person_id as person, address_row as row, address_hash as hash`,
    [secret, way, at],
  )
  return rows[0]
}
