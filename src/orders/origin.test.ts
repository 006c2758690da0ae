/** What shops tell of where an order came from is kept in each of its rows, without anybody's address in it. */

import { afterAll, beforeEach, describe, expect, test } from 'vitest'
import {
  arrivalsDesk,
  shopifyDelivery,
  stripeDelivery,
  wixDelivery,
  wixKey,
  wooDelivery,
} from '../../test/arrivals-desk.ts'
import { shopifyOrder, stripeEvent, wooOrder } from '../../test/shop-orders.ts'

const desk = await arrivalsDesk()
afterAll(() => desk.close())
beforeEach(() => desk.empty())

const woo = await desk.connect('woocommerce')
const shop = await desk.connect('shopify')
const pay = await desk.connect('stripe')
const site = await desk.connect('wix', { secret: wixKey })

const wixOrder = (more: object) => ({
  id: 'f1d2',
  number: '10108',
  status: 'APPROVED',
  createdDate: '2026-03-01T10:00:00.000Z',
  currency: 'EUR',
  buyerInfo: { email: 'aino.virtanen@example.org' },
  priceSummary: { total: { amount: '50.0' } },
  lineItems: [{ id: 'l1', productName: { original: 'Punonta' }, quantity: 2, totalPriceAfterTax: { amount: '50.0' } }],
  ...more,
})

describe('where an order came from', () => {
  const attributed = (said: Readonly<Record<string, string>>) =>
    Object.entries(said).map(([name, value], n) => ({ id: n, key: `_wc_order_attribution_${name}`, value }))
  const origins = async () =>
    (await desk.rows('orders')).map(row =>
      Object.fromEntries(Object.entries(row).filter(([name]) => /^(origin|discount)_(?!.*_key$)/.test(name))),
    )

  test.each([
    [
      {
        source_type: 'utm',
        utm_source: 'facebook',
        utm_medium: 'cpc',
        utm_campaign: 'syksy',
        referrer: 'https://l.facebook.com/x?u=1',
      },
      { origin_source: 'facebook', origin_medium: 'cpc', origin_campaign: 'syksy', origin_referrer: 'l.facebook.com' },
    ],
    [
      { source_type: 'organic', utm_source: 'google', referrer: 'https://www.google.com/' },
      { origin_referrer: 'google.com' },
    ],
    [{ source_type: 'referral', utm_source: 'blogi.example.org' }, { origin_referrer: 'blogi.example.org' }],
    [{ source_type: 'typein', utm_source: '(direct)' }, { origin_source: 'direct' }],
    [{ source_type: 'admin' }, {}],
    [
      { source_type: 'utm', utm_source: 'aino.virtanen@example.org', utm_campaign: 'syksy' },
      { origin_campaign: 'syksy' },
    ],
  ])('in WooCommerce, of %j', async (said, found) => {
    await desk.arrive(woo, wooDelivery(woo.secret, wooOrder({ meta_data: attributed(said) })))
    expect(await origins()).toEqual([found, found])
  })

  test('in Shopify, by the address that the buyer came to, what the theme noted, and a code', async () => {
    const order = shopifyOrder({
      landing_site: '/kurssit?utm_source=uutiskirje&utm_medium=email&utm_campaign=kevät&email=bertta%40example.org',
      referring_site: 'https://m.facebook.com/',
      discount_codes: [{ code: 'KEVAT10', amount: '10.00', type: 'percentage' }],
      note_attributes: [{ name: 'utm_campaign', value: 'kevätkurssit' }],
    })
    await desk.arrive(shop, shopifyDelivery(shop.secret, order))
    const found = {
      origin_source: 'uutiskirje',
      origin_medium: 'email',
      origin_campaign: 'kevätkurssit',
      origin_referrer: 'm.facebook.com',
      discount_code: 'KEVAT10',
    }
    expect(await origins()).toEqual([found, found])
  })

  test('in Wix by its coupon, in Stripe by what the shop noted', async () => {
    await desk.arrive(
      site,
      wixDelivery(wixOrder({ attributionSource: 'FACEBOOK_ADS', appliedDiscounts: [{ coupon: { code: 'SUVI' } }] })),
    )
    const metadata = { product: 'Villasukat', utm_source: 'google', utm_campaign: 'haku' }
    const event = stripeEvent('checkout.session.completed', { metadata })
    await desk.arrive(pay, stripeDelivery(pay.secret, event, desk.db.clock.now()))
    expect(await origins()).toEqual(
      expect.arrayContaining([
        { origin_source: 'facebook', origin_medium: 'paid', discount_code: 'SUVI' },
        { origin_source: 'google', origin_campaign: 'haku' },
      ]),
    )
  })
})
