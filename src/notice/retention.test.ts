/** A sentence on how long means one thing, and a sentence that could mean two is refused. */

import { describe, expect, test } from 'vitest'
import { durationOf } from './duration.ts'
import { retentionOf, toldOf } from './retention.ts'

const at = { line: 1, column: 1 }

/** The rules in one line each, or why there are none. */
function read(sentence: string): readonly string[] | string {
  const rules = retentionOf(sentence, at)
  if ('context' in rules) return `${rules.context}: ${rules.found}`
  return rules.map(({ duration, anchor, ending, forPurpose }) =>
    [duration, anchor, ending, forPurpose].filter(part => part !== undefined).join(' '),
  )
}

describe('what is understood', () => {
  test.each([
    ['24 months after relationship ends, then delete', ['P24M relationship.ended delete']],
    ['24 Months  after the relationship has ended', ['P24M relationship.ended delete']],
    ['P24M after relationship.ended then anonymise', ['P24M relationship.ended anonymise']],
    ['12 months', ['P12M recorded delete']],
    ['1 month after event ends', ['P1M event.ended delete']],
    ['at once after consent is withdrawn', ['P0D consent.withdrawn delete']],
    ['until relationship ends', ['P0D relationship.ended delete']],
    ['while the relationship lasts', ['P0D relationship.ended delete']],
    ['12 months after last contact, then restrict', ['P12M relationship.last-contact restrict']],
    [
      '6 years after fiscal year ends for bookkeeping, otherwise 36 months after relationship ends',
      ['P6Y fiscal-year.ended delete bookkeeping', 'P36M relationship.ended delete'],
    ],
    [
      '6 years after fiscal year ends for bookkeeping and customer care, then restrict, otherwise 1 year, then delete',
      [
        'P6Y fiscal-year.ended restrict bookkeeping',
        'P6Y fiscal-year.ended restrict customer-care',
        'P1Y recorded delete',
      ],
    ],
  ])('%s', (sentence, rules) => {
    expect(read(sentence)).toEqual(rules)
  })
})

describe('what is refused', () => {
  test.each([
    ['24 moths after relationship ends', 'duration: 24 moths'],
    ['a while', 'duration: a while'],
    ['200 years', 'duration: 200 years'],
    ['24 months after the harvest', 'anchor: the harvest'],
    ['24 months, then forget', 'ending: forget'],
    ['then delete', 'ending: delete'],
    ['toistaiseksi', 'endless: toistaiseksi'],
    ['as long as necessary', 'endless: as long as necessary'],
    ['1 year, otherwise 2 years', 'otherwise: 1 year, otherwise 2 years'],
    ['1 year for sales, 2 years for sales', 'otherwise: 1 year for sales, 2 years for sales'],
    [',', 'duration: ,'],
  ])('%s', (sentence, why) => {
    expect(read(sentence)).toBe(why)
  })
})

test('durations have one form inside', () => {
  expect(['1 day', '2 weeks', '24 months', '6 years', 'P24M', 'p6y', 'at once'].map(durationOf)).toEqual([
    'P1D',
    'P2W',
    'P24M',
    'P6Y',
    'P24M',
    'P6Y',
    'P0D',
  ])
  expect(['', 'month', '-1 month', '1.5 years', 'P1Y6M', '101 years', '24months'].map(durationOf)).toEqual(
    Array(7).fill(undefined),
  )
})

test('how soon a person is told', () => {
  expect(toldOf('within 1 month and at first contact')).toEqual({
    within: 'P1M',
    atFirstContact: true,
    atFirstDisclosure: false,
  })
  expect(toldOf('within 2 weeks, at first disclosure at the latest')?.atFirstDisclosure).toBe(true)
  for (const vague of ['soon', 'within', 'within a month', 'at first contact or later', ''])
    expect(toldOf(vague)).toBeUndefined()
})
