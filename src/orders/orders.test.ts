/** Every shop's order ends as one set of rows, in whatever order and however often it is told; permits only with their proof. */

import { generateKeyPairSync } from 'node:crypto'
import { afterAll, beforeEach, describe, expect, test } from 'vitest'
import {
  arrivalsDesk,
  pastedSecret,
  paytrailDelivery,
  shopifyDelivery,
  wixDelivery,
  wixKey,
  wooDelivery,
} from '../../test/arrivals-desk.ts'
import { shopifyOrder, wooOrder } from '../../test/shop-orders.ts'
import { minorUnits } from './money.ts'
import { paytrail } from './paytrail.ts'
import { wix } from './wix.ts'

const desk = await arrivalsDesk()
const { db } = desk
afterAll(() => desk.close())
beforeEach(() => desk.empty())

const woo = await desk.connect('woocommerce', {
  settings: {
    permit: {
      purpose: 'marketing',
      wording: 'Haluan tietoa uusista kursseista sähköpostiini.',
      place: 'Kassa',
      lang: 'fi',
    },
    purchase: {
      purpose: 'marketing',
      wording: 'Kassalla oli ruutu, jolla viestit sai kieltää.',
      productGroup: 'kurssit',
    },
    permitField: 'newsletter',
    refusalField: 'no_newsletter',
    withdrawnWord: 'withdrawn',
  },
})
const bare = await desk.connect('woocommerce')
const shop = await desk.connect('shopify')
const site = await desk.connect('wix', { secret: wixKey })
const bank = await desk.connect('paytrail', { secret: 'SAIPPUAKAUPPIAS', settings: { ordersOf: woo.id } })

const wixOrder = (more: object = {}) => ({
  id: 'f1d2',
  number: '10108',
  status: 'APPROVED',
  createdDate: '2026-03-01T10:00:00.000Z',
  updatedDate: '2026-03-01T10:05:00.000Z',
  currency: 'EUR',
  paymentStatus: 'PAID',
  fulfillmentStatus: 'NOT_FULFILLED',
  buyerInfo: { email: 'aino.virtanen@example.org' },
  billingInfo: { contactDetails: { firstName: 'Aino', lastName: 'Virtanen', phone: '+358401234567' } },
  priceSummary: { total: { amount: '50.0' } },
  lineItems: [{ id: 'l1', productName: { original: 'Punonta' }, quantity: 2, totalPriceAfterTax: { amount: '50.0' } }],
  ...more,
})

const at = (time: string) => ({ date_modified_gmt: time })
const states = async () => (await desk.rows('orders')).map(({ state }) => state)
const said = async () =>
  (
    await db.admin.query(
      'select kind, purpose, wording, place, product_group, source_ref from register.statement order by kind, purpose',
    )
  ).rows

