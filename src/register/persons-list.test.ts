/** Lists and finding: who is on which page, who is found by what, and what the purpose leaves out. */

import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { courseRegister } from '../../test/course-register.ts'
import type { Id } from '../base/ids.ts'
import type { Filter } from './condition.ts'
import { openPerson, recordStatement } from './persons.ts'
import { listPersons } from './persons-list.ts'
import type { Find } from './requests.ts'

const register = await courseRegister()
const { ask } = register
afterAll(() => register.close())

interface Described {
  readonly given?: string
  readonly family?: string
  readonly email?: string
  readonly phone?: string
  readonly city?: string
  readonly language?: string
  readonly interest?: string
  readonly size?: number
  readonly source?: string
  readonly organisation?: string
}

const people: readonly Described[] = [
  {
    given: 'Aino',
    family: 'Virtanen',
    email: 'aino@example.fi',
    phone: '040 123 4567',
    city: 'Helsinki',
    language: 'fi',
    interest: 'Lakiasiat',
    size: 38,
  },
  {
    given: 'Bertta',
    family: 'Mäkelä',
    email: 'bertta.makela@toinen.example',
    city: 'Turku',
    language: 'sv',
    size: 41,
    source: 'phone',
  },
  { given: 'Eino', family: 'Virtanen', phone: '+46 70 123 45 67', language: 'fi', organisation: 'Esimerkkikurssit Oy' },
  { given: 'Väinö', family: 'Hämäläinen', email: 'vaino@example.fi' },
  { given: 'Wilma', family: 'Åkerlund' },
  { given: 'Örjan', family: 'Ärling' },
  { given: 'Zacharias', family: 'Topelius' },
  { given: 'Oili', family: 'Ohranen' },
  { family: 'Sukarno' },
  { given: 'Madonna' },
  { email: 'nimeton@example.fi' },
  { given: 'Šarlote', family: 'Žagare' },
]
const ids = new Map<string, Id>()
const nameOf = ({ given, family, email }: Described) => [given, family].filter(Boolean).join(' ') || (email ?? '')

async function open(one: Described): Promise<Id> {
  const { source = 'forms', given, family, email, phone, city, language, interest, size, organisation } = one
  const rows = (values: Record<string, string | number | undefined>) => {
    const filled = Object.fromEntries(
      Object.entries(values).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])),
    )
    return Object.keys(filled).length === 0 ? [] : [filled]
  }
  return openPerson(ask('customer-care'), {
    source,
    categories: {
      identity: rows({ given_name: given, family_name: family }),
      'contact-points': [...rows({ email }), ...rows({ phone }), ...rows({ city })],
      ...(source === 'forms'
        ? { profile: rows({ language }), interests: rows({ interest }), 'shoe-size': rows({ size }) }
        : {}),
      work: rows({ organisation }),
    },
    statements: [{ kind: 'contract', givenAt: '2026-03-01T10:00:00Z' }],
  })
}

beforeAll(async () => {
  for (const one of people) ids.set(nameOf(one), await open(one))
})

const find = (more: Partial<Find> = {}): Find => ({ filters: [], sort: 'name', limit: 50, columns: [], ...more })
const names = async (more: Partial<Find> = {}, purpose = 'customer-care') => {
  const { persons } = await listPersons(ask(purpose), find(more))
  return persons.map(({ name, email }) => name ?? email)
}
const filtered = (field: string, is: Filter['is'], value: Filter['value']) => names({ filters: [{ field, is, value }] })
const refused = (key: string) => expect.objectContaining({ message: key })

const inOrder = [
  'Väinö Hämäläinen',
  'Madonna', // her only name stands among the family names
  'Bertta Mäkelä',
  'Oili Ohranen',
  'Sukarno',
  'Zacharias Topelius',
  'Aino Virtanen',
  'Eino Virtanen',
  'Šarlote Žagare',
  'Wilma Åkerlund', // å after z, then ä
  'Örjan Ärling',
  'nimeton@example.fi', // no name at all: last
]

