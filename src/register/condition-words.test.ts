/** A sentence says what its condition does: printed and read back it is the same, in each language, and a wrong word is named with its place. */

import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import '../../test/drawn-cases.ts'
import { Refused } from '../base/errors.ts'
import { type Condition, comparisons, condition, simplify } from './condition.ts'
import type { NamedColumn, Names } from './condition-lexicon.ts'
import { printCondition } from './condition-print.ts'
import { readCondition } from './condition-read.ts'

const product: NamedColumn = { id: 'product', label: 'Tuote', type: 'text' }
const state: NamedColumn = {
  id: 'state',
  label: 'Tila',
  type: 'text',
  codes: [
    { code: 'paid', name: 'maksettu' },
    { code: 'free', name: 'maksuton' },
  ],
}
const amount: NamedColumn = { id: 'amount', label: 'Summa', type: 'money' }
const ordered: NamedColumn = { id: 'ordered', label: 'Tilattu', type: 'time' }
const course = {
  categories: [{ id: 'orders', label: 'Tilaukset', columns: [product, state, amount, ordered] }],
  fields: [
    { id: 'city', label: 'Kaupunki', type: 'text' },
    { id: 'has-email', label: 'Sähköpostiosoite', type: 'boolean' },
    { ...product, id: 'orders.product', label: 'Tilaukset: Tuote' },
  ],
  purposes: [{ id: 'marketing', label: 'Uutiskirje' }],
} as const satisfies Names

const bought: Condition = {
  rows: 'orders',
  where: [
    { column: 'product', is: 'equals', value: 'Kurssi X' },
    { column: 'ordered', is: 'within', value: 'P12M' },
  ],
}
const example: Condition = {
  all: [
    bought,
    { not: { field: 'city', is: 'equals', value: 'Turku' } },
    { permission: 'marketing', channel: 'email' },
  ],
}

describe('a sentence', () => {
  test('is read aloud in three languages', () => {
    expect(printCondition(example, course, 'fi')).toBe(
      'Tilaukset, joissa (Tuote on "Kurssi X" ja Tilattu viimeisen 12 kuukauden aikana) ja ei (Kaupunki on "Turku") ' +
        'ja lupa tarkoitukseen Uutiskirje kanavalla sähköposti',
    )
    expect(printCondition({ ...bought, times: { atMost: 0 } } as Condition, course, 'en')).toBe(
      'Tilaukset, where (Tuote is "Kurssi X" and Tilattu in the last 12 months), never',
    )
    const sum: Condition = { rows: 'orders', where: [], sum: { of: 'amount', atLeast: 12_050 } }
    expect(printCondition(sum, course, 'sv')).toBe('Tilaukset, sammanlagt Summa minst 120,50 €')
  })

  test.each([
    ['kaupunki ON "Turku"', { field: 'city', is: 'equals', value: 'Turku' }],
    ['{orders.product} alkaa "K"', { field: 'orders.product', is: 'starts', value: 'K' }],
    ['Sähköpostiosoite ei ole tiedossa', { field: 'has-email', is: 'equals', value: false }],
    [
      'Tilaukset, joissa (Tila on "maksettu")',
      { rows: 'orders', where: [{ column: 'state', is: 'equals', value: 'paid' }] },
    ],
    ['Tilaukset, yhteensä Summa alle 100', { rows: 'orders', where: [], sum: { of: 'amount', below: 10_000 } }],
    [
      'Tilaukset, joissa (Tilattu alkaen 1.2.2026)',
      { rows: 'orders', where: [{ column: 'ordered', is: 'from', value: '2026-02-01' }] },
    ],
    ['kaikki', { all: [] }],
    [
      'Tilaukset tai Kaupunki on "A" ja Kaupunki on "B"',
      {
        any: [
          { rows: 'orders', where: [] },
          {
            all: [
              { field: 'city', is: 'equals', value: 'A' },
              { field: 'city', is: 'equals', value: 'B' },
            ],
          },
        ],
      },
    ],
  ])('%s', (sentence, expected) => {
    expect(readCondition(sentence, course, 'fi')).toEqual(expected)
  })

  test.each([
    ['Kaupnki on "Turku"', 'register.condition-word', { word: 'Kaupnki on', at: 1, expected: 'Kaupunki' }],
    ['Kaupunki oo "Turku"', 'register.condition-word', { word: 'oo', at: 10 }],
    ['Kau', 'register.condition-word', { expected: 'Kaupunki' }],
    ['Kaupunki on', 'register.condition-ends', { at: 12 }],
    ['ei (Kaupunki on "A"', 'register.condition-ends', { expected: ')' }],
    [
      'lupa tarkoitukseen Myynti kanavalla posti',
      'register.condition-word',
      { word: 'Myynti kanavalla posti', at: 20 },
    ],
    ['Kaupunki on "A" Kaupunki on "B"', 'register.condition-word', { at: 17 }],
    [`${'('.repeat(30)}kaikki`, 'register.condition-word', {}],
  ])('%s is refused: %s', (sentence, key, args) => {
    expect(() => readCondition(sentence, course, 'fi')).toThrow(
      expect.objectContaining({ message: key, args: expect.objectContaining(args) }),
    )
  })
})

