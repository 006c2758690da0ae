/** A text message is queued in the transaction that makes it necessary, and what became of it is a state with when and why; no number and no text are kept. */

import type { ClientBase, Pool } from 'pg'
import { type Id, newId } from '../base/ids.ts'
import { enqueue } from '../jobs/job.ts'

export interface TextMessage {
  readonly id: Id
  readonly person: Id
  readonly kind: string
  readonly about: Id
  readonly queued: Date
  readonly attempts: number
  /** The gateway's; null until the gateway has it. */
  readonly reference: string | null
}

/** The job that sends, and asks what became of what was sent. */
export const texting = 'sms.send'

/** Queues a message in the caller's transaction. */
export async function queueText(
  client: ClientBase,
  { kind, about, person, at }: { readonly kind: string; readonly about: Id; readonly person: Id; readonly at: Date },
): Promise<void> {
  await client.query(
    `insert into sms.message (id, person_id, kind, about, queued_at, next_at) values ($1, $2, $3, $4, $5, $5)`,
    [newId(), person, kind, about, at],
  )
  await enqueue(client, texting, {}, { at, key: texting })
}

/** For every start: what waited while there was no server, or no SMS_URL, is looked at again. */
export const resumeTexting = (app: Pool): Promise<void> => enqueue(app, texting, {}, { key: texting })

/** Takes the next message whose time has come; its try counts before anything is sent, so that a kill is a try too. */
export async function takeNext(app: Pool, at: Date): Promise<TextMessage | undefined> {
  const { rows } = await app.query<TextMessage>(
    `update sms.message set attempts = attempts + 1, next_at = $1 + interval '1 minute'
     where id = (select id from sms.message where state in ('queued', 'accepted') and next_at <= $1
       order by next_at, id limit 1 for update skip locked)
     returning id, person_id as person, kind, about, queued_at as queued, attempts, reference`,
    [at],
  )
  return rows[0]
}

/** Of these references of the gateway, the first that no message of ours has. */
export async function unclaimed(app: Pool, references: readonly string[]): Promise<string | undefined> {
  const { rows } = await app.query<{ reference: string }>(
    `select reference from unnest($1::text[]) with ordinality g (reference, place)
     where not exists (select from sms.message m where m.reference = g.reference) order by place limit 1`,
    [references],
  )
  return rows[0]?.reference
}

export type Settled = 'delivered' | 'undelivered' | 'unknown' | 'failed' | 'not-needed'

/** What has become of it for good. */
export const settle = (app: Pool, id: Id, state: Settled, at: Date, why?: string): Promise<unknown> =>
  app.query('update sms.message set state = $2, settled_at = $3, why = $4 where id = $1', [id, state, at, why])

/** The gateway has it: what became of it is asked at `next`. */
export const accepted = (app: Pool, id: Id, reference: string, next: Date): Promise<unknown> =>
  app.query(
    `update sms.message set state = 'accepted', reference = $2, next_at = $3, attempts = 0, why = null where id = $1`,
    [id, reference, next],
  )

export const putBack = (app: Pool, id: Id, next: Date, why: string | null): Promise<unknown> =>
  app.query('update sms.message set next_at = $2, why = $3 where id = $1', [id, next, why])

/** When the next message is due. */
export async function nextDue(app: Pool): Promise<Date | undefined> {
  const { rows } = await app.query<{ next: Date | null }>(
    `select min(next_at) as next from sms.message where state in ('queued', 'accepted')`,
  )
  return rows[0]?.next ?? undefined
}
