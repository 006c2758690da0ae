/** Organisations: found by name or Y-tunnus, never two with one Y-tunnus, each change with its row, people as the purpose sees them. */

import { afterAll, describe, expect, test } from 'vitest'
import { courseRegister } from '../../test/course-register.ts'
import {
  changeOrganisation,
  listOrganisations,
  openOrganisation,
  readOrganisation,
  readOrganisationChanges,
  readPeople,
} from './organisations.ts'
import { openPerson, recordStatement } from './persons.ts'
import type { OrganisationInput } from './requests.ts'

const register = await courseRegister()
const { ask } = register
afterAll(() => register.close())

const care = () => ask('customer-care')
const organisation = (name: string, more: Partial<OrganisationInput> = {}) =>
  openOrganisation(care(), { name, businessId: null, website: null, source: 'forms', ...more })
const found = async (q: string) =>
  (await listOrganisations(care(), { q, limit: 10 })).organisations.map(({ name }) => name)
const refused = (key: string) => expect.objectContaining({ message: key })

const ixir = await organisation('Ixir-verkkokurssit Oy', { businessId: 'FI31832133', website: 'www.example.fi' })
await organisation('Ääkkösten Ystävät ry')
await organisation('Zeniitti Oy')

describe('kept and found', () => {
  test('its identifiers in one form', async () => {
    expect(await readOrganisation(care(), ixir)).toMatchObject({
      name: 'Ixir-verkkokurssit Oy',
      businessId: '3183213-3',
      vatId: 'FI31832133',
      website: 'https://www.example.fi/',
    })
  })

  test.each([
    ['ixir', 'Ixir-verkkokurssit Oy'],
    ['kurssit', 'Ixir-verkkokurssit Oy'],
    ['3183213-3', 'Ixir-verkkokurssit Oy'],
    ['FI31832133', 'Ixir-verkkokurssit Oy'],
    ['aakkosten', 'Ääkkösten Ystävät ry'],
    ['zenitti', 'Zeniitti Oy'],
  ])('%s', async (q, name) => expect(await found(q)).toEqual([name]))

  test('in order and in pages', async () => {
    const first = await listOrganisations(care(), { limit: 2 })
    const second = await listOrganisations(care(), { limit: 2, after: first.next ?? '' })
    expect([...first.organisations, ...second.organisations].map(({ name }) => name)).toEqual([
      'Ixir-verkkokurssit Oy',
      'Zeniitti Oy',
      'Ääkkösten Ystävät ry',
    ])
    expect(second.next).toBeNull()
  })
})

describe('changes', () => {
  test('leave their row; what is not given stays', async () => {
    const id = await organisation('Vanha Nimi Oy', { businessId: '0112038-9' })
    const { expected } = await readOrganisation(care(), id)
    await changeOrganisation(care(), id, { name: 'Uusi Nimi Oy', source: 'phone', expected })
    expect(await readOrganisation(care(), id)).toMatchObject({ name: 'Uusi Nimi Oy', businessId: '0112038-9' })
    const { changes } = await readOrganisationChanges(care(), id)
    expect(changes).toMatchObject([
      {
        source: { id: 'phone' },
        by: { id: 'staff:test' },
        fields: [{ column: 'name', before: 'Vanha Nimi Oy', after: 'Uusi Nimi Oy' }],
      },
      { source: { id: 'forms' } },
    ])
    await expect(changeOrganisation(care(), id, { name: 'Kolmas', source: 'phone', expected })).rejects.toEqual(
      refused('register.changed-meanwhile'),
    )
  })

  test('two writers at the same moment: the second is told', async () => {
    const id = await organisation('Kilpailu Oy')
    const { expected } = await readOrganisation(care(), id)
    const change = (name: string) => changeOrganisation(care(), id, { name, source: 'phone', expected })
    const results = await Promise.allSettled([change('Ensimmäinen Oy'), change('Toinen Oy')])
    expect(results.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected'])
  })
})

describe('refused by name', () => {
  test.each([
    [{ businessId: '3183213-4' }, 'business-id.check-digit'],
    [{ businessId: '3183213-3' }, 'organisation.business-id-taken'],
    [{ website: 'javascript:alert(1)' }, 'web-address.form'],
    [{ source: 'gossip' }, 'register.source-not-declared'],
    [{ name: '\u0000' }, 'text.control'],
    [{ name: '\u200b' }, 'organisation.no-name'],
  ])('%j: %s', async (more, key) => {
    await expect(organisation('Uusi Oy', more)).rejects.toEqual(refused(key))
  })

  test('of a purpose that does not see where people work', async () => {
    await expect(listOrganisations(ask('marketing'), { limit: 10 })).rejects.toEqual(
      refused('register.category-not-given'),
    )
    await expect(readOrganisation(ask('development'), ixir)).rejects.toEqual(refused('register.category-not-given'))
  })

  test('one that is not there', async () => {
    await expect(readOrganisation(care(), '0199c0de-0000-7000-8000-00000000dead')).rejects.toEqual(
      refused('organisation.absent'),
    )
    await expect(readOrganisationChanges(care(), 'x')).rejects.toEqual(refused('organisation.absent'))
  })
})

test('the people who act for it, as the purpose sees them', async () => {
  const aino = await openPerson(care(), {
    source: 'forms',
    categories: { identity: [{ given_name: 'Aino' }], work: [{ title: 'hallituksen jäsen', organisation_link: ixir }] },
    statements: [{ kind: 'contract', givenAt: '2026-03-01T10:00:00Z' }],
  })
  expect(await readPeople(care(), ixir)).toEqual({
    people: [{ id: aino, name: 'Aino', title: 'hallituksen jäsen' }],
    morePeople: false,
  })
  await recordStatement(care(), aino, { kind: 'restriction', givenAt: '2026-03-02T10:00:00Z', source: 'phone' })
  expect((await readPeople(care(), ixir)).people).toEqual([])
})
