/** Stripe: a checkout, the payment that may come days later and what was paid back are events of their own, in no order. */

import { createHash, createHmac } from 'node:crypto'
import { z } from 'zod'
import { adapter, type Delivery, type Facts, type Ignored, type Via } from '../arrivals/adapter.ts'
import { id, list, momentOf, shaped, text } from '../arrivals/shape.ts'
import { isSignedBy, readExactly } from '../arrivals/signature.ts'
import { Refused } from '../base/errors.ts'
import { type OneRefund, type OrderWords, rowsOf, toldOf } from './order.ts'
import { originOf } from './origin.ts'
import { type Answered, type ShopSettings, saidOf, shopSettings } from './permits.ts'
import { stripeFile } from './stripe-file.ts'

/** So old may a delivery be, or so far ahead, in seconds: as Stripe's own libraries have it. */
const tolerance = 300

const event = z.object({
  id,
  type: z.string().max(120),
  created: z.number(),
  livemode: z.boolean(),
  data: z.object({ object: z.looseObject({ object: z.string() }) }),
})

const details = z
  .object({
    email: text,
    name: text,
    phone: text,
    address: z.object({ line1: text, line2: text, city: text, postal_code: text, country: text }).nullish(),
  })
  .nullish()

const session = z.object({
  id,
  amount_total: z.number().int().nullish(),
  currency: text,
  created: z.number(),
  payment_intent: text,
  payment_status: text,
  client_reference_id: text,
  customer_details: details,
  customer_email: text,
  locale: text,
  consent: z.object({ promotions: text }).nullish(),
  metadata: z.record(z.string(), z.unknown()).nullish(),
  line_items: z
    .object({
      data: list(
        z.object({ id, description: text, quantity: z.number().int().nullish(), amount_total: z.number().int() }),
      ),
    })
    .nullish(),
})
type Session = z.output<typeof session>

const charge = z.object({ payment_intent: text, amount_refunded: z.number().int(), invoice: text })

const refund = z.object({ id, payment_intent: text, amount: z.number().int(), created: z.number(), status: text })

const intent = z.object({ id, invoice: text })

/** A row of the list of payments, as stripe-file.ts puts it. */
const filed = z.object({
  object: z.literal('file.payment'),
  id,
  placed: z.boolean(),
  currency: z.string(),
  amount: z.number().int(),
  created: z.string(),
  product: text,
  email: text,
  name: text,
  refund: z.object({ amount: z.number().int(), at: z.string() }).nullable(),
})

const seconds = (at: number): string => momentOf(at * 1000, 'created')

export const stripe = adapter({
  kind: 'stripe',
  method: 'POST',
  secret: 'pasted',
  settings: shopSettings,
  checkSecret: secret => {
    if (!/^whsec_\S{16,}$/.test(secret)) throw new Refused('arrivals.secret-form', 'invalid', { form: 'whsec_…' })
  },
  authenticate: ({ headers, body }, secret, now) => {
    const parts = (headers.get('stripe-signature') ?? '').split(',').map(part => part.split('=', 2))
    const [, time = ''] = parts.find(([name]) => name === 't') ?? []
    if (!/^\d{1,12}$/.test(time) || Math.abs(now.getTime() / 1000 - Number(time)) > tolerance) return false
    // While a secret is rolled there is a signature by each; only those of the scheme v1 count.
    return parts.some(([name, value]) => name === 'v1' && isSignedBy(secret, [`${time}.`, body], value, 'hex'))
  },
  identify: ({ body }) => {
    const read = readExactly(body)
    const row = filed.safeParse(read)
    if (row.success) {
      const hash = createHash('sha256').update(body).digest('hex')
      return { id: `file ${hash}`, topic: 'payment.file' }
    }
    const { id, type, livemode } = shaped(event, read)
    return { id, topic: type, test: !livemode }
  },
  translate: (delivery, via) => {
    const row = filed.safeParse(readExactly(delivery.body))
    if (row.success) return ofRow(row.data, via)
    const { type, created, data } = shaped(event, readExactly(delivery.body))
    const at = seconds(created)
    if (data.object.object === 'checkout.session') return ofSession(type, shaped(session, data.object), at, via)
    switch (type) {
      case 'charge.refunded': {
        const { payment_intent, amount_refunded } = shaped(charge, data.object)
        return ofSale(payment_intent, { refund: { amount: amount_refunded, at } }, via)
      }
      case 'refund.created':
      case 'refund.updated':
      case 'refund.failed':
      case 'charge.refund.updated':
        return ofOneRefund(shaped(refund, data.object), at, via)
      case 'charge.succeeded': {
        const { payment_intent, invoice } = shaped(charge, data.object)
        return invoice === undefined ? ofPayment(payment_intent, at, via) : { ignored: 'not-ours' }
      }
      case 'payment_intent.succeeded': {
        const one = shaped(intent, data.object)
        return one.invoice === undefined ? ofPayment(one.id, at, via) : { ignored: 'not-ours' }
      }
      default:
        return { ignored: 'not-ours' }
    }
  },
  ofFile: stripeFile,
  sample: sampleSession,
})

