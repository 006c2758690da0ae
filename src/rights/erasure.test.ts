/** From the request to the reply: everything of a person goes but what bookkeeping must keep, which nobody else sees, and they do not come back. */

import { readFileSync } from 'node:fs'
import { afterAll, expect, test } from 'vitest'
import { rightsDesk } from '../../test/rights-desk.ts'
import { ledgerFile } from '../database/erasure-ledger.ts'
import type { ErasurePlanAnswer } from './act-answers.ts'

const desk = await rightsDesk()
const { db, register, answer, refusal, ask, customer, seen, show, upon, step } = desk
afterAll(() => desk.close())

const rows = async (sql: string, ...values: unknown[]) => (await db.admin.query(sql, values)).rows
const plan = (request: string, claims = false) =>
  answer<ErasurePlanAnswer>('POST', `/requests/${request}/erasure/plan`, { claims })

/** Every table of the register in which the text stands somewhere. */
async function holding(text: string): Promise<readonly string[]> {
  const tables =
    await rows(`select n.nspname || '.' || quote_ident(c.relname) as name from pg_class c join pg_namespace n on n.oid = c.relnamespace
    where c.relkind = 'r' and n.nspname !~ '^pg_|information_schema' order by 1`)
  const found = []
  for (const { name } of tables)
    if ((await rows(`select from ${name} t where t::text ilike '%' || $1 || '%' limit 1`, text)).length > 0)
      found.push(name)
  return found
}

test('what goes, what stays, why and until when is told before, and is what is done', async () => {
  const aino = await customer('Aino', 'aino@example.org')
  const bertta = await customer('Bertta', 'bertta@example.org')
  const request = await ask('erasure', aino)
  const told = await plan(request)
  const of = (id: string) => told.categories.find(one => one.id === id)
  expect(told).toMatchObject({ held: false, contract: true, statements: 2 })
  expect(of('orders')).toMatchObject({ rows: 1, kept: 1, until: '2032-12-31' })
  expect(of('identity')).toMatchObject({ kept: 1, until: '2032-12-31' })
  expect(of('contact-points')).toMatchObject({ rows: 2, kept: 1, until: '2032-12-31' })
  expect(of('interests')).toMatchObject({ rows: 1, kept: 0, until: null })
  const fates = Object.fromEntries(of('orders')?.uses.map(({ purpose, fate }) => [purpose, fate]) ?? [])
  expect(fates).toMatchObject({
    bookkeeping: 'legal-obligation',
    'customer-care': 'not-needed',
    marketing: 'objected',
    claims: 'objected',
    rights: 'fulfilled',
  })
  expect(of('orders')?.uses.find(({ purpose }) => purpose === 'bookkeeping')?.law).toBe('1336/1997')

  await upon(request, 'erasure', {})
  // bookkeeping sees the order, the name and the postal address, and nothing else is left of anything
  expect(await seen('bookkeeping', 'orders', aino, 'order_number, product')).toEqual([
    { order_number: 'T-1', product: 'Kurssi' },
  ])
  expect(await seen('bookkeeping', 'identity', aino, 'given_name')).toEqual([{ given_name: 'Aino' }])
  expect(await seen('rights', 'contact_points', aino, 'email, street, is_primary')).toEqual([
    { email: null, street: 'Esimerkkikatu 1', is_primary: null },
  ])
  for (const purpose of ['customer-care', 'marketing', 'sales', 'claims', 'customer-analysis', 'course-delivery'])
    for (const [category, columns] of [
      ['orders', 'product'],
      ['identity', 'given_name'],
    ] as const)
      if (purpose !== 'sales' || category !== 'orders') expect(await seen(purpose, category, aino, columns)).toEqual([])
  expect(await holding('aino@example.org')).toEqual(['rights.request']) // who is to be answered still
  expect(await rows('select from register.interests where person_id = $1', aino)).toEqual([])
  expect(await seen('customer-care', 'orders', bertta, 'product')).toHaveLength(1)
  expect((await rows('select count(*)::int as n from register.statement where person_id = $1', aino))[0].n).toBe(0)

  await step(request, { kind: 'answered', outcome: 'granted', channel: 'email' })
  expect(await show(request)).toMatchObject({
    state: 'answered',
    kind: 'erasure',
    requester: null,
    asked: null,
    person: null,
  })
  expect(await holding('aino@example.org')).toEqual([])
})

