/** WooCommerce: each delivery is the whole order as it is then, signed with the secret that was typed into the webhook. */

import { createHash, createHmac } from 'node:crypto'
import { z } from 'zod'
import { adapter, type Delivery, type Facts, type Ignored, type Via } from '../arrivals/adapter.ts'
import { id, list, momentOf, price, shaped, text } from '../arrivals/shape.ts'
import { isSignedBy, readExactly } from '../arrivals/signature.ts'
import { minorUnits } from './money.ts'
import { rowsOf, type Snapshot, toldOf } from './order.ts'
import { type Origin, originOf } from './origin.ts'
import { type Answered, type ShopSettings, saidOf, shopSettings, ticked } from './permits.ts'
import { woocommerceFile } from './woocommerce-file.ts'

const address = z.object({
  first_name: text,
  last_name: text,
  company: text,
  address_1: text,
  address_2: text,
  city: text,
  postcode: text,
  country: text,
  email: text,
  phone: text,
})

const order = z.object({
  id,
  number: text,
  status: z.string().max(60),
  currency: z.string(),
  date_created_gmt: z.string(),
  date_modified_gmt: text,
  date_paid_gmt: text,
  date_completed_gmt: text,
  total: price,
  customer_note: text,
  billing: address,
  meta_data: list(z.object({ key: z.string(), value: z.unknown().optional() })),
  line_items: list(z.object({ id, name: text, quantity: z.number().int(), total: price, total_tax: price.optional() })),
  refunds: list(z.object({ total: price })),
  coupon_lines: list(z.object({ code: text })),
})
type Order = z.output<typeof order>

/** Times of the REST API's `_gmt` fields bear no zone. */
const utc = (value: string): string =>
  momentOf(/Z$|[+-]\d\d:?\d\d$/.test(value) ? value : `${value}Z`, 'date_created_gmt')

const header = (delivery: Delivery, name: string) => delivery.headers.get(`x-wc-webhook-${name}`)

/** Carts that nobody has ordered from yet. */
const notPlaced = ['checkout-draft', 'auto-draft', 'trash']

export const woocommerce = adapter({
  kind: 'woocommerce',
  method: 'POST',
  secret: 'made',
  settings: shopSettings,
  // When a webhook is saved the shop posts `webhook_id=N`, unsigned, and wants to hear 200.
  greets: ({ body }) => body.byteLength < 40 && /^webhook_id=\d+$/.test(new TextDecoder().decode(body)),
  authenticate: (delivery, secret) => isSignedBy(secret, [delivery.body], header(delivery, 'signature'), 'base64'),
  // The signature covers the body and no header: the body itself tells whether it has come before.
  identify: delivery => ({
    id: createHash('sha256').update(delivery.body).digest('hex'),
    topic: /^[a-z]+\.[a-z]+$/.exec(header(delivery, 'topic') ?? '')?.[0] ?? 'order',
  }),
  translate: (delivery, via) => {
    const json = readExactly(delivery.body)
    const body = shaped(z.object({ billing: z.unknown().optional(), line_items: z.unknown().optional() }), json)
    // A customer without an order, and `{"id":N}` of one that the shop removed: nothing is removed here because of it.
    if (body.line_items === undefined || body.billing === undefined) return { ignored: 'not-ours' }
    return factsOf(shaped(order, json), via)
  },
  ofFile: woocommerceFile,
  sample: sampleOrder,
})

function factsOf(one: Order, via: Via<ShopSettings>): Facts | Ignored {
  if (notPlaced.includes(one.status)) return { ignored: 'not-placed' }
  const { billing, currency } = one
  const at = utc(one.date_modified_gmt ?? one.date_created_gmt)
  const snapshot = snapshotOf(one, at, via.settings)
  const meta = (key: string | undefined): Answered['consent'] => {
    const found = key === undefined ? undefined : one.meta_data.find(entry => entry.key === key)
    return found === undefined ? 'not-shown' : ticked(found.value) ? 'ticked' : 'not-ticked'
  }
  const total = minorUnits(one.total, currency)
  return {
    about: { email: billing.email, phone: billing.phone, given: billing.first_name, family: billing.last_name },
    reference: snapshot.number,
    rows: [
      {
        category: 'contact-points',
        values: {
          street: [billing.address_1, billing.address_2].filter(Boolean).join(', ') || null,
          country: billing.country ?? null,
          postcode: billing.postcode ?? null,
          city: billing.city ?? null,
        },
      },
      ...(billing.company ? [{ category: 'work', values: { organisation: billing.company } }] : []),
    ],
    ...saidOf(
      {
        ordered: snapshot.ordered,
        at,
        isSale: snapshot.paid || total === 0,
        consent: meta(via.settings.permitField),
        refusal: meta(via.settings.refusalField),
      },
      via,
    ),
    thing: {
      group: via.connection,
      reference: one.id,
      category: 'orders',
      told: toldOf({ snapshot: { at, order: snapshot } }),
      rows: rowsOf,
    },
  }
}

