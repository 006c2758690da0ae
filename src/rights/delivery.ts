/** A package waits for its person, encrypted, for fourteen days: whoever has the link alone does not open it, and whatever ends it takes its file along. */

import { createHash, randomInt, timingSafeEqual } from 'node:crypto'
import type { ClientBase, Pool } from 'pg'
import { type Id, newId, newSecret } from '../base/ids.ts'
import { transaction } from '../database/transaction.ts'
import { enqueue } from '../jobs/job.ts'
import { queueMessages, type State } from '../mail/outbox.ts'
import type { Way } from '../register/address.ts'
import { queueText } from '../sms/outbox.ts'

/** The job that removes what nobody may fetch any more; its name stands in 0010-desk.sql too. */
export const clearing = 'rights.clear-packages'
/** Kinds of messages: the link, and the code that is asked for by whoever follows it. */
export const linking = 'rights.delivery'
export const coding = 'rights.delivery-code'

export const delivered = ['pdf', 'json', 'csv', 'zip'] as const
export type Format = (typeof delivered)[number]

/** In days, as the message and the page say. */
export const lasts = 14
const day = 86_400_000
const minute = 60_000

/** A code may be asked for so often in all, and tried so often: that gives a guesser fifty tries in a million. */
const most = { codes: 10, tries: 5 }
/** How long they are good for, in minutes. */
export const codeLasts = 15
const ticketLasts = 30

export interface Delivery {
  readonly id: Id
  readonly request: Id
  readonly person: Id
  readonly expiresAt: Date
  /** Staff have said that the code goes by text message alone. */
  readonly textOnly: boolean
  /** Whether a code is on its way or has come. */
  readonly codeAsked: boolean
}

export interface NewDelivery {
  readonly id: Id
  readonly request: Id
  readonly person: Id
  readonly by: string
  readonly at: Date
  readonly textOnly: boolean
}

/** On record before its file is written, so that no file lies there which nobody knows of. */
export const beginDelivery = (app: Pool, { id, request, person, by, at, textOnly }: NewDelivery): Promise<unknown> =>
  app.query(
    `insert into rights.delivery (id, request_id, person_id, made_at, made_by, expires_at, text_only) values ($1, $2, $3, $4, $5, $6, $7)`,
    [id, request, person, at, by, new Date(at.getTime() + lasts * day), textOnly],
  )

/** The file is there: earlier ones of the request end, the person is written to, and the end is in the queue. */
export const announceDelivery = (app: Pool, { id, request, person, at }: NewDelivery): Promise<void> =>
  transaction(app, async client => {
    await client.query(
      `update rights.delivery set ended_at = $3, why = 'replaced' where request_id = $1 and id <> $2 and ended_at is null`,
      [request, id, at],
    )
    await client.query('update rights.delivery set ready_at = $2 where id = $1', [id, at])
    await queueMessages(client, { kind: linking, about: id, persons: [person], at })
    await enqueue(client, clearing, {}, { at: new Date(at.getTime() + lasts * day), key: `${clearing}:${id}` })
  })

const hashOf = (secret: string): Buffer => createHash('sha256').update(secret).digest()

const open = `ready_at is not null and ended_at is null and expires_at > $2`
const fields = `id, request_id as request, person_id as person, text_only as "textOnly", expires_at as "expiresAt", code_asked_at is not null as "codeAsked"`

/** Undefined for a link that is unknown, has expired or has ended: which of these is not told. */
export async function findDelivery(app: Pool, secret: string, at: Date): Promise<Delivery | undefined> {
  const { rows } = await app.query<Delivery>(
    `select ${fields} from rights.delivery where secret_hash = $1 and ${open}`,
    [hashOf(secret), at],
  )
  return rows[0]
}

/** For the mail: still to be fetched? */
export async function openDelivery(app: Pool, id: Id, at: Date): Promise<Delivery | undefined> {
  const { rows } = await app.query<Delivery>(`select ${fields} from rights.delivery where id = $1 and ${open}`, [
    id,
    at,
  ])
  return rows[0]
}

/** A secret for the link, made when the mail is written; an earlier one ends. */
export async function makeSecret(app: Pool, id: Id): Promise<string> {
  const secret = newSecret()
  await app.query('update rights.delivery set secret_hash = $2 where id = $1', [id, hashOf(secret)])
  return secret
}

/**
 * Has a code sent to the person's own address or number, by each once a minute at most. False when there were too many. Whether there is a
 * number is not looked up here: the answer is the same, and takes as long.
 */
export async function askForCode(client: ClientBase, { id, person }: Delivery, way: Way, at: Date): Promise<boolean> {
  const { rows } = await client.query<{ codes: number; last: Date | null }>(
    'select codes, case when code_way = $2 then code_asked_at end as last from rights.delivery where id = $1 for update',
    [id, way],
  )
  const { codes = most.codes, last = null } = rows[0] ?? {}
  if (last !== null && at.getTime() - last.getTime() < minute) return true // it is on its way
  if (codes >= most.codes) return false
  await client.query('update rights.delivery set codes = codes + 1, code_asked_at = $2, code_way = $3 where id = $1', [
    id,
    at,
    way,
  ])
  if (way === 'sms') await queueText(client, { kind: coding, about: id, person, at })
  else await queueMessages(client, { kind: coding, about: id, persons: [person], at })
  return true
}

