/** Who only bought is reached by what the law lets a similar purchase permit (917/2014 § 200(3)), and not seen by what rests on consent. */

import { afterAll, beforeEach, describe, expect, test } from 'vitest'
import { courseNotice } from '../../test/course-register.ts'
import { emptyRegister } from '../../test/empty-register.ts'
import { importDesk } from '../../test/import-desk.ts'
import { publishChecked } from '../database/publish.ts'
import { parse } from '../notice/parse.ts'
import { readCard } from '../register/card.ts'
import { addRow, recordStatement } from '../register/persons.ts'
import { checkOrigin } from './rules.ts'
import { statementsOf } from './statements.ts'

/** Marketing uses addresses on a permission, and shoe sizes on consent. */
const notice = courseNotice
  .replace('email: consent }', 'email: consent or similar purchase, sms: consent }')
  .replace(/(shoe-size:[\s\S]*?customer-care: contract)/, '$1, marketing: consent')

const desk = await importDesk(notice)
const { db } = desk
afterAll(() => desk.close())
beforeEach(() => emptyRegister(db))

const buyers = {
  purpose: 'marketing',
  origin: {
    source: 'forms',
    basis: 'soft-opt-in',
    purpose: 'marketing',
    obtained: '2026-02-01',
    evidence: 'Verkkokurssit; kielto-oikeus näkyi tilauslomakkeella',
    productGroup: 'Verkkokurssit',
  },
} as const

const consent = {
  kind: 'consent',
  purpose: 'marketing',
  channel: 'email',
  givenAt: '2026-02-05T00:00:00Z',
  source: 'forms',
  wording: 'Kyllä kiitos.',
} as const

const file = 'Email,First Name,Last Name\naino@example.org,Aino,Virtanen\n'

const seenBy = async (purpose: string, category: string): Promise<number | null> =>
  (await db.purpose(purpose).query(`select from register.${category}`)).rowCount

/** A customer with a shoe size, whose address marketing may use because of what she bought. */
async function buyer(): Promise<string> {
  await desk.imported(file)
  const { rows } = await db.admin.query<{ id: string }>('select id from register.person')
  const person = rows[0]?.id ?? ''
  await addRow(desk.ask('customer-care'), person, 'shoe-size', { source: 'forms', values: { size: 38 } })
  await desk.imported(file, 'buyers.csv', buyers)
  return person
}

test('one who only bought is not seen by what rests on consent', async () => {
  await buyer()
  expect(await seenBy('customer-care', 'shoe_size')).toBe(1)
  expect(await seenBy('marketing', 'contact_points')).toBe(1)
  expect(await seenBy('marketing', 'shoe_size')).toBe(0)
})

test('it is recorded as a purchase: for what, by which channel, since when, from which file, and how refusing was shown', async () => {
  const person = await buyer()
  const card = await readCard(desk.ask('marketing'), person)
  const said = card.categories.find(({ id }) => id === 'permissions')?.rows.at(0)
  expect(said?.values).toMatchObject({
    kind: 'similar-purchase',
    purpose: 'marketing',
    channel: 'email',
    given: '2026-02-01T00:00:00.000Z',
    wording: buyers.origin.evidence,
  })
  const { rows } = await db.admin.query(
    'select product_group from register.statement where person_id = $1 and kind = $2',
    [person, 'similar-purchase'],
  )
  expect(rows).toEqual([{ product_group: 'Verkkokurssit' }])
  expect(said?.why.kind).toMatchObject({ reference: 'buyers.csv:2', source: { id: 'forms' } })
})

test('of a buyer about whom the file says only a prohibition, the address alone is kept', async () => {
  const forbidden =
    'Email 1,First Name,Last Name,Phone 1,Email subscriber status\naino@example.org,Aino,Virtanen,,Unsubscribed\n'
  const done = await desk.imported(forbidden, 'buyers.csv', buyers)
  expect(done.counts).toMatchObject({ new: 1, objections: 1, purchases: 0, values: 1 })
  const { rows } = await db.admin.query(`select after from register.change where category <> 'person'`)
  expect(rows).toEqual([{ after: { email: 'aino@example.org' } }])
})

test('a consent opens what a purchase does not', async () => {
  const person = await buyer()
  await recordStatement(desk.ask('marketing'), person, consent)
  expect(await seenBy('marketing', 'shoe_size')).toBe(1)
})

test.each([
  ['a prohibition', { kind: 'objection', purpose: 'marketing', givenAt: '2026-02-10T00:00:00Z', source: 'forms' }],
  ['a consent that is withdrawn', { ...consent, withdrawnAt: '2026-02-10T00:00:00Z' }],
] as const)('%s ends what a purchase permits, and the same file does not bring it back', async (_, said) => {
  const person = await buyer()
  await recordStatement(desk.ask('customer-care'), person, said)
  expect(await seenBy('marketing', 'contact_points')).toBe(0)
  await db.admin.query(`delete from register.statement where kind = 'similar-purchase'`)
  const again = await desk.imported(file, 'buyers.csv', buyers)
  expect(again.counts).toMatchObject({ purchases: 0, permits: 0 })
  expect(await seenBy('marketing', 'contact_points')).toBe(0)
})

test('when the notice asks for consent from now on, a purchase permits nothing, until it does again', async () => {
  const publish = async (text: string) => {
    const { notice: parsed } = parse(text)
    if (!parsed) throw new Error('the notice of the tests is not understood')
    await publishChecked(db, parsed, { source: text, by: 'system', clock: db.clock })
  }
  await buyer()
  await publish(notice.replace('consent or similar purchase', 'consent'))
  expect(await seenBy('marketing', 'contact_points')).toBe(0)
  await publish(notice)
  expect(await seenBy('marketing', 'contact_points')).toBe(1)
})

test('a preview counts purchases apart from consents', async () => {
  expect((await desk.previewed(file, 'buyers.csv', buyers)).counts).toMatchObject({ purchases: 1, permits: 0 })
})

describe('before a file is read', () => {
  const origin = (text: string, more: object) => () => {
    const { notice: parsed } = parse(text)
    if (!parsed) throw new Error('the notice of the tests is not understood')
    return checkOrigin(parsed, { ...buyers.origin, ...more }, '2026-03-02')
  }
  test('where the notice asks for consent, a purchase will not do', () =>
    expect(origin(courseNotice, {})).toThrow('import.no-soft-opt-in'))
  test('how refusing was shown must be said', () =>
    expect(origin(notice, { evidence: undefined })).toThrow('import.purchase-untold'))
  test('else it may be read', () => expect(origin(notice, {})()).toMatchObject({ id: 'forms' }))
})

test('of persons who only bought no date in the file is a consent, and a text message needs one', () => {
  const at = new Date('2025-05-05T00:00:00Z')
  const moment = { at, rank: 1, header: 'OPTIN_TIME' }
  const row = {
    standing: { email: 'permit', sms: 'permit' },
    moments: { 'permit email': moment, 'permit sms': moment },
  } as const
  const said = statementsOf(row, {
    basis: 'soft-opt-in',
    obtained: new Date('2026-02-01T00:00:00Z'),
    evidence: 'Verkkokurssit',
    permits: { email: 'marketing' },
    objections: { email: [], sms: [] },
    spokenOf: ['email', 'sms'],
    wholeFile: undefined,
  })
  expect(said.statements).toEqual([
    { kind: 'similar-purchase', purpose: 'marketing', channel: 'email', givenAt: at, wording: 'Verkkokurssit' },
  ])
  expect(said.permitUnknown).toBe(true)
})