test('of more words than are told at once, those that begin as the writer does are', () => {
  const many = Array.from({ length: 20 }, (_, n) => ({ ...course.fields[0], id: `field-${n}`, label: `Kenttä ${n}` }))
  const names = { ...course, fields: [...many, ...course.fields] }
  const toldOf = (sentence: string): string => {
    try {
      readCondition(sentence, names, 'fi')
    } catch (error) {
      if (error instanceof Refused) return String(error.args.expected)
      throw error
    }
    return ''
  }
  const told = toldOf('?')
  expect(told.split(' · ')).toHaveLength(13)
  expect(told).toMatch(/· … \(\+\d+\)$/)
  expect(told).not.toContain('Kenttä 19')
  expect(toldOf('kenttä 1x')).toMatch(/^Kenttä \d+$/)
  expect(toldOf('kent')).toMatch(/^Kenttä 0 · .* · … \(\+8\)$/)
  expect(toldOf('Kenttä 1')).not.toContain('Kenttä 2')
})

/** Labels that could be taken for something else: words of the language, beginnings of each other, brackets, the same twice. */
const label = fc.oneof(
  fc.constantFrom(
    'Tila',
    'tila',
    'Tila on',
    'ei',
    'Ei soitettu',
    'lupa tarkoitukseen',
    'kaikki',
    'not',
    '(x',
    'a, b',
    'a',
    'a)',
    'Är känt',
    'on',
  ),
  fc.string({ minLength: 1, maxLength: 12, unit: 'grapheme' }),
)
const id = fc.stringMatching(/^[a-z][a-z-]{0,6}$/)
const columns = fc.uniqueArray(
  fc.record({
    id,
    label,
    type: fc.constantFrom('text', 'integer', 'money', 'date', 'time', 'boolean'),
    codes: fc.option(
      fc.uniqueArray(fc.record({ code: id, name: label }), { maxLength: 4, selector: ({ code }) => code }),
      { nil: undefined },
    ),
  }),
  { minLength: 1, maxLength: 5, selector: column => column.id },
)
const names: fc.Arbitrary<Names> = fc.record({
  fields: columns,
  categories: fc.uniqueArray(fc.record({ id: id.map(one => `c.${one}`), label, columns }), {
    minLength: 1,
    maxLength: 4,
    selector: one => one.id,
  }),
  purposes: fc.uniqueArray(fc.record({ id, label }), { minLength: 1, maxLength: 4, selector: one => one.id }),
})

const whole = fc.integer({ min: 1, max: 100_000 })
const value = fc.oneof(
  fc.string({ unit: 'grapheme', maxLength: 10 }),
  fc
    .date({ min: new Date('1900-01-01'), max: new Date('2099-12-31'), noInvalidDate: true })
    .map(day => day.toISOString().slice(0, 10)),
  fc.integer({ min: -10_000_000, max: 10_000_000 }).map(n => n + 0 || 0),
  fc.boolean(),
)
const compared = fc.constantFrom(...comparisons).chain(is =>
  fc.record({
    is: fc.constant(is),
    value:
      is === 'within'
        ? fc
            .tuple(fc.integer({ min: 1, max: 999 }), fc.constantFrom('D', 'W', 'M', 'Y'))
            .map(([n, unit]) => `P${n}${unit}`)
        : is === 'known'
          ? fc.boolean()
          : value,
  }),
)

const conditionOf = ({ fields, categories, purposes }: Names): fc.Arbitrary<Condition> => {
  const leaf: fc.Arbitrary<Condition> = fc.oneof(
    fc.constantFrom(...fields).chain(field => compared.map(how => ({ field: field.id, ...how }))),
    fc.constantFrom(...categories).chain(category =>
      fc
        .record(
          {
            rows: fc.constant(category.id),
            where: fc.array(
              fc
                .constantFrom(...category.columns)
                .chain(column => compared.map(how => ({ column: column.id, ...how }))),
              { maxLength: 3 },
            ),
            times: fc.oneof(fc.record({ atLeast: whole }), fc.record({ atMost: fc.nat(9) })),
            sum: fc
              .constantFrom(...category.columns)
              .chain(({ id: of }) =>
                fc.oneof(
                  fc.record({ of: fc.constant(of), atLeast: whole }),
                  fc.record({ of: fc.constant(of), below: whole }),
                ),
              ),
          },
          { requiredKeys: ['rows', 'where'] },
        )
        .map(({ sum, times, ...rest }) => ({ ...rest, ...(sum ? { sum } : times ? { times } : {}) })),
    ),
    fc.record({
      permission: fc.constantFrom(...purposes).map(one => one.id),
      channel: fc.constantFrom('email', 'sms', 'phone', 'post', 'social-media'),
    }),
  )
  return fc.letrec<{ condition: Condition }>(tie => ({
    condition: fc.oneof(
      { maxDepth: 3, withCrossShrink: true },
      leaf,
      fc.record({ all: fc.array(tie('condition'), { maxLength: 3 }) }),
      fc.record({ any: fc.array(tie('condition'), { minLength: 1, maxLength: 3 }) }),
      fc.record({ not: tie('condition') }),
    ),
  })).condition
}

test.each(['fi', 'sv', 'en'] as const)('whatever is printed in %s is read back the same', lang => {
  fc.assert(
    fc.property(
      names.chain(known => fc.tuple(fc.constant(known), conditionOf(known))),
      ([known, drawn]) => {
        const whole = simplify(drawn)
        expect(condition.parse(whole)).toEqual(whole)
        const sentence = printCondition(drawn, known, lang)
        expect(readCondition(sentence, known, lang)).toEqual(whole)
      },
    ),
    { numRuns: process.env.SELOSTE_LONG === undefined ? 300 : 20_000 },
  )
})