/** What one sale's events have in common: its payment; a free one has none. */
const saleOf = (one: Pick<Session, 'id' | 'payment_intent'>): string => one.payment_intent ?? one.id

function ofSession(type: string, one: Session, at: string, via: Via<ShopSettings>): Facts | Ignored {
  const ends = type.replace('checkout.session.', '')
  if (ends === 'expired' || ends === 'created') return { ignored: 'not-placed' }
  const payment =
    ends === 'async_payment_succeeded' || ends === 'async_payment_failed'
      ? { key: 'later', at, rank: 1, paid: ends === 'async_payment_succeeded' }
      : undefined
  const currency = (one.currency ?? 'eur').toUpperCase()
  const ordered = seconds(one.created)
  const number = one.client_reference_id ?? saleOf(one)
  const lines = one.line_items?.data ?? []
  const promotions = one.consent?.promotions
  const total = one.amount_total ?? null
  const paid = one.payment_status === 'paid' || one.payment_status === 'no_payment_required'
  const answered: Answered = {
    at,
    consent: promotions === 'opt_in' ? 'ticked' : 'not-shown',
    refusal: promotions === 'opt_out' ? 'ticked' : 'not-shown',
  }
  return {
    about: whoOf(one.customer_details, one.customer_email),
    reference: number,
    rows: [...postOf(one.customer_details), ...languageOf(one.locale)],
    ...saidOf({ ordered, isSale: paid, ...answered }, via),
    thing: {
      group: via.connection,
      reference: saleOf(one),
      category: 'orders',
      told: toldOf({
        snapshot: {
          // A session is the same in each of its events but for how it was paid, which the later ones tell by themselves.
          at: ordered,
          order: {
            number,
            currency,
            ordered,
            total,
            paid,
            lines:
              lines.length > 0
                ? lines.map(line => ({
                    key: line.id,
                    product: line.description ?? null,
                    quantity: line.quantity ?? null,
                    amount: line.amount_total,
                  }))
                : [{ key: 'whole', product: productOf(one), quantity: null, amount: total }],
            origin: originOf({
              source: noted(one, 'utm_source'),
              medium: noted(one, 'utm_medium'),
              campaign: noted(one, 'utm_campaign'),
            }),
          },
        },
        ...(payment && { payment }),
      }),
      rows: rowsOf,
    },
  }
}

/** Only what the shop has put there itself: a webhook brings the lines of a sale only when it was told to. */
const productOf = (one: Session): string | null => noted(one, 'product') ?? noted(one, 'product_name') ?? null

const noted = ({ metadata }: Session, name: string): string | undefined => {
  const value = metadata?.[name]
  return typeof value === 'string' ? value : undefined
}

/** Of no moment: whatever a webhook tells of the sale stands, for it knows the checkout. */
const sinceEver = '1970-01-01T00:00:00.000Z'

