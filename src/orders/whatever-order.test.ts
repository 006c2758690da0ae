/** One order's events end in one state, in whatever order and however often they come. */

import fc from 'fast-check'
import { afterAll, describe, expect, test } from 'vitest'
import { arrivalsDesk, paytrailDelivery, wooDelivery } from '../../test/arrivals-desk.ts'
import '../../test/drawn-cases.ts'
import { wooOrder } from '../../test/shop-orders.ts'
import type { Told } from '../arrivals/adapter.ts'
import { tellAlso } from '../arrivals/told.ts'
import { rowsOf, toldOf } from './order.ts'

const desk = await arrivalsDesk()
afterAll(() => desk.close())
const woo = await desk.connect('woocommerce', { settings: { withdrawnWord: 'withdrawn' } })
const bank = await desk.connect('paytrail', { secret: 'SAIPPUAKAUPPIAS', settings: { ordersOf: woo.id } })

describe('whatever the order of arrival', () => {
  const modified = fc.integer({ min: 0, max: 5 }).map(n => `2026-03-0${n + 1}T10:00:00`)
  const wooChange = fc.record({
    date_modified_gmt: modified,
    status: fc.constantFrom('pending', 'processing', 'completed', 'cancelled', 'refunded', 'withdrawn'),
    refunds: fc.constantFrom([], [{ id: 5, total: '-10.00' }]),
    line_items: fc.subarray(wooOrder().line_items, { minLength: 1 }),
  })

  test('one order’s events end in one state', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(wooChange, { minLength: 1, maxLength: 5 }),
        fc.array(fc.constantFrom('ok', 'fail', 'pending'), { maxLength: 2 }),
        fc.infiniteStream(fc.nat(1000)),
        async (changes, payments, chance) => {
          const deliveries = [
            ...changes.map(
              change => [woo, wooDelivery(woo.secret, wooOrder({ ...change, date_paid_gmt: null }))] as const,
            ),
            ...payments.map(
              (status, n) =>
                [
                  bank,
                  paytrailDelivery('SAIPPUAKAUPPIAS', {
                    'checkout-reference': '727',
                    'checkout-status': status,
                    'checkout-transaction-id': `t${n}`,
                  }),
                ] as const,
            ),
          ]
          const end = async (all: typeof deliveries) => {
            await desk.empty()
            for (const [to, delivery] of all) {
              await desk.deliver(to, delivery)
              if ((chance.next().value ?? 0) % 2 === 0) await desk.write()
            }
            await desk.write()
            return [await desk.rows('orders'), await desk.rows('identity'), await desk.rows('contact_points')]
          }
          const first = await end(deliveries)
          const mixed = [...deliveries, ...deliveries]
            .map(one => [chance.next().value ?? 0, one] as const)
            .toSorted(([a], [b]) => a - b)
            .map(([, one]) => one)
          expect(await end(mixed)).toEqual(first)
        },
      ),
      { numRuns: process.env.SELOSTE_LONG === undefined ? 8 : 60 },
    )
  })

  test('words are told to the same end', () => {
    const word = fc.record({
      at: fc.constantFrom('a', 'b'),
      rank: fc.nat(1),
      value: fc.oneof(fc.nat(2), fc.record({ x: fc.nat(1), y: fc.nat(1) })),
    })
    const told: fc.Arbitrary<Told> = fc.dictionary(fc.constantFrom('one', 'two', '__proto__'), word)
    fc.assert(
      fc.property(told, told, told, (a, b, c) => {
        expect(tellAlso(a, b)).toEqual(tellAlso(b, a))
        expect(tellAlso(tellAlso(a, b), c)).toEqual(tellAlso(a, tellAlso(b, c)))
        expect(tellAlso(a, a)).toEqual(a)
      }),
    )
  })

  test('what is paid back is shared to the cent', () => {
    const lines = fc.array(fc.record({ amount: fc.nat(10_000), refunded: fc.nat(3_000) }), {
      minLength: 1,
      maxLength: 6,
    })
    fc.assert(
      fc.property(lines, fc.nat(40_000), (all, amount) => {
        const whole = all.reduce((sum, one) => sum + one.amount, 0)
        const told = toldOf({
          snapshot: {
            at: '2026-01-01',
            order: {
              number: '1',
              currency: 'EUR',
              ordered: '2026-01-01T00:00:00Z',
              total: whole,
              paid: true,
              lines: all.map((one, n) => ({ key: String(n), product: 'x', quantity: 1, ...one })),
            },
          },
          refund: { amount, at: '2026-01-02' },
        })
        const shares = Object.values(rowsOf(told)).map(row => Number(row.refunded_amount ?? 0))
        const byLine = all.reduce((sum, one) => sum + Math.min(one.refunded, one.amount), 0)
        expect(shares.every((share, n) => share <= (all[n]?.amount ?? 0))).toBe(true)
        if (amount >= byLine) expect(shares.reduce((sum, share) => sum + share, 0)).toBe(Math.min(amount, whole))
      }),
    )
  })
})
