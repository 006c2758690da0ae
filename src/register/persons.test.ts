/** Persons by the verbs of the register, against the real database: what the purpose sees, why it is there, who comes second. */

import { afterAll, describe, expect, test } from 'vitest'
import { courseRegister } from '../../test/course-register.ts'
import type { Id } from '../base/ids.ts'
import { readCard } from './card.ts'
import { readEveryChange, readHistory, undoChange } from './changes.ts'
import { addRow, changeRow, openPerson, recordStatement, removeRow } from './persons.ts'
import type { OpenPerson } from './requests.ts'

const register = await courseRegister()
const { db, ask } = register
afterAll(() => register.close())

const contract = { kind: 'contract', givenAt: '2026-03-01T10:00:00+02:00' } as const
const aino: OpenPerson = {
  source: 'forms',
  reference: 'lomake 12',
  categories: {
    identity: [{ given_name: 'Aino', family_name: 'Virtanen' }],
    'contact-points': [
      { email: 'Aino@example.fi', is_primary: true },
      { phone: '040 123 4567' },
      { street: 'Tehtaankatu 16 B 26', postcode: '00140', city: 'Helsinki', country: 'Suomi' },
    ],
    profile: [{ language: 'fi' }],
  },
  statements: [contract],
}
const openAino = () => openPerson(ask('customer-care'), aino)

async function rowsOf(person: Id, category: string, purpose = 'customer-care') {
  const card = await readCard(ask(purpose), person)
  return card.categories.find(({ id }) => id === category)?.rows ?? []
}
async function firstRow(person: Id, category: string) {
  const [row] = await rowsOf(person, category)
  if (!row) throw new Error(`no row in ${category}`)
  return row
}
const refused = (key: string) => expect.objectContaining({ message: key })

test('a card has every value with its why, and says how long it is kept', async () => {
  const person = await openAino()
  const card = await readCard(ask('customer-care'), person)
  expect(card).toMatchObject({
    id: person,
    name: 'Aino Virtanen',
    noticeVersion: register.version,
    leftOut: ['Suoramarkkinointiluvat ja -kiellot'],
  })
  const [identity] = card.categories.find(({ id }) => id === 'identity')?.rows ?? []
  expect(identity).toMatchObject({
    values: { given_name: 'Aino', family_name: 'Virtanen' },
    why: {
      given_name: {
        by: { id: 'staff:test', kind: 'staff', name: null },
        source: { id: 'forms', kind: 'person' },
        reference: 'lomake 12',
        noticeVersion: register.version,
      },
    },
    until: { date: null, text: '24 kuukautta asiakassuhteen päättymisestä, sen jälkeen poistetaan' },
  })
  const points = card.categories.find(({ id }) => id === 'contact-points')?.rows ?? []
  expect(points.map(({ values }) => values.email ?? values.phone ?? values.country).sort()).toEqual([
    '+358401234567',
    'Aino@example.fi',
    'FI',
  ])
  for (const { rows } of card.categories) {
    for (const row of rows) {
      const filled = Object.keys(row.values).filter(name => row.values[name] !== null)
      expect(Object.keys(row.why).sort()).toEqual(filled.sort())
      expect(row.expected).not.toBeNull()
    }
  }
})

test('a person with one name, or only an address, is as good as any', async () => {
  const one = await openPerson(ask('customer-care'), {
    ...aino,
    categories: { identity: [{ family_name: 'Sukarno' }] },
  })
  expect((await readCard(ask('customer-care'), one)).name).toBe('Sukarno')
  const none = await openPerson(ask('customer-care'), {
    ...aino,
    categories: { 'contact-points': [{ email: 'x@example.fi' }] },
  })
  expect((await readCard(ask('customer-care'), none)).name).toBeNull()
})

