/** Payment card numbers are noticed; telephone, order, business and bank account numbers are not taken for them. */

import { expect, test } from 'vitest'
import { holdsCardNumber } from './card-number.ts'

test.each(['4111 1111 1111 1111', 'kortti 5555-5555-5555-4444 voimassa', '378282246310005', '6011111111111117'])(
  '%s is a card',
  text => expect(holdsCardNumber(text)).toBe(true),
)

test.each([
  '4111 1111 1111 1112', // wrong check digit
  '+358401234567',
  'FI21 1234 5600 0007 85',
  '1234567890123452', // no issuer
  'tilaus 2026-11-22 12:30',
  '3183213-3',
])('%s is none', text => expect(holdsCardNumber(text)).toBe(false))
