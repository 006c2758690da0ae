/** What an arrival wrote is taken back by whoever may, and nothing else: refused by name where it has changed, and a prohibition stays. */

import { existsSync, readFileSync } from 'node:fs'
import { afterAll, beforeEach, expect, test } from 'vitest'
import { arrivalsDesk, paytrailDelivery, shopNotice, wooDelivery } from '../../test/arrivals-desk.ts'
import { testServer } from '../../test/server.ts'
import { wooOrder } from '../../test/shop-orders.ts'
import { ledgerFile } from '../database/erasure-ledger.ts'
import { openPerson } from '../register/persons.ts'

const desk = await arrivalsDesk(shopNotice)
const { db } = desk
const server = await testServer(db, desk.program.home)
afterAll(async () => {
  await server.access.close()
  await desk.close()
})
beforeEach(() => desk.empty())

const shop = await desk.connect('woocommerce', { settings: { refusalField: 'no-marketing' } })
const payments = await desk.connect('paytrail', { secret: 'SAIPPUAKAUPPIAS' })
const order = (more = {}, billing = {}) => wooDelivery(shop.secret, wooOrder(more, billing))
const care = await server.withKey('customer-care')
const others = await server.withKey('course-delivery')
const purpose = 'customer-care'

const latest = async (): Promise<string> =>
  (await db.admin.query('select id from arrivals.arrival order by id desc limit 1')).rows[0].id
const came = async (more = {}, billing = {}): Promise<string> => {
  await desk.arrive(shop, order(more, billing))
  return latest()
}
const before = (id: string) => care('GET', `/api/v1/arrivals/${id}/undo`, { purpose })
const undo = (id: string, why = 'by-mistake') => care('POST', `/api/v1/arrivals/${id}/undo`, { purpose, body: { why } })
const keyOf = async (answer: Response): Promise<string> =>
  String((await answer.json()).type)
    .split('/')
    .at(-1) ?? ''
const values = async () => [await desk.rows('identity'), await desk.rows('contact_points'), await desk.rows('orders')]
const aino = (given_name: string, email = 'aino.virtanen@example.org') =>
  openPerson(desk.ask(purpose), {
    source: 'forms',
    categories: { identity: [{ given_name }], 'contact-points': [{ email }] },
    statements: [{ kind: 'contract', givenAt: '2026-01-01T10:00:00.000Z' }],
  })

test('whom it opened goes and is on record as gone, and what came can be given to the right person', async () => {
  const right = await aino('Aino', 'aino@work.example')
  const id = await came()
  expect(await (await before(id)).json()).toEqual({
    values: 6,
    statements: 1,
    prohibitions: 0,
    person: true,
    task: false,
  })
  expect(await desk.rows('orders')).toHaveLength(2) // it was only asked
  expect(
    (await others('POST', `/api/v1/arrivals/${id}/undo`, { purpose: 'course-delivery', body: { why: 'by-mistake' } }))
      .status,
  ).toBe(404)

  expect((await undo(id, 'wrong-person')).status).toBe(200)
  expect(await desk.states()).toEqual(['ignored taken-back'])
  expect((await db.admin.query('select id from register.person')).rows).toEqual([{ id: right }])
  expect(existsSync(ledgerFile(desk.program.home)) && readFileSync(ledgerFile(desk.program.home), 'utf8')).toMatch(
    /\w{64}/,
  )
  const shown = await (await care('GET', `/api/v1/arrivals/${id}`, { purpose })).json()
  expect(shown.steps.at(-1)).toMatchObject({ did: 'taken-back', why: 'wrong-person', by: { kind: 'key' } })

  expect((await care('POST', '/api/v1/arrivals/replay', { purpose })).status).toBe(202)
  await desk.write()
  expect(await desk.states()).toEqual(['ignored taken-back']) // only where it is named
  expect((await care('PUT', `/api/v1/arrivals/${id}/person`, { purpose, body: { person: right } })).status).toBe(204)
  await desk.write()
  expect(await desk.states()).toEqual(['written'])
  expect((await db.admin.query('select distinct person_id from register.orders')).rows).toEqual([{ person_id: right }])
})

