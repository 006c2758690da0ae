/** An objection stops what it is made to at once: direct marketing for good, any other use until it is decided (Art. 21). */

import type { PoolClient } from 'pg'
import { Refused } from '../base/errors.ts'
import type { Id } from '../base/ids.ts'
import type { Notice } from '../notice/notice.ts'
import { entryOf, purposes as knownPurposes } from '../notice/vocabulary.ts'
import { type Acting, act, noticeOf, record, requestOf, type Upon } from './acting.ts'

/** To every direct marketing, or on grounds of their own situation to uses that stand on a legitimate interest. */
export type Objection =
  | { readonly to: 'direct-marketing' }
  | { readonly to: 'interest'; readonly purposes: readonly string[] }

/** Purposes that market directly (Art. 21(2)): those of the vocabulary, and whatever asks leave to send on a channel as they do. */
export const marketingPurposes = ({ purposes }: Pick<Notice, 'purposes'>): readonly string[] =>
  purposes.filter(({ id }) => entryOf(knownPurposes, id)?.directMarketing === true).map(({ id }) => id)

/** Purposes that use some category on a legitimate interest, and so can be objected to (Art. 21(1)). */
export const interestPurposes = ({
  purposes,
  categories,
}: Pick<Notice, 'purposes' | 'categories'>): readonly string[] =>
  purposes
    .filter(({ id }) =>
      categories.some(({ uses }) => uses.some(({ purpose, basis }) => purpose === id && basis.kind === 'interest')),
    )
    .map(({ id }) => id)

/**
 * Records the objection, which the database obeys from that moment on. One on the person's own situation stands until the request is
 * answered: granted, it stays; refused by two on compelling grounds, it is lifted with the answer.
 */
export async function object(ask: Acting, upon: Upon, objection: Objection): Promise<void> {
  const notice = noticeOf(ask)
  const purposes = objection.to === 'direct-marketing' ? marketingPurposes(notice) : objection.purposes
  const possible = objection.to === 'direct-marketing' ? purposes : interestPurposes(notice)
  if (purposes.length === 0 || purposes.some(purpose => !possible.includes(purpose)))
    throw new Refused('rights.no-such-objection', 'invalid', {}, { field: 'purposes' })
  const details = { to: objection.to, purposes: purposes.join(' ') }
  await act(ask, upon, { kind: 'objected', details }, async (client, { person }) => {
    // Of this moment, so that no earlier word or lifting outlives it.
    const givenAt = ask.clock.now()
    for (const purpose of purposes)
      await record(client, ask, upon.request, person, { kind: 'objection', purpose, givenAt })
  })
}

/** With the answer that refuses it, what stopped only until then goes on (Art. 21(1)); direct marketing never does. */
export async function liftRefused(client: PoolClient, ask: Acting, request: Id): Promise<void> {
  const { kind, person, steps, receivedAt } = await requestOf(client, ask, request)
  if (kind !== 'objection' || person === null) return
  const refused = steps.filter(one => one.kind === 'objected' && one.details.to === 'interest')
  const absolute = marketingPurposes(noticeOf(ask)) // Art. 21(3), however it was objected to
  const purposes = new Set(refused.flatMap(({ details }) => details.purposes?.split(' ') ?? []))
  for (const purpose of [...purposes].filter(one => !absolute.includes(one)))
    await record(client, ask, request, person, {
      kind: 'objection',
      purpose,
      givenAt: receivedAt,
      withdrawnAt: ask.clock.now(),
    })
}
