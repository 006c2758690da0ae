/** Whatever persons have said, the gate and the model agree; and whatever they wish on their page, it is so afterwards and nothing else has moved. */

import fc from 'fast-check'
import { afterAll, expect, test, vi } from 'vitest'
import { asPerson, at, type DrawnPerson, person, ways, wordsOf } from '../../test/drawn-permissions.ts'
import { answer, type Word } from '../../test/permissions.model.ts'
import { permissionsDesk, permissionsNotice } from '../../test/permissions-desk.ts'
import { parse } from '../notice/parse.ts'
import { choose, type Wish } from './choice.ts'
import { mayEachBeSent, permissionsOf } from './gate.ts'

const desk = await permissionsDesk()
afterAll(() => desk.close())

vi.setConfig({ testTimeout: 180_000 })

const isLong = process.env.SELOSTE_LONG === '1'
const enter = (persons: readonly Pick<DrawnPerson, 'words' | 'has' | 'hasTitle'>[]) =>
  desk.persons(persons.map(asPerson))

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

/** One address has forbidden everything: a yes to one purpose leaves the others as they were. */
const everything = {
  kind: 'objection',
  purpose: null,
  channel: 'email',
  day: 7,
  isWithdrawn: false,
  products: null,
} as const
const forbiddenToOne: DrawnPerson = {
  words: [{ ...everything, address: 'a@example.org', age: null }],
  has: [{ value: 'a@example.org', whose: null, isBounced: false, isPrimary: true }],
  hasTitle: false,
}

test('a wish holds at once, and moves nothing but what it is about', async () => {
  const { notice } = parse(permissionsNotice)
  if (!notice) throw new Error('the notice of this test cannot be read')
  const drawn: (readonly [DrawnPerson, Wish])[] = [
    [forbiddenToOne, { purpose: 'offers', channel: 'email', answer: 'yes' }],
    ...fc.sample(fc.tuple(forbidding, wish), isLong ? 500 : 40),
  ]
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
