/** Whatever persons have said, the gate and the model agree; and whatever they wish on their page, it is so afterwards and nothing else has moved. */

import fc from 'fast-check'
import { afterAll, expect, test, vi } from 'vitest'
import { type Address, type Asked, answer, type Word } from '../../test/permissions.model.ts'
import { permissionsDesk, permissionsNotice } from '../../test/permissions-desk.ts'
import { parse } from '../notice/parse.ts'
import { choose, type Wish } from './choice.ts'
import { mayEachBeSent, permissionsOf } from './gate.ts'

const desk = await permissionsDesk()
afterAll(() => desk.close())

vi.setConfig({ testTimeout: 180_000 })

const isLong = process.env.SELOSTE_LONG === '1'
const today = 10
const dayText = (day: number): string => `06-${String(day).padStart(2, '0')}`
const at = new Date(`2026-${dayText(today)}T12:00:00Z`)

const plain = { today, ends: false, isGiven: true, products: undefined, aboutDuties: false }
const ways: readonly Asked[] = [
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
const word: fc.Arbitrary<Word> = fc
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
const person = fc
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
type Person = typeof person extends fc.Arbitrary<infer One> ? One : never

const wordsOf = ({ kind, purpose, channel, address, day, isWithdrawn, age, products }: Word): string =>
  [
    `${kind}${isWithdrawn ? '!' : ''} ${purpose ?? '-'} ${channel ?? '-'} ${day < 0 ? `2024-${dayText(19 + day)}` : dayText(day)}`,
    ...(address ? [`at=${address}`] : []),
    ...(age ? [`age=${age}`] : []),
    ...(kind === 'similar-purchase' ? [`group=${products ?? ''}`] : []),
  ].join(' ')
const enter = (persons: readonly Pick<Person, 'words' | 'has' | 'hasTitle'>[]) =>
  desk.persons(
    persons.map(({ words, has, hasTitle }) => ({
      said: words.map(wordsOf),
      has: has.map(({ value, whose, isBounced, isPrimary }) =>
        [value, ...(whose ? [whose] : []), ...(isBounced ? ['bounced'] : []), ...(isPrimary ? ['primary'] : [])].join(
          ' ',
        ),
      ),
      ...(hasTitle && { title: 'Ostaja' }),
    })),
  )

test('the gate answers as the model does', async () => {
  const persons = fc.sample(person, isLong ? 5000 : 300)
  const ids = await enter(persons)
  for (const way of ways) {
    const found = await mayEachBeSent(desk.asking(), ids, {
      ...{ purpose: way.purpose, channel: way.channel, at, aboutDuties: way.aboutDuties, productGroup: way.products },
    })
    const wrong = persons.flatMap(({ words, has, hasTitle }, index) => {
      const reached = has.filter(({ value }) => value.includes('@') === (way.channel === 'email'))
      // Of purposes on a permit the notice gives the details of those alone who have given one, in any channel: not the gate's affair.
      const expected = [true, way.rule === 'unless objected' || way.purpose === 'trade'].flatMap(isGiven =>
        answer({ words, hasTitle }, reached, { ...way, isGiven }),
      )
      const reason = found.get(ids[index] ?? '')?.reason ?? ''
      return expected.includes(reason) ? [] : [{ way, reason, expected, said: words.map(wordsOf), reached }]
    })
    expect(wrong.sort((a, b) => a.said.length - b.said.length).slice(0, 2)).toEqual([])
  }
})

const wish: fc.Arbitrary<Wish> = fc
  .record({ way: fc.constantFrom(...ways), answer: fc.constantFrom('yes', 'no') } as const)
  .map(({ way: { purpose, channel }, answer }) => ({ purpose, channel, answer }))

/** What a wish has to be cut out of. */
const wideProhibition: fc.Arbitrary<Word> = fc
  .record({
    purpose: fc.constantFrom('marketing', 'sales', null),
    channel: fc.constantFrom('email', null, null),
    day: fc.integer({ min: 7, max: 12 }),
  } as const)
  .map(drawn => ({ ...drawn, kind: 'objection', address: null, isWithdrawn: false, products: null, age: null }))
const forbidding = fc
  .tuple(person, fc.option(wideProhibition))
  .map(([{ words, ...rest }, wide]) => ({ ...rest, words: wide ? [...words, wide] : words }))

test('a wish holds at once, and moves nothing but what it is about', async () => {
  const { notice } = parse(permissionsNotice)
  if (!notice) throw new Error('the notice of this test cannot be read')
  const drawn = fc.sample(fc.tuple(forbidding, wish), isLong ? 500 : 40)
  const ids = await enter(drawn.map(([one]) => one))
  for (const [index, [one, wished]] of drawn.entries()) {
    const id = ids[index] ?? ''
    const asking = desk.asking()
    const said = {
      at: later,
      source: 'forms',
      method: 'preference-page',
      place: 'test',
      lang: 'fi',
      wording: () => 'Saa',
    } as const
    const before = await words(id, later)
    await choose(asking, id, [wished], { notice, said })
    const after = await words(id, later)
    const about = `${wished.purpose} ${wished.channel}`
    const told = { said: one.words.map(wordsOf), wished, before, after }
    if (before[about] === 'restricted') continue
    expect(
      wished.answer === 'no'
        ? after[about] === 'prohibited'
        : after[about] !== 'prohibited' && after[about] !== 'unknown',
      JSON.stringify(told),
    ).toBe(true)
    expect({ ...after, [about]: '' }, JSON.stringify(told)).toEqual({ ...before, [about]: '' })
  }
})

/** After all that was drawn has been said. */
const later = new Date('2026-07-01T12:00:00Z')

/** What the gate says of each way. Of several addresses it may name another when one is opened or closed: yes and no are compared. */
async function words(id: string, when: Date): Promise<Record<string, string>> {
  const found = await permissionsOf(desk.asking(), id, when)
  return Object.fromEntries(found.map(({ purpose, channel, reason }) => [`${purpose} ${channel}`, reason]))
}
