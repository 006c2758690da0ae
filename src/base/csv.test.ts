/** No cell of an export runs in a spreadsheet, and every cell reads back as it was. */

import { parse } from 'csv-parse/sync'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { readPhone } from '../register/phone.ts'
import { csvRecord, shield, unshield } from './csv.ts'

test.each(['=1+1', '+1', '-1', '@SUM(A1)', '\t=1', '\r=1', '=HYPERLINK("http://example.com")'])(
  '%j is shielded',
  cell => {
    expect(csvRecord([cell])).toMatch(/^"?'/)
  },
)

test('a telephone number survives the round trip', () => {
  expect(csvRecord(['+358401234567'])).toBe("'+358401234567\r\n")
  expect(readPhone("'+358401234567").e164).toBe('+358401234567')
  expect(unshield("'+358401234567")).toBe('+358401234567')
})

test('numbers and truth values stand as they are', () => {
  expect(csvRecord([-1250, true, null, 'Aino "A" Virtanen', 'a;b'], ';')).toBe(
    '-1250;true;;"Aino ""A"" Virtanen";"a;b"\r\n',
  )
})

test('any text reads back as it was', () => {
  fc.assert(
    fc.property(fc.array(fc.string({ unit: 'grapheme' }), { minLength: 1 }), cells => {
      const [record = []] = parse(csvRecord(cells), { skip_empty_lines: false, relax_column_count: true }) as string[][]
      const back = cells.length === 1 && cells[0] === '' ? [''] : record.map(unshield)
      expect(back).toEqual(cells)
    }),
  )
  fc.assert(fc.property(fc.string(), cell => unshield(shield(cell)) === cell))
})