describe('a purpose sees what the notice gives it', () => {
  test('development sees the language and nothing else', async () => {
    const person = await openAino()
    const card = await readCard(ask('development'), person)
    expect(card.name).toBeNull()
    expect(card.categories.map(({ id }) => id)).toEqual(['profile'])
    expect(card.leftOut).toHaveLength(7)
  })

  test('marketing sees addresses only with consent, names until there is an objection', async () => {
    const person = await openAino()
    expect(await rowsOf(person, 'contact-points', 'marketing')).toEqual([])
    await recordStatement(ask('customer-care'), person, {
      kind: 'consent',
      purpose: 'marketing',
      channel: 'email',
      givenAt: '2026-03-01T10:00:00Z',
      wording: 'Haluan uutiskirjeen.',
      source: 'forms',
    })
    expect(await rowsOf(person, 'contact-points', 'marketing')).toHaveLength(3)
    expect(await rowsOf(person, 'permissions', 'marketing')).toMatchObject([
      {
        values: {
          kind: 'consent',
          purpose: 'marketing',
          channel: 'email',
          state: 'given',
          wording: 'Haluan uutiskirjeen.',
        },
      },
      { values: { kind: 'contract' } },
    ])
    await recordStatement(ask('customer-care'), person, {
      kind: 'objection',
      purpose: 'marketing',
      givenAt: '2026-03-02T10:00:00Z',
      source: 'phone',
    })
    expect(await rowsOf(person, 'contact-points', 'marketing')).toEqual([])
    expect(await rowsOf(person, 'identity', 'marketing')).toEqual([])
  })

  test('a restricted person is there for the rights purpose only', async () => {
    const person = await openAino()
    await recordStatement(ask('customer-care'), person, {
      kind: 'restriction',
      givenAt: '2026-03-02T10:00:00Z',
      source: 'email',
    })
    for (const purpose of ['customer-care', 'marketing', 'development']) {
      await expect(readCard(ask(purpose), person)).rejects.toEqual(refused('register.person-absent'))
    }
    expect((await readCard(ask('rights'), person)).name).toBe('Aino Virtanen')
    await expect(
      addRow(ask('customer-care'), person, 'interests', { source: 'forms', values: { interest: 'lakiasiat' } }),
    ).rejects.toEqual(refused('register.person-absent'))
  })

  test('names of staff are not for keys', async () => {
    const staff = '0199c0de-0000-7000-8000-000000000001'
    await db.app.query(
      `insert into access.staff (id, name, email) values ($1, 'Pirkko', 'pirkko@example.fi') on conflict do nothing`,
      [staff],
    )
    const person = await openPerson(ask('customer-care', { actor: `staff:${staff}` }), aino)
    expect((await readCard(ask('customer-care'), person)).openedBy).toEqual({
      id: `staff:${staff}`,
      kind: 'staff',
      name: 'Pirkko',
    })
    expect((await readCard(ask('customer-care', { kind: 'key' }), person)).openedBy.name).toBeNull()
  })
})

