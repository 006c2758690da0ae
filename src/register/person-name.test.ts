/** Names stay as their bearers write them, and what is no name is refused. */

import { describe, expect, test } from 'vitest'
import { fullName, readName } from './person-name.ts'

describe('kept as written', () => {
  test.each([
    'Aino',
    'aino', // never re-cased
    'McDonald',
    'von der Leyen',
    'af Ursin',
    'de la Cruz',
    "O'Brien",
    'Nokso-Koivisto',
    'Ánde Ŋilsa', // Sámi
    'Þórdís',
    'X Æ A-12',
    '李小龍',
    'محمد',
    'علی‌رضا', // a zero-width non-joiner belongs to it
    'Aino Maria Helena Elisabet', // four given names, 946/2017
    'Jr.',
  ])('%s', name => expect(readName(name)).toBe(name))
})

test('decomposed letters are composed, spaces become one', () => {
  expect(readName(' Ma\u0308kela\u0308 ')).toBe('Mäkelä')
  expect(readName('Aino\u00A0 Maria')).toBe('Aino Maria')
  expect(readName('Ai\u200Bno\uFEFF')).toBe('Aino')
})

describe('refused', () => {
  test.each([
    ['aino@example.fi', 'name.email'],
    ['Aino <aino@example.fi>', 'name.email'],
    ['https://example.fi', 'name.web-address'],
    ['www.example.fi', 'name.web-address'],
    ['12345', 'name.no-letter'],
    ['-', 'name.no-letter'],
    ['', 'name.no-letter'],
    ['Aino\u0000', 'text.control'],
    ['Aino\nVirtanen', 'text.control'],
    ['Aino\u202EneatriV', 'text.control'],
    ['\uD800Aino', 'text.control'],
    ['a'.repeat(201), 'name.too-long'],
  ])('%j: %s', (text, key) => expect(() => readName(text)).toThrow(key))
})

test('a person may have one name or none', () => {
  expect(fullName('Aino', 'Virtanen')).toBe('Aino Virtanen')
  expect(fullName(null, 'Sukarno')).toBe('Sukarno')
  expect(fullName('Sukarno', undefined)).toBe('Sukarno')
  expect(fullName(null, null)).toBeNull()
})
