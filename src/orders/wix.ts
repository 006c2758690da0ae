/** Wix: the whole body is a token that Wix has signed with the key of the app, and in it, text within text, the order as it is then. */

import { createHash, createPublicKey, verify } from 'node:crypto'
import { z } from 'zod'
import { adapter, type Facts, type Ignored, type Via } from '../arrivals/adapter.ts'
import { id, list, momentOf, price, shaped, text } from '../arrivals/shape.ts'
import { readExactly } from '../arrivals/signature.ts'
import { Refused } from '../base/errors.ts'
import { minorUnits } from './money.ts'
import { type Line, rowsOf, type Snapshot, toldOf } from './order.ts'
import { originOf } from './origin.ts'
import { type ShopSettings, saidOf, shopSettings } from './permits.ts'
import { wixFile } from './wix-file.ts'

/** Clocks differ by so many seconds. */
const leeway = 60

const envelope = z.object({ data: z.string(), exp: z.number().nullish(), nbf: z.number().nullish() })
const inner = z.object({ eventType: z.string().max(200), data: z.string() })
const event = z.object({
  id: text,
  entityId: text,
  eventTime: text,
  createdEvent: z.object({ entityAsJson: text, entity: z.unknown().optional() }).nullish(),
  updatedEvent: z.object({ currentEntityAsJson: text, currentEntity: z.unknown().optional() }).nullish(),
  actionEvent: z.object({ bodyAsJson: text, body: z.unknown().optional() }).nullish(),
  triggeredByAnonymizeRequest: z.boolean().nullish(),
})

const amount = z.object({ amount: price }).nullish()
const address = z
  .object({ country: text, city: text, postalCode: text, addressLine: text, addressLine1: text })
  .nullish()
const contact = z.object({ firstName: text, lastName: text, phone: text, company: text }).nullish()

const order = z.object({
  id,
  number: id,
  status: text,
  createdDate: z.string(),
  updatedDate: text,
  currency: z.string(),
  paymentStatus: text,
  fulfillmentStatus: text,
  buyerNote: text,
  attributionSource: text,
  appliedDiscounts: list(z.object({ coupon: z.object({ code: text }).nullish() })),
  buyerLanguage: text,
  buyerInfo: z.object({ email: text, phone: text }).nullish(),
  billingInfo: z.object({ address, contactDetails: contact }).nullish(),
  priceSummary: z.object({ total: amount, totalPrice: amount }),
  balanceSummary: z.object({ refunded: amount }).nullish(),
  tags: z.object({ tags: z.object({ tagIds: list(z.string()) }).nullish() }).nullish(),
  lineItems: list(
    z.object({
      id,
      productName: z.object({ original: text, translated: text }).nullish(),
      quantity: z.number().int().nullish(),
      refundQuantity: z.number().int().nullish(),
      totalPriceAfterTax: amount,
      totalPriceBeforeTax: amount,
    }),
  ),
})
type Order = z.output<typeof order>

const bytes = (part: string): Buffer => Buffer.from(part, 'base64url')

/** The three parts of a token that names RS256 and nothing else; undefined of anything else. */
function partsOf(body: Uint8Array): readonly [head: string, payload: string, signature: string] | undefined {
  const written = new TextDecoder().decode(body).trim()
  const [head = '', payload = '', signature = '', ...more] = written.split('.')
  if (more.length > 0 || ![head, payload, signature].every(part => /^[\w-]+$/.test(part))) return undefined
  return [head, payload, signature]
}

const isRs256 = (head: string): boolean => {
  const read = z.object({ alg: z.literal('RS256') }).safeParse(tryJson(bytes(head)))
  return read.success
}

function tryJson(from: Uint8Array): unknown {
  try {
    return readExactly(from)
  } catch {
    return undefined
  }
}

/** What a delivery tells of: the type, and the event in it. */
function eventOf(body: Uint8Array) {
  const [, payload = ''] = partsOf(body) ?? []
  const { data } = shaped(envelope, tryJson(bytes(payload)))
  const { eventType, data: told } = shaped(inner, tryJson(Buffer.from(data)))
  return { eventType, told, event: shaped(event, tryJson(Buffer.from(told))) }
}

