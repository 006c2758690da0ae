/** What a service tells is written once and alike in whatever order and batches it comes; only who signs is heard, and nobody new comes in by it. */

import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { type ArrivalsDesk, arrivalsDesk, type Connected, shopNotice, wooDelivery } from '../../test/arrivals-desk.ts'
import { wooOrder } from '../../test/shop-orders.ts'
import { orderAdapters } from '../orders/known.ts'
import { actions } from './actions.ts'
import { coursesOf, isOf } from './course-access.ts'
import { foldUses } from './fold.ts'
import { type ServiceEvent, service, serviceDelivery } from './service.ts'

vi.setConfig({ testTimeout: 240_000, hookTimeout: 240_000 })
let desk: ArrivalsDesk
let platform: Connected
let shop: Connected

beforeAll(async () => {
  desk = await arrivalsDesk(shopNotice, [...orderAdapters, service])
})
afterAll(() => desk?.close())

const aino = 'aino@example.org'
const event = (id: string, more: Partial<ServiceEvent> = {}): ServiceEvent => ({
  id,
  at: '2026-03-01T10:00:00Z',
  action: 'opened',
  service: 'Kurssi',
  email: aino,
  ...more,
})
const batch = (...events: readonly ServiceEvent[]) => serviceDelivery(platform.secret, events, desk.db.clock.now())
const fresh = async () => {
  await desk.empty()
  shop = await desk.connect('woocommerce')
  platform = await desk.connect('service', { purpose: 'course-delivery', source: 'service' })
  await desk.arrive(shop, wooDelivery(shop.secret, wooOrder({ id: 1, number: '10231' }, { email: aino, phone: '' })))
}

describe('a service', () => {
  test('tells what a customer did, each event once, however often and in whatever batch it comes', async () => {
    await fresh()
    const [first, second] = [
      event('1'),
      event('2', { action: 'completed', service: 'Kurssi: luku 1', at: '2026-03-01T11:00:00Z' }),
    ]
    await desk.arrive(platform, batch(first, second), batch(second), batch(first, event('3', { action: 'downloaded' })))
    expect(await desk.rows('service_use')).toMatchObject([
      { action: 'completed', service: 'Kurssi: luku 1' },
      { action: 'downloaded', service: 'Kurssi' },
      { action: 'opened', service: 'Kurssi' },
    ])
  })

  test('is not heard unsigned, late, or with a body that was changed, and an unknown person is not made by it', async () => {
    await fresh()
    const told = batch(event('1'))
    const refused = async (delivery: typeof told) =>
      desk.deliver(platform, delivery).then(
        () => 'taken',
        fault => fault.key,
      )
    expect(await refused({ ...told, headers: new Headers() })).toBe('arrivals.not-signed')
    expect(await refused({ ...told, body: Buffer.from(JSON.stringify({ events: [event('2')] })) })).toBe(
      'arrivals.not-signed',
    )
    expect(
      await refused(serviceDelivery(platform.secret, [event('1')], new Date(desk.db.clock.now().getTime() - 301_000))),
    ).toBe('arrivals.not-signed')
    expect(await refused(batch({ ...event('1'), action: 'hacked' as never }))).toBe('arrivals.shape')
    const before = await desk.rows('person')
    await desk.arrive(platform, batch(event('9', { email: 'kaarlo@example.org' })))
    expect((await desk.states()).at(-1)).toBe('refused arrivals.unknown-person')
    expect(await desk.rows('person')).toEqual(before)
  })

  test('in any order, in any batches, again and again: the same rows', async () => {
    const one = fc.record({
      action: fc.constantFrom(...actions),
      service: fc.constantFrom('Kurssi', 'Kurssi: luku 1', 'Uutiskirje'),
      at: fc.constantFrom('2026-03-01T10:00:00Z', '2026-03-01T10:00:01Z', '2026-04-01T12:00:00+03:00'),
    })
    await fc.assert(
      fc.asyncProperty(
        fc.array(one, { minLength: 2, maxLength: 8 }),
        fc.infiniteStream(fc.double({ min: 0, max: 1, noNaN: true })),
        async (told, chance) => {
          const events = told.map((each, n) => event(String(n), each))
          const end = async (batches: readonly (readonly ServiceEvent[])[]) => {
            await fresh()
            for (const [at, each] of batches.entries()) {
              await desk.deliver(platform, batch(...each))
              if (at % 2 === 0) await desk.write()
            }
            await desk.write()
            return desk.rows('service_use')
          }
          const mixed = [...events, ...events]
            .map(each => [chance.next().value ?? 0, each] as const)
            .toSorted(([a], [b]) => a - b)
            .map(([, each]) => [each])
          expect(await end(mixed)).toEqual(await end([events]))
        },
      ),
      { numRuns: process.env.SELOSTE_LONG === undefined ? 4 : 40 },
    )
  })
})

describe('access to a course', () => {
  const [paid, used] = [
    { product: 'Kurssi', order: '1', state: 'paid', ordered: new Date('2026-02-01') },
    (service: string, action: string, occurred: string) => ({ service, action, occurred: new Date(occurred) }),
  ]

  test('a lesson is of its course, and a longer word is not', () => {
    expect([
      isOf('Kurssi', 'kurssi'),
      isOf('Kurssi: luku 2', 'Kurssi'),
      isOf('Kurssilainen', 'Kurssi'),
      isOf('Muu', 'Kurssi'),
    ]).toEqual([true, true, false, false])
  })

  test('follows the order, and what was told of its use', () => {
    expect(coursesOf([paid], [])).toMatchObject([{ access: true, delivery: 'not-begun', firstUsed: null }])
    const uses = [used('Kurssi: luku 1', 'completed', '2026-03-02'), used('Kurssi', 'opened', '2026-03-01')]
    expect(coursesOf([{ ...paid, state: 'refunded' }], uses)).toMatchObject([
      { access: false, delivery: 'begun', firstUsed: '2026-03-01T00:00:00.000Z', lastUsed: '2026-03-02T00:00:00.000Z' },
    ])
    expect(coursesOf([paid], [...uses, used('Kurssi', 'completed', '2026-04-01')])).toMatchObject([
      { delivery: 'completed', completed: '2026-04-01T00:00:00.000Z' },
    ])
  })
})

test('a burst is one line a day and service, the latest day first', () => {
  const used = (day: string, service: string, action: string) => ({ day, service, action })
  expect(
    foldUses([
      used('2026-03-01', 'Kurssi', 'opened'),
      used('2026-03-02', 'Kurssi', 'opened'),
      used('2026-03-02', 'Kurssi', 'completed'),
      used('2026-03-02', 'Kurssi', 'opened'),
      used('2026-03-02', 'Aakkoset', 'downloaded'),
    ]),
  ).toEqual([
    { day: '2026-03-02', service: 'Aakkoset', did: [{ action: 'downloaded', times: 1 }] },
    {
      day: '2026-03-02',
      service: 'Kurssi',
      did: [
        { action: 'opened', times: 2 },
        { action: 'completed', times: 1 },
      ],
    },
    { day: '2026-03-01', service: 'Kurssi', did: [{ action: 'opened', times: 1 }] },
  ])
})
