/** Any common writing of a number leads to the same E.164 number; what cannot be called is refused. */

import { describe, expect, test } from 'vitest'
import { readPhone } from './phone.ts'

describe('one number, many writings', () => {
  test.each([
    '040-123 4567',
    '0401234567',
    '040 123 45 67',
    '+358 40 123 4567',
    '+358 (0)40 123 4567',
    '00358401234567',
    '358401234567',
    "'+358401234567", // shielded from a spreadsheet
    'p:+358401234567', // Meta leads
    'tel:+358-40-123-4567',
    '+358-40-123\u20114567', // a no-break hyphen
    '０４０１２３４５６７', // full width
  ])('%s', text => expect(readPhone(text)).toEqual({ e164: '+358401234567', nationalOnly: false, mobile: true }))
})

test('landlines, service numbers and foreign numbers', () => {
  expect(readPhone('(09) 123 4567')).toEqual({ e164: '+35891234567', nationalOnly: false, mobile: false })
  expect(readPhone('0800 123456')).toEqual({ e164: '+358800123456', nationalOnly: true, mobile: false })
  expect(readPhone('0700 12345').nationalOnly).toBe(true)
  expect(readPhone('+46 70-123 45 67').e164).toBe('+46701234567')
  expect(readPhone('070-123 45 67', 'SE').e164).toBe('+46701234567')
})

describe('refused', () => {
  test.each([
    ['', 'phone.no-number'],
    ['ei ole', 'phone.no-number'],
    ['112', 'phone.impossible'],
    ['116123', 'phone.impossible'],
    ['040 123', 'phone.impossible'],
    ['+999 123456', 'phone.impossible'],
    ['040 123 4567 tai 050 123 4567', 'phone.impossible'],
    ['09 123 4567 ext. 12', 'phone.extension'],
  ])('%j: %s', (text, key) => expect(() => readPhone(text)).toThrow(key))
})