describe('refused by name', () => {
  const care = () => ask('customer-care')
  const purchase = {
    kind: 'similar-purchase',
    purpose: 'marketing',
    channel: 'email',
    givenAt: '2026-03-01T10:00:00Z',
    wording: 'Verkkokurssit; kielto-oikeus tilauslomakkeella',
    productGroup: 'Verkkokurssit',
  }
  const open = (input: Partial<OpenPerson>) => openPerson(care(), { ...aino, ...input })
  test.each([
    ['no contract and no consent', { statements: [] }, 'register.needs-statement'],
    ['nothing at all', { categories: {} }, 'register.person-empty'],
    ['a source that the notice does not name', { source: 'gossip' }, 'register.source-not-declared'],
    ['a category of another purpose', { categories: { permissions: [{}] } }, 'register.category-not-given'],
    ['a column that is not there', { categories: { identity: [{ gender: 'x' }] } }, 'value.unknown-column'],
    ['an e-mail address as a name', { categories: { identity: [{ given_name: 'a@example.fi' }] } }, 'name.email'],
    [
      'a consent without its wording',
      { statements: [contract, { kind: 'consent', purpose: 'marketing', givenAt: '2026-03-01T10:00:00Z' }] },
      'register.consent-without-evidence',
    ],
    [
      'a purchase without its sale',
      { reference: undefined, statements: [contract, purchase] },
      'register.purchase-without-evidence',
    ],
    [
      'a purchase where the notice asks for consent',
      { reference: 'tilaus 7', statements: [contract, purchase] },
      'register.purchase-not-enough',
    ],
  ] as const)('%s', async (_, input, key) => {
    const before = await db.admin.query('select count(*) as n from register.person')
    await expect(open(input as Partial<OpenPerson>)).rejects.toEqual(refused(key))
    expect((await db.admin.query('select count(*) as n from register.person')).rows).toEqual(before.rows)
  })

  test('a second identity, a person or a row that is not there', async () => {
    const person = await openAino()
    const values = { family_name: 'Toinen' }
    await expect(addRow(care(), person, 'identity', { source: 'forms', values })).rejects.toEqual(
      refused('register.row-exists'),
    )
    await expect(readCard(care(), '0199c0de-0000-7000-8000-00000000dead')).rejects.toEqual(
      refused('register.person-absent'),
    )
    await expect(readCard(care(), 'x')).rejects.toEqual(refused('register.person-absent'))
    const change = { source: 'forms', values: { title: 'opettaja' }, expected: person }
    // a row that somebody has removed meanwhile is a conflict
    await expect(changeRow(care(), person, 'work', person, change)).rejects.toEqual(
      refused('register.changed-meanwhile'),
    )
  })

  test('a token of another purpose', async () => {
    const forged = { ...ask('customer-care'), token: ask('development').token }
    await expect(openPerson(forged, aino)).rejects.toEqual(refused('register.actor-unknown'))
  })
})

