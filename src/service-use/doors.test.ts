/** A course platform asks with its own key what somebody may open: it hears of whom its purpose sees, and each answer is a look. */

import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { rightsDesk } from '../../test/rights-desk.ts'
import type { Send } from '../../test/server.ts'

vi.setConfig({ testTimeout: 120_000, hookTimeout: 240_000 })
const purpose = 'course-delivery'
let desk: Awaited<ReturnType<typeof rightsDesk>>
let platform: Send
let aino: string

beforeAll(async () => {
  desk = await rightsDesk()
  platform = await desk.server.withKey(purpose)
  aino = await desk.customer('Aino', 'aino@example.org')
  await desk.register.write('orders', aino, null, { order_number: 'T-2', product: 'Valokuvaus', state: 'paid' })
  await desk.register.call('rights', `register.write_service_use($1, 'service', null, $2, null, $3, null)`, aino, {
    service: 'Valokuvaus: luku 1',
    action: 'opened',
    occurred: '2026-02-20T10:00:00Z',
  })
})
afterAll(() => desk?.close())

const asked = async (body: object, by = platform, as = purpose) => {
  const answer = await by('POST', '/api/v1/course-access', { purpose: as, body })
  return { status: answer.status, ...((await answer.json()) as object) }
}

test('by address, written in whatever case, and by id', async () => {
  const told = await asked({ email: 'Aino@Example.org' })
  expect(told).toMatchObject({ status: 200, person: aino })
  expect(told).toHaveProperty('courses', [
    expect.objectContaining({ product: 'Kurssi', order: 'T-1', access: false, delivery: 'not-begun' }),
    expect.objectContaining({
      product: 'Valokuvaus',
      access: true,
      delivery: 'begun',
      firstUsed: '2026-02-20T10:00:00.000Z',
    }),
  ])
  expect(await asked({ person: aino })).toEqual(told)
  const { rows } = await desk.db.app.query(
    `select actor, purpose from access.look where operation = 'course-access' and person_id = $1`,
    [aino],
  )
  expect(rows).toHaveLength(2)
  expect(rows[0]).toMatchObject({ purpose, actor: expect.stringMatching(/^key:/) })
})

test('an unknown address, an address of two, another purpose, and one whose data is restricted', async () => {
  expect(await asked({ email: 'kaarlo@example.org' })).toEqual({ status: 200, person: null, courses: [] })
  const bertta = await desk.customer('Bertta', 'bertta@example.org')
  const other = await desk.customer('Berit', 'bertta@example.org')
  expect(await asked({ email: 'bertta@example.org' })).toMatchObject({
    status: 409,
    type: '/problems/register.address-of-several',
  })
  await desk.register.say(bertta, 'restriction')
  expect(await asked({ person: bertta })).toEqual({ status: 200, person: null, courses: [] })
  expect(await asked({ email: 'bertta@example.org' })).toMatchObject({ status: 200, person: other })
  const stranger = await desk.server.withKey('sales')
  expect((await asked({ person: aino }, stranger, 'sales')).status).toBe(403)
})

test('how far an order has come, by its number or its person, line by line', async () => {
  const orders = async (body: object, by = platform, as = purpose) => {
    const answer = await by('POST', '/api/v1/order-states', { purpose: as, body })
    return { status: answer.status, ...((await answer.json()) as object) }
  }
  await desk.register.write('orders', aino, null, {
    order_number: 'T-9',
    product: 'Kirja',
    state: 'delivered',
    delivered: '2026-02-21T08:00:00Z',
  })
  await desk.register.write('orders', aino, null, { order_number: 'T-9', product: 'Kuva', state: 'paid' })
  const told = await orders({ order: 't-9' })
  expect(told).toMatchObject({ status: 200, person: aino })
  expect(told).toHaveProperty('orders', [
    {
      order: 'T-9',
      lines: [
        expect.objectContaining({ product: 'Kirja', state: 'delivered', delivered: '2026-02-21T08:00:00.000Z' }),
        expect.objectContaining({ product: 'Kuva', state: 'paid', delivered: null }),
      ],
    },
  ])
  const all = await orders({ email: 'aino@example.org' })
  expect(all).toHaveProperty(
    'orders',
    expect.arrayContaining([expect.objectContaining({ order: 'T-9' }), expect.objectContaining({ order: 'T-1' })]),
  )
  expect(await orders({ order: 'none' })).toEqual({ status: 200, person: null, orders: [] })
  const looks = await desk.db.app.query(`select from access.look where operation = 'order-states' and person_id = $1`, [
    aino,
  ])
  expect(looks.rowCount).toBe(2)
  const other = await desk.customer('Berta', 'berta@example.org')
  await desk.register.write('orders', other, null, { order_number: 'T-9', product: 'Kirja', state: 'paid' })
  expect(await orders({ order: 'T-9' })).toMatchObject({ status: 409, type: '/problems/service-use.several-orders' })
  await desk.register.say(other, 'restriction')
  expect(await orders({ order: 'T-9' })).toMatchObject({ status: 200, person: aino })
  const stranger = await desk.server.withKey('sales')
  expect((await orders({ person: aino }, stranger, 'sales')).status).toBe(403)
})
