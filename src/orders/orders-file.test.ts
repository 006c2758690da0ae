/** Orders of a shop's export are the orders that its webhooks tell of: whichever comes first, each is there once. */

import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeEach, expect, test } from 'vitest'
import { arrivalsDesk, shopifyDelivery, wixDelivery, wixKey } from '../../test/arrivals-desk.ts'
import { takeFile } from '../arrivals/take-file.ts'
import { orderAdapters } from './known.ts'
import { wixFile } from './wix-file.ts'

const desk = await arrivalsDesk()
afterAll(() => desk.close())
beforeEach(() => desk.empty())
const shop = await desk.connect('shopify')
const site = await desk.connect('wix', { secret: wixKey })
const pay = await desk.connect('stripe')

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

test('a file of another shop, a sender without exports and another purpose are refused', async () => {
  await expect(take(shop, wix)).rejects.toMatchObject({ key: 'arrivals.not-its-file' })
  await expect(take(pay, shopify)).rejects.toMatchObject({ key: 'arrivals.no-file-of' })
  await expect(take(shop, shopify, { purpose: 'marketing' })).rejects.toMatchObject({ key: 'arrivals.no-connection' })
})

const header = join(import.meta.dirname, '../../../shared/samples/headers/wix_orders.csv')
test.skipIf(!existsSync(header))('the header of a real export of Wix is known', () => {
  const words = readFileSync(header, 'utf8').trim().toLowerCase().split(',')
  expect(wixFile.marks.filter(mark => !words.includes(mark))).toEqual([])
})
