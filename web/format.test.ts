/** Dates and numbers stand on the screen as people write them, in Helsinki's time whatever the machine's. */

import { expect, test } from 'vitest'
import { count, date, initials, moment, money, month, share } from './format.ts'

test('a moment is written in Helsinki time in each language', () => {
  const at = '2026-11-22T07:41:30Z'
  expect(moment(at, 'fi')).toBe('22.11.2026 klo 9.41')
  expect(moment(at, 'sv')).toBe('22.11.2026 kl. 9.41')
  expect(moment(at, 'en')).toBe('22 November 2026 at 9:41')
})

test('the hour after midnight is 0, and the date is the one in Helsinki', () => {
  expect(moment('2026-06-30T21:05:00Z', 'fi')).toBe('1.7.2026 klo 0.05')
})

test('a date without time does not move over midnight', () => {
  expect(date('2026-01-01', 'fi')).toBe('1.1.2026')
  expect(date('2026-05-04', 'en')).toBe('4 May 2026')
})

test('numbers and money keep together on one line', () => {
  expect(count(100_000, 'fi')).toBe('100\u00a0000')
  expect(money(120_450, 'fi')).toBe('1\u00a0204,50\u00a0€')
})

test('a month is short enough for an axis', () => {
  expect(month('2026-03', 'fi')).toBe('3/2026')
  expect(month('2026-12', 'sv')).toBe('12/2026')
  expect(month('2026-03', 'en')).toBe('Mar 2026')
})

test('a share has a decimal only where it is small', () => {
  expect(share(0.034, 'fi')).toBe('3,4\u00a0%')
  expect(share(0.0996, 'fi')).toBe('10\u00a0%')
  expect(share(1, 'en')).toBe('100%')
})

test('initials are whole characters in any script', () => {
  expect(initials('Aino Maria Virtanen')).toBe('AV')
  expect(initials('فاطمة الزهراء')).toBe('فا')
  expect(initials('𝒜ino')).toBe('𝒜')
  expect(initials('')).toBe('')
})