describe('WooCommerce', () => {
  test.each([
    [{ status: 'pending', date_paid_gmt: null }, 'ordered'],
    [{}, 'paid'],
    [{ total: '0.00', line_items: [{ id: 1, name: 'Ilmaiskurssi', quantity: 1, total: '0.00' }] }, 'free'],
    [{ status: 'completed', date_completed_gmt: '2026-03-02T10:00:00' }, 'delivered'],
    [{ status: 'cancelled' }, 'cancelled'],
    [{ status: 'refunded', refunds: [{ id: 5, total: '-29.35' }] }, 'refunded'],
    [{ status: 'withdrawn' }, 'withdrawn'],
  ])('tells an order’s state: %j', async (more, state) => {
    await desk.arrive(woo, wooDelivery(woo.secret, wooOrder(more)))
    expect(new Set(await states())).toEqual(new Set([state]))
  })

  test('pays a part back to the cent, by the lines’ prices', async () => {
    await desk.arrive(woo, wooDelivery(woo.secret, wooOrder({ refunds: [{ id: 5, total: '-10.00' }] })))
    const rows = await desk.rows('orders')
    expect(rows.map(({ refunded_amount }) => refunded_amount)).toEqual([366, 634])
    expect(await states()).toEqual(['paid', 'paid'])
  })

  test('an older word never takes the place of a newer one', async () => {
    const paid = wooDelivery(woo.secret, wooOrder(at('2026-03-01T10:00:05')))
    const refunded = wooDelivery(woo.secret, wooOrder({ ...at('2026-03-02T10:00:00'), status: 'refunded' }))
    await desk.arrive(woo, refunded)
    await desk.arrive(woo, paid)
    expect(await desk.states()).toEqual(['written', 'written'])
    expect(await states()).toEqual(['refunded', 'refunded'])
  })

  test('a line that the shop took out goes, with a change row', async () => {
    await desk.arrive(woo, wooDelivery(woo.secret, wooOrder()))
    const [line] = wooOrder().line_items
    await desk.arrive(woo, wooDelivery(woo.secret, wooOrder({ ...at('2026-03-01T11:00:00'), line_items: [line] })))
    expect(await desk.rows('orders')).toHaveLength(1)
    const { rows } = await db.admin.query(
      `select count(*) from register.change where category = 'orders' and after is null`,
    )
    expect(rows[0].count).toBe(1)
  })

  test('a box permits only with the words that stood by it', async () => {
    const boxed = (key: string, value: string, id: number) => wooOrder({ id, meta_data: [{ id: 1, key, value }] })
    await desk.arrive(bare, wooDelivery(bare.secret, boxed('newsletter', '1', 1)))
    expect((await said()).map(({ kind }) => kind)).toEqual(['contract'])
    await desk.arrive(woo, wooDelivery(woo.secret, boxed('newsletter', '0', 2)))
    expect((await said()).map(({ kind }) => kind)).toEqual(['contract'])
    await desk.arrive(woo, wooDelivery(woo.secret, boxed('newsletter', '1', 3)))
    expect(await said()).toMatchObject([
      {
        kind: 'consent',
        purpose: 'marketing',
        place: 'Kassa',
        wording: 'Haluan tietoa uusista kursseista sähköpostiini.',
      },
      { kind: 'contract' },
    ])
  })

  test('a sale permits only where refusing was offered there and then, and a refusal is obeyed', async () => {
    const refusing = (value: string | null, id: number) =>
      wooOrder({ id, number: String(id), meta_data: value === null ? [] : [{ id: 1, key: 'no_newsletter', value }] })
    await desk.arrive(woo, wooDelivery(woo.secret, refusing(null, 1)))
    expect((await said()).map(({ kind }) => kind)).toEqual(['contract'])
    await desk.arrive(woo, wooDelivery(woo.secret, refusing('0', 2)))
    expect(await said()).toMatchObject([
      { kind: 'contract' },
      { kind: 'similar-purchase', purpose: 'marketing', product_group: 'kurssit', source_ref: '2' },
    ])
    await desk.arrive(woo, wooDelivery(woo.secret, refusing('1', 3)))
    expect((await said()).filter(({ kind }) => kind === 'objection').map(({ purpose }) => purpose)).toEqual([
      'marketing',
      'research',
    ])
    await desk.arrive(woo, wooDelivery(woo.secret, wooOrder({ id: 4, meta_data: [{ key: 'newsletter', value: '1' }] })))
    expect((await said()).map(({ kind }) => kind)).not.toContain('consent')
  })

  test('a refusal lands with each who may be meant', async () => {
    await desk.arrive(woo, wooDelivery(woo.secret, wooOrder()))
    await db.admin.query(
      `insert into register.person (id, created_by) values ('0199c0de-0000-7000-8000-000000000002', 'test')`,
    )
    await db.admin.query(
      `insert into register.contact_points (person_id, id, standing, email) values ('0199c0de-0000-7000-8000-000000000002', gen_random_uuid(), 0, 'aino.virtanen@example.org')`,
    )
    await desk.arrive(
      woo,
      wooDelivery(woo.secret, wooOrder({ id: 5, meta_data: [{ key: 'no_newsletter', value: 'yes' }] })),
    )
    expect((await desk.states()).at(-1)).toBe('refused arrivals.ambiguous')
    const { rows } = await db.admin.query(
      `select count(distinct person_id) from register.statement where kind = 'objection'`,
    )
    expect(rows[0].count).toBe(2)
  })

  test('its greeting is answered and not kept, and a cart is no order', async () => {
    await desk.deliver(woo, {
      method: 'POST',
      headers: new Headers(),
      query: new URLSearchParams(),
      body: Buffer.from('webhook_id=7'),
    })
    expect(await desk.states()).toEqual([])
    await desk.arrive(
      woo,
      wooDelivery(woo.secret, wooOrder({ status: 'checkout-draft' })),
      wooDelivery(woo.secret, { id: 727 }, 'order.deleted'),
    )
    expect(await desk.states()).toEqual(['ignored not-placed', 'ignored not-ours'])
  })

  test('a note of the customer is kept only where the notice has a place for it', async () => {
    await desk.arrive(woo, wooDelivery(woo.secret, wooOrder({ customer_note: 'Tunnukseni on 131052-308T' })))
    expect(JSON.stringify(await desk.rows('orders'))).not.toContain('Tunnukseni')
  })
})

