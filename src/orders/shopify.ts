/** Shopify: each delivery is the whole order as it is then; what a customer asks of the shop by law is not lost either. */

import { createHash, createHmac } from 'node:crypto'
import { z } from 'zod'
import { adapter, type Delivery, type Facts, type Ignored, type Via } from '../arrivals/adapter.ts'
import { id, list, momentOf, price, shaped, text } from '../arrivals/shape.ts'
import { isSignedBy, readExactly } from '../arrivals/signature.ts'
import { Refused } from '../base/errors.ts'
import { minorUnits } from './money.ts'
import { type Line, rowsOf, type Snapshot, toldOf } from './order.ts'
import { type Origin, originOf } from './origin.ts'
import { type Answered, type ShopSettings, saidOf, shopSettings, ticked } from './permits.ts'
import { shopifyFile } from './shopify-file.ts'

const address = z
  .object({
    first_name: text,
    last_name: text,
    company: text,
    address1: text,
    address2: text,
    city: text,
    zip: text,
    country_code: text,
    phone: text,
  })
  .nullish()

const consent = z.object({ state: text, opt_in_level: text, consent_updated_at: text }).nullish()

const customer = z
  .object({ email: text, phone: text, first_name: text, last_name: text, email_marketing_consent: consent })
  .nullish()

const order = z.object({
  id,
  name: text,
  email: text,
  phone: text,
  contact_email: text,
  test: z.boolean().nullish(),
  currency: z.string(),
  created_at: z.string(),
  updated_at: text,
  cancelled_at: text,
  financial_status: text,
  fulfillment_status: text,
  total_price: price,
  note: text,
  tags: text,
  customer_locale: text,
  buyer_accepts_marketing: z.boolean().nullish(),
  customer,
  billing_address: address,
  landing_site: text,
  referring_site: text,
  discount_codes: list(z.object({ code: text })),
  note_attributes: list(z.object({ name: z.string(), value: z.unknown().optional() })),
  line_items: list(
    z.object({
      id,
      name: text,
      title: text,
      quantity: z.number().int(),
      price,
      total_discount: price.nullish(),
      discount_allocations: list(z.object({ amount: price })),
      tax_lines: list(z.object({ price })),
    }),
  ),
  taxes_included: z.boolean().nullish(),
  fulfillments: list(z.object({ created_at: text, updated_at: text, status: text })),
  refunds: list(
    z.object({
      created_at: text,
      transactions: list(z.object({ kind: text, status: text, amount: price })),
      refund_line_items: list(z.object({ line_item_id: id, subtotal: price, total_tax: price.nullish() })),
    }),
  ),
})
type Order = z.output<typeof order>

export const shopify = adapter({
  kind: 'shopify',
  method: 'POST',
  secret: 'pasted',
  settings: shopSettings,
  authenticate: ({ headers, body }, secret) =>
    isSignedBy(secret, [body], headers.get('x-shopify-hmac-sha256'), 'base64'),
  // The ids of the headers are not signed: the body itself tells whether it has come before.
  identify: ({ headers, body }) => ({
    id: createHash('sha256').update(body).digest('hex'),
    topic: /^[a-z_]+\/[a-z_]+$/.exec(headers.get('x-shopify-topic') ?? '')?.[0] ?? 'orders',
    test: isTest(body),
  }),
  translate: (delivery, via) => {
    const json = unwrapped(readExactly(delivery.body))
    if (isOf(json, 'line_items')) return factsOf(shaped(order, json), via)
    // customers/data_request and customers/redact: a person's request, which staff record and answer.
    if (isOf(json, 'shop_domain')) throw new Refused('arrivals.request-for-a-right', 'conflict')
    return isOf(json, 'email_marketing_consent') ? ofCustomer(shaped(customer, json), via) : { ignored: 'not-ours' }
  },
  ofFile: shopifyFile,
  sample: sampleOrder,
})

/** The REST API wraps what a webhook sends bare. */
const unwrapped = (json: unknown): unknown =>
  typeof json === 'object' && json !== null && 'order' in json && Object.keys(json).length === 1 ? json.order : json

const isOf = (json: unknown, field: string): boolean =>
  typeof json === 'object' && json !== null && Object.hasOwn(json, field)

const isTest = (body: Uint8Array): boolean => {
  const json = unwrapped(readExactly(body))
  return typeof json === 'object' && json !== null && 'test' in json && json.test === true
}

/** A customer who has unsubscribed is obeyed without an order; anything else about one without an order has no ground. */
function ofCustomer(one: z.output<typeof customer>, { contacting }: Via<ShopSettings>): Facts | Ignored {
  const { state, consent_updated_at } = one?.email_marketing_consent ?? {}
  if (state !== 'unsubscribed' || !one?.email || !consent_updated_at) return { ignored: 'not-ours' }
  const givenAt = momentOf(consent_updated_at, 'email_marketing_consent.consent_updated_at')
  return {
    about: { email: one.email },
    reference: 'unsubscribed',
    rows: [],
    said: contacting('email').map(purpose => ({ kind: 'objection', purpose, channel: 'email', givenAt })),
  }
}