function ofRow(row: z.output<typeof filed>, via: Via<ShopSettings>): Facts | Ignored {
  if (!row.placed) return { ignored: 'not-placed' }
  const ordered = momentOf(row.created, 'Created date (UTC)')
  const lines = [{ key: 'whole', product: row.product ?? null, quantity: null, amount: row.amount }]
  const order = { number: row.id, currency: row.currency, ordered, total: row.amount, paid: true, lines }
  return {
    about: whoOf({ name: row.name, email: row.email, phone: undefined }, undefined),
    reference: row.id,
    rows: [],
    said: [], // the list tells nothing of what was offered
    thing: {
      group: via.connection,
      reference: row.id,
      category: 'orders',
      told: toldOf({ snapshot: { at: sinceEver, order }, ...(row.refund && { refund: row.refund }) }),
      rows: rowsOf,
    },
  }
}

/** How far a refund has come: what is told last may be told first. */
const refundStates: Readonly<Record<string, readonly [rank: number, OneRefund['state']]>> = {
  requires_action: [1, 'open'], // Stripe waits for the account number of whoever is paid back
  pending: [2, 'paid-back'],
  succeeded: [3, 'paid-back'],
  failed: [4, 'failed'],
  canceled: [4, 'failed'],
}

function ofOneRefund(one: z.output<typeof refund>, at: string, via: Via<ShopSettings>): Facts | Ignored {
  const { id: key, amount, status = '' } = one
  const found = Object.hasOwn(refundStates, status) ? refundStates[status] : undefined
  if (found === undefined) throw new Refused('arrivals.shape', 'invalid', { field: 'status' })
  const [rank, state] = found
  return ofSale(one.payment_intent, { oneRefund: { key, amount, made: seconds(one.created), at, rank, state } }, via)
}

/** A payment succeeds once; the word of a checkout on it is the same. */
const ofPayment = (paymentIntent: string | undefined, at: string, via: Via<ShopSettings>): Facts | Ignored =>
  ofSale(paymentIntent, { payment: { key: 'succeeded', at, rank: 1, paid: true } }, via)

/** A word on a sale that the checkout tells of. Of a payment that was made without one the register learns nothing. */
function ofSale(paymentIntent: string | undefined, words: OrderWords, via: Via<ShopSettings>): Facts | Ignored {
  if (paymentIntent === undefined) return { ignored: 'not-ours' }
  return {
    about: undefined, // whoever bought it: who pays for somebody else is not the customer
    reference: paymentIntent,
    rows: [],
    said: [],
    thing: {
      group: via.connection,
      reference: paymentIntent,
      category: 'orders',
      told: toldOf(words),
      rows: rowsOf,
    },
  }
}

function whoOf(one: z.output<typeof details>, email: string | undefined): Facts['about'] {
  const words = (one?.name ?? '').split(/\s+/).filter(word => word !== '')
  return {
    email: one?.email ?? email,
    phone: one?.phone,
    given: words.length > 1 ? words.slice(0, -1).join(' ') : words[0],
    family: words.length > 1 ? words.at(-1) : undefined,
  }
}

const postOf = (one: z.output<typeof details>): Facts['rows'] =>
  one?.address
    ? [
        {
          category: 'contact-points',
          values: {
            street: [one.address.line1, one.address.line2].filter(Boolean).join(', ') || null,
            country: one.address.country ?? null,
            postcode: one.address.postal_code ?? null,
            city: one.address.city ?? null,
          },
        },
      ]
    : []

const languageOf = (locale: string | undefined): Facts['rows'] =>
  locale && /^[a-z]{2}\b/.test(locale) ? [{ category: 'profile', values: { language: locale.slice(0, 2) } }] : []

function sampleSession(secret: string, now: Date): Delivery {
  const at = Math.floor(now.getTime() / 1000)
  const body = JSON.stringify({
    id: `evt_${at}`,
    type: 'checkout.session.completed',
    created: at,
    livemode: true,
    data: {
      object: {
        object: 'checkout.session',
        id: `cs_${at}`,
        amount_total: 1000,
        currency: 'eur',
        created: at,
        payment_status: 'paid',
        customer_details: { email: 'kokeilu@example.org', name: 'Kokeilu Tilaus' },
      },
    },
  })
  const signature = createHmac('sha256', secret).update(`${at}.${body}`).digest('hex')
  const headers = new Headers({ 'stripe-signature': `t=${at},v1=${signature}` })
  return { method: 'POST', headers, query: new URLSearchParams(), body: Buffer.from(body) }
}
