/** A message is queued in the transaction that makes it necessary, and each thing that becomes of it is a state with when and why. */

import type { ClientBase, Pool } from 'pg'
import { type Id, newId } from '../base/ids.ts'
import { enqueue } from '../jobs/job.ts'

export type State = 'queued' | 'sending' | 'sent' | 'failed' | 'no-address' | 'not-needed' | 'stopped'

export interface Message {
  readonly id: Id
  readonly person: Id
  readonly kind: string
  readonly about: Id
  readonly attempts: number
}

/** The job that sends. */
export const sending = 'mail.send'

/** Queues one message for each person, in the caller's transaction. Answers their ids, in the persons' order. */
export async function queueMessages(
  client: ClientBase,
  { kind, about, persons, at }: { kind: string; about: Id; persons: readonly Id[]; at: Date },
): Promise<readonly Id[]> {
  const ids = persons.map(() => newId())
  await client.query(
    `insert into mail.message (id, person_id, kind, about, queued_at, next_at)
     select id, person, $3, $4, $5, $5 from unnest($1::uuid[], $2::uuid[]) as given (id, person)`,
    [ids, persons, kind, about, at],
  )
  await enqueue(client, sending, {}, { at, key: sending })
  return ids
}

/** For every start: what waited while there was no server, or no SMTP_URL, is looked at again. */
export const resumeSending = (app: Pool): Promise<void> => enqueue(app, sending, {}, { key: sending })

/**
 * Takes the next message whose time has come and marks it before anything is sent. One that is marked already was being sent by
 * a server that was killed: it is sent again, for nobody knows whether the mail server had it.
 */
export async function takeNext(app: Pool, at: Date): Promise<Message | undefined> {
  const { rows } = await app.query<Message>(
    `update mail.message set state = 'sending', attempts = attempts + 1, tried_at = $1
     where id = (select id from mail.message where state in ('queued', 'sending') and next_at <= $1
       order by next_at, id limit 1 for update skip locked)
     returning id, person_id as person, kind, about, attempts`,
    [at],
  )
  return rows[0]
}

/** What has become of a message for good; in the transaction in which its capability notes it too. */
export const settle = (
  client: ClientBase,
  { id }: Message,
  state: Exclude<State, 'queued' | 'sending'>,
  { at, why, hash, needed }: Settling,
): Promise<unknown> =>
  client.query(
    `update mail.message set state = $2, settled_at = $3, why = $4, address_hash = coalesce($5, address_hash),
       purpose = coalesce($6, purpose), channel = coalesce($7, channel) where id = $1`,
    [id, state, at, why ?? null, hash ?? null, needed?.purpose ?? null, needed?.channel ?? null],
  )

interface Settling {
  readonly at: Date
  readonly why?: string | undefined
  readonly hash?: Buffer | undefined
  /** The permit without which it would not have gone. */
  readonly needed?: { readonly purpose: string; readonly channel: string } | undefined
}

/** The message waits for `next`. A try that never reached the person's mailbox does not count. */
export const putBack = (
  app: Pool,
  { id }: Message,
  { next, why, counts, hash }: { next: Date; why: string; counts: boolean; hash?: Buffer | undefined },
): Promise<unknown> =>
  app.query(
    `update mail.message set state = 'queued', next_at = $2, why = $3, attempts = attempts - $4, address_hash = coalesce($5, address_hash)
     where id = $1`,
    [id, next, why, counts ? 0 : 1, hash ?? null],
  )

/** When the next waiting message may be tried; undefined when none waits. */
export async function nextDue(app: Pool): Promise<Date | undefined> {
  const { rows } = await app.query<{ next: Date | null }>(
    `select min(next_at) as next from mail.message where state in ('queued', 'sending')`,
  )
  return rows[0]?.next ?? undefined
}

/** Tries the failed messages about one thing again. Answers how many. */
export async function retryFailed(client: ClientBase, about: Id, at: Date): Promise<readonly Id[]> {
  const { rows } = await client.query<{ id: Id }>(
    `update mail.message set state = 'queued', next_at = $2, attempts = 0, why = null, settled_at = null
     where about = $1 and state = 'failed' returning id`,
    [about, at],
  )
  if (rows.length > 0) await enqueue(client, sending, {}, { at, key: sending })
  return rows.map(({ id }) => id)
}

export interface Outbox {
  readonly waiting: number
  /** Why the last try of a waiting message failed, and when: a mail server that is away shows here. */
  readonly trouble: { readonly why: string; readonly at: Date } | null
}

export async function outbox(app: Pool): Promise<Outbox> {
  const { rows } = await app.query<{ waiting: number; why: string | null; at: Date | null }>(
    `select count(*) as waiting, (array_agg(why order by tried_at desc) filter (where why is not null))[1] as why,
       max(tried_at) filter (where why is not null) as at
     from mail.message where state in ('queued', 'sending')`,
  )
  const { waiting = 0, why = null, at = null } = rows[0] ?? {}
  return { waiting, trouble: why !== null && at !== null ? { why, at } : null }
}