export const wix = adapter({
  kind: 'wix',
  method: 'POST',
  secret: 'pasted', // the public key of the app: what it signs, only Wix can
  settings: shopSettings.omit({ permitField: true, refusalField: true }),
  checkSecret: secret => {
    try {
      if (createPublicKey(secret).asymmetricKeyType === 'rsa') return
    } catch {
      // no key at all
    }
    throw new Refused('arrivals.secret-form', 'invalid', { form: '-----BEGIN PUBLIC KEY-----' })
  },
  authenticate: ({ body }, key, now) => {
    const parts = partsOf(body)
    if (parts === undefined || !isRs256(parts[0])) return false
    const [head, payload, signature] = parts
    if (!verify('sha256', Buffer.from(`${head}.${payload}`), createPublicKey(key), bytes(signature))) return false
    const read = envelope.safeParse(tryJson(bytes(payload)))
    if (!read.success) return false
    const at = now.getTime() / 1000
    return (read.data.exp ?? at) >= at - leeway && (read.data.nbf ?? at) <= at + leeway
  },
  identify: ({ body }) => {
    const { eventType, told, event } = eventOf(body)
    return {
      id: event.id ?? createHash('sha256').update(told).digest('hex'),
      topic: /^[\w.]+$/.exec(eventType)?.[0] ?? 'event',
    }
  },
  ofFile: wixFile,
  translate: ({ body }, via) => {
    const { eventType, event } = eventOf(body)
    // Somebody has been erased at Wix: a person's request, which staff record and answer here.
    if (event.triggeredByAnonymizeRequest) throw new Refused('arrivals.request-for-a-right', 'conflict')
    // Of payments and refunds by themselves no currency is told: the order tells of them too, in its own.
    if (!eventType.startsWith('wix.ecom.v1.order_') || eventType.startsWith('wix.ecom.v1.order_transactions_'))
      return { ignored: 'not-ours' }
    const entity = entityOf(event)
    return entity === undefined ? { ignored: 'not-ours' } : factsOf(shaped(order, entity), event.eventTime, via)
  },
})

/** The order, wherever the event has it: as text, as an object, or in the body of an action. */
function entityOf({ createdEvent, updatedEvent, actionEvent }: z.output<typeof event>): unknown {
  const written = createdEvent?.entityAsJson ?? updatedEvent?.currentEntityAsJson ?? actionEvent?.bodyAsJson
  const found =
    written === undefined
      ? (createdEvent?.entity ?? updatedEvent?.currentEntity ?? actionEvent?.body)
      : tryJson(Buffer.from(written))
  return typeof found === 'object' && found !== null && 'order' in found ? found.order : (found ?? undefined)
}

function factsOf(one: Order, told: string | undefined, via: Via<ShopSettings>): Facts | Ignored {
  if (one.status === 'INITIALIZED') return { ignored: 'not-placed' }
  const at = momentOf(one.updatedDate ?? told ?? one.createdDate, 'updatedDate')
  const snapshot = snapshotOf(one, at, via.settings)
  const { address: post, contactDetails: who } = one.billingInfo ?? {}
  return {
    about: {
      email: one.buyerInfo?.email,
      phone: one.buyerInfo?.phone ?? who?.phone,
      given: who?.firstName,
      family: who?.lastName,
    },
    reference: snapshot.number,
    rows: [
      {
        category: 'contact-points',
        values: {
          street: post?.addressLine1 ?? post?.addressLine ?? null,
          country: post?.country ?? null,
          postcode: post?.postalCode ?? null,
          city: post?.city ?? null,
        },
      },
      ...(who?.company ? [{ category: 'work', values: { organisation: who.company } }] : []),
      ...(one.buyerLanguage ? [{ category: 'profile', values: { language: one.buyerLanguage.slice(0, 2) } }] : []),
    ],
    // The order tells of no box in the checkout.
    ...saidOf(
      { ordered: snapshot.ordered, at, isSale: snapshot.paid, consent: 'not-shown', refusal: 'not-shown' },
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

function snapshotOf(one: Order, at: string, { withdrawnWord }: Pick<ShopSettings, 'withdrawnWord'>): Snapshot {
  const money = (value: z.output<typeof amount>) => (value ? minorUnits(value.amount, one.currency) : null)
  const refunded = money(one.balanceSummary?.refunded) ?? 0
  const total = money(one.priceSummary.total) ?? money(one.priceSummary.totalPrice)
  const refund = one.paymentStatus === 'FULLY_REFUNDED' ? Math.max(refunded, total ?? 0) : refunded
  return {
    number: one.number,
    currency: one.currency,
    ordered: momentOf(one.createdDate, 'createdDate'),
    lines: one.lineItems.map((item): Line => {
      const amount = money(item.totalPriceAfterTax) ?? money(item.totalPriceBeforeTax)
      const [back, of] = [item.refundQuantity ?? 0, item.quantity ?? 0]
      return {
        key: item.id,
        product: item.productName?.translated ?? item.productName?.original ?? null,
        quantity: item.quantity ?? null,
        amount,
        ...(back > 0 && of > 0 && amount !== null && { refunded: Math.round((amount * back) / of) }),
      }
    }),
    total,
    paid: ['PAID', 'PARTIALLY_REFUNDED', 'FULLY_REFUNDED'].includes(one.paymentStatus ?? ''),
    delivered: one.fulfillmentStatus === 'FULFILLED' ? at : undefined,
    cancelled: one.status === 'CANCELED' ? at : undefined,
    withdrawn: withdrawnWord !== undefined && (one.tags?.tags?.tagIds.includes(withdrawnWord) ?? false),
    refund: refund > 0 ? { amount: refund, at } : undefined,
    note: one.buyerNote,
    origin: originOf({
      source: one.attributionSource === 'FACEBOOK_ADS' ? 'facebook' : undefined,
      medium: one.attributionSource === 'FACEBOOK_ADS' ? 'paid' : undefined,
      code: one.appliedDiscounts.find(({ coupon }) => coupon?.code)?.coupon?.code,
    }),
  }
}
