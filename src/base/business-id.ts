/** A Finnish business identity code (Y-tunnus) is kept as 1234567-8, with a check digit that holds. */

import { Refused } from './errors.ts'

const weights = [7, 9, 10, 5, 8, 4, 2]

/** The check digit of seven digits; undefined for the sequences that are never given out. */
function checkDigit(digits: string): number | undefined {
  const remainder = weights.reduce((sum, weight, place) => sum + weight * Number(digits[place]), 0) % 11
  if (remainder === 1) return undefined
  return remainder === 0 ? 0 : 11 - remainder
}

/**
 * Reads a Y-tunnus (3183213-3, with or without the hyphen; six digits of the old ones are padded), a VAT number (FI31832133)
 * or an OVT code (0037 31832133 and at most five characters).
 */
export function readBusinessId(text: string): string {
  const compact = text
    .normalize('NFKC')
    .replace(/[\s.]/g, '')
    .replace(/[‐‑‒–—−]/g, '-')
    .toUpperCase()
  const found =
    /^(\d{6,7})-(\d)$/.exec(compact) ??
    /^(?:FI)?(\d{7})-?(\d)$/.exec(compact) ??
    /^0037(\d{7})(\d)[0-9A-Z]{0,5}$/.exec(compact)
  if (!found) throw new Refused('business-id.form', 'invalid')
  const digits = (found[1] ?? '').padStart(7, '0')
  if (checkDigit(digits) !== Number(found[2])) throw new Refused('business-id.check-digit', 'invalid')
  return `${digits}-${found[2]}`
}

/** FI31832133 of 3183213-3. */
export const vatId = (businessId: string): string => `FI${businessId.replace('-', '')}`
