/** A sale of Stripe ends as one order with the money that came and went, whichever of its events come, in whatever order, counted once. */

import { afterAll, beforeEach, describe, expect, test } from 'vitest'
import { arrivalsDesk, pastedSecret, stripeDelivery } from '../../test/arrivals-desk.ts'
import { stripeEvent, stripeRefund } from '../../test/shop-orders.ts'
import { stripe } from './stripe.ts'

const desk = await arrivalsDesk()
const { db } = desk
afterAll(() => desk.close())
beforeEach(() => desk.empty())
const pay = await desk.connect('stripe')
const states = async () => (await desk.rows('orders')).map(({ state }) => state)
const said = async () =>
  (
    await db.admin.query(
      'select kind, purpose, wording, place, product_group, source_ref from register.statement order by kind, purpose',
    )
  ).rows

describe('Stripe', () => {
  const now = () => db.clock.now()
  const deliver = (body: object) => stripeDelivery(pastedSecret, body, now())

  test('a payment that comes later, and one that was paid back in part', async () => {
    await desk.arrive(pay, deliver(stripeEvent('checkout.session.completed', { payment_status: 'unpaid' })))
    expect(await states()).toEqual(['ordered'])
    await desk.arrive(pay, deliver(stripeEvent('checkout.session.async_payment_succeeded', { payment_status: 'paid' })))
    expect(await states()).toEqual(['paid'])
    await desk.arrive(pay, deliver(stripeRefund(900)), deliver(stripeRefund(400, '2026-03-04T10:00:00Z')))
    expect(await desk.rows('orders')).toMatchObject([
      { state: 'paid', refunded_amount: 900, amount: 4900, product: 'Villasukat' },
    ])
    await desk.arrive(pay, deliver(stripeRefund(4900, '2026-03-06T10:00:00Z')))
    expect(await states()).toEqual(['refunded'])
  })

  describe('refunds, each by itself and all together, in any order', () => {
    const at = (day: number) => Date.parse(`2026-03-${String(day).padStart(2, '0')}T10:00:00Z`) / 1000
    const refund = (type: string, key: string, amount: number, status: string, made: number, told = made) => ({
      ...stripeRefund(amount),
      id: `evt ${type} ${key} ${status} ${told}`,
      type,
      created: at(told),
      data: {
        object: {
          id: key,
          object: 'refund',
          payment_intent: 'pi_1',
          charge: 'ch_1',
          amount,
          status,
          created: at(made),
        },
      },
    })
    const sum = (amount: number, day: number) => ({ ...stripeRefund(amount), id: `evt all ${day}`, created: at(day) })
    const sale = stripeEvent('checkout.session.completed')

    test.each<[told: string, events: readonly object[], back: number, state: string]>([
      [
        'one, by each of its events',
        [
          refund('refund.created', 're_1', 900, 'pending', 5),
          refund('refund.updated', 're_1', 900, 'succeeded', 5, 6),
          refund('charge.refund.updated', 're_1', 900, 'succeeded', 5, 6),
          sum(900, 5),
        ],
        900,
        'paid',
      ],
      [
        'two, of which all are told only before the second',
        [
          refund('refund.created', 're_1', 900, 'succeeded', 5),
          sum(900, 5),
          refund('refund.created', 're_2', 400, 'succeeded', 7),
        ],
        1300,
        'paid',
      ],
      [
        'the whole in two parts, by each alone',
        [refund('refund.created', 're_1', 900, 'succeeded', 5), refund('refund.created', 're_2', 4000, 'succeeded', 7)],
        4900,
        'refunded',
      ],
      [
        'one that failed',
        [
          refund('refund.created', 're_1', 4900, 'pending', 5),
          sum(4900, 5),
          refund('refund.failed', 're_1', 4900, 'failed', 5, 9),
        ],
        0,
        'paid',
      ],
      [
        'one that failed, told again after another',
        [
          sum(900, 5),
          refund('refund.failed', 're_1', 900, 'failed', 5, 6),
          sum(400, 7),
          refund('refund.updated', 're_1', 900, 'failed', 5, 9),
        ],
        400,
        'paid',
      ],
      [
        'one that waits for an account number',
        [refund('refund.created', 're_1', 900, 'requires_action', 5)],
        0,
        'paid',
      ],
    ])('%s', async (_, events, back, state) => {
      const orders = [events, events.toReversed()].flatMap(all => [
        [sale, ...all],
        [...all, sale, ...all],
      ])
      for (const all of orders) {
        await desk.empty()
        await desk.arrive(pay, ...all.map(deliver))
        expect(await desk.rows('orders')).toEqual([expect.objectContaining({ state })])
        const [row] = await desk.rows('orders')
        expect(row?.refunded_amount ?? 0).toBe(back)
        expect(new Set(await desk.states())).toEqual(new Set(['written']))
      }
    })

    test('a refund of a state that nobody knows is refused by its name', async () => {
      await desk.arrive(pay, deliver(refund('refund.created', 're_1', 900, 'surprise', 5)))
      expect(await desk.states()).toEqual(['refused arrivals.shape'])
    })
  })

  test.each(['charge.succeeded', 'payment_intent.succeeded'])(
    '%s pays what its checkout tells of, once',
    async type => {
      const object =
        type === 'charge.succeeded'
          ? { id: 'ch_1', object: 'charge', payment_intent: 'pi_1', amount_refunded: 0, invoice: null }
          : { id: 'pi_1', object: 'payment_intent' }
      const paid = { ...stripeRefund(0), id: 'evt_paid', type, data: { object } }
      await desk.arrive(pay, deliver(paid))
      expect(await desk.states()).toEqual(['waiting not-told-yet'])
      await desk.arrive(pay, deliver(stripeEvent('checkout.session.completed', { payment_status: 'unpaid' })))
      expect(await states()).toEqual(['paid'])
      const ofInvoice = { ...paid, id: 'evt_invoice', data: { object: { ...object, invoice: 'in_1' } } }
      await desk.arrive(pay, deliver(ofInvoice))
      expect(await desk.states()).toEqual(['written', 'written', 'ignored not-ours'])
    },
  )

  test('a refund that comes before its order waits for it', async () => {
    await desk.arrive(pay, deliver(stripeRefund(4900)))
    expect(await desk.states()).toEqual(['waiting not-told-yet'])
    await desk.arrive(pay, deliver(stripeEvent('checkout.session.completed')))
    expect(await desk.states()).toEqual(['written', 'written'])
    expect(await states()).toEqual(['refunded'])
  })

  test('the test mode is kept out, and what is opted out of is obeyed', async () => {
    await desk.arrive(pay, deliver(stripeEvent('checkout.session.completed', {}, { livemode: false })))
    expect(await desk.states()).toEqual(['ignored test'])
    await desk.arrive(
      pay,
      deliver({ ...stripeEvent('checkout.session.completed', { consent: { promotions: 'opt_out' } }), id: 'evt_2' }),
    )
    expect((await said()).map(({ kind }) => kind)).toEqual(['contract', 'objection', 'objection'])
  })

  test('a signature is too old after five minutes, and only v1 counts', () => {
    const made = deliver(stripeEvent('checkout.session.completed'))
    const later = (seconds: number) => new Date(now().getTime() + seconds * 1000)
    expect(stripe.authenticate(made, pastedSecret, later(299))).toBe(true)
    expect(stripe.authenticate(made, pastedSecret, later(301))).toBe(false)
    expect(stripe.authenticate(made, pastedSecret, later(-301))).toBe(false)
    const header = made.headers.get('stripe-signature') ?? ''
    const other = (text: string) => ({ ...made, headers: new Headers({ 'stripe-signature': text }) })
    expect(stripe.authenticate(other(header.replace('v1=', 'v0=')), pastedSecret, now())).toBe(false)
    expect(stripe.authenticate(other(`${header},v1=00`), pastedSecret, now())).toBe(true)
    expect(stripe.authenticate(other(''), pastedSecret, now())).toBe(false)
  })

  test('an order that is not in euros keeps its price as it was', async () => {
    await desk.arrive(pay, deliver(stripeEvent('checkout.session.completed', { currency: 'jpy', amount_total: 5000 })))
    expect(await desk.rows('orders')).toMatchObject([{ foreign_price: '5000 JPY' }])
    expect((await desk.rows('orders'))[0]).not.toHaveProperty('amount')
  })
})