describe('Shopify', () => {
  test('an order of Bertta’s, paid back by the line', async () => {
    const refunds = [
      {
        created_at: '2026-03-03T12:00:00+02:00',
        transactions: [{ kind: 'refund', status: 'success', amount: '40.00' }],
        refund_line_items: [{ line_item_id: 12, subtotal: '40.00', total_tax: '0.00' }],
      },
    ]
    await desk.arrive(shop, shopifyDelivery(pastedSecret, shopifyOrder()))
    await desk.arrive(
      shop,
      shopifyDelivery(
        pastedSecret,
        shopifyOrder({ refunds, financial_status: 'partially_refunded', updated_at: '2026-03-03T12:00:01+02:00' }),
      ),
    )
    expect(await desk.rows('orders')).toMatchObject([
      { order_number: '#1001', product: 'Kirjansidonta', amount: 6000, state: 'paid' },
      { product: 'Paperit', amount: 4000, state: 'refunded', refunded_amount: 4000 },
    ])
  })

  test('who has unsubscribed there is obeyed, known or not', async () => {
    const unsubscribed = {
      id: 5,
      email: 'bertta.makela@example.org',
      email_marketing_consent: {
        state: 'unsubscribed',
        opt_in_level: 'single_opt_in',
        consent_updated_at: '2026-02-01T10:00:00+02:00',
      },
    }
    await desk.arrive(shop, shopifyDelivery(pastedSecret, unsubscribed, 'customers/update'))
    expect((await said()).map(({ kind, purpose }) => `${kind} ${purpose}`)).toEqual([
      'objection marketing',
      'objection research',
    ])
    expect(await desk.rows('contact_points')).toEqual([{ email: 'bertta.makela@example.org' }])
  })

  test('a customer’s request by law waits for staff, and a trial reaches nobody', async () => {
    const request = {
      shop_id: 1,
      shop_domain: 'x.example',
      orders_requested: [],
      customer: { id: 1, email: 'aino@example.org' },
    }
    await desk.arrive(
      shop,
      shopifyDelivery(pastedSecret, request, 'customers/data_request'),
      shopifyDelivery(pastedSecret, shopifyOrder({ test: true })),
    )
    expect(await desk.states()).toEqual(['refused arrivals.request-for-a-right', 'ignored test'])
  })
})

describe('Wix', () => {
  test('an order in a token', async () => {
    await desk.arrive(site, wixDelivery(wixOrder()))
    expect(await desk.rows('orders')).toMatchObject([
      { order_number: '10108', product: 'Punonta', quantity: 2, amount: 5000, state: 'paid' },
    ])
    const canceled = wixOrder({ status: 'CANCELED', updatedDate: '2026-03-02T10:00:00.000Z' })
    await desk.arrive(
      site,
      wixDelivery(canceled, 'wix.ecom.v1.order_canceled', {
        updatedEvent: null,
        actionEvent: { bodyAsJson: JSON.stringify({ order: canceled }) },
      }),
    )
    expect(await states()).toEqual(['cancelled'])
  })

  test('a refund is of the order, and what is told of payments alone is not', async () => {
    const back = (refunded: string, paymentStatus: string, updatedDate: string) =>
      wixOrder({ paymentStatus, updatedDate, balanceSummary: { refunded: { amount: refunded } } })
    const first = back('10.0', 'PARTIALLY_REFUNDED', '2026-03-02T10:00:00.000Z')
    const second = back('25.0', 'PARTIALLY_REFUNDED', '2026-03-03T10:00:00.000Z')
    const transactions = {
      orderTransactions: { orderId: 'f1d2', refunds: [{ transactions: [{ amount: { amount: '10.0' } }] }] },
    }
    await desk.arrive(
      site,
      wixDelivery(second),
      wixDelivery(first, 'wix.ecom.v1.order_payment_status_updated', {
        updatedEvent: null,
        actionEvent: { body: { order: first } },
      }),
      wixDelivery({}, 'wix.ecom.v1.order_transactions_updated', {
        updatedEvent: null,
        actionEvent: { bodyAsJson: JSON.stringify(transactions) },
      }),
    )
    expect(await desk.states()).toEqual(['written', 'written', 'ignored not-ours'])
    expect(await desk.rows('orders')).toMatchObject([{ state: 'paid', amount: 5000, refunded_amount: 2500 }])
    await desk.arrive(site, wixDelivery(back('50.0', 'FULLY_REFUNDED', '2026-03-04T10:00:00.000Z')))
    expect(await desk.rows('orders')).toMatchObject([{ state: 'refunded', refunded_amount: 5000 }])
  })

  test('a token of another key, algorithm or time is not let in', () => {
    const made = wixDelivery(wixOrder())
    const [head = '', payload = '', signature = ''] = Buffer.from(made.body).toString().split('.')
    const others = [
      [Buffer.from('{"alg":"none"}').toString('base64url'), payload, ''],
      [Buffer.from('{"alg":"HS256"}').toString('base64url'), payload, signature],
      [head, Buffer.from('{"data":"{}"}').toString('base64url'), signature],
      [head, payload, signature, 'more'],
    ]
    for (const parts of others)
      expect(wix.authenticate({ ...made, body: Buffer.from(parts.join('.')) }, wixKey, db.clock.now())).toBe(false)
    expect(wix.authenticate(made, wixKey, db.clock.now())).toBe(true)
    expect(wix.authenticate(made, wixKey, new Date('2101-01-01T00:00:00Z'))).toBe(false)
    const { publicKey: another } = generateKeyPairSync('rsa', { modulusLength: 2048 })
    expect(wix.authenticate(made, another.export({ type: 'spki', format: 'pem' }).toString(), db.clock.now())).toBe(
      false,
    )
  })

  test('an erasure there waits for staff here', async () => {
    await desk.arrive(site, wixDelivery({}, 'wix.contacts.v4.contact_deleted', { triggeredByAnonymizeRequest: true }))
    expect(await desk.states()).toEqual(['refused arrivals.request-for-a-right'])
  })
})

