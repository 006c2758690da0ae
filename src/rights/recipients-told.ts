/** Whoever was given the data is told that it was corrected, erased or restricted, and what became of telling each is kept (Art. 19). */

import type { PoolClient } from 'pg'
import type { Id } from '../base/ids.ts'
import { transaction } from '../database/transaction.ts'
import { nameActors } from '../register/actors.ts'
import type { Actor } from '../register/answers.ts'
import type { knownBy, recipientStates } from './act-answers.ts'
import { type Acting, noticeOf } from './acting.ts'

/** What there is to tell. */
export type Told = 'corrected' | 'erased' | 'restricted'

export interface RecipientNotice {
  readonly id: Id
  readonly recipient: string
  readonly act: Told
  readonly categories: readonly string[]
  readonly state: (typeof recipientStates)[number]
  /** Where it went, or where the same recipient was told before. */
  readonly address: string | null
  /** The recipient is told by itself, and finds a person by this. */
  readonly knownBy: (typeof knownBy)[number] | null
  readonly reason: string | null
  readonly at: string | null
  readonly by: Actor | null
}

/** In the transaction of the act: every recipient of the notice, and everybody to whom something of this person was disclosed. */
export const noteRecipients = (
  client: PoolClient,
  ask: Acting,
  request: Id,
  act: Told,
  categories: readonly string[],
): Promise<unknown> =>
  client.query('select rights.note_recipients($1, $2, $3, $4, $5, $6)', [
    ask.token,
    request,
    act,
    categories,
    recipientNames(ask),
    ask.clock.now(),
  ])

/** Of the notice in force, by name. */
export const recipientNames = (ask: Acting): readonly string[] => noticeOf(ask).recipients.map(({ name }) => name)

export async function recipientNotices(ask: Acting, request: Id): Promise<readonly RecipientNotice[]> {
  type Stored = Omit<RecipientNotice, 'at' | 'by'> & { readonly at: Date | null; readonly by: string | null }
  const { rows } = await ask.reader.query<Stored>(
    'select id, recipient, act, categories, state, address, known_by as "knownBy", reason, at, by from rights.recipient_notices($1, $2)',
    [ask.token, request],
  )
  const name = await nameActors(
    ask,
    rows.flatMap(({ by }) => by ?? []),
  )
  return rows.map(row => ({ ...row, at: row.at?.toISOString() ?? null, by: row.by === null ? null : name(row.by) }))
}

/** How one recipient is told, or why not. */
export type Telling =
  | {
      readonly how: 'email'
      readonly address: string /** By what they find the person; gone once it is sent. */
      readonly whom: string
      /** From now on they are told by itself, and find a person by this; null ends it. */
      readonly fromNowOn?: RecipientNotice['knownBy'] | undefined
    }
  | { readonly how: 'by-hand' | 'had-none' | 'confirmed' }
  | { readonly how: 'impossible' | 'disproportionate'; readonly reason: string }

/** Tells one recipient, or notes why not. An e-mail is in the outbox when this answers. */
export const tellRecipient = (ask: Acting, notice: Id, telling: Telling): Promise<void> =>
  transaction(ask.reader, async client => {
    await client.query('select rights.say_of_recipient($1, $2, $3, $4, $5, $6, $7)', [
      ask.token,
      notice,
      telling.how === 'email' ? 'queued' : telling.how,
      telling.how === 'email' ? telling.address : null,
      telling.how === 'email' ? telling.whom : null,
      'reason' in telling ? telling.reason : null,
      ask.clock.now(),
    ])
    if (telling.how === 'email' && telling.fromNowOn !== undefined)
      await client.query('select rights.say_recipient_contact($1, $2, $3, $4)', [
        ask.token,
        notice,
        telling.fromNowOn,
        ask.clock.now(),
      ])
  })
