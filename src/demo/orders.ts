/** The demonstration's shop: orders of the last days that came by themselves, one that was refused, one that waits, one that came twice. */

import { createHmac } from 'node:crypto'
import type { Delivery } from '../arrivals/adapter.ts'
import { addConnection, type Connecting } from '../arrivals/connection.ts'
import { openDoor } from '../arrivals/receive.ts'
import { writeAccepted } from '../arrivals/write.ts'
import { orderAdapters } from '../orders/known.ts'
import { chanceFrom, courses, invented, oneOf } from './invented.ts'
import type { DemoProgram } from './year.ts'

const orders = 14
const day = 86_400_000

/** After the year: its last days go through the intake itself. */
export async function sendOrders(program: DemoProgram, administrator: string): Promise<void> {
  const { notice } = await program.published()
  if (!notice) throw new Error('the demonstration has no notice in force')
  const { clock, home, database } = program
  const by: Connecting = { app: database.app, home, clock, actor: `staff:${administrator}` }
  const told = { purpose: 'customer-care', source: 'shop', keepDays: 14 }
  const shop = await addConnection(by, orderAdapters, notice, {
    ...told,
    kind: 'woocommerce',
    name: 'Verkkokauppa',
    settings: {},
  })
  const bankSecret = 'esittelyn salaisuus'
  const bank = await addConnection(by, orderAdapters, notice, {
    ...told,
    kind: 'paytrail',
    name: 'Maksut',
    settings: { ordersOf: shop.id },
    secret: bankSecret,
  })
  const door = openDoor(program, orderAdapters)
  const deliver = (delivery: Delivery) =>
    door.keep({ id: shop.id, kind: 'woocommerce', keep_days: 14 }, delivery, false)

  const chance = chanceFrom(31)
  for (let n = 0; n < orders; n++) {
    const { given, family, email, post } = invented(chance, 2_000 + n)
    const [product, amount] = oneOf(chance, courses)
    const at = new Date(clock.now().getTime() - Math.floor((orders - n) * 0.4 * day)).toISOString().slice(0, 19)
    const price = (amount / 100).toFixed(2)
    const order = {
      id: 5_200 + n,
      number: String(5_200 + n),
      status: n % 5 === 4 ? 'refunded' : 'processing',
      currency: 'EUR',
      date_created_gmt: at,
      date_modified_gmt: at,
      date_paid_gmt: at,
      total: price,
      billing: {
        first_name: given,
        last_name: family,
        email: n === 6 ? 'ei sähköpostia' : email,
        address_1: post.street,
        postcode: post.postcode,
        city: post.city,
        country: 'FI',
      },
      line_items: [{ id: n, name: product, quantity: 1, total: price }],
    }
    await deliver(deliveryOf(shop.secret ?? '', order))
    if (n === 3) await deliver(deliveryOf(shop.secret ?? '', order))
  }
  await door.keep({ id: bank.id, kind: 'paytrail', keep_days: 14 }, paymentOf('5299'), false)
  await writeAccepted(program, orderAdapters, new AbortController().signal)
}

function deliveryOf(secret: string, order: object): Delivery {
  const body = Buffer.from(JSON.stringify(order))
  const signature = createHmac('sha256', secret).update(body).digest('base64')
  const headers = new Headers({ 'x-wc-webhook-signature': signature, 'x-wc-webhook-topic': 'order.created' })
  return { method: 'POST', headers, query: new URLSearchParams(), body }
}

/** Of an order that the shop has not told of. */
const paymentOf = (reference: string): Delivery => ({
  method: 'GET',
  headers: new Headers(),
  body: new Uint8Array(),
  query: new URLSearchParams({
    'checkout-reference': reference,
    'checkout-status': 'ok',
    'checkout-transaction-id': 'esittely',
  }),
})
