/** A consent is withdrawn from the request at once, as easily as it was given (Art. 7(3)). */

import { Refused } from '../base/errors.ts'
import { type Acting, act, record, type Said, type Upon } from './acting.ts'

interface Word {
  readonly kind: string
  readonly purpose: string | null
  readonly channel: string | null
  readonly given_at: Date
  readonly address_hash: string | null
}

/** Withdraws the consents to these purposes, or every consent that stood when the request came. Answers how many. */
export async function withdrawConsent(ask: Acting, upon: Upon, purposes: readonly string[] | 'all'): Promise<number> {
  const details = { purposes: purposes === 'all' ? 'all' : purposes.join(' ') }
  return act(ask, upon, { kind: 'consent-withdrawn', details }, async (client, { person, receivedAt }) => {
    const { rows } = await client.query<Word>(
      `select kind, purpose, channel, given_at, encode(address_hash, 'hex') as address_hash from register.words_of($1, $2, true)`,
      [ask.token, person],
    )
    const meant = rows.filter(
      word =>
        (word.kind === 'consent' || word.kind === 'similar-purchase') &&
        word.given_at <= receivedAt &&
        (purposes === 'all' || purposes.includes(word.purpose ?? '')),
    )
    if (meant.length === 0) throw new Refused('rights.nothing-to-withdraw', 'conflict')
    for (const { kind, purpose, channel, given_at, address_hash } of meant) {
      const said: Said = {
        kind: kind === 'consent' ? 'consent' : 'similar-purchase',
        purpose,
        channel,
        addressHash: address_hash,
        givenAt: given_at,
        withdrawnAt: receivedAt,
      }
      await record(client, ask, upon.request, person, said)
    }
    return meant.length
  })
}