/** Six digits, made when the message is written; an earlier code ends. */
export async function makeCode(app: Pool, id: Id, at: Date): Promise<string> {
  const code = String(randomInt(1_000_000)).padStart(6, '0')
  await app.query('update rights.delivery set code_hash = $2, code_until = $3, tries = 0 where id = $1', [
    id,
    hashOf(`${id} ${code}`),
    new Date(at.getTime() + codeLasts * minute),
  ])
  return code
}

/** Who knows the code gets a ticket for the files; the code is used up. Undefined when it is wrong or too old, or was tried too often. */
export async function redeem(app: Pool, id: Id, code: string, at: Date): Promise<string | undefined> {
  const { rows } = await app.query<{ hash: Buffer }>(
    `update rights.delivery set tries = tries + 1 where id = $1 and code_until > $2 and tries < $3 and code_hash is not null
     returning code_hash as hash`,
    [id, at, most.tries],
  )
  const [kept] = rows
  if (!kept || !timingSafeEqual(kept.hash, hashOf(`${id} ${code.replaceAll(/\s/g, '')}`))) return undefined
  const ticket = newSecret()
  const { rowCount } = await app.query(
    `update rights.delivery set code_hash = null, code_until = null, ticket_hash = $3, ticket_until = $4
     where id = $1 and code_hash = $2`,
    [id, kept.hash, hashOf(ticket), new Date(at.getTime() + ticketLasts * minute)],
  )
  return rowCount === 1 ? ticket : undefined
}

/** Whether the ticket lets its bearer fetch; that they did is on record before a byte leaves. */
export async function noteFetched(app: Pool, id: Id, ticket: string, format: Format, at: Date): Promise<boolean> {
  const { rowCount } = await app.query(
    `insert into rights.fetched (delivery_id, id, at, format)
     select d.id, $4, $2, $5 from rights.delivery d where d.id = $1 and d.ticket_hash = $3 and d.ticket_until > $2`,
    [id, at, hashOf(ticket), newId(), format],
  )
  return rowCount === 1
}

/** One of a request, as staff see it. */
export interface Listed {
  readonly id: Id
  readonly madeAt: Date
  readonly madeBy: string
  readonly expiresAt: Date
  readonly endedAt: Date | null
  readonly why: 'expired' | 'withdrawn' | 'replaced' | 'gone' | null
  /** What became of the mail with the link: a state of the outbox. */
  readonly mail: State | null
  readonly fetched: readonly { readonly at: string; readonly format: Format }[]
}

/** The deliveries of a request, the newest first. */
export async function deliveriesOf(app: Pool, request: Id): Promise<readonly Listed[]> {
  const { rows } = await app.query<Listed>(
    `select id, made_at as "madeAt", made_by as "madeBy", expires_at as "expiresAt", ended_at as "endedAt", why,
       (select m.state from mail.message m where m.about = d.id and m.kind = $2 order by m.id desc limit 1) as mail,
       coalesce((select jsonb_agg(jsonb_build_object('at', f.at, 'format', f.format) order by f.id)
         from rights.fetched f where f.delivery_id = d.id), '[]') as fetched
     from rights.delivery d where request_id = $1 order by id desc`,
    [request, linking],
  )
  return rows.map(row => ({
    ...row,
    fetched: row.fetched.map(one => ({ ...one, at: new Date(one.at).toISOString() })),
  }))
}

/** Those of the requests whose package still waits to be fetched while the mail with its link could not be sent, or came back. */
export async function undelivered(app: Pool, requests: readonly Id[]): Promise<ReadonlySet<Id>> {
  const { rows } = await app.query<{ request: Id }>(
    `select d.request_id as request from rights.delivery d
     cross join lateral (select m.state from mail.message m where m.about = d.id and m.kind = $2 order by m.id desc limit 1) m
     where d.request_id = any ($1) and d.ended_at is null and m.state in ('failed', 'no-address')`,
    [requests, linking],
  )
  return new Set(rows.map(({ request }) => request))
}

/** Ends what has expired, and what a kill left without a file. Answers which are still to be fetched, or being made. */
export async function endExpired(app: Pool, at: Date): Promise<ReadonlySet<Id>> {
  for (const [why, which] of [
    ['expired', 'expires_at <= $1'],
    ['gone', `ready_at is null and made_at < $1::timestamptz - interval '1 hour'`],
  ] as const) {
    const { rowCount } = await app.query(`select from rights.delivery where ended_at is null and ${which} limit 1`, [
      at,
    ])
    if (rowCount !== 0)
      await app.query(`update rights.delivery set ended_at = $1, why = '${why}' where ended_at is null and ${which}`, [
        at,
      ])
  }
  const { rows } = await app.query<{ id: Id }>('select id from rights.delivery where ended_at is null')
  return new Set(rows.map(({ id }) => id))
}

/** For every start: a restored register may have others than the home. */
export const resumeClearing = (app: Pool): Promise<void> => enqueue(app, clearing, {}, { key: `${clearing}:now` })