describe('order and pages', () => {
  test('by name as Finns sort them', async () => {
    expect(await names()).toEqual(inOrder)
  })

  test.each([1, 2, 5, 11, 12])('in pages of %i nobody is lost or seen twice', async limit => {
    for (const sort of ['name', 'newest', 'changed'] as const) {
      const all: (string | null)[] = []
      let after: string | undefined
      do {
        const page = await listPersons(ask('customer-care'), find({ sort, limit, ...(after ? { after } : {}) }))
        expect(page.persons.length).toBeLessThanOrEqual(limit)
        all.push(...page.persons.map(({ name, email }) => name ?? email))
        after = page.next ?? undefined
      } while (after)
      const expected = sort === 'name' ? inOrder : people.map(nameOf).reverse()
      expect(all).toEqual(expected)
    }
  })

  test('a page says how many there are', async () => {
    const { total, leftOut } = await listPersons(ask('customer-care'), find({ limit: 2 }))
    expect(total).toEqual({ count: people.length, exact: true })
    expect(leftOut).toEqual({ persons: { count: 0, exact: true }, categories: ['Suoramarkkinointiluvat ja -kiellot'] })
  })

  test('a made-up cursor is refused', async () => {
    await expect(names({ after: 'abc' })).rejects.toEqual(refused('register.cursor'))
    await expect(names({ after: Buffer.from('["named","a","b","x"]').toString('base64url') })).rejects.toEqual(
      refused('register.cursor'),
    )
  })
})

describe('filters', () => {
  test.each([
    ['city', 'equals', 'Helsinki', ['Aino Virtanen']],
    ['city', 'equals', 'HELSINKI', ['Aino Virtanen']],
    ['city', 'starts', 'tu', ['Bertta Mäkelä']],
    ['language', 'equals', 'fi', ['Aino Virtanen', 'Eino Virtanen']],
    ['interest', 'starts', 'laki', ['Aino Virtanen']],
    ['organisation', 'equals', 'esimerkkikurssit oy', ['Eino Virtanen']],
    ['source', 'equals', 'phone', ['Bertta Mäkelä']],
    ['has-email', 'equals', true, ['Väinö Hämäläinen', 'Bertta Mäkelä', 'Aino Virtanen', 'nimeton@example.fi']],
    ['shoe-size.size', 'from', 38, ['Aino Virtanen']],
    ['shoe-size.size', 'before', 38, []],
    ['shoe-size.size', 'equals', 38, ['Aino Virtanen']],
    ['changed', 'from', '2020-01-01', inOrder],
    ['changed', 'before', '2020-01-01', []],
    ['identity.family_name', 'starts', 'VIRT', ['Aino Virtanen', 'Eino Virtanen']],
    ['contact-points.email', 'equals', 'AINO@example.fi', ['Aino Virtanen']],
  ] as const)('%s %s %s', async (field, is, value, expected) => {
    expect(await filtered(field, is, value)).toEqual(expected)
  })

  test('several hold together, in any order of the list, and are counted', async () => {
    const filters: Filter[] = [
      { field: 'language', is: 'equals', value: 'fi' },
      { field: 'has-email', is: 'equals', value: false },
    ]
    for (const sort of ['name', 'newest', 'changed'] as const)
      expect(await names({ filters, sort })).toEqual(['Eino Virtanen'])
    expect((await listPersons(ask('customer-care'), find({ filters }))).total).toEqual({ count: 1, exact: true })
  })

  test.each([
    ['city', 'from', 'x', 'register.filter-operator'],
    ['shoe-size.size', 'starts', '3', 'register.filter-operator'],
    ['shoe-size.size', 'equals', 'iso', 'value.integer'],
    ['orders.amount', 'equals', 1, 'register.filter-unknown'],
    ['identity.standing', 'equals', 1, 'register.filter-unknown'],
    ['permissions.state', 'equals', 'x', 'register.filter-unknown'],
    ["identity.family_name' or true --", 'equals', 'x', 'register.filter-unknown'],
    ['constructor', 'equals', 'x', 'register.filter-unknown'],
    ['city', 'equals', '', 'register.filter-empty'],
  ] as const)('%s %s %s is refused: %s', async (field, is, value, key) => {
    await expect(filtered(field, is, value)).rejects.toEqual(refused(key))
  })

  test('of a purpose without the category', async () => {
    await expect(names({ filters: [{ field: 'city', is: 'equals', value: 'Turku' }] }, 'development')).rejects.toEqual(
      refused('register.filter-unknown'),
    )
    await expect(names({ columns: ['identity.given_name'] }, 'development')).rejects.toEqual(
      refused('register.category-not-given'),
    )
  })
})

test('further columns are given by name', async () => {
  const { persons } = await listPersons(
    ask('customer-care'),
    find({ columns: ['shoe-size.size', 'contact-points.city'], limit: 7 }),
  )
  expect(persons.find(({ name }) => name === 'Aino Virtanen')?.extra).toEqual({
    'shoe-size.size': [38],
    'contact-points.city': ['Helsinki'],
  })
})

