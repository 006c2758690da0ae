/** Orders of a shop's export are the orders that its webhooks tell of: whichever comes first, each is there once. */

import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeEach, expect, test } from 'vitest'
import {
  arrivalsDesk,
  shopifyDelivery,
  stripeDelivery,
  wixDelivery,
  wixKey,
  wooDelivery,
} from '../../test/arrivals-desk.ts'
import { takeFile } from '../arrivals/take-file.ts'
import { orderAdapters } from './known.ts'
import { wixFile } from './wix-file.ts'

const desk = await arrivalsDesk()
afterAll(() => desk.close())
beforeEach(() => desk.empty())
const shop = await desk.connect('shopify')
const site = await desk.connect('wix', { secret: wixKey })
const pay = await desk.connect('stripe')
const woo = await desk.connect('woocommerce')
const till = await desk.connect('paytrail')

async function take(to: { readonly id: string }, text: string, { tries = false, purpose = 'customer-care' } = {}) {
  const { program, db } = desk
  const ask = { program, clock: db.clock, published: await program.published(), purpose, lang: 'fi' as const }
  const bytes = async function* () {
    yield Buffer.from(text)
  }
  const taken = await takeFile(ask, { adapters: orderAdapters, door: desk.door }, to.id, {
    bytes: bytes(),
    name: 'orders.csv',
    tries,
  })
  await desk.write()
  return taken
}

const shopify = [
  'Name,Email,Financial Status,Paid at,Fulfillment Status,Fulfilled at,Accepts Marketing,Currency,Total,Created at,Lineitem quantity,Lineitem name,Lineitem price,Billing Name,Billing Zip,Billing City,Billing Country,Cancelled at,Refunded Amount,Id,Lineitem discount',
  "#1001,aino@example.org,paid,2026-03-01 10:05:00 +0200,unfulfilled,,no,EUR,75.00,2026-03-01 10:00:00 +0200,2,Punonta,25.00,Aino Virtanen,'00100,Helsinki,FI,,0.00,'6599142604869,0.00",
  '#1001,aino@example.org,,,,,,,,2026-03-01 10:00:00 +0200,1,Kudonta,25.00,,,,,,,,0.00',
  '#1002,bertta@example.org,refunded,2026-03-02 10:05:00 +0200,fulfilled,2026-03-03 10:00:00 +0200,no,EUR,20.00,2026-03-02 10:00:00 +0200,1,Värjäys,20.00,Bertta Mäkelä,20100,Turku,FI,,20.00,6599142604870,0.00',
  '#1003,not an address,paid,,,,no,EUR,1O.00,2026-03-02 10:00:00 +0200,1,Virhe,20.00,,,,,,,6599142604871,',
].join('\n')

const orders = async () =>
  (await desk.rows('orders')).map(({ order_number, product, amount, state }) => [order_number, product, amount, state])

test('an export of Shopify: looked through first, each order once, what cannot be read told with its line', async () => {
  const seen = await take(shop, shopify, { tries: true })
  expect(seen).toMatchObject({ found: 3, taken: 2, ignored: 0, refused: [{ line: 5 }] })
  expect(await desk.states()).toEqual([])

  expect(await take(shop, shopify)).toMatchObject({ found: 3, taken: 2 })
  expect(await desk.states()).toEqual(['written', 'written'])
  const written = [
    ['#1001', 'Kudonta', 2500, 'paid'],
    ['#1001', 'Punonta', 5000, 'paid'],
    ['#1002', 'Värjäys', 2000, 'refunded'],
  ]
  expect((await orders()).toSorted()).toEqual(written)
  expect(await desk.rows('identity')).toHaveLength(2)

  await take(shop, shopify)
  expect(await desk.states()).toEqual(['written', 'written'])
  expect((await orders()).toSorted()).toEqual(written)
})

