/** An address of somebody who was erased is written again only when they have come back by an act of their own, which is on record. */

import type { Id } from '../base/ids.ts'
import type { Clock } from '../base/time.ts'
import { readEmail } from '../register/email.ts'
import { readPhone } from '../register/phone.ts'
import type { Asking } from '../register/scope.ts'

/** By what they came back, and why whoever records it believes so. */
export interface Return {
  readonly email?: string | undefined
  readonly phone?: string | undefined
  /** With a telephone number: it is known together with the name, that of whoever is to have it where none is told. */
  readonly name?: string | undefined
  readonly person?: Id | undefined
  readonly act: 'order' | 'registration' | 'message' | 'visit' | 'own-page'
  readonly reason: string
}

/** For a purpose that may write contact points. Answers how many suppressed addresses were taken up. */
export async function takeUp(
  ask: Pick<Asking, 'token'> & { readonly reader: Pick<Asking['reader'], 'query'>; readonly clock: Clock },
  back: Return,
): Promise<number> {
  const { rows } = await ask.reader.query<{ taken: number }>(
    'select rights.take_up($1, $2, $3, $4, $5, $6, $7, $8) as taken',
    [
      ask.token,
      back.email === undefined ? null : readEmail(back.email).address,
      back.phone === undefined ? null : readPhone(back.phone).e164,
      back.name ?? null,
      back.person ?? null,
      back.act,
      back.reason,
      ask.clock.now(),
    ],
  )
  return rows[0]?.taken ?? 0
}