function factsOf(one: Order, via: Via<ShopSettings>): Facts {
  const { billing_address: billing, customer: buyer } = one
  const at = momentOf(one.updated_at ?? one.created_at, 'updated_at')
  const snapshot = snapshotOf(one, at, via.settings)
  return {
    about: {
      email: one.email ?? one.contact_email ?? buyer?.email,
      phone: one.phone ?? billing?.phone ?? buyer?.phone,
      given: billing?.first_name ?? buyer?.first_name,
      family: billing?.last_name ?? buyer?.last_name,
    },
    reference: snapshot.number,
    rows: [
      {
        category: 'contact-points',
        values: {
          street: [billing?.address1, billing?.address2].filter(Boolean).join(', ') || null,
          country: billing?.country_code ?? null,
          postcode: billing?.zip ?? null,
          city: billing?.city ?? null,
        },
      },
      ...(billing?.company ? [{ category: 'work', values: { organisation: billing.company } }] : []),
      ...(one.customer_locale ? [{ category: 'profile', values: { language: one.customer_locale.slice(0, 2) } }] : []),
    ],
    ...saidOf(
      { ordered: snapshot.ordered, isSale: snapshot.paid || snapshot.total === 0, ...answered(one, snapshot, via) },
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

/** What Shopify knows of the customer's own consent stands before the box of this order. */
function answered(one: Order, { ordered }: Snapshot, { settings }: Via<ShopSettings>): Answered {
  const known = one.customer?.email_marketing_consent
  const refusalField = one.note_attributes.find(({ name }) => name === settings.refusalField)
  const at = known?.consent_updated_at ? momentOf(known.consent_updated_at, 'consent_updated_at') : ordered
  const refused = known?.state === 'unsubscribed' || ticked(refusalField?.value)
  const consented = known?.state ? known.state === 'subscribed' : one.buyer_accepts_marketing === true
  return {
    at,
    consent: consented ? 'ticked' : 'not-ticked',
    refusal: refused ? 'ticked' : refusalField === undefined ? 'not-shown' : 'not-ticked',
  }
}

function snapshotOf(one: Order, at: string, { withdrawnWord }: ShopSettings): Snapshot {
  const money = (value: string | null | undefined) => minorUnits(value ?? '0', one.currency)
  const sum = (all: readonly (string | null | undefined)[]) => all.reduce((total, value) => total + money(value), 0)
  const refundLines = one.refunds.flatMap(({ refund_line_items }) => refund_line_items)
  const paidBack = one.refunds.flatMap(({ transactions }) =>
    transactions.filter(({ kind, status }) => kind === 'refund' && status === 'success'),
  )
  const refunded = sum(paidBack.map(({ amount }) => amount))
  const arrived = one.fulfillments.filter(({ status }) => status === 'success')
  const line = (item: Order['line_items'][number]): Line => {
    const discount =
      item.discount_allocations.length > 0
        ? sum(item.discount_allocations.map(({ amount }) => amount))
        : money(item.total_discount)
    const tax = one.taxes_included ? 0 : sum(item.tax_lines.map(({ price }) => price))
    const back = refundLines.filter(({ line_item_id }) => line_item_id === item.id)
    return {
      key: item.id,
      product: item.name ?? item.title ?? null,
      quantity: item.quantity,
      amount: money(item.price) * item.quantity - discount + tax,
      ...(back.length > 0 && {
        refunded: back.reduce(
          (total, { subtotal, total_tax }) => total + money(subtotal) + (one.taxes_included ? 0 : money(total_tax)),
          0,
        ),
      }),
    }
  }
  const lastRefund = one.refunds
    .flatMap(({ created_at }) => created_at ?? [])
    .sort()
    .at(-1)
  return {
    number: one.name ?? one.id,
    currency: one.currency,
    ordered: momentOf(one.created_at, 'created_at'),
    lines: one.line_items.map(line),
    total: money(one.total_price),
    paid: ['paid', 'partially_refunded', 'refunded'].includes(one.financial_status ?? ''),
    delivered:
      one.fulfillment_status === 'fulfilled'
        ? momentOf(
            arrived
              .flatMap(({ created_at }) => created_at ?? [])
              .sort()
              .at(-1) ?? at,
            'fulfillments',
          )
        : undefined,
    cancelled: one.cancelled_at ? momentOf(one.cancelled_at, 'cancelled_at') : undefined,
    withdrawn: withdrawnWord !== undefined && (one.tags ?? '').split(',').some(tag => tag.trim() === withdrawnWord),
    refund: refunded > 0 ? { amount: refunded, at: momentOf(lastRefund ?? at, 'refunds') } : undefined,
    note: one.note,
    origin: cameBy(one),
  }
}

/** Themes that keep what a link said put it into note attributes of its name; else it stands in the address that the buyer came to. */
function cameBy({ landing_site, referring_site, note_attributes, discount_codes: [discount] }: Order): Origin {
  const noted = (name: string) => {
    const value = note_attributes.find(one => one.name.toLowerCase() === name)?.value
    return typeof value === 'string' && value !== '' ? value : undefined
  }
  return originOf({
    referrer: referring_site,
    landing: landing_site,
    source: noted('utm_source'),
    medium: noted('utm_medium'),
    campaign: noted('utm_campaign'),
    code: discount?.code,
  })
}

function sampleOrder(secret: string, now: Date): Delivery {
  const at = now.toISOString()
  const body = Buffer.from(
    JSON.stringify({
      id: 1,
      name: '#1',
      email: 'kokeilu@example.org',
      currency: 'EUR',
      created_at: at,
      updated_at: at,
      financial_status: 'paid',
      total_price: '10.00',
      line_items: [{ id: 1, name: 'Kokeilu', quantity: 1, price: '10.00' }],
    }),
  )
  const signature = createHmac('sha256', secret).update(body).digest('base64')
  const headers = new Headers({ 'x-shopify-hmac-sha256': signature, 'x-shopify-topic': 'orders/create' })
  return { method: 'POST', headers, query: new URLSearchParams(), body }
}