test('a webhook of the same order that comes later does not double it, and its word stands', async () => {
  await take(shop, shopify)
  const order = {
    id: 6599142604869,
    name: '#1001',
    email: 'aino@example.org',
    currency: 'EUR',
    created_at: '2026-03-01T10:00:00+02:00',
    updated_at: '2026-03-04T10:00:00+02:00',
    financial_status: 'paid',
    fulfillment_status: 'fulfilled',
    total_price: '75.00',
    taxes_included: true,
    line_items: [
      { id: 11, name: 'Punonta', quantity: 2, price: '25.00' },
      { id: 12, name: 'Kudonta', quantity: 1, price: '25.00' },
    ],
  }
  await desk.arrive(shop, shopifyDelivery(shop.secret, order))
  const ofFirst = async () => (await orders()).filter(([number]) => number === '#1001').toSorted()
  const delivered = [
    ['#1001', 'Kudonta', 2500, 'delivered'],
    ['#1001', 'Punonta', 5000, 'delivered'],
  ]
  expect(await ofFirst()).toEqual(delivered)
  await take(shop, shopify.replace('#1001,aino@example.org,paid', '#1001,aino@example.org,pending')) // an older export
  expect(await ofFirst()).toEqual(delivered)
})

const wix = [
  'Order number,Date created,Time,Contact email,Note from customer,Order ID,Billing name,Billing phone,Billing country,Billing city,Billing zip/postal code,Payment status,Total,Currency,Refunded amount,Fulfillment status,Item,Qty,Quantity refunded,Price',
  "10108,2026-03-01,10:00,aino@example.org,,f1d2,Aino Virtanen,'+358401234567,FI,Helsinki,00100,Paid,50.00,EUR,,Fulfilled,Punonta,2,0,25.00",
].join('\n')

test('an export of Wix, by its items', async () => {
  expect(await take(site, wix)).toMatchObject({ found: 1, taken: 1, refused: [] })
  expect(await orders()).toEqual([['10108', 'Punonta', 5000, 'delivered']])
  const entity = {
    id: 'f1d2',
    number: '10108',
    status: 'APPROVED',
    createdDate: '2026-03-01T10:00:00.000Z',
    updatedDate: '2026-03-05T10:00:00.000Z',
    currency: 'EUR',
    paymentStatus: 'FULLY_REFUNDED',
    buyerInfo: { email: 'aino@example.org' },
    priceSummary: { total: { amount: '50.00' } },
    lineItems: [
      { id: 'l1', productName: { original: 'Punonta' }, quantity: 2, totalPriceAfterTax: { amount: '50.00' } },
    ],
  }
  await desk.arrive(site, wixDelivery(entity))
  expect(await orders()).toEqual([['10108', 'Punonta', 5000, 'refunded']])
})

const wooFile = [
  'Order Number,Order Status,Order Date,Customer Note,First Name (Billing),Last Name (Billing),Company (Billing),Address 1&2 (Billing),City (Billing),State Code (Billing),Postcode (Billing),Country Code (Billing),Email (Billing),Phone (Billing),Order Refund Amount,Order Total Amount,SKU,Item #,Item Name,Quantity,Order Line Total',
  '2001,Valmis,2026-03-01 10:05,,Aino,Virtanen,,Kutojankatu 3,Helsinki,,00100,FI,aino@example.org,,,"75,00",P1,1,Punonta,2,"50,00"',
  '2001,Valmis,2026-03-01 10:05,,Aino,Virtanen,,Kutojankatu 3,Helsinki,,00100,FI,aino@example.org,,,"75,00",K1,2,Kudonta,1,"25,00"',
  '2002,wc-refunded,2026-07-02 23:30,,Bertta,Mäkelä,,,Turku,,20100,FI,bertta@example.org,,20.00,20.00,V1,1,Värjäys,1,20.00',
  '2003,Odottaa maksua,2026-03-02 09:00,,Bertta,Mäkelä,,,Turku,,20100,FI,bertta@example.org,,,10.00,V1,1,Värjäys,1,10.00',
].join('\n')

