/** An address that waits to be looked up is encrypted, so that no dump and no backup tells who has asked. */

import * as sealed from '../base/seal.ts'
import type { Mail } from '../mail/transport.ts'

/** Of the home, as the hashes of addresses are; no address is written so. */
const keyOf = ({ hash }: Pick<Mail, 'hash'>): Buffer => hash('own page: addresses that wait')
const about = 'own page'

export const seal = (mail: Pick<Mail, 'hash'>, text: string): Buffer =>
  sealed.seal(keyOf(mail), about, Buffer.from(text))

/** Refuses (`seal.broken`) when the bytes were changed or sealed with another key. */
export const unseal = (mail: Pick<Mail, 'hash'>, bytes: Buffer): string =>
  sealed.unseal(keyOf(mail), about, bytes).toString('utf8')
