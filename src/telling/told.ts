/** Everybody whom a change concerns has one row: by which channel they are told, whether they were, when, and at which address by its hash. */

import type { ClientBase, Pool } from 'pg'
import type { Act } from '../access/staff.ts'
import type { Id } from '../base/ids.ts'
import { transaction } from '../database/transaction.ts'
import type { Settled } from '../mail/message-kind.ts'
import { queueMessages, retryFailed } from '../mail/outbox.ts'

/** The kind of message that tells of a change. */
export const announcing = 'notice-changed'

export interface Progress {
  readonly total: number
  readonly told: number
  /** Told by a letter, of those. */
  readonly toldByLetter: number
  /** In the outbox. */
  readonly waiting: number
  readonly failed: number
  /** Without an e-mail address: to be told by a letter. */
  readonly letters: number
  /** Failed ones by why. */
  readonly reasons: readonly { readonly why: string; readonly persons: number }[]
}

export async function progressOf(pool: Pool | ClientBase, publication: Id): Promise<Progress> {
  const { rows } = await pool.query<Progress>(
    `select count(*) as total,
       count(*) filter (where state = 'told') as told,
       count(*) filter (where state = 'told' and channel = 'letter') as "toldByLetter",
       count(*) filter (where state = 'waiting' and channel = 'email') as waiting,
       count(*) filter (where state = 'failed') as failed,
       count(*) filter (where state = 'waiting' and channel = 'letter') as letters,
       (select coalesce(json_agg(json_build_object('why', why, 'persons', n) order by n desc), '[]') from (
         select coalesce(why, '') as why, count(*) as n from notice.told
         where publication = $1 and state = 'failed' group by 1) failed) as reasons
     from notice.told where publication = $1`,
    [publication],
  )
  const none = { total: 0, told: 0, toldByLetter: 0, waiting: 0, failed: 0, letters: 0, reasons: [] }
  return rows[0] ?? none
}

/** How many have not been told yet. */
export const untold = ({ waiting, failed, letters }: Progress): number => waiting + failed + letters

/** A row for each of them who has none, and the message that tells them, all or nothing; from `persons` the last is where it got to. */
export async function tellThese(client: ClientBase, publication: Id, persons: readonly Id[], at: Date): Promise<void> {
  const fresh = await client.query<{ person: Id }>(
    `insert into notice.told (person_id, publication, channel, at, by)
     select person, $2, 'email', $3, 'system' from unnest($1::uuid[]) as person
     on conflict (person_id, publication) do nothing returning person_id as person`,
    [persons, publication, at],
  )
  const told = fresh.rows.map(({ person }) => person)
  if (told.length === 0) return
  const messages = await queueMessages(client, { kind: announcing, about: publication, persons: told, at })
  await client.query(
    `update notice.told t set message = given.message from unnest($1::uuid[], $2::uuid[]) as given (person, message)
     where t.person_id = given.person and t.publication = $3`,
    [told, messages, publication],
  )
}

/** What became of a person's message. Without an address a letter takes its place. */
export async function noteMessage(
  client: ClientBase,
  message: { readonly id: Id },
  { state, at, why, hash }: Settled,
): Promise<void> {
  const becomes = {
    sent: 'told',
    failed: 'failed',
    'no-address': 'waiting',
    'not-needed': 'not-needed',
    stopped: 'failed', // a service message needs no permit
  } as const
  await client.query(
    `update notice.told set state = $2, channel = case when $3 then 'letter' else channel end, at = $4, why = $5, address_hash = $6
     where message = $1 and state <> 'told'`,
    [message.id, becomes[state], state === 'no-address', at, why ?? null, hash ?? null],
  )
}

/** Sends once more what failed. Answers to how many. */
export const tellFailedAgain = (pool: Pool, publication: Id, at: Date): Promise<number> =>
  transaction(pool, async client => {
    const messages = await retryFailed(client, publication, at)
    await client.query(
      `update notice.told set state = 'waiting', at = $2, why = null where message = any ($1) and state = 'failed'`,
      [messages, at],
    )
    return messages.length
  })

/** Those whose e-mail failed are told by letter instead. Answers how many. */
export async function failedToLetters(pool: Pool, publication: Id, at: Date): Promise<number> {
  const { rowCount } = await pool.query(
    `update notice.told set state = 'waiting', channel = 'letter', at = $2 where publication = $1 and state = 'failed'`,
    [publication, at],
  )
  return rowCount ?? 0
}

/** Persons who are to get a letter, in a fixed order; `after` is the last one of the part before. */
export async function lettersTo(
  pool: Pool,
  publication: Id,
  after: Id | undefined,
  max: number,
): Promise<readonly Id[]> {
  const { rows } = await pool.query<{ person: Id }>(
    `select person_id as person from notice.told
     where publication = $1 and channel = 'letter' and state = 'waiting' and person_id > coalesce($2, '00000000-0000-0000-0000-000000000000'::uuid)
     order by person_id limit $3`,
    [publication, after ?? null, max],
  )
  return rows.map(({ person }) => person)
}

/** These letters have been sent: `at` is the day of the post. Answers how many waited for one. */
export async function noteLetters(pool: Pool, publication: Id, persons: readonly Id[], act: Act): Promise<number> {
  const { rowCount } = await pool.query(
    `update notice.told set state = 'told', at = $3, by = $4, why = null
     where publication = $1 and person_id = any ($2) and channel = 'letter' and state = 'waiting'`,
    [publication, persons, act.at, act.by],
  )
  return rowCount ?? 0
}