describe('changes', () => {
  test('two writers of one row: the second is told', async () => {
    const person = await openAino()
    const { id, expected } = await firstRow(person, 'identity')
    const change = (family_name: string) =>
      changeRow(ask('customer-care'), person, 'identity', id, {
        source: 'phone',
        values: { family_name },
        expected: expected ?? '',
      })
    const results = await Promise.allSettled([change('Mäkelä'), change('Korhonen')])
    expect(results.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected'])
    expect(results.find(({ status }) => status === 'rejected')).toMatchObject({
      reason: { message: 'register.changed-meanwhile' },
    })
  })

  test('many writers of one person: every value has its change row', async () => {
    const person = await openAino()
    const topics = Array.from({ length: 24 }, (_, n) => `aihe ${n}`)
    await Promise.all(
      topics.map(interest =>
        addRow(ask('customer-care'), person, 'interests', { source: 'forms', values: { interest } }),
      ),
    )
    const rows = await rowsOf(person, 'interests')
    expect(rows.map(({ values }) => values.interest).sort()).toEqual(topics.sort())
    expect(rows.every(({ why }) => why.interest !== undefined)).toBe(true)
  })

  test('history of a field, and undo as a change of its own', async () => {
    const person = await openAino()
    const { id, expected } = await firstRow(person, 'identity')
    await changeRow(ask('customer-care'), person, 'identity', id, {
      source: 'phone',
      values: { family_name: 'Mäkelä' },
      expected: expected ?? '',
    })
    const { changes } = await readHistory(ask('customer-care'), person, 'identity', id, 'family_name')
    expect(changes).toMatchObject([
      {
        did: 'changed',
        fields: [{ column: 'family_name', before: 'Virtanen', after: 'Mäkelä' }],
        source: { id: 'phone' },
        undone: null,
      },
      { did: 'added' },
    ])
    expect((await readHistory(ask('customer-care'), person, 'identity', id, 'given_name')).changes).toHaveLength(1)

    expect(await undoChange(ask('customer-care'), changes[0]?.id ?? '')).toBe(id)
    expect((await firstRow(person, 'identity')).values.family_name).toBe('Virtanen')
    const after = (await readHistory(ask('customer-care'), person, 'identity', id, 'family_name')).changes
    expect(after).toMatchObject([{ undoes: changes[0]?.id }, { undone: after[0]?.id }, { did: 'added' }])
  })

  test('undo is refused when the value has moved since', async () => {
    const person = await openAino()
    const first = await firstRow(person, 'identity')
    const set = async (family_name: string) =>
      changeRow(ask('customer-care'), person, 'identity', first.id, {
        source: 'phone',
        values: { family_name },
        expected: (await firstRow(person, 'identity')).expected ?? '',
      })
    await set('Mäkelä')
    await set('Korhonen')
    const { changes } = await readHistory(ask('customer-care'), person, 'identity', first.id, 'family_name')
    await expect(undoChange(ask('customer-care'), changes[1]?.id ?? '')).rejects.toEqual(
      refused('register.changed-meanwhile'),
    )
    await expect(undoChange(ask('development'), changes[0]?.id ?? '')).rejects.toEqual(
      refused('register.change-absent'),
    )
  })

  test('a removed row can be brought back', async () => {
    const person = await openAino()
    const row = await firstRow(person, 'profile')
    await removeRow(ask('customer-care'), person, 'profile', row.id, { source: 'forms', expected: row.expected ?? '' })
    expect(await rowsOf(person, 'profile')).toEqual([])
    const changes = await readEveryChange(ask('customer-care'), person)
    const removal = changes.find(({ did }) => did === 'removed')
    await undoChange(ask('customer-care'), removal?.id ?? '')
    expect((await firstRow(person, 'profile')).values).toEqual({ language: 'fi' })
  })

  test('changes are cut to the purpose', async () => {
    const person = await openAino()
    const seen = async (purpose: string) => {
      const changes = await readEveryChange(ask(purpose), person)
      return changes.map(({ category }) => category).sort()
    }
    expect(await seen('customer-care')).toEqual([
      'contact-points',
      'contact-points',
      'contact-points',
      'identity',
      'person',
      'profile',
    ])
    expect(await seen('development')).toEqual(['person', 'profile'])
  })

  test('only a contract ends with the relationship: then the date is known', async () => {
    const person = await openAino()
    await addRow(ask('customer-care'), person, 'relationships', {
      source: 'phone',
      values: { kind: 'customer', started: '1.2.2024', ended: '1.3.2026' },
    })
    expect((await firstRow(person, 'identity')).until.date).toBe('2028-03-01')
  })
})

test('one address is primary, and one number', async () => {
  const person = await openAino()
  const add = (values: Record<string, string | boolean>) =>
    addRow(ask('customer-care'), person, 'contact-points', { source: 'phone', values })
  const primaries = async () =>
    (await rowsOf(person, 'contact-points'))
      .filter(({ values }) => values.is_primary === true)
      .map(({ values }) => values.email ?? values.phone)
      .sort()
  await add({ phone: '050 123 4567', is_primary: true })
  expect(await primaries()).toEqual(['+358501234567', 'Aino@example.fi'])
  const second = await add({ email: 'uusi@example.fi' })
  const row = (await rowsOf(person, 'contact-points')).find(({ id }) => id === second)
  await changeRow(ask('customer-care'), person, 'contact-points', second, {
    source: 'phone',
    values: { is_primary: true },
    expected: row?.expected ?? '',
  })
  expect(await primaries()).toEqual(['+358501234567', 'uusi@example.fi'])
})

describe('a category of its own', () => {
  test('is written, read and typed as the notice declares', async () => {
    const person = await openAino()
    await addRow(ask('customer-care'), person, 'shoe-size', {
      source: 'forms',
      values: { size: 38, colour: 'Sininen' },
    })
    expect(await rowsOf(person, 'shoe-size')).toMatchObject([{ values: { size: 38, colour: 'Sininen' } }])
    const wrong = addRow(ask('customer-care'), person, 'shoe-size', { source: 'forms', values: { size: 'iso' } })
    await expect(wrong).rejects.toEqual(refused('value.integer'))
    expect(await rowsOf(person, 'shoe-size', 'marketing')).toEqual([])
  })
})
