/** What a person writes as a number becomes whole cents or a whole number, and nothing else does. */

import { expect, test } from 'vitest'
import { numberText, readNumber } from './number-text.ts'

test('comma, point, spaces and the euro sign are understood', () => {
  expect(readNumber('1 204,50 €', true)).toBe(120_450)
  expect(readNumber('1204.5', true)).toBe(120_450)
  expect(readNumber('-3', true)).toBe(-300)
  expect(readNumber('19,99', true)).toBe(1999)
})

test('what is not a number stays as it was written', () => {
  expect(readNumber('noin 12', true)).toBe('noin 12')
  expect(readNumber('1,234', true)).toBe('1,234')
  expect(readNumber('4,5', false)).toBe('4,5')
})

test('empty is no value, and a kept number reads back', () => {
  expect(readNumber('  ', true)).toBeNull()
  expect(readNumber(numberText(120_450, true), true)).toBe(120_450)
  expect(numberText(null, true)).toBe('')
})
