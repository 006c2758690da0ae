/** By what the person of an arrival may be recognised: an e-mail address, else a telephone number with the name, or the number that it came from. */

import { Refused } from '../base/errors.ts'
import { readEmail } from '../register/email.ts'
import { readPhone } from '../register/phone.ts'
import type { Who } from './adapter.ts'

export interface Keys {
  /** As written, and as it is compared. */
  readonly email?: { readonly written: string; readonly key: string }
  /** E.164 */
  readonly phone?: string
  /** Lower case; null where the number is enough. */
  readonly name: string | null
  readonly handle?: string
  /** What was told of them and is no address. */
  readonly unreadable: readonly ('email' | 'phone')[]
}

/** Refuses who can only be told by an address that is none. */
export function keysOf(about: Who | undefined): Keys {
  const name = about?.fromNumber ? null : [about?.given, about?.family].filter(Boolean).join(' ').toLowerCase()
  const email = read(about?.email, text => readEmail(text).address)
  const phone = read(about?.phone, text => readPhone(text).e164)
  if (email === undefined && phone === undefined && (about?.email || about?.phone))
    throw new Refused('arrivals.address-unreadable', 'invalid')
  return {
    name,
    unreadable: [
      ...(about?.email?.trim() && email === undefined ? (['email'] as const) : []),
      ...(about?.phone?.trim() && phone === undefined ? (['phone'] as const) : []),
    ],
    ...(email !== undefined && { email: { written: email, key: email.toLowerCase() } }),
    ...(phone !== undefined && { phone }),
    ...(about?.handle && { handle: about.handle }),
  }
}

function read(text: string | undefined, as: (text: string) => string): string | undefined {
  try {
    return text?.trim() ? as(text) : undefined
  } catch (fault) {
    if (fault instanceof Refused) return undefined
    throw fault
  }
}