test('an export of WooCommerce: rows of an order together, in the words of the shop and at its time, and a webhook of it stands', async () => {
  expect(await take(woo, wooFile)).toMatchObject({ found: 3, taken: 3, refused: [] })
  expect((await orders()).toSorted()).toEqual([
    ['2001', 'Kudonta', 2500, 'delivered'],
    ['2001', 'Punonta', 5000, 'delivered'],
    ['2002', 'Värjäys', 2000, 'refunded'],
    ['2003', 'Värjäys', 1000, 'ordered'],
  ])
  const moments = (await desk.rows('orders')).map(({ order_number, ordered }) => `${order_number} ${ordered}`)
  expect(moments).toContain('2001 2026-03-01T08:05:00+00:00')
  expect(moments).toContain('2002 2026-07-02T20:30:00+00:00')
  await take(woo, wooFile)
  const told = {
    id: 2003,
    number: '2003',
    status: 'processing',
    currency: 'EUR',
    date_created_gmt: '2026-03-02T07:00:00',
    date_modified_gmt: '2026-03-03T07:00:00',
    total: '10.00',
    billing: { email: 'bertta@example.org' },
    line_items: [{ id: 5, name: 'Värjäys', quantity: 1, total: '10.00', total_tax: '0.00' }],
  }
  await desk.arrive(woo, wooDelivery(woo.secret, told))
  expect((await orders()).filter(([number]) => number === '2003')).toEqual([['2003', 'Värjäys', 1000, 'paid']])
})

const payments = [
  'id,Created date (UTC),Amount,Amount Refunded,Currency,Captured,Description,Refunded date (UTC),Status,Customer Email,PaymentIntent ID,Card Name',
  'ch_1,2026-03-01 10:00:00,"25,00","0,00",eur,true,Punonta,,Paid,aino@example.org,pi_1,Aino Virtanen',
  'ch_2,2026-03-01 11:00:00,"40,00","40,00",eur,true,Kudonta,2026-03-05 11:00:00,Refunded,bertta@example.org,pi_2,Bertta Mäkelä',
  'ch_3,2026-03-01 12:00:00,"40,00","0,00",eur,false,Kudonta,,Failed,kaarlo@example.org,pi_3,Kaarlo',
].join('\n')

test('a list of payments of Stripe: who has paid, once, and what a webhook knows of the checkout stands', async () => {
  const { amount_total, ...session } = {
    object: 'checkout.session',
    id: 'cs_1',
    amount_total: 2500,
    currency: 'eur',
    created: Date.parse('2026-03-01T09:59:00Z') / 1000,
    payment_intent: 'pi_1',
    payment_status: 'paid',
    client_reference_id: '501',
    customer_details: { email: 'aino@example.org', name: 'Aino Virtanen' },
  }
  const event = {
    id: 'evt_1',
    type: 'checkout.session.completed',
    created: session.created,
    livemode: true,
    data: { object: { ...session, amount_total, metadata: { product: 'Punonta' } } },
  }
  expect(await take(pay, payments)).toMatchObject({ found: 3, taken: 2, ignored: 1, refused: [] })
  const ofFile = [
    ['pi_1', 'Punonta', 2500, 'paid'],
    ['pi_2', 'Kudonta', 4000, 'refunded'],
  ]
  expect((await orders()).toSorted()).toEqual(ofFile)
  await desk.arrive(pay, stripeDelivery(pay.secret, event, desk.db.clock.now()))
  await take(pay, payments)
  expect((await orders()).toSorted()).toEqual([['501', 'Punonta', 2500, 'paid'], ...ofFile.slice(1)])
  expect(await desk.rows('identity')).toHaveLength(2)
})

test('a file of another shop, a sender without exports and another purpose are refused', async () => {
  await expect(take(shop, wix)).rejects.toMatchObject({ key: 'arrivals.not-its-file' })
  await expect(take(till, shopify)).rejects.toMatchObject({ key: 'arrivals.no-file-of' })
  await expect(take(pay, 'id,Amount,Currency,Status,Customer Email\n1,2,eur,Paid,a@example.org')).rejects.toMatchObject(
    {
      args: { missing: 'paymentintent id' },
    },
  )
  await expect(take(shop, shopify, { purpose: 'marketing' })).rejects.toMatchObject({ key: 'arrivals.no-connection' })
})

const header = join(import.meta.dirname, '../../../shared/samples/headers/wix_orders.csv')
test.skipIf(!existsSync(header))('the header of a real export of Wix is known', () => {
  const words = readFileSync(header, 'utf8').trim().toLowerCase().split(',')
  expect(wixFile.marks.filter(mark => !words.includes(mark))).toEqual([])
})