describe('a purpose without names', () => {
  test('lists by newest with what it has, and says so', async () => {
    const list = await listPersons(ask('development'), find())
    expect(list.sort).toBe('newest')
    expect(list.columns).toEqual(['language'])
    expect(list.leftOut.categories).toHaveLength(7)
    expect(list.persons.every(({ name, email, phone }) => name === null && email === null && phone === null)).toBe(true)
  })
})

describe('finding', () => {
  test.each([
    ['virt ain', 'Aino Virtanen'],
    ['aino virtanen', 'Aino Virtanen'],
    ['VIRTANEN, AINO', 'Aino Virtanen'],
    ['040 123 4567', 'Aino Virtanen'],
    ['+358 40 1234567', 'Aino Virtanen'],
    ['0401234', 'Aino Virtanen'],
    ['070-123', null], // a Swedish number typed as at home is read as a Finnish one
    ['+46 70', 'Eino Virtanen'],
    ['aino@ex', 'Aino Virtanen'],
    ['bertta.makela@', 'Bertta Mäkelä'],
    ['toinen.example', 'Bertta Mäkelä'],
    ['hämäläinen', 'Väinö Hämäläinen'],
    ['Hamalainen', 'Väinö Hämäläinen'],
    ['vaino', 'Väinö Hämäläinen'],
    ['Virtannen', 'Aino Virtanen'], // a slip of the finger
    ['hämäläinn', 'Väinö Hämäläinen'],
    ['akerlund', 'Wilma Åkerlund'],
    ['zagare', 'Šarlote Žagare'],
    ['sukarno', 'Sukarno'],
    ['kaarlo', null],
    ['%', null],
    ["'; drop table register.person; --", null],
    ['virtanen bertta', null],
  ] as const)('%s', async (q, expected) => {
    const found = await names({ q })
    if (expected === null) expect(found).toEqual([])
    else expect(found).toContain(expected)
  })

  test('the nearest first', async () => {
    expect((await names({ q: 'aino' }))[0]).toBe('Aino Virtanen') // Väinö is within
    expect((await names({ q: 'hämäläinen' }))[0]).toBe('Väinö Hämäläinen')
  })

  test('with filters', async () => {
    expect(await names({ q: 'virtanen', filters: [{ field: 'city', is: 'equals', value: 'Helsinki' }] })).toEqual([
      'Aino Virtanen',
    ])
  })

  test('nobody is found by what the purpose does not see', async () => {
    expect(await names({ q: 'aino' }, 'development')).toEqual([])
    expect(await names({ q: 'aino@ex' }, 'marketing')).toEqual([])
    expect((await names({ q: 'aino' }, 'marketing'))[0]).toBe('Aino Virtanen')
  })
})

test('a restricted person is in no list but that of the rights purpose', async () => {
  const kaarlo = await open({ given: 'Kaarlo', family: 'Kielto', email: 'kaarlo@example.fi' })
  await recordStatement(ask('customer-care'), kaarlo, {
    kind: 'restriction',
    givenAt: '2026-03-02T10:00:00Z',
    source: 'email',
  })
  for (const sort of ['name', 'newest', 'changed'] as const)
    expect(await names({ sort })).not.toContain('Kaarlo Kielto')
  for (const q of ['kaarlo', 'kaarlo@example.fi', 'kielto']) expect(await names({ q })).toEqual([])
  const { leftOut, total } = await listPersons(ask('customer-care'), find())
  expect([leftOut.persons.count, total.count]).toEqual([1, people.length])
  expect(await names({ q: 'kaarlo' }, 'rights')).toEqual(['Kaarlo Kielto'])
})

test('a purpose that sees nobody is told so on every list, with how many there are', async () => {
  const other = await courseRegister()
  const care = other.ask('customer-care')
  const identity = [{ given_name: 'Aino', family_name: 'Virtanen' }]
  const [contract, restriction] = (['contract', 'restriction'] as const).map(kind => ({
    kind,
    givenAt: '2026-03-01T10:00:00+02:00',
  }))
  if (!contract || !restriction) throw new Error('two statements')
  const person = await openPerson(care, { source: 'forms', categories: { identity }, statements: [contract] })
  await recordStatement(care, person, { ...restriction, source: 'phone' })
  for (const more of [
    {},
    { sort: 'newest' },
    { q: 'Aino' },
    { filters: [{ field: 'city', is: 'equals', value: 'Turku' }] },
  ]) {
    const list = await listPersons(care, { filters: [], sort: 'name', limit: 50, columns: [], ...more } as Find)
    expect(list).toMatchObject({ persons: [], next: null, total: { count: 0 }, leftOut: { persons: { count: 1 } } })
  }
  await other.close()
})
