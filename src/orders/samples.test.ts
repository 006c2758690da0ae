/** Real payloads of the shops are understood, and real signatures judged as their makers say. */

import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { wixDelivery } from '../../test/arrivals-desk.ts'
import type { Delivery } from '../arrivals/adapter.ts'
import { paytrail } from './paytrail.ts'
import { shopify } from './shopify.ts'
import { stripe } from './stripe.ts'
import { wix } from './wix.ts'
import { woocommerce } from './woocommerce.ts'

const samples = join(import.meta.dirname, '../../../shared/samples')
describe.skipIf(!existsSync(samples))('real payloads (skipped: no samples beside the project)', () => {
  const read = (name: string): string => readFileSync(join(samples, name), 'utf8')
  const rows = (facts: Awaited<ReturnType<typeof woocommerce.translate>>) => {
    if ('ignored' in facts || !facts.thing) throw new Error('no order')
    return Object.values(facts.thing.rows(facts.thing.told))
  }
  const via = {
    connection: 'c',
    settings: {},
    at: new Date('2026-03-01'),
    lang: 'fi' as const,
    contacting: () => ['marketing'],
  }
  const of = (body: string): Delivery => ({
    method: 'POST',
    headers: new Headers(),
    query: new URLSearchParams(),
    body: Buffer.from(body),
  })

  test('WooCommerce', async () => {
    expect(rows(await woocommerce.translate(of(read('webhooks/woocommerce_order.json')), via))).toMatchObject([
      { order_number: '727', product: 'Woo Single #1', foreign_price: '6.45 USD', state: 'paid' },
      { quantity: 1 },
    ])
    expect(await woocommerce.translate(of(read('webhooks/woocommerce_customer.json')), via)).toEqual({
      ignored: 'not-ours',
    })
  })
  test.each([
    'webhooks/shopify_order.json',
    'webhooks/whdb_shopify_order_v1_1.json',
    'webhooks/whdb_shopify_order_v1_2.json',
  ])('Shopify: %s', async name => {
    expect(rows(await shopify.translate(of(read(name)), via)).length).toBeGreaterThan(0)
  })
  test('Stripe', async () => {
    const object = JSON.parse(read('webhooks/stripe_checkout_session.json'))
    const event = { id: 'evt_1', type: 'checkout.session.completed', created: 1, livemode: true, data: { object } }
    expect(rows(await stripe.translate(of(JSON.stringify(event)), via))).toHaveLength(1)
    const charge = {
      ...event,
      type: 'charge.refunded',
      data: { object: JSON.parse(read('webhooks/stripe_charge.json')) },
    }
    expect(await stripe.translate(of(JSON.stringify(charge)), via)).toBeDefined()
  })
  test('Wix', async () => {
    const { order } = JSON.parse(read('wix/orders_example_1.json'))
    expect(rows(await wix.translate(wixDelivery(order), via))).toMatchObject([
      { order_number: '10108', foreign_price: '69.16 USD', state: 'delivered' },
      {},
    ])
    const token = of(read('wix/jwt_contact_created.txt'))
    expect(wix.authenticate(token, read('wix/jwt_contact_created.pub.pem'), new Date('2026-11-23'))).toBe(true)
    expect(await wix.translate(token, via)).toEqual({ ignored: 'not-ours' })
  })
  test('signatures', () => {
    const vectors: Record<string, unknown>[] = ['published', 'computed'].flatMap(name =>
      JSON.parse(read(`signatures/${name}_vectors.json`)),
    )
    const known: Record<string, typeof woocommerce> = { stripe, shopify, woocommerce, paytrail }
    const tried = vectors.filter(({ scheme }) => Object.hasOwn(known, String(scheme)))
    for (const { scheme, secret, body, headers, query, now, valid } of tried) {
      const made: Delivery = {
        method: scheme === 'paytrail' ? 'GET' : 'POST',
        headers: new Headers((headers as Record<string, string>) ?? {}),
        query: new URLSearchParams((query as Record<string, string>) ?? {}),
        body: Buffer.from(String(body ?? '')),
      }
      const at = new Date(Number(now ?? 1_763_800_000) * 1000)
      expect([scheme, known[String(scheme)]?.authenticate(made, String(secret), at)]).toEqual([scheme, valid])
    }
    expect(tried.length).toBeGreaterThan(5)
  })
})
