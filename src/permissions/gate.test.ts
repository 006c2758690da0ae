/** The gate decides as the tables say, over what the notice says of a channel and what a person has said of being contacted. */

import { afterAll, expect, test } from 'vitest'
import { permissionsDesk, type SomePerson } from '../../test/permissions-desk.ts'
import { text } from '../texts/texts.ts'
import { mayEachBeSent, maySend, permissionsOf, type Sending } from './gate.ts'
import { no, yes } from './reason.ts'

const desk = await permissionsDesk()
afterAll(() => desk.close())

const at = new Date('2026-06-01T12:00:00Z')
const mail = ['aino@example.org']

/** «yes: consent» for each of the persons, in their order. */
async function answers(persons: readonly SomePerson[], ask: Partial<Sending> & { purpose: string }, asker?: string) {
  const ids = await desk.persons(persons)
  const found = await mayEachBeSent(desk.asking(asker), ids, { channel: 'email', at, productGroup: 'courses', ...ask })
  return ids.map(id => {
    const answer = found.get(id)
    return answer && `${answer.allowed ? 'yes' : 'no'}: ${answer.reason}`
  })
}

// What has been said of the purpose P by e-mail, and the answer under each rule that the notice may have for it.
// biome-ignore format: a table
const table: readonly (readonly [said: readonly string[], consent: string, purchase: string, unlessObjected: string])[] = [
  [[],                                                                  'no: unknown',    'no: unknown',           'yes: not-prohibited'],
  [['consent P email'],                                                 'yes: consent',   'yes: consent',          'yes: not-prohibited'],
  [['consent P -'],                                                     'yes: consent',   'yes: consent',          'yes: not-prohibited'],
  [['consent P sms'],                                                   'no: unknown',    'no: unknown',           'yes: not-prohibited'],
  [['consent trade email'],                                             'no: unknown',    'no: unknown',           'yes: not-prohibited'],
  [['consent P email 06-02'],                                           'no: unknown',    'no: unknown',           'yes: not-prohibited'],
  [['consent P email', 'consent! P email 02-01'],                       'no: unknown',    'no: unknown',           'yes: not-prohibited'],
  [['consent P email', 'consent! P email 06-02'],                       'no: unknown',    'no: unknown',           'yes: not-prohibited'],
  [['consent P email', 'consent! P email'],                             'no: unknown',    'no: unknown',           'yes: not-prohibited'],
  [['consent P email', 'consent! P email 02-01', 'consent P email 03-01'], 'yes: consent', 'yes: consent',         'yes: not-prohibited'],
  [['consent P -', 'consent! P email 02-01'],                           'no: unknown',    'no: unknown',           'yes: not-prohibited'],
  [['consent P email', 'consent! P - 02-01'],                           'no: unknown',    'no: unknown',           'yes: not-prohibited'],
  [['consent P -', 'consent! P sms 02-01'],                             'yes: consent',   'yes: consent',          'yes: not-prohibited'],
  [['similar-purchase P email'],                                        'no: unknown',    'yes: similar-purchase', 'yes: not-prohibited'],
  [['similar-purchase P sms'],                                          'no: unknown',    'no: unknown',           'yes: not-prohibited'],
  [['similar-purchase P email', 'consent P email 02-01'],               'yes: consent',   'yes: consent',          'yes: not-prohibited'],
  [['similar-purchase P email', 'consent! P email 02-01'],              'no: unknown',    'no: unknown',           'yes: not-prohibited'],
  [['similar-purchase P email', 'consent! P - 02-01'],                  'no: unknown',    'no: unknown',           'yes: not-prohibited'],
  [['similar-purchase P email', 'similar-purchase! P email 02-01'],     'no: unknown',    'no: unknown',           'yes: not-prohibited'],
  [['similar-purchase P email 03-01', 'consent! P email 02-01'],        'no: unknown',    'yes: similar-purchase', 'yes: not-prohibited'],
  [['similar-purchase P email', 'objection P email 02-01'],             'no: prohibited', 'no: prohibited',        'no: prohibited'],
  [['consent P email', 'objection P email 02-01'],                      'no: prohibited', 'no: prohibited',        'no: prohibited'],
  [['objection P email', 'consent P email 02-01'],                      'no: prohibited', 'no: prohibited',        'no: prohibited'],
  [['consent P email', 'objection P email 06-02'],                      'no: prohibited', 'no: prohibited',        'no: prohibited'],
  [['consent P email', 'objection - email'],                            'no: prohibited', 'no: prohibited',        'no: prohibited'],
  [['consent P email', 'objection P -'],                                'no: prohibited', 'no: prohibited',        'no: prohibited'],
  [['consent P email', 'objection - -'],                                'no: prohibited', 'no: prohibited',        'no: prohibited'],
  [['consent P email', 'objection P sms'],                              'yes: consent',   'yes: consent',          'yes: not-prohibited'],
  [['consent P email', 'objection trade email'],                        'yes: consent',   'yes: consent',          'yes: not-prohibited'],
  [['consent P email', 'objection P email', 'objection! P email 02-01'], 'yes: consent',  'yes: consent',          'yes: not-prohibited'],
  [['consent P email', 'objection P email', 'objection! P email 06-02'], 'no: prohibited', 'no: prohibited',       'no: prohibited'],
  [['consent P email', 'objection P email', 'objection! P -'],          'no: prohibited', 'no: prohibited',        'no: prohibited'],
  [['consent P email', 'restriction'],                                  'no: restricted', 'no: restricted',        'no: restricted'],
  [['objection P email', 'restriction'],                                'no: restricted', 'no: restricted',        'no: restricted'],
  [['consent P email', 'restriction', 'restriction! - - 02-01'],        'yes: consent',   'yes: consent',          'yes: not-prohibited'],
  [['consent P email at=aino@example.org'],                             'yes: consent',   'yes: consent',          'yes: not-prohibited'],
  [['consent P email at=other@example.org'],                            'no: unknown',    'no: unknown',           'yes: not-prohibited'],
  [['consent P email', 'objection P email at=AINO@example.org'],        'no: prohibited', 'no: prohibited',        'no: prohibited'],
  [['consent P email', 'objection P email at=other@example.org'],       'yes: consent',   'yes: consent',          'yes: not-prohibited'],
  [['consent P email', 'consent! P email 02-01 at=aino@example.org'],   'no: unknown',    'no: unknown',           'yes: not-prohibited'],
  [['consent P email age=of-age'],                                      'yes: consent',   'yes: consent',          'yes: not-prohibited'],
  [['consent P email age=minor'],                                       'no: minor',      'no: minor',             'no: minor'],
  [['consent P email age=guardian'],                                    'yes: consent',   'yes: consent',          'yes: not-prohibited'],
  [['consent P email', 'contract - - age=minor'],                       'no: minor',      'no: minor',             'no: minor'],
  [['consent P email age=minor', 'consent P email 02-01 age=of-age'],   'yes: consent',   'yes: consent',          'yes: not-prohibited'],
  [['similar-purchase P email age=minor'],                              'no: minor',      'no: minor',             'no: minor'],
]

