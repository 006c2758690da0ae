/** Postcodes stay text with their zeros; countries are known by code or by name in three languages. */

import { expect, test } from 'vitest'
import { readCountry, readPostcode } from './postal.ts'

test.each([
  ['00140', 'FI', '00140'],
  ['FI-00140', 'FI', '00140'],
  ["'00140", 'FI', '00140'],
  ['140', 'FI', '00140'], // a spreadsheet cut the zeros
  ['AX-22100', 'AX', '22100'],
  ['SW1A 1AA', 'GB', 'SW1A 1AA'],
  ['111 22', 'SE', '111 22'],
])('%s in %s', (text, country, kept) => expect(readPostcode(text, country)).toBe(kept))

test('postcodes that cannot be', () => {
  expect(() => readPostcode('001400')).toThrow('postcode.finnish')
  expect(() => readPostcode('Helsinki')).toThrow('postcode.finnish')
  expect(() => readPostcode('', 'SE')).toThrow('postcode.form')
})

test.each([
  ['fi', 'FI'],
  ['Suomi', 'FI'],
  ['FINLAND', 'FI'],
  ['Sverige', 'SE'],
  ['Ruotsi', 'SE'],
  ['Åland', 'AX'],
  ['Ahvenanmaa', 'AX'],
  ['Yhdysvallat', 'US'],
])('%s is %s', (text, code) => expect(readCountry(text)).toBe(code))

test('a country that is not known', () => expect(() => readCountry('Atlantis')).toThrow('country.unknown'))