function snapshotOf(one: Order, at: string, { withdrawnWord }: ShopSettings): Snapshot {
  const money = (value: string | undefined) => minorUnits(value ?? '0', one.currency)
  // Refunds are written as negative totals.
  const refunded = one.refunds.reduce((sum, { total }) => sum + Math.abs(money(total)), 0)
  const total = money(one.total)
  const cancelled = one.status === 'cancelled' || one.status === 'failed'
  const completed = one.status === 'completed' || one.date_completed_gmt !== undefined
  return {
    number: one.number ?? one.id,
    currency: one.currency,
    ordered: utc(one.date_created_gmt),
    lines: one.line_items.map(line => ({
      key: line.id,
      product: line.name === undefined ? null : decoded(line.name),
      quantity: line.quantity,
      amount: money(line.total) + money(line.total_tax),
    })),
    total,
    paid: one.date_paid_gmt !== undefined || ['processing', 'completed', 'refunded'].includes(one.status),
    delivered: completed ? utc(one.date_completed_gmt ?? at) : undefined,
    cancelled: cancelled ? at : undefined,
    withdrawn: withdrawnWord !== undefined && one.status === withdrawnWord,
    refund:
      one.status === 'refunded'
        ? { amount: Math.max(refunded, total), at }
        : refunded > 0
          ? { amount: refunded, at }
          : undefined,
    note: one.customer_note,
    origin: attributionOf(one),
  }
}

/**
 * The shop's own order attribution (since WooCommerce 8.5), by a script of the shop that reads the browser: whether it asks first is the
 * shop's affair. An order that staff made came from nowhere.
 */
function attributionOf({ meta_data, coupon_lines: [coupon] }: Order): Origin {
  const said = (name: string) => {
    const value = meta_data.find(({ key }) => key === `_wc_order_attribution_${name}`)?.value
    return typeof value === 'string' ? value : undefined
  }
  const kind = said('source_type')
  if (kind === undefined || kind === 'admin') return originOf({ code: coupon?.code })
  if (kind === 'typein') return originOf({ source: 'direct', code: coupon?.code })
  // What sent the buyer when it was no campaign stands in the same place as a campaign's source: a host.
  const isCampaign = kind === 'utm'
  return originOf({
    referrer: said('referrer') ?? (isCampaign ? undefined : said('utm_source')),
    source: isCampaign ? said('utm_source') : undefined,
    medium: isCampaign ? said('utm_medium') : undefined,
    campaign: isCampaign ? said('utm_campaign') : undefined,
    code: coupon?.code,
  })
}

/** Names of products come with the shop's HTML entities: `&ndash;`. */
const decoded = (name: string): string =>
  name.replace(
    /&(amp|ndash|mdash|quot|lt|gt|nbsp|#0?39|#8211|#8217);/g,
    (whole, entity: string) => entities[entity] ?? whole,
  )
const entities: Readonly<Record<string, string>> = {
  amp: '&',
  ndash: '–',
  mdash: '—',
  quot: '"',
  lt: '<',
  gt: '>',
  nbsp: ' ',
  '#39': "'",
  '#039': "'",
  '#8211': '–',
  '#8217': '’',
}

function sampleOrder(secret: string, now: Date): Delivery {
  const at = now.toISOString().slice(0, 19)
  const body = Buffer.from(
    JSON.stringify({
      id: 1,
      number: '1',
      status: 'processing',
      currency: 'EUR',
      date_created_gmt: at,
      date_modified_gmt: at,
      date_paid_gmt: at,
      total: '10.00',
      billing: { first_name: 'Kokeilu', last_name: 'Tilaus', email: 'kokeilu@example.org' },
      line_items: [{ id: 1, name: 'Kokeilu', quantity: 1, total: '10.00', total_tax: '0.00' }],
    }),
  )
  const signature = createHmac('sha256', secret).update(body).digest('base64')
  const headers = new Headers({ 'x-wc-webhook-signature': signature, 'x-wc-webhook-topic': 'order.created' })
  return { method: 'POST', headers, query: new URLSearchParams(), body }
}