test.each([
  ['consent', 'marketing', 1],
  ['consent or similar purchase', 'offers', 2],
  ['unless objected', 'sales', 3],
] as const)('by the rule "%s" the gate says what the table says', async (_, purpose, column) => {
  const persons = table.map(([said]) => ({
    said: said.map(words => words.replaceAll(' P ', ` ${purpose} `)),
    has: mail,
  }))
  const found = await answers(persons, { purpose })
  expect(found.map((answer, row) => [table[row]?.[0], answer])).toEqual(table.map(row => [row[0], row[column]]))
})

// The addresses of somebody who has consented, and the answer with the address that is used.
// biome-ignore format: a table
const addresses: readonly (readonly [has: readonly string[], answer: string, used?: string])[] = [
  [[],                                                        'no: no-address'],
  [['+358401234567'],                                         'no: no-address'],
  [['aino@example.org'],                                      'yes: consent', 'aino@example.org'],
  [['aino@example.org verified'],                             'yes: consent', 'aino@example.org'],
  [['aino@example.org bounced'],                              'no: bounced',  'aino@example.org'],
  [['aino@example.org', 'work@example.org primary'],          'yes: consent', 'work@example.org'],
  [['aino@example.org', 'work@example.org primary bounced'],  'yes: consent', 'aino@example.org'],
  [['stopped@example.org primary', 'aino@example.org'],       'yes: consent', 'aino@example.org'],
  [['stopped@example.org'],                                   'no: prohibited', 'stopped@example.org'],
]

