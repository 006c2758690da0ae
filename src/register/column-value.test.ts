/** Each column takes its own kind of value and names the field when it refuses. */

import { describe, expect, test } from 'vitest'
import type { Refused } from '../base/errors.ts'
import type { Column } from '../notice/notice.ts'
import { readValue, readValues } from './column-value.ts'

const column = (type: Column['type'], more: Partial<Column> = {}): Column => ({ name: 'x', type, ...more })

describe('kept', () => {
  test.each([
    [column('integer'), '42', 42],
    [column('money'), 1250, 1250],
    [column('date'), '22.11.2026', '2026-11-22'],
    [column('date'), '1.2.2026', '2026-02-01'],
    [column('time'), '2026-11-22T09:41:00+02:00', '2026-11-22T07:41:00.000Z'],
    [column('boolean'), 'true', true],
    [column('text'), '  Hetu 131052-308T \r\n', 'Hetu ******-****'],
    [column('text'), '', null],
    [column('text'), null, null],
    [column('text', { format: 'phone' }), '040 123 4567', '+358401234567'],
    [column('text', { format: 'url' }), 'www.example.fi', 'https://www.example.fi/'],
    [column('text', { format: 'country' }), 'Suomi', 'FI'],
    [column('text', { format: 'language' }), 'fi-FI', 'fi'],
    [column('text', { format: 'language' }), 'Ruotsi', 'sv'],
    [column('text', { codes: ['customer', 'lead'] }), 'lead', 'lead'],
  ] as const)('%j %j', (of, input, kept) => {
    expect(readValue(of, input)).toBe(kept)
  })
})

describe('refused', () => {
  test.each([
    [column('integer'), '4.5', 'value.integer'],
    [column('integer'), true, 'value.integer'],
    [column('money'), '12,50', 'value.money'],
    [column('money'), Number.MAX_VALUE, 'value.money'],
    [column('date'), '30.2.2026', 'value.date'],
    [column('date'), '2026-13-01', 'value.date'],
    [column('time'), '2026-11-22T09:41:00', 'value.time'], // no zone
    [column('boolean'), 'joo', 'value.boolean'],
    [column('text'), 'kortti 4111 1111 1111 1111', 'text.card-number'],
    [column('text'), 'a\u0000b', 'text.control'],
    [column('text', { format: 'language' }), 'klingon', 'language.unknown'],
    [column('text', { codes: ['lead'] }), 'friend', 'value.code'],
    [column('text', { format: 'url' }), 'javascript:alert(1)', 'web-address.form'],
    [column('text', { format: 'url' }), 'file:///etc/passwd', 'web-address.form'],
    [column('text', { format: 'url' }), 'https://aino:salasana@example.fi', 'web-address.form'],
  ] as const)('%j %j: %s', (of, input, key) => expect(() => readValue(of, input)).toThrow(key))
})

test('a postcode of a known country is its own', () => {
  const address = ['postcode', 'country'].map(name =>
    column('text', { name, ...(name === 'country' ? { format: 'country' as const } : {}) }),
  )
  const kept = (postcode: string, country?: string) =>
    readValues(address, country ? { postcode, country } : { postcode }, 'x').postcode
  expect(kept('140', 'Suomi')).toBe('00140')
  expect(kept('111 22', 'SE')).toBe('111 22')
  expect(kept('111 22')).toBe('111 22')
  expect(() => kept('111 22', 'FI')).toThrow('postcode.finnish')
})

test('a refusal tells the field, and a column out of scope is refused by name', () => {
  const columns = [{ name: 'email', type: 'text', format: 'email' }] as const
  const placeOf = (values: Record<string, string>) => {
    try {
      readValues(columns, values, 'contact-points')
    } catch (error) {
      const { key, place } = error as Refused
      return { key, place }
    }
    return undefined
  }
  expect(readValues(columns, { email: 'aino@example.fi' }, 'contact-points')).toEqual({ email: 'aino@example.fi' })
  expect(placeOf({ email: 'aino' })).toEqual({ key: 'email.no-at', place: { field: 'contact-points.email' } })
  expect(placeOf({ gender: 'x' })).toEqual({ key: 'value.unknown-column', place: { field: 'contact-points.gender' } })
})