describe('Paytrail', () => {
  const callback = (status: string, more = {}) =>
    paytrailDelivery('SAIPPUAKAUPPIAS', {
      'checkout-amount': '2935',
      'checkout-reference': '727',
      'checkout-stamp': 's',
      'checkout-status': status,
      'checkout-transaction-id': 't1',
      ...more,
    })

  test('pays the order that it names, whichever comes first', async () => {
    await desk.arrive(bank, callback('ok'))
    expect(await desk.states()).toEqual(['waiting not-told-yet'])
    await desk.arrive(woo, wooDelivery(woo.secret, wooOrder({ status: 'pending', date_paid_gmt: null })))
    expect(await desk.states()).toEqual(['written', 'written'])
    expect(await states()).toEqual(['paid', 'paid'])
    await desk.arrive(bank, callback('pending'), callback('ok'), callback('ok', { 'checkout-new': 'x' }))
    expect(await states()).toEqual(['paid', 'paid'])
  })

  test('its published example holds, and a changed one does not', () => {
    const example = new URLSearchParams(
      'checkout-account=375917&checkout-algorithm=sha256&checkout-amount=2964&checkout-stamp=15336332710015&checkout-reference=192387192837195&checkout-transaction-id=4b300af6-9a22-11e8-9184-abb6de7fd2d0&checkout-status=ok&checkout-provider=nordea&signature=b2d3ecdda2c04563a4638fcade3d4e77dfdc58829b429ad2c2cb422d0fc64080',
    )
    const made = { method: 'GET' as const, headers: new Headers(), body: new Uint8Array(), query: example }
    expect(paytrail.authenticate(made, 'SAIPPUAKAUPPIAS', new Date())).toBe(true)
    const changed = new URLSearchParams(example)
    changed.set('checkout-status', 'fail')
    expect(paytrail.authenticate({ ...made, query: changed }, 'SAIPPUAKAUPPIAS', new Date())).toBe(false)
    const md5 = new URLSearchParams(example)
    md5.set('checkout-algorithm', 'md5')
    expect(paytrail.authenticate({ ...made, query: md5 }, 'SAIPPUAKAUPPIAS', new Date())).toBe(false)
  })
})

test.each([
  ['29.35', 'EUR', 2935],
  ['0', 'EUR', 0],
  ['-10.00', 'EUR', -1000],
  ['1999', 'JPY', 1999],
  ['1999.00', 'JPY', 1999],
  ['1.234', 'KWD', 1234],
  ['1.5', 'EUR', 150],
])('%s of %s is %d', (text, currency, units) => expect(minorUnits(text, currency)).toBe(units))

test.each(['1,00', '1.005', '1e3', '', 'abc', '1.00.0', '9'.repeat(20)])('%s is no price', text =>
  expect(() => minorUnits(text, 'EUR')).toThrow('orders.price'),
)