test('of several addresses one is used that may be and that works, the primary first', async () => {
  const said = ['consent marketing email', 'objection marketing email at=stopped@example.org']
  const ids = await desk.persons(addresses.map(([has]) => ({ said, has })))
  const found = await mayEachBeSent(desk.asking(), ids, { purpose: 'marketing', channel: 'email', at })
  const { rows } = await desk.db
    .purpose('rights')
    .query('select id, email from register.contact_points where person_id = any ($1)', [ids])
  expect(
    ids.map((id, row) => {
      const answer = found.get(id)
      const used = rows.find(one => one.id === answer?.addressRow)?.email
      return [addresses[row]?.[0], `${answer?.allowed ? 'yes' : 'no'}: ${answer?.reason}`, ...(used ? [used] : [])]
    }),
  ).toEqual(addresses)
})

test('asked for one address, the gate answers for no other', async () => {
  const [person = ''] = await desk.persons([
    { said: ['consent marketing email at=a@example.org'], has: ['a@example.org', 'b@example.org'] },
  ])
  const may = async (address?: string) =>
    (await maySend(desk.asking(), person, { purpose: 'marketing', channel: 'email', at, address })).reason
  expect(await may()).toBe('consent')
  expect(await may(' A@Example.org')).toBe('consent')
  expect(await may('b@example.org')).toBe('unknown')
  expect(await may('c@example.org')).toBe('unknown')
})

// What has been bought, what is to be told of, and the answer where a similar purchase is enough.
// biome-ignore format: a table
const products: readonly (readonly [said: readonly string[], about: string | undefined, answer: string])[] = [
  [['similar-purchase P email'],                                          'courses',    'yes: similar-purchase'],
  [['similar-purchase P email'],                                          ' Courses ',  'yes: similar-purchase'],
  [['similar-purchase P email'],                                          'books',      'no: other-products'],
  [['similar-purchase P email'],                                          undefined,    'no: other-products'],
  [['similar-purchase P email group='],                                   'courses',    'no: other-products'],
  [['similar-purchase P email group='],                                   undefined,    'no: other-products'],
  [['similar-purchase P email group=books'],                              'courses',    'no: other-products'],
  [['similar-purchase P email', 'similar-purchase P email 02-01 group=books'], 'courses', 'yes: similar-purchase'],
  [['similar-purchase P email', 'similar-purchase P email 02-01 group=books'], 'books', 'yes: similar-purchase'],
  [['similar-purchase P email', 'similar-purchase! P email 02-01'],       'books',      'no: unknown'],
  [['similar-purchase P email', 'consent P email'],                       'books',      'yes: consent'],
  [['similar-purchase P email', 'objection P email'],                     'books',      'no: prohibited'],
  [['similar-purchase P sms'],                                            'courses',    'no: unknown'],
]

test('a purchase lets its own product group be told of, and no other (917/2014 § 200(3))', async () => {
  for (const about of new Set(products.map(row => row[1]))) {
    const asked = products.filter(row => row[1] === about)
    const persons = asked.map(([said]) => ({ said: said.map(words => words.replace(' P ', ' offers ')), has: mail }))
    const found = await answers(persons, { purpose: 'offers', productGroup: about })
    expect(found.map((answer, row) => [asked[row]?.[0], about, answer])).toEqual(asked)
  }
  // Of what stands, when nothing is about to be sent.
  const [person = ''] = await desk.persons([{ said: ['similar-purchase offers email group='], has: mail }])
  const stands = await permissionsOf(desk.asking(), person, at)
  expect(stands.find(({ purpose }) => purpose === 'offers')?.reason).toBe('similar-purchase')
})

// 917/2014 § 202, where the notice lets the purpose use contact details without a permit: whose address it is decides.
// biome-ignore format: a table
const organisations: readonly (readonly [has: string, title: string, duties: boolean, said: readonly string[], answer: string])[] = [
  ['aino@example.org',              '',         true,  [],                           'no: unknown'],
  ['aino@example.org own',          'Ostaja',   true,  [],                           'no: unknown'], // a sole trader is a person
  ['info@example.org organisation', '',         false, [],                           'yes: organisation'],
  ['info@example.org organisation', '',         false, ['objection trade email'],    'no: prohibited'],
  ['info@example.org organisation', '',         false, ['restriction'],              'no: restricted'],
  ['info@example.org organisation bounced', '', false, [],                           'no: bounced'],
  ['aino@example.org work',         'Ostaja',   true,  [],                           'yes: duties'],
  ['aino@example.org work',         'Ostaja',   false, [],                           'no: unknown'],
  ['aino@example.org work',         '',         true,  [],                           'no: unknown'],
  ['aino@example.org work',         'Ostaja',   true,  ['objection trade email'],    'no: prohibited'],
  ['aino@example.org work',         '',         false, ['consent trade email'],      'yes: consent'],
]

