/** Whom a change concerns is counted and listed exactly: by what is held of them and by what may be done with it. */

import { afterAll, beforeAll, expect, test } from 'vitest'
import { testDatabase } from '../../test/database.ts'
import { registerCaller } from '../../test/register-caller.ts'
import { smallNotice } from '../../test/small-notice.ts'
import { publishChecked } from '../database/publish.ts'
import type { Concern } from '../notice/difference.ts'
import { concernedAfter, countConcerned } from './concerned.ts'

const db = await testDatabase()
afterAll(() => db.close())
const { customer, call, say, write } = registerCaller(db)
const rights = db.purpose('rights')

const some = (categories: readonly string[], ...purposes: readonly string[]): Concern => ({
  kind: 'some',
  categories,
  purposes,
})
const listed = (...concerns: readonly Concern[]) => concernedAfter(rights, concerns, null, 100)
const counted = async (concern: Concern) => (await countConcerned(rights, [concern]))[0]

// Aino has ordered and consents to marketing; Bertta has ordered, objects to analysis and is restricted; of Cecilia only a name is held.
let [aino, bertta, cecilia] = ['', '', '']
beforeAll(async () => {
  const notice = smallNotice([
    { id: 'names', fields: ['name'], uses: { care: 'contract', analysis: 'interest' } },
    { id: 'orders-made', fields: ['product'], uses: { care: 'contract', marketing: 'consent', analysis: 'interest' } },
    { id: 'never-kept', fields: ['thing'], uses: { care: 'contract' } },
    { id: 'permissions', fields: ['state'], stored: 'statement', uses: { rights: 'legal-obligation' } },
    { id: 'rights-only', fields: ['thing'], uses: { rights: 'legal-obligation' } },
  ])
  await publishChecked(db, notice, { source: 'small', by: 'system', clock: db.clock })
  aino = await customer()
  bertta = await customer()
  cecilia = await call('rights', `register.add_person($1, 'forms', null)`)
  await write('names', cecilia, null, { name: 'Cecilia' })
  await write('orders-made', aino, null, { product: 'kurssi' })
  await write('orders-made', aino, null, { product: 'toinen kurssi' })
  await write('orders-made', bertta, null, { product: 'kurssi' })
  await say(aino, 'consent', 'marketing')
  await say(bertta, 'objection', 'analysis')
  await say(bertta, 'restriction')
})

test.each<[string, () => Concern, () => readonly string[]]>([
  ['nobody', () => ({ kind: 'nobody' }), () => []],
  ['everybody', () => ({ kind: 'everybody' }), () => [aino, bertta, cecilia]],
  ['of whom a category is held, once each', () => some(['orders-made']), () => [aino, bertta]],
  ['of whom one of several is held', () => some(['orders-made', 'names']), () => [aino, bertta, cecilia]],
  ['of whom a category is held that has no table', () => some(['permissions']), () => [aino, bertta]],
  ['nobody of whom nothing is held', () => some(['never-kept']), () => []],
  ['nobody by a category that the register does not have', () => some(['to-be']), () => []],
  ['whom a contract serves, restricted or not', () => some([], 'care'), () => [aino, bertta]],
  ['who consents', () => some([], 'marketing'), () => [aino]],
  ['who does not object', () => some([], 'analysis'), () => [aino, cecilia]],
  ['whom one of two purposes serves', () => some([], 'marketing', 'analysis'), () => [aino, cecilia]],
  ['of whom a category is held and who does not object', () => some(['orders-made'], 'analysis'), () => [aino]],
  ['all of a category for a purpose that is yet to come', () => some(['orders-made'], 'to-be'), () => [aino, bertta]],
])('%s', async (_, concern, persons) => {
  expect(await listed(concern())).toEqual([...persons()].sort())
  expect(await counted(concern())).toBe(persons().length)
})

test('several concerns are counted in their order, and a person of several is listed once', async () => {
  const concerns = [some(['orders-made']), some(['to-be']), some([], 'marketing'), some(['names'])]
  expect(await countConcerned(rights, concerns)).toEqual([2, 0, 1, 1])
  expect(await countConcerned(rights, [])).toEqual([])
  expect(await listed(...concerns)).toEqual([aino, bertta, cecilia].sort())
})

test('pages follow each other without a gap', async () => {
  const everybody: readonly Concern[] = [{ kind: 'everybody' }]
  const first = await concernedAfter(rights, everybody, null, 2)
  const second = await concernedAfter(rights, everybody, first[1] ?? null, 2)
  expect([...first, ...second]).toEqual([aino, bertta, cecilia].sort())
  expect(await concernedAfter(rights, everybody, second[0] ?? null, 2)).toEqual([])
})

test('a name that would be SQL is a category that the register does not have', async () => {
  expect(await counted(some(['orders_made t) or true --', "x' or 'a"], "'; drop table register.person"))).toBe(0)
})

test('no login but that of the rights purpose learns it', async () => {
  for (const pool of [db.purpose('care'), db.app]) {
    await expect(concernedAfter(pool, [{ kind: 'everybody' }], null, 1)).rejects.toThrow()
    await expect(countConcerned(pool, [{ kind: 'everybody' }])).rejects.toThrow()
  }
})
