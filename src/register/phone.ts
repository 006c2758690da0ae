/** A telephone number is kept in E.164, whatever way it was written; without a country it is Finnish. */

import { type CountryCode, type PhoneNumber, parsePhoneNumberFromString } from 'libphonenumber-js/max'
import { Refused } from '../base/errors.ts'

export interface Phone {
  readonly e164: string // +358401234567
  /** 0800, 0700 and their like cannot be called from abroad. */
  readonly nationalOnly: boolean
  readonly mobile: boolean
}

/** `'` shields a number from spreadsheets, `p:` is Meta's, `tel:` RFC 3966's. */
const prefix = /^\s*(?:'|p:|tel:)\s*/i
const nationalTypes: readonly (string | undefined)[] = ['TOLL_FREE', 'PREMIUM_RATE', 'SHARED_COST']

/**
 * Reads any common writing. Numbers of the country itself must exist in its numbering plan; foreign ones, written with their
 * `+`, need only be possible, for the plans of the world change faster than programs. An extension cannot be kept and is refused.
 */
export function readPhone(text: string, country: CountryCode = 'FI'): Phone {
  const written = text.replace(prefix, '')
  if (!/\d/.test(written.normalize('NFKC'))) throw new Refused('phone.no-number', 'invalid')
  const number = parsePhoneNumberFromString(written, { defaultCountry: country, extract: false })
  if (!number || !acceptable(number, country)) throw new Refused('phone.impossible', 'invalid')
  if (number.ext) throw new Refused('phone.extension', 'invalid')
  const type = number.getType()
  return {
    e164: number.number,
    nationalOnly: nationalTypes.includes(type),
    mobile: type === 'MOBILE' || type === 'FIXED_LINE_OR_MOBILE',
  }
}

const acceptable = (number: PhoneNumber, country: CountryCode) =>
  number.isValid() || (number.country !== country && number.isPossible())

/** E.164; undefined of what is no number: a name, a short code, nothing. */
export function phoneIn(text: string): string | undefined {
  try {
    return readPhone(text).e164
  } catch (fault) {
    if (fault instanceof Refused) return undefined
    throw fault
  }
}
