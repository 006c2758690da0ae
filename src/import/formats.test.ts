/** Each tool's export is recognised by its header alone, and says of a person what the tool says: never a permit more. */

import { existsSync, readFileSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { courseNotice } from '../../test/course-register.ts'
import { parse } from '../notice/parse.ts'
import type { PurposeScope } from '../register/scope.ts'
import { fingerprintOf, headBytes, inspect } from './inspect.ts'
import type { OriginRequest } from './requests.ts'
import { shapeRulesFor } from './rules.ts'
import { startScan } from './scan.ts'
import { type RefusedRow, type ShapedRow, shaper } from './shape.ts'
import { targetOf } from './target.ts'

const examples = join(import.meta.dirname, '../../examples/imports')
const customers: OriginRequest = { source: 'forms', basis: 'contract', obtained: '2026-02-01' }
const subscribers: OriginRequest = { source: 'forms', basis: 'consent', purpose: 'marketing', obtained: '2026-02-01' }

/** Everything that the notice of the tests declares may be written. */
function scope(): PurposeScope {
  const { notice } = parse(courseNotice)
  const purpose = notice?.purposes[0]
  if (!notice || !purpose) throw new Error('the notice of the tests is not understood')
  const categories = notice.categories
    .filter(({ stored }) => stored === 'table')
    .map(category => ({
      category,
      table: '',
      columns: category.fields.flatMap(field => field.columns),
      mayWrite: true,
    }))
  return { version: 1, notice, purpose, categories, statements: undefined, leftOut: [] }
}

async function inspected(file: string | Uint8Array, name = typeof file === 'string' ? file : 'file.csv') {
  const bytes = typeof file === 'string' ? await readFile(join(examples, file)) : Buffer.from(file)
  const scan = startScan()
  scan.push(bytes)
  return inspect(scan.end(), bytes.subarray(0, headBytes), name)
}

async function shaped(file: string | Uint8Array, origin = customers, name?: string) {
  const { mapping, records } = await inspected(file, name)
  const shape = shaper(shapeRulesFor(scope(), origin, mapping))
  const rows = records.flatMap(record => shape(record) ?? [])
  return { mapping, rows, good: rows.filter((row): row is ShapedRow => !('refused' in row)) }
}

const partsOf = (row: ShapedRow | undefined) => row?.parts.map(({ category, given }) => [category, given])
const saidOf = (row: ShapedRow | undefined) =>
  row?.statements.map(({ kind, purpose, channel, givenAt }) => [
    kind,
    purpose,
    channel,
    givenAt.toISOString().slice(0, 10),
  ])

test.each([
  ['wix-contacts.csv', 'wix'],
  ['subscribed_members_export_mailchimp.csv', 'mailchimp'],
  ['unsubscribed_members_export_mailchimp.csv', 'mailchimp'],
  ['cleaned_members_export_mailchimp.csv', 'mailchimp'],
  ['hubspot-contacts.csv', 'hubspot'],
  ['google-contacts-old.csv', 'google'],
  ['google-contacts-new.csv', 'google'],
  ['outlook-contacts.csv', 'outlook'],
  ['shopify-customers.csv', 'shopify'],
  ['listmonk-export.csv', 'listmonk'],
  ['listmonk-import.csv', 'listmonk'],
  ['brevo-contacts.csv', 'brevo'],
  ['excel-finland.csv', null],
])('%s is recognised whatever the case and order of its columns', async (file, format) => {
  expect((await inspected(file)).mapping.format).toBe(format)
  if (format === null) return
  const { mapping, detected } = await inspected(file)
  const { separator } = detected.dialect
  const turned = mapping.header
    .toReversed()
    .map(name => name.toUpperCase())
    .join(separator)
  expect((await inspected(Buffer.from(`${turned}\n`))).mapping.format).toBe(format)
})

describe('Wix', () => {
  test('groups become contact points of their own; a second line joins the street', async () => {
    const { good } = await shaped('wix-contacts.csv')
    expect(partsOf(good[1])).toEqual([
      ['identity', { given_name: 'Bertta', family_name: 'Mäkelä' }],
      ['contact-points', { email: 'bertta.makela@example.org' }],
      ['contact-points', { phone: '+358407654321' }],
      ['contact-points', { street: 'Yliopistonkatu 3, as. 5', city: 'Turku', country: 'FI', postcode: '20100' }],
      ['work', { organisation: 'Mäkelän Puutarha Oy' }],
      ['interests', { interest: 'Verkkokurssi' }],
      ['interests', { interest: 'Uutiskirje' }],
      ['profile', { language: 'fi' }],
    ])
  })

  test('unsubscribed is an objection; subscribed without a date is no permit; never subscribed is nothing', async () => {
    const { good } = await shaped('wix-contacts.csv')
    expect(good.map(saidOf)).toEqual([
      [['contract', null, null, '2026-02-01']],
      [
        ['contract', null, null, '2026-02-01'],
        ['objection', 'marketing', 'email', '2026-02-01'],
      ],
      [['contract', null, null, '2026-02-01']],
      [['contract', null, null, '2026-02-01']],
    ])
    expect(good.map(({ permitUnknown }) => permitUnknown)).toEqual([true, false, false, false])
  })

  test('with a document behind it, subscribed is a permit of that date', async () => {
    const evidence = { ...subscribers, evidence: 'Uutiskirjeen tilauslomake 2025' }
    const { good } = await shaped('wix-contacts.csv', evidence)
    expect(saidOf(good[0])).toEqual([['consent', 'marketing', 'email', '2026-02-01']])
    expect(saidOf(good[2])).toEqual([])
  })
})

describe('Mailchimp', () => {
  test('the confirmation dates a permit, else the opt-in; without either there is none', async () => {
    const { good } = await shaped('subscribed_members_export_mailchimp.csv', subscribers)
    expect(good.map(saidOf)).toEqual([
      [['consent', 'marketing', 'email', '2024-03-12']],
      [['consent', 'marketing', 'email', '2024-05-02']],
      [],
    ])
    expect(good[0]?.statements[0]).toMatchObject({ givenAt: new Date('2024-03-12T09:20:31Z'), wording: 'CONFIRM_TIME' })
    expect(good[2]?.permitUnknown).toBe(true)
    expect(partsOf(good[0])).toContainEqual(['interests', { interest: 'Kevät' }])
    expect(partsOf(good[0])?.[1]).toEqual(['identity', { given_name: 'Aino', family_name: 'Virtanen' }])
  })

  test('only the name of the file tells who has not subscribed', async () => {
    const file = await readFile(join(examples, 'subscribed_members_export_mailchimp.csv'))
    for (const name of ['nonsubscribed_members_export_1.csv', 'list.csv']) {
      const { good } = await shaped(file, subscribers, name)
      expect(good.flatMap(row => row.statements)).toEqual([])
    }
  })

  test('unsubscribed is an objection of its day; cleaned is a dead address and no objection', async () => {
    const gone = await shaped('unsubscribed_members_export_mailchimp.csv', subscribers)
    expect(saidOf(gone.good[0])).toEqual([['objection', 'marketing', 'email', '2025-02-14']])
    const cleaned = await shaped('cleaned_members_export_mailchimp.csv', subscribers)
    expect(cleaned.good[0]?.statements).toEqual([])
    expect(partsOf(cleaned.good[0])).toContainEqual([
      'contact-points',
      { email: 'onni.nieminen@example.org', state: 'bounced' },
    ])
  })

  test('network addresses and places are not imported', async () => {
    const { mapping } = await inspected('subscribed_members_export_mailchimp.csv')
    const why = Object.fromEntries(mapping.header.map((name, index) => [name, mapping.meanings[index]]))
    expect(why.OPTIN_IP).toEqual({ is: 'left-out', why: 'network-address' })
    expect(why.LATITUDE).toEqual({ is: 'left-out', why: 'location' })
  })
})

test('Google: joined values, formatted addresses, and nothing of other people', async () => {
  const old = await shaped('google-contacts-old.csv')
  expect(partsOf(old.good[0])).toEqual([
    ['identity', { given_name: 'Aino', family_name: 'Virtanen' }],
    ['interests', { interest: 'Verkkokurssi' }],
    ['contact-points', { email: 'aino.virtanen@example.org' }],
    ['contact-points', { email: 'aino@example.net' }],
    ['contact-points', { email: 'a.virtanen@example.com' }],
    ['contact-points', { phone: '+358401234567' }],
    ['contact-points', { phone: '+35891234567' }],
    ['work', { organisation: 'Puutarha Oy', title: 'puutarhuri' }],
    ['contact-points', { street: 'Tehtaankatu 16 B 26', postcode: '00140', city: 'Helsinki' }],
  ])
  const recent = await shaped('google-contacts-new.csv')
  expect(partsOf(recent.good[0])).toContainEqual([
    'contact-points',
    { street: 'Yliopistonkatu 3', city: 'Turku', country: 'FI', postcode: '20100' },
  ])
  expect(JSON.stringify(recent.good)).not.toContain('Kaarlo')
})

test('Outlook: windows-1252, and the assistant stays out', async () => {
  const { mapping, good } = await shaped('outlook-contacts.csv')
  expect(mapping.dialect.encoding).toBe('windows-1252')
  expect(partsOf(good[0])).toEqual([
    ['identity', { given_name: 'Åke', family_name: 'Lindström' }],
    ['contact-points', { email: 'ake.lindstrom@example.org' }],
    ['contact-points', { phone: '+46701234567' }],
    ['work', { title: 'rektor', organisation: 'Kursskola Ab' }],
    ['contact-points', { street: 'Storgatan 1', city: 'Stockholm', country: 'SE', postcode: '111 51' }],
  ])
})

test('Shopify: apostrophes are no part of a value, and "no" is not an objection', async () => {
  const { good } = await shaped('shopify-customers.csv')
  expect(partsOf(good[0])).toContainEqual(['contact-points', { phone: '+358401234567' }])
  expect(good[0]?.parts.filter(({ given }) => 'phone' in given)).toHaveLength(1)
  expect(partsOf(good[0])).toContainEqual(expect.arrayContaining([expect.objectContaining({ postcode: '00140' })]))
  expect(good.flatMap(({ statements }) => statements.map(({ kind }) => kind))).toEqual(['contract', 'contract'])
})

test('listmonk: enabled is no permit, blocklisted is an objection; known attributes are taken', async () => {
  const { good } = await shaped('listmonk-export.csv', subscribers)
  expect(good.map(saidOf)).toEqual([[], [['objection', 'marketing', 'email', '2026-02-01']]])
  expect(partsOf(good[0])).toContainEqual(['contact-points', { email: 'aino.virtanen@example.org', city: 'Helsinki' }])
  expect(JSON.stringify(good)).not.toContain('41')
})

test('Brevo: numbers without their plus, blacklists by channel', async () => {
  const { good } = await shaped('brevo-contacts.csv')
  expect(partsOf(good[0])).toContainEqual(['contact-points', { phone: '+358401234567' }])
  expect(saidOf(good[1])?.slice(1)).toEqual([
    ['objection', 'marketing', 'email', '2026-02-01'],
    ['objection', null, 'sms', '2026-02-01'], // no purpose of this notice sends messages: it stands for all
  ])
})

test('a Finnish spreadsheet is mapped by its words', async () => {
  const { mapping, good } = await shaped('excel-finland.csv')
  expect(mapping.dialect).toEqual({
    encoding: 'windows-1252',
    separator: ';',
    headerLine: 3,
    decimalComma: true,
    sheet: 0,
  })
  expect(mapping.meanings.map(targetOf)).toEqual([
    'given-name',
    'family-name',
    'email',
    'phone',
    'postcode',
    'city',
    'status-email',
  ])
  expect(good.map(({ permitUnknown }) => permitUnknown)).toEqual([true, false])
})

test('what must not be kept is not kept, whatever its column, and only its place is told', async () => {
  const file =
    'email,name,city,size\naino@example.org,Aino,131052-308T,\nbertta@example.org,Bertta,4111 1111 1111 1111,39\n'
  const { good } = await shaped(Buffer.from(file))
  expect(good.map(({ line, remarks }) => [line, remarks])).toEqual([
    [2, [{ column: 'city', reason: 'identity-code' }]],
    [3, [{ column: 'city', reason: 'card-number' }]],
  ])
  expect(JSON.stringify(good)).not.toMatch(/308T|1111/)
})

test.each([
  ['kit', 'first_name,email_address,state,created_at,tags\nAino,aino@example.org,cancelled,2024-01-01,"a, b"\n'],
  [
    'beehiiv',
    'email,First Name,Last Name,status,tier,created_at\naino@example.org,Aino,Virtanen,unsubscribed,free,2024-01-01\n',
  ],
  [
    'activecampaign',
    'Email,First Name,Last Name,Phone,Tags,Date Created,IP,Status\naino@example.org,Aino,V,,,2024-01-01,1.2.3.4,Unsubscribed\n',
  ],
  ['substack', 'email,active_subscription,expiry,email_disabled,created_at\naino@example.org,false,,true,2024-01-01\n'],
])('%s: who has left has objected', async (format, text) => {
  const { mapping, good } = await shaped(Buffer.from(text), subscribers)
  expect([mapping.format, good.map(saidOf)]).toEqual([format, [[['objection', 'marketing', 'email', '2026-02-01']]]])
  const stays = text.replace(/cancelled|unsubscribed/i, 'active').replace(',true,', ',false,')
  const still = await shaped(Buffer.from(stays), subscribers)
  expect(still.good.map(saidOf)).toEqual([[]])
})

test('a shop’s export of orders is told to be one', async () => {
  const warned = async (header: string) => (await inspected(Buffer.from(`${header}\n`))).warnings.map(({ key }) => key)
  expect(await warned('Order number,Date created,Contact email,Order ID')).toEqual(['orders'])
  expect(await warned('Name,Email,Lineitem name')).toEqual(['orders'])
  expect(await warned('Email,Name,Order number')).toEqual([])
})

test('a city alone completes the address that lacks it, or stands with the e-mail address; elsewhere it stays by itself', async () => {
  const pointsOf = async (header: string, record: string) => {
    const { good } = await shaped(Buffer.from(`${header}\n${record},\n`), undefined, 'x.csv')
    return (partsOf(good[0]) ?? []).flatMap(([category, given]) => (category === 'contact-points' ? [given] : []))
  }
  const wix =
    'First Name,Email 1,Phone 1,Address 1 - Street,Address 1 - City,Address 2 - Street,Address 2 - City,Email subscriber status'
  const [email, phone] = [{ email: 'aino@example.org' }, { phone: '+358401234567' }]
  expect(await pointsOf(wix, ',aino@example.org,040 123 4567,,Turku,,')).toEqual([{ ...email, city: 'Turku' }, phone])
  expect(await pointsOf(wix, ',aino@example.org,,Katu 1,,,Turku')).toEqual([email, { street: 'Katu 1', city: 'Turku' }])
  expect(await pointsOf(wix, ',aino@example.org,,Katu 1,Turku,,Turku')).toEqual([
    email,
    { street: 'Katu 1', city: 'Turku' },
  ])
  expect(await pointsOf(wix, ',aino@example.org,,Katu 1,Turku,,Oulu')).toEqual([
    email,
    { street: 'Katu 1', city: 'Turku' },
    { city: 'Oulu' },
  ])
})

test('records that cannot be imported say why', async () => {
  const file =
    'email,name,phone\nnot an address,Aino,\n,Bertta,12\n,,040 123 4567\n,Eemil,\na@example.org,A\na@example.org,A,,x\n\0@example.org,A,\n'
  const { rows } = await shaped(Buffer.from(file))
  expect(rows.map(row => [row.line, 'refused' in row ? (row as RefusedRow).refused : 'good'])).toEqual([
    [2, 'wrong-email'],
    [3, 'wrong-phone'],
    [4, 'good'],
    [5, 'no-contact'],
    [6, 'ragged'],
    [7, 'ragged'],
    [8, 'unreadable'],
  ])
})

test('an e-mail address is never a name, and an undeclared field is refused by name', async () => {
  const { good } = await shaped(Buffer.from('Name,Email,Birthday\naino@example.org,aino@example.org,1980-02-03\n'))
  expect(partsOf(good[0])).toEqual([['contact-points', { email: 'aino@example.org' }]])
  const { mapping } = await inspected(Buffer.from('Name,Email,Birthday\n'))
  const birthday = mapping.meanings[2]
  expect(birthday && shapeRulesFor(scope(), customers, mapping).place(birthday)).toBe('not-declared')
})

test('blank and doubled headers and ragged records are told with their line', async () => {
  const { warnings, mapping } = await inspected(
    Buffer.from('Email,,Email,Name,Name\na@example.org,,b@example.org,A,B\nx\n'),
  )
  expect(warnings.map(({ key, line }) => [key, line])).toEqual([
    ['blank-header', 1],
    ['doubled-header', 1],
    ['doubled-header', 1],
    ['ragged', 3],
  ])
  expect(mapping.meanings[4]).toEqual({ is: 'left-out', why: 'doubled' })
})

test('days and months are told apart by the file or not at all', async () => {
  const dated = (first: string, second: string) =>
    inspected(
      Buffer.from(`Email Address,MEMBER_RATING,OPTIN_TIME\na@example.org,2,${first}\nb@example.org,2,${second}\n`),
    )
  expect((await dated('03/04/2024', '13/04/2024')).mapping.dateOrder).toBe('day-month')
  expect((await dated('03/04/2024', '04/13/2024')).mapping.dateOrder).toBe('month-day')
  expect((await dated('03/04/2024', '04/05/2024')).mapping.dateOrder).toBeNull()
  const both = await dated('13/04/2024', '04/13/2024')
  expect([both.mapping.dateOrder, both.warnings.map(({ key }) => key)]).toEqual([null, ['dates-contradict']])
})

test('files with the same header are known again', () => {
  expect(fingerprintOf(['Email', 'Nimi'])).toBe(fingerprintOf(['EMAIL', 'nimi']))
  expect(fingerprintOf(['Email', 'Nimi'])).not.toBe(fingerprintOf(['Nimi', 'Email']))
})

test('what Meta puts before a number is nobody’s number', async () => {
  const file =
    'id,created_time,form_id,platform,full_name,email,phone_number\nl:1,x,f:2,fb,Aino Virtanen,,p:+358401234567\n'
  const { good } = await shaped(Buffer.from(file))
  expect(good[0]?.keys).toEqual([{ phone: '+358401234567', name: 'aino virtanen' }])
})

const samples = join(import.meta.dirname, '../../../shared/samples')
const present = existsSync(samples)
describe.skipIf(!present)(`real headers${present ? '' : ' (the samples are not here)'}`, () => {
  test.each([
    ['headers/wix_contacts.csv', 'wix'],
    ['headers/google_contacts_new.csv', 'google'],
    ['headers/outlook_com.csv', 'outlook'],
    ['headers/shopify_customers.csv', 'shopify'],
    ['headers/hubspot_contacts.csv', 'hubspot'],
    ['headers/brevo.csv', 'brevo'],
    ['headers/listmonk_export.csv', 'listmonk'],
    ['headers/wix_orders.csv', null],
    ['headers/stripe_customers.csv', 'stripe'],
    ['headers/kajabi_contacts.csv', 'kajabi'],
    ['headers/meta_leads.csv', 'meta-leads'],
    ['contacts-csv/beehiiv_members.csv', 'beehiiv'],
    ['contacts-csv/linkedin_Connections.csv', 'linkedin'],
    ['contacts-csv/tb_utf16.csv', 'thunderbird'],
    ['contacts-csv/google_contacts_old.csv', 'google'],
    ['contacts-csv/mailchimp_subscribed.csv', 'mailchimp'],
    ['contacts-csv/mailchimp_unsubscribed.csv', 'mailchimp'],
    ['contacts-csv/listmonk_import.csv', 'listmonk'],
    ['contacts-csv/thunderbird.csv', 'thunderbird'],
  ])('%s', async (file, format) => {
    const { mapping } = await inspected(readFileSync(join(samples, file)), file)
    expect(mapping.format).toBe(format)
  })

  test.each([
    'mailchimp_subscribed',
    'listmonk_import',
    'linkedin_Connections',
    'beehiiv_members',
    'tb_utf16',
    'atomic_crm_contacts',
  ])('every row of %s is imported or refused with a reason', async name => {
    const { rows, good } = await shaped(readFileSync(join(samples, `contacts-csv/${name}.csv`)))
    expect(good.length).toBeGreaterThan(0)
    expect(rows.filter(row => 'refused' in row && row.refused === 'unreadable')).toEqual([])
  })
})
