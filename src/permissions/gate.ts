/** One gate stands before whatever is sent: may this purpose send something to these persons by this channel now, and why. */

import type { Pool } from 'pg'
import type { Id } from '../base/ids.ts'
import type { Channel, ChannelRule } from '../notice/notice.ts'
import type { Answer } from './reason.ts'

/** Who asks: a login of a purpose that uses the category `permissions`, with an actor token for it. */
export interface Asking {
  readonly reader: Pool
  readonly token: string
}

/** The gate reads only, so it may be asked within a transaction too. */
type Gatekeeper = Omit<Asking, 'reader'> & { readonly reader: Pick<Pool, 'query'> }

export interface Sending {
  readonly purpose: string
  readonly channel: Channel
  readonly at: Date
  /** At this address and no other; without it, the best of the person's that may be used. */
  readonly address?: string | undefined
  /** What is sent is essentially linked to the recipient's duties at work (917/2014 § 202). */
  readonly aboutDuties?: boolean | undefined
  /** What it is about; without it nothing is sent because of a purchase (917/2014 § 200(3)). */
  readonly productGroup?: string | undefined
}

interface Row {
  readonly person_id: Id
  readonly allowed: boolean
  readonly reason: string
  readonly address_row: Id | null
  readonly statement: Id | null
}

/** One answer for each of the persons, in no order; somebody whom the asker does not see is `no-such-person`. */
export async function mayEachBeSent(
  { reader, token }: Gatekeeper,
  persons: readonly Id[],
  { purpose, channel, at, address, aboutDuties = false, productGroup = '' }: Sending,
): Promise<ReadonlyMap<Id, Answer>> {
  const { rows } = await reader.query<Row>(
    'select person_id, allowed, reason, address_row, statement from register.may_send($1, $2, $3, $4, $5, $6, $7, $8)',
    [token, persons, purpose, channel, at, address ?? null, aboutDuties, productGroup],
  )
  return new Map(rows.map(row => [row.person_id, answerOf(row)]))
}

export async function maySend(asking: Gatekeeper, person: Id, sending: Sending): Promise<Answer> {
  const answer = (await mayEachBeSent(asking, [person], sending)).get(person)
  return answer ?? { allowed: false, reason: 'no-such-person', addressRow: null, statement: null }
}

/** What the gate says of one purpose and channel of the notice. */
export type Permission = Answer & { readonly purpose: string; readonly channel: Channel; readonly rule: ChannelRule }

/** The answer for every purpose and channel by which the notice contacts people, in no order. */
export async function permissionsOf(
  { reader, token }: Gatekeeper,
  person: Id,
  at: Date,
): Promise<readonly Permission[]> {
  const { rows } = await reader.query<Row & { purpose: string; channel: Channel; rule: ChannelRule }>(
    'select purpose, channel, rule, allowed, reason, address_row, statement from register.permissions_of($1, $2, $3)',
    [token, person, at],
  )
  return rows.map(({ purpose, channel, rule, ...row }) => ({ purpose, channel, rule, ...answerOf(row) }))
}

/** The database gives only the reasons of reason.ts, and a test holds it to them. */
const answerOf = ({ allowed, reason, address_row, statement }: Omit<Row, 'person_id'>): Answer =>
  ({ allowed, reason, addressRow: address_row, statement }) as Answer