test('an organisation may be contacted until it forbids it, a person at work only about their duties', async () => {
  for (const duties of [true, false]) {
    const asked = organisations.filter(row => row[2] === duties)
    const persons = asked.map(([has, title, , said]) => ({ has: [has], said, ...(title && { title }) }))
    expect(await answers(persons, { purpose: 'trade', aboutDuties: duties })).toEqual(asked.map(row => row[4]))
  }
  const atOffice = { has: ['info@example.org organisation'] }
  // The notice gives marketing the contact details of those alone who have permitted it.
  expect(await answers([atOffice], { purpose: 'marketing' })).toEqual(['no: not-in-notice'])
})

test('a channel that the notice does not give the purpose, or a detail that it does not, is never used', async () => {
  const all = { said: ['consent marketing -'], has: ['aino@example.org', '+358401234567', 'Tie'] }
  const of = (channel: Sending['channel']) => answers([all], { purpose: 'marketing', channel })
  expect(await of('post')).toEqual(['no: not-in-notice'])
  expect(await of('social-media')).toEqual(['no: not-in-notice'])
  expect(await of('sms')).toEqual(['no: not-in-notice']) // only the e-mail address is marketing's
  expect(await answers([all], { purpose: 'no-such-purpose' })).toEqual(['no: not-in-notice'])
  expect(await answers([all], { purpose: 'sales', channel: 'phone' })).toEqual(['yes: not-prohibited'])
  expect(await answers([all], { purpose: 'sales', channel: 'post' })).toEqual(['yes: not-prohibited'])
})

test('a permit ends with the time for which the notice keeps what proves it', async () => {
  const once = { said: ['consent trade email'], has: mail }
  expect(await answers([once], { purpose: 'trade', at: new Date('2026-12-31T12:00:00Z') })).toEqual(['yes: consent'])
  expect(await answers([once], { purpose: 'trade', at: new Date('2027-01-02T12:00:00Z') })).toEqual(['no: expired'])
})

test('where the notice lets nobody below the age consent, a guardian changes nothing; where it says nothing, age is not asked', async () => {
  const young = ['minor', 'guardian'].map(age => ({ said: [`consent marketing email age=${age}`], has: mail }))
  await desk.publish(text => text.replace('guardian: below', 'guardian: never'))
  expect(await answers(young, { purpose: 'marketing' })).toEqual(['no: minor', 'no: minor'])
  await desk.publish(text => text.replace(/minors:.*\n/, ''))
  expect(await answers(young, { purpose: 'marketing' })).toEqual(['yes: consent', 'yes: consent'])
  await desk.publish()
})

test('only a purpose that uses what persons have said may ask, and of those whom it sees', async () => {
  const consented = { said: ['consent marketing email'], has: mail }
  expect(await answers([consented], { purpose: 'marketing' }, 'customer-care')).toEqual(['yes: consent'])
  await expect(answers([consented], { purpose: 'marketing' }, 'sales')).rejects.toMatchObject({ code: 'SE001' })
  const restricted = { said: ['consent marketing email', 'restriction'], has: mail }
  expect(await answers([restricted], { purpose: 'marketing' }, 'customer-care')).toEqual(['no: no-such-person'])
  const nobody = await maySend(desk.asking(), '0199c0de-0000-7000-8000-000000000001', {
    purpose: 'marketing',
    channel: 'email',
    at,
  })
  expect(nobody.reason).toBe('no-such-person')
})

test('all answers about one person are those of the gate, with the statement that each rests on', async () => {
  const [person = ''] = await desk.persons([{ said: ['consent marketing email', 'objection sales -'], has: mail }])
  const all = await permissionsOf(desk.asking(), person, at)
  expect(all.map(({ purpose, channel, reason }) => `${purpose} ${channel} ${reason}`).sort()).toEqual([
    'marketing email consent',
    'marketing sms not-in-notice',
    'offers email unknown',
    'sales email prohibited',
    'sales phone prohibited',
    'sales post prohibited',
    'trade email unknown',
  ])
  const { rows } = await desk.db.admin.query('select id, kind from register.statement where person_id = $1', [person])
  const restsOn = (reason: string) =>
    rows.find(({ id }) => id === all.find(one => one.reason === reason)?.statement)?.kind
  expect([restsOn('consent'), restsOn('prohibited')]).toEqual(['consent', 'objection'])
})

test('every reason is said in three languages', () => {
  for (const lang of ['fi', 'sv', 'en'] as const)
    expect(
      [...yes, ...no].map(reason => text(lang, `permissions.reason.${reason}`)).filter(said => said === ''),
    ).toEqual([])
})