test('of somebody without a voucher nothing stays, and the ledger outside the database names them', async () => {
  const kaarlo = await register.customer()
  await register.write('identity', kaarlo, null, { given_name: 'Kaarlo', family_name: 'Ojanen' })
  await register.write('contact-points', kaarlo, null, { email: 'kaarlo@example.org' })
  const request = await ask('erasure', kaarlo)
  expect((await plan(request)).categories.every(({ kept }) => kept === 0)).toBe(true)
  await upon(request, 'erasure', {})
  expect(await rows('select from register.person where id = $1', kaarlo)).toEqual([])
  expect(await holding('Ojanen')).toEqual([])
  const tables = (await holding(kaarlo)).filter(name => !name.startsWith('access.look'))
  expect(tables).toEqual([])
  const ledger = readFileSync(ledgerFile(desk.home), 'utf8')
  const [{ hash }] = await rows(`select encode(backup.request_hash($1), 'hex') as hash`, kaarlo)
  expect(ledger).toContain(hash)

  // a program that adds customers meets a refusal, until the person has come back by an act of their own
  const body = {
    source: 'forms',
    categories: { identity: [{ given_name: 'Kaarlo' }], 'contact-points': [{ email: 'KAARLO@example.org' }] },
    statements: [{ kind: 'contract', givenAt: '2026-03-01T10:00:00Z' }],
  }
  expect(await refusal('/persons', body, desk.kaisa, 'customer-care')).toBe('rights.suppressed')
  const back = { email: 'kaarlo@example.org', act: 'order', reason: 'Tilasi kurssin itse.' }
  expect(await answer('POST', '/persons/returned', back, desk.kaisa, 'customer-care')).toEqual({ taken: 1 })
  await answer('POST', '/persons', body, desk.kaisa, 'customer-care')
})

test('an address that another customer has too goes on being theirs', async () => {
  const aino = await customer('Aino', 'yhteinen@example.org')
  await register.write('contact-points', aino, null, { email: 'oma@example.org' })
  await customer('Bertta', 'yhteinen@example.org')
  await upon(await ask('erasure', aino), 'erasure', {})
  const { rows: noted } = await db.admin.query(
    `select e, rights.is_suppressed(array[register.address_hash(e)]) as is from unnest(array['oma@example.org', 'yhteinen@example.org']) e`,
  )
  expect(noted.map(one => one.is)).toEqual([true, false])
})

test('of what was removed earlier no history stays beside what a law keeps, and who asked for themselves is not named', async () => {
  const cecilia = await customer('Cecilia', 'cecilia@example.org')
  const [{ id: row }] = await rows('select id from register.interests where person_id = $1', cecilia)
  await register.write('interests', cecilia, row, null)
  const request = await ask('erasure', cecilia)
  await db.admin.query(`update rights.request set recorded_by = 'person:' || person_id where id = $1`, [request])
  await upon(request, 'erasure', {})
  expect(await seen('bookkeeping', 'identity', cecilia, 'given_name')).toHaveLength(1)
  expect(await rows(`select from register.change where person_id = $1 and category = 'interests'`, cecilia)).toEqual([])
  const [{ recorded_by: by }] = await rows('select recorded_by from rights.request where id = $1', request)
  expect(by).toBe('person')
  expect((await show(request)).recordedBy.kind).toBe('person')
})

test('a legal claim at hand keeps what the notice gives to claims, and a legal hold everything', async () => {
  const person = await register.customer()
  await register.write('service-events', person, null, { subject: 'Riita', content: 'Vaatii hyvitystä' })
  await register.write('interests', person, null, { interest: 'ompelu' })
  const request = await ask('erasure', person)
  await db.admin.query(`insert into retention.hold values (gen_random_uuid(), 'Kanne', '2030-01-01', 1, now(), 'test');
    insert into retention.held select '${person}', id from retention.hold`)
  expect((await plan(request)).held).toBe(true)
  expect(await refusal(`/requests/${request}/erasure`, { expected: null })).toBe('rights.held')
  await db.admin.query('delete from retention.held; delete from retention.hold')
  await upon(request, 'erasure', { claim: { why: 'Reklamaatio on kesken' } })
  expect(await seen('claims', 'service_events', person, 'subject')).toEqual([{ subject: 'Riita' }])
  expect(await seen('customer-care', 'service_events', person, 'subject')).toEqual([])
  expect(await rows('select from register.interests where person_id = $1', person)).toEqual([])
})