test('of somebody known what it wrote goes, with change rows of whoever did it, and a prohibition stays', async () => {
  const person = await aino('Aino')
  const untouched = await values()
  const id = await came({ meta_data: [{ key: 'no-marketing', value: '1' }] })
  const { prohibitions, person: leaves } = await (await before(id)).json()
  expect([prohibitions > 0, leaves]).toEqual([true, false])
  expect((await undo(id)).status).toBe(200)
  expect(await values()).toEqual(untouched)
  const said = await db.admin.query('select kind, source from register.statement where person_id = $1 order by 1', [
    person,
  ])
  expect(new Set(said.rows.map(({ kind, source }) => `${kind} ${source}`))).toEqual(
    new Set(['contract forms', 'objection shop']),
  )
  const { rows } = await db.admin.query(
    `select distinct actor like 'key:%' as by_key, source_ref from register.change where undoes is not null`,
  )
  expect(rows).toEqual([{ by_key: true, source_ref: '727' }])
})

test('whom it opened leaves their prohibition at their address', async () => {
  await undo(await came({ meta_data: [{ key: 'no-marketing', value: '1' }] }))
  await aino('Bertta')
  const { rows } = await db.admin.query(
    `select bool_and(b.hash = register.address_hash('aino.virtanen@example.org')) as theirs from permissions.barred b where b.channel = 'email'`,
  )
  expect(rows).toEqual([{ theirs: true }])
})

test('is refused by name where somebody has changed it, and changes nothing then', async () => {
  const person = await aino('Aino')
  const id = await came()
  const { rows } = await db.admin.query('select id from register.orders where person_id = $1 order by id limit 1', [
    person,
  ])
  const { reader, token } = desk.ask(purpose)
  await reader.query(`select register.write_orders($1, 'shop', null, $2, $3, '{"product": "Toinen"}', null)`, [
    token,
    person,
    rows[0].id,
  ])
  const written = await values()
  for (const answer of [await before(id), await undo(id)]) {
    expect(answer.status).toBe(409)
    expect(await answer.text()).toContain('orders')
  }
  expect(await values()).toEqual(written)
  expect(await desk.states()).toEqual(['written'])
})

test('the later word about one thing goes first, and what waited waits again', async () => {
  const paid = {
    'checkout-amount': '2935',
    'checkout-reference': '727',
    'checkout-stamp': 's',
    'checkout-status': 'ok',
  }
  await desk.arrive(payments, paytrailDelivery(payments.secret, { ...paid, 'checkout-transaction-id': 't1' }))
  const payment = await latest()
  const first = await came()
  const placed = await values()
  const second = await came({ date_modified_gmt: '2026-03-02T10:00:00', status: 'cancelled' })
  expect(await keyOf(await undo(first))).toBe('arrivals.undo-later-first')
  await undo(second)
  expect(await values()).toEqual(placed)
  await undo(first)
  expect(await desk.states()).toEqual(expect.arrayContaining(['ignored taken-back']))
  expect(await values()).toEqual([[], [], []])
  await undo(payment)
  expect((await db.admin.query('select from arrivals.thing')).rowCount).toBe(0)
})

test('nothing can be taken back twice, or when what came is not kept any more', async () => {
  const id = await came()
  await undo(id)
  expect(await keyOf(await undo(id))).toBe('arrivals.undo-not-written')
  const other = await came({ id: 3, number: '3' }, { email: 'bertta.makela@example.org', phone: '' })
  await db.admin.query('update arrivals.arrival set sealed = null')
  await db.app.query('select arrivals.tidy_things($1)', [db.clock.now()])
  expect(await keyOf(await undo(other))).toBe('arrivals.undo-too-late')
})
