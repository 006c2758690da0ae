/** What persons may have said and at which addresses they are, drawn for the tests of the gate and of campaigns. */

import fc from 'fast-check'
import type { Address, Asked, Word } from './permissions.model.ts'
import type { SomePerson } from './permissions-desk.ts'

export const today = 10
const dayText = (day: number): string => `06-${String(day).padStart(2, '0')}`
export const at = new Date(`2026-${dayText(today)}T12:00:00Z`)

const plain = { today, ends: false, isGiven: true, products: undefined, aboutDuties: false }
export const ways: readonly Asked[] = [
  { ...plain, purpose: 'marketing', channel: 'email', rule: 'consent' },
  { ...plain, purpose: 'offers', channel: 'email', rule: 'consent or similar purchase' },
  {
    ...plain,
    purpose: 'offers',
    channel: 'email',
    rule: 'consent or similar purchase',
    products: 'courses',
  },
  { ...plain, purpose: 'sales', channel: 'email', rule: 'unless objected' },
  { ...plain, purpose: 'sales', channel: 'phone', rule: 'unless objected' },
  { ...plain, purpose: 'trade', channel: 'email', rule: 'consent', ends: true },
  { ...plain, purpose: 'trade', channel: 'email', rule: 'consent', ends: true, aboutDuties: true },
]

const addresses = ['a@example.org', 'b@example.org'] as const
export const word: fc.Arbitrary<Word> = fc
  .record({
    kind: fc.constantFrom('consent', 'consent', 'similar-purchase', 'objection', 'objection', 'restriction'),
    purpose: fc.constantFrom('marketing', 'offers', 'sales', 'trade', null),
    channel: fc.constantFrom('email', 'email', 'phone', null),
    address: fc.constantFrom(...addresses, null, null, null),
    day: fc.oneof({ weight: 5, arbitrary: fc.integer({ min: 7, max: 12 }) }, fc.integer({ min: -12, max: -7 })), // some of it after today
    isWithdrawn: fc.boolean(),
    products: fc.constantFrom('courses', 'books', null),
  } as const)
  .map(drawn => ({
    ...drawn,
    age: null,
    ...(drawn.kind === 'restriction' && { purpose: null, channel: null, address: null }),
    ...(drawn.kind === 'consent' && { purpose: drawn.purpose ?? 'marketing' }),
    ...(drawn.kind === 'similar-purchase' && { purpose: drawn.purpose ?? 'offers', channel: 'email' as const }),
    ...(drawn.kind !== 'similar-purchase' && { products: null }),
    ...((drawn.channel === null || drawn.channel === 'phone') &&
      drawn.kind !== 'similar-purchase' && { address: null }),
  }))
const contact: fc.Arbitrary<Address> = fc.record({
  value: fc.constantFrom(...addresses, '+358401234567'),
  whose: fc.constantFrom('own', 'work', 'organisation', null),
  isBounced: fc.boolean(),
  isPrimary: fc.boolean(),
})
// What is said of the age on a day is the same in all that is said on it.
const ages = fc.option(
  fc.record({
    from: fc.integer({ min: 7, max: 12 }),
    before: fc.constantFrom('minor', 'guardian', 'of-age'),
    after: fc.constantFrom('minor', 'guardian', 'of-age'),
  } as const),
)
export const person = fc
  .record({
    words: fc.array(word, { maxLength: 6 }),
    has: fc.uniqueArray(contact, { maxLength: 3, selector: ({ value }) => value }),
    hasTitle: fc.boolean(),
    ages,
  })
  .map(({ words, ages: said, ...rest }) => ({
    ...rest,
    words: words.map((one): Word => {
      const age = said && (one.day < said.from ? said.before : said.after)
      return { ...one, age: one.kind === 'consent' || one.kind === 'similar-purchase' ? age : null }
    }),
  }))
export type DrawnPerson = typeof person extends fc.Arbitrary<infer One> ? One : never

export const wordsOf = ({ kind, purpose, channel, address, day, isWithdrawn, age, products }: Word): string =>
  [
    `${kind}${isWithdrawn ? '!' : ''} ${purpose ?? '-'} ${channel ?? '-'} ${day < 0 ? `2024-${dayText(19 + day)}` : dayText(day)}`,
    ...(address ? [`at=${address}`] : []),
    ...(age ? [`age=${age}`] : []),
    ...(kind === 'similar-purchase' ? [`group=${products ?? ''}`] : []),
  ].join(' ')
/** As the desk of permissions takes them. */
export const asPerson = ({ words, has, hasTitle }: Pick<DrawnPerson, 'words' | 'has' | 'hasTitle'>): SomePerson => ({
  said: words.map(wordsOf),
  has: has.map(({ value, whose, isBounced, isPrimary }) =>
    [value, ...(whose ? [whose] : []), ...(isBounced ? ['bounced'] : []), ...(isPrimary ? ['primary'] : [])].join(' '),
  ),
  ...(hasTitle && { title: 'Ostaja' }),
})
