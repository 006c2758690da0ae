/** Periods end on the day, and at the hour, at which a court would say that they do. */

import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { dateInHelsinki } from './time.ts'
import {
  addDuration,
  daysAfter,
  easterSunday,
  endOf,
  isWorkingDay,
  lastDay,
  publicHolidays,
  statutory,
} from './time-limit.ts'

describe('a request is answered within a month', () => {
  test.each([
    ['2026-03-05', '2026-04-07'], // 5 April is Easter Sunday, 6 April Easter Monday
    ['2026-04-14', '2026-05-15'], // Ascension
    ['2026-08-31', '2026-09-30'], // September has no 31st
    ['2026-11-24', '2026-12-24'], // Christmas Eve is an ordinary Thursday
    ['2026-11-25', '2026-12-28'], // Christmas, then a weekend
    ['2026-12-06', '2027-01-07'], // Epiphany
    ['2027-01-31', '2027-03-01'], // 28 February is a Sunday
    ['2027-02-26', '2027-03-30'], // Good Friday, Saturday, Easter Sunday and Monday
    ['2028-01-31', '2028-02-29'], // a leap year
  ])('received %s: by the end of %s', (received, due) => expect(lastDay(received, statutory.answerToRequest)).toBe(due))

  test('extended, it is three months from the receipt', () =>
    expect(lastDay('2026-12-06', statutory.extendedAnswer)).toBe('2027-03-08'))

  test('the day of the receipt is the one in Helsinki, and the period ends with the midnight there', () => {
    expect(endOf(new Date('2026-11-24T21:59:00Z'), 'P1M')).toEqual(new Date('2026-12-24T22:00:00Z'))
    expect(endOf(new Date('2026-11-24T22:01:00Z'), 'P1M')).toEqual(new Date('2026-12-28T22:00:00Z'))
  })

  test('a period that begins in winter time and ends in summer time ends with a midnight of summer time', () =>
    expect(endOf(new Date('2026-03-20T10:00:00Z'), 'P1M')).toEqual(new Date('2026-04-20T21:00:00Z')))
})

describe('days, weeks and years', () => {
  test.each([
    ['2026-11-23', 'P14D', '2026-12-07'],
    ['2026-11-23', 'P1D', '2026-11-24'],
    ['2026-11-27', 'P1D', '2026-11-30'], // one day from a Friday: Monday
    ['2026-11-27', 'P2D', '2026-12-01'], // two days have two working days in them: Monday and Tuesday
    ['2026-12-23', 'P3D', '2026-12-28'], // the 24th and the 28th
    ['2026-11-23', 'P2W', '2026-12-07'],
    ['2026-11-22', 'P1W', '2026-11-30'], // from a Sunday
    ['2024-02-29', 'P1Y', '2025-02-28'],
    ['2026-11-23', 'P1Y', '2027-11-23'],
  ])('%s and %s: %s', (event, duration, last) => expect(lastDay(event, duration)).toBe(last))

  test.each([
    ['2026-01-31', 'P1M', '2026-02-28'],
    ['2024-02-29', 'P1Y', '2025-02-28'],
    ['2026-11-22', 'P24M', '2028-11-22'],
    ['2026-12-31', 'P1D', '2027-01-01'], // though it is a holiday
    ['2026-11-22', 'P2W', '2026-12-06'],
    ['2026-11-22', 'P0D', '2026-11-22'],
  ])('of the calendar alone: %s and %s is %s', (date, duration, end) => expect(addDuration(date, duration)).toBe(end))
})

describe('72 hours are running hours', () => {
  test('over a weekend', () =>
    expect(endOf(new Date('2026-11-20T14:20:00+02:00'), statutory.breachToAuthority)).toEqual(
      new Date('2026-11-23T14:20:00+02:00'),
    ))

  test('over the night in which the clocks go forward, by the clock on the wall an hour later', () =>
    expect(endOf(new Date('2026-03-27T14:20:00+02:00'), statutory.breachToAuthority)).toEqual(
      new Date('2026-03-30T15:20:00+03:00'),
    ))
})

test('what is no period is refused, and hours have no last day', () => {
  for (const wrong of ['', 'P1', '1M', 'PT1M', 'P1H', 'P1Y2M', 'P-1D'])
    expect(() => lastDay('2026-01-01', wrong)).toThrow()
  expect(() => lastDay('2026-01-01', 'PT72H')).toThrow(RangeError)
  expect(() => addDuration('2026-01-01', 'PT72H')).toThrow(RangeError)
})

describe('public holidays', () => {
  test('of 2026', () =>
    expect([...publicHolidays(2026)].sort()).toEqual([
      '2026-01-01',
      '2026-01-06',
      '2026-04-03',
      '2026-04-05',
      '2026-04-06',
      '2026-05-01',
      '2026-05-14',
      '2026-05-24',
      '2026-06-20',
      '2026-10-31',
      '2026-12-06',
      '2026-12-25',
      '2026-12-26',
    ]))

  test.each([
    ['2024', '2024-06-22', '2024-11-02'],
    ['2025', '2025-06-21', '2025-11-01'],
    ['2027', '2027-06-26', '2027-11-06'], // each on the last Saturday that it can be
    ['2037', '2037-06-20', '2037-10-31'], // and on the first
  ])('Midsummer and All Saints of %s', (year, midsummer, saints) => {
    expect(publicHolidays(Number(year))).toContain(midsummer)
    expect(publicHolidays(Number(year))).toContain(saints)
  })

  test.each([
    [1818, '1818-03-22'], // the earliest that there is
    [1943, '1943-04-25'], // the latest
    [2000, '2000-04-23'],
    [2019, '2019-04-21'],
    [2024, '2024-03-31'],
    [2025, '2025-04-20'],
    [2026, '2026-04-05'],
    [2027, '2027-03-28'],
    [2038, '2038-04-25'],
    [2100, '2100-03-28'],
  ])('Easter of %i', (year, date) => expect(easterSunday(year)).toBe(date))
})

test('a period of any length ends on a working day, not before it has passed, and no later than the holidays explain', () => {
  const date = fc
    .date({ min: new Date('2018-05-25'), max: new Date('2099-12-31'), noInvalidDate: true })
    .map(dateInHelsinki)
  const duration = fc
    .tuple(fc.integer({ min: 1, max: 400 }), fc.constantFrom('D', 'W', 'M', 'Y'))
    .map(([count, unit]) => `P${unit === 'Y' ? Math.ceil(count / 40) : count}${unit}`)
  fc.assert(
    fc.property(date, duration, (event, length) => {
      const last = lastDay(event, length)
      const passed = addDuration(event, length)
      expect(isWorkingDay(last)).toBe(true)
      expect(last >= passed).toBe(true)
      expect(last <= daysAfter(passed, 6)).toBe(true)
    }),
  )
})
