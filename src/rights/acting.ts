/** What is done upon a request and the step that tells of it are one transaction: neither is there without the other. */

import type { PoolClient } from 'pg'
import { Refused } from '../base/errors.ts'
import type { Id } from '../base/ids.ts'
import type { Clock } from '../base/time.ts'
import { transaction } from '../database/transaction.ts'
import type { Published } from '../http/program.ts'
import type { Notice } from '../notice/notice.ts'
import type { Asking } from '../register/scope.ts'
import type { Act, NewRequest } from './request-answers.ts'

/** Who acts, through the login of the rights purpose: a request of staff, or the person's own page. */
export interface Acting extends Asking {
  readonly clock: Clock
  readonly published: Published
  readonly program: Asking['program'] & { readonly home: string }
}

/** The request that is acted upon, and the last step of it that was seen: null when there was none. */
export interface Upon {
  readonly request: Id
  readonly expected: Id | null
}

/** The request as far as acting upon it needs it. */
export interface ActedUpon {
  readonly kind: NewRequest['kind']
  /** Null as long as nobody knows who asks. */
  readonly person: Id | null
  readonly receivedAt: Date
  readonly steps: readonly { readonly kind: string; readonly details: Readonly<Record<string, string>> }[]
}

export async function requestOf(client: Pick<PoolClient, 'query'>, { token }: Acting, id: Id): Promise<ActedUpon> {
  const { rows } = await client.query<ActedUpon>(
    'select kind, person, received_at as "receivedAt", steps from rights.request($1, $2)',
    [token, id],
  )
  const [found] = rows
  if (!found) throw new Refused('rights.request-absent', 'absent')
  return found
}

/**
 * Does `work` and takes the step, both or neither. Refused when it is not its turn, when somebody else took a step meanwhile, and as
 * long as nobody knows whose the request is.
 */
export const act = <Result>(
  ask: Acting,
  { request, expected }: Upon,
  step: { readonly kind: Act; readonly details?: Readonly<Record<string, string>> },
  work: (client: PoolClient, upon: ActedUpon & { readonly person: Id }) => Promise<Result>,
): Promise<Result> =>
  transaction(ask.reader, async client => {
    // First, for it has the request locked and says whether it is its turn.
    await client.query('select rights.take_step($1, $2, $3, null, $4, $5, $6)', [
      ask.token,
      request,
      step.kind,
      step.details ?? {},
      expected,
      ask.clock.now(),
    ])
    const upon = await requestOf(client, ask, request)
    const { person } = upon
    if (person === null) throw new Refused('rights.person-first', 'conflict')
    return work(client, { ...upon, person })
  })

/** Where what is written upon a request comes from: the request itself, in the person's own words. */
export const sourceOfRequests = 'request'

/** A statement of the person of the request, for the notice's ledger of what persons have said. */
export interface Said {
  readonly kind: 'consent' | 'similar-purchase' | 'objection' | 'restriction'
  readonly purpose?: string | null
  readonly channel?: string | null
  readonly addressHash?: string | null
  readonly givenAt: Date
  readonly withdrawnAt?: Date
  readonly wording?: string
}

export const record = (client: PoolClient, { token }: Acting, request: Id, person: Id, said: Said): Promise<unknown> =>
  client.query('select register.record_statement($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)', [
    token,
    sourceOfRequests,
    request,
    person,
    said.kind,
    said.purpose ?? null,
    said.channel ?? null,
    said.givenAt,
    said.withdrawnAt ?? null,
    said.wording ?? null,
    said.addressHash ? { addressHash: said.addressHash } : {},
  ])

export function noticeOf({ published: { notice } }: Acting): Notice {
  if (!notice) throw new Error('no notice is in force')
  return notice
}
