/** Value added tax is counted once a rate, and what is to be paid is the sum of its parts, whatever the lines. */

import { expect, test } from 'vitest'
import { type Line, totalsOf, vatRatesOn } from './vat.ts'

const line = (unitCents: number, vatPermille: number, quantity = 1): Line => ({
  ...{ what: 'Kurssi', quantity, unitCents, vatPermille },
})

test('rates are those of the day', () => {
  expect(vatRatesOn('2025-12-31')).toEqual([255, 140, 100, 0])
  expect(vatRatesOn('2026-01-01')).toEqual([255, 135, 100, 0])
  expect(vatRatesOn('2024-08-31')).toEqual([240, 140, 100, 0])
})

test('a consumer pays the prices as they stand, a business the tax upon them, rounded once a rate', () => {
  const lines = [line(12_900, 255, 8), line(3_200, 135, 8)]
  expect(totalsOf(lines, true)).toEqual({
    currency: 'EUR',
    netCents: 104_786,
    vat: [
      { permille: 255, netCents: 82_231, vatCents: 20_969 },
      { permille: 135, netCents: 22_555, vatCents: 3_045 },
    ],
    grossCents: 128_800,
  })
  expect(totalsOf([line(1, 255, 3)], false)).toMatchObject({ netCents: 3, grossCents: 4 })
  // Three lines of one cent round together, not each by itself.
  expect(totalsOf([line(1, 255), line(1, 255), line(1, 255)], false).grossCents).toBe(4)
})

test('the parts are the whole for any amounts', () => {
  for (let cents = 0; cents < 3000; cents += 7)
    for (const rate of vatRatesOn('2026-11-23'))
      for (const consumer of [true, false]) {
        const { netCents, vat, grossCents } = totalsOf([line(cents, rate, 3)], consumer)
        expect(netCents + vat.reduce((all, one) => all + one.vatCents, 0)).toBe(grossCents)
        expect(consumer ? grossCents : netCents).toBe(3 * cents)
      }
})
