/** Every sender that the intake knows, as they write and sign: an event of their own about Aino, and any bytes in its place. */

import { createHash, createHmac } from 'node:crypto'
import type { Delivery } from '../src/arrivals/adapter.ts'
import type { NewConnection } from '../src/arrivals/connection.ts'
import { signed } from '../src/interactions/standard-webhook.ts'
import {
  type Connected,
  paytrailDelivery,
  shopifyDelivery,
  stripeDelivery,
  wixDelivery,
  wixKey,
  wooDelivery,
} from './arrivals-desk.ts'
import { shopifyOrder, stripeEvent, wooOrder } from './shop-orders.ts'
import { messageFields, twilioDelivery, twilioToken } from './text-messages.ts'

export type Tree = unknown

export interface Sender {
  readonly kind: string
  readonly connection: Partial<NewConnection>
  /** The n-th event about one thing; the later n, the later its word. */
  readonly event: (n: number) => Tree
  /** As the sender writes it. */
  readonly write: (event: Tree) => string
  /** Whatever bytes, with a signature that is right. */
  readonly sign: (to: Connected, body: Buffer, now: Date) => Delivery
  /** What becomes of an event; `written` where nothing is said. */
  readonly state?: string
  /** The secret stands in the body, and nothing is signed. */
  readonly unsigned?: true
  /** A door of our own. */
  readonly isOurs?: true
}

/** What the services of social media answer when a lead is fetched there; `lead`: by its number. */
export interface There {
  readonly url: string
  readonly leads: Map<string, Buffer>
}

export const email = 'aino.virtanen@example.org'
const phone = '+358401234567'
export const minute = (n: number): string =>
  `2026-03-01T${String(10 + Math.floor(n / 60)).padStart(2, '0')}:${String(n % 60).padStart(2, '0')}:00`
export const json = (event: Tree): string => JSON.stringify(event)
export const flat = (event: Tree): Record<string, string> =>
  Object.fromEntries(Object.entries(Object(event)).map(([name, value]) => [name, String(value)]))
const query = (event: Tree): string => String(new URLSearchParams(flat(event)))
const fieldsOf = (body: Buffer): Record<string, string> => Object.fromEntries(new URLSearchParams(body.toString()))
export const posted = (body: Buffer, headers: Readonly<Record<string, string>> = {}): Delivery => ({
  method: 'POST',
  headers: new Headers(headers),
  query: new URLSearchParams(),
  body,
})
const hmac = (secret: string, ...parts: readonly (string | Buffer)[]): string =>
  parts.reduce((made, part) => made.update(part), createHmac('sha256', secret)).digest('hex')
const seconds = (now: Date): string => String(Math.floor(now.getTime() / 1000))

/** As Meta signs. */
export const signedByMeta = (secret: string, body: Buffer): Delivery =>
  posted(body, { 'x-hub-signature-256': `sha256=${hmac(secret, body)}` })

/** As LinkedIn signs. */
export const signedByLinkedin = (secret: string, body: Buffer): Delivery =>
  posted(body, { 'x-li-signature': hmac(secret, 'hmacsha256=', body) })

const calendarFile = (event: Tree): string => {
  const { n, said, ...more } = flat(event)
  const lines = Object.entries({ UID: 'suunnittelu', SEQUENCE: n, DTSTAMP: said, ...more, ATTENDEE: `mailto:${email}` })
  const event_ = ['BEGIN:VEVENT', ...lines.map(([name, value]) => `${name}:${value}`), 'END:VEVENT']
  return ['BEGIN:VCALENDAR', 'VERSION:2.0', 'METHOD:REQUEST', ...event_, 'END:VCALENDAR', ''].join('\r\n')
}

const wixOrder = (n: number) => ({
  id: 'f1d2',
  number: '10108',
  status: 'APPROVED',
  createdDate: '2026-03-01T10:00:00.000Z',
  updatedDate: `${minute(n)}.000Z`,
  currency: 'EUR',
  paymentStatus: 'PAID',
  fulfillmentStatus: 'NOT_FULFILLED',
  buyerInfo: { email },
  billingInfo: { contactDetails: { firstName: 'Aino', lastName: 'Virtanen', phone } },
  priceSummary: { total: { amount: '50.0' } },
  lineItems: [{ id: 'l1', productName: { original: 'Punonta' }, quantity: n, totalPriceAfterTax: { amount: '50.0' } }],
})

const metaMessage = (n: number) => ({
  object: 'page',
  entry: [
    {
      id: '138',
      time: 1,
      messaging: [
        {
          sender: { id: '998877' },
          recipient: { id: '138' },
          timestamp: Date.parse(`${minute(n)}Z`),
          message: { mid: `m${n}`, text: 'Milloin kurssi alkaa?', attachments: [{ type: 'image' }] },
        },
      ],
    },
  ],
})

const linkedinLead = (n: number) => ({
  id: `lead-${n}`,
  submittedAt: Date.parse(`${minute(n)}Z`),
  testLead: false,
  formResponse: {
    answers: [
      { questionId: 1, answerDetails: { textQuestionAnswer: { answer: 'Aino' } } },
      { questionId: 2, answerDetails: { textQuestionAnswer: { answer: email } } },
      { questionId: 3, answerDetails: { multipleChoiceAnswer: { options: ['Punonta'] } } },
    ],
    consentResponses: [{ consentId: 7, accepted: true }],
  },
  form: {
    id: 3162,
    content: {
      questions: [
        { questionId: 1, name: 'First name', predefinedField: 'FIRST_NAME' },
        { questionId: 2, name: 'Email', predefinedField: 'EMAIL' },
        { questionId: 3, name: 'Kurssi' },
      ],
    },
  },
})

const metaLead = (n: number) => ({
  id: String(1000 + n),
  form_id: '172036835026334',
  created_time: `${minute(n)}+0000`,
  field_data: [
    { name: 'full_name', values: ['Aino Virtanen'] },
    { name: 'email', values: [email] },
    { name: 'phone_number', values: [phone] },
    { name: 'mikä_kurssi_kiinnostaa?', values: ['Punonta'] },
  ],
  custom_disclaimer_responses: [{ checkbox_key: 'optional_1', is_checked: '1' }],
})

/** A lead that is fetched: the delivery tells its number, and whatever is to be found lies there. */
let number = 5000
const fetched =
  ({ leads }: There, told: (id: string) => object, sign: (secret: string, body: Buffer) => Delivery): Sender['sign'] =>
  ({ secret }, body) => {
    const id = createHash('sha256').update(body).digest('hex').replace(/\D/g, '').slice(0, 18) || String(number++)
    leads.set(id, body)
    return sign(secret, Buffer.from(json(told(id))))
  }

/** One line a way in which something comes. A kind may have several. */
export const sendersOf = (there: There): Readonly<Record<string, Sender>> => ({
  WooCommerce: {
    kind: 'woocommerce',
    connection: {},
    event: n =>
      wooOrder({
        date_modified_gmt: minute(n),
        line_items: [{ id: 1, name: 'Villasukat', quantity: n, total: '29.35' }],
      }),
    write: json,
    sign: ({ secret }, body) => wooDelivery(secret, body),
  },
  Shopify: {
    kind: 'shopify',
    connection: {},
    event: n => shopifyOrder({ updated_at: `${minute(n)}Z`, total_price: `${n}.00` }),
    write: json,
    sign: ({ secret }, body) => shopifyDelivery(secret, body),
  },
  Stripe: {
    kind: 'stripe',
    connection: {},
    event: n =>
      stripeEvent('checkout.session.completed', { payment_intent: `pi_${n}`, id: `cs_${n}` }, { id: `evt_${n}` }),
    write: json,
    sign: ({ secret }, body, now) => stripeDelivery(secret, body, now),
  },
  Wix: {
    kind: 'wix',
    connection: { secret: wixKey },
    event: wixOrder,
    write: json,
    sign: (_, body) =>
      wixDelivery({}, 'wix.ecom.v1.order_updated', {
        id: createHash('sha256').update(body).digest('hex'),
        updatedEvent: { currentEntityAsJson: body.toString() },
      }),
  },
  Paytrail: {
    kind: 'paytrail',
    connection: { secret: 'SAIPPUAKAUPPIAS' },
    event: n => ({
      'checkout-amount': '2935',
      'checkout-reference': '727',
      'checkout-stamp': 's',
      'checkout-status': 'ok',
      'checkout-transaction-id': `t${n}`,
    }),
    write: query,
    sign: ({ secret }, body) => paytrailDelivery(secret, fieldsOf(body)),
    state: 'waiting not-told-yet',
  },
  'a service': {
    kind: 'service',
    connection: { purpose: 'course-delivery', source: 'service' },
    event: n => ({
      events: [{ id: `e${n}`, at: `${minute(n)}Z`, action: 'opened', service: 'Punonta: luku 1', email }],
    }),
    write: json,
    sign: ({ secret }, body, now) => {
      const value = `t=${seconds(now)},v1=${hmac(secret, `${seconds(now)}.`, body)}`
      return posted(body, { 'seloste-signature': value })
    },
  },
  'a calendar': {
    kind: 'calendar',
    connection: { source: 'meetings' },
    event: n => ({ n, said: '20260201T080000Z', DTSTART: `20260301T1${n % 10}0000Z`, SUMMARY: 'Suunnittelu' }),
    write: calendarFile,
    sign: ({ secret }, body, now) => signed(body, 'text/calendar', secret, now),
  },
  'Twilio’s text messages': {
    kind: 'twilio',
    connection: { source: 'sms', secret: twilioToken },
    event: n => messageFields('Milloin kurssi alkaa?', { MessageSid: `SM${String(n).padStart(10, '0')}` }),
    write: query,
    sign: (to, body) => twilioDelivery(to, fieldsOf(body)),
  },
  'a gateway of text messages': {
    kind: 'sms-gateway',
    connection: { source: 'sms' },
    event: n => ({ id: `m${n}`, from: phone, text: 'Milloin kurssi alkaa?', attachments: 1 }),
    write: json,
    sign: ({ secret }, body, now) =>
      posted(body, {
        'x-timestamp': seconds(now),
        'x-signature': `sha256=${hmac(secret, `${seconds(now)}.`, body)}`,
      }),
  },
  'Twilio’s calls': {
    kind: 'twilio-voice',
    connection: { source: 'phone', secret: twilioToken },
    event: n => ({
      CallSid: `CA${String(n).padStart(10, '0')}`,
      From: phone,
      To: '+358931234567',
      Direction: 'inbound',
      CallStatus: 'completed',
      CallDuration: '215',
      Timestamp: 'Sun, 01 Mar 2026 10:03:00 +0000',
    }),
    write: query,
    sign: (to, body) => twilioDelivery(to, fieldsOf(body), `https://crm.example.fi/hooks/twilio-voice/${to.hook}`),
  },
  'a telephone system': {
    kind: 'telephone',
    connection: { source: 'phone' },
    event: n => ({
      id: `c${n}`,
      event: 'ended',
      at: `${minute(n)}Z`,
      direction: 'in',
      number: phone,
      answered: true,
      seconds: 60,
    }),
    write: json,
    sign: ({ secret }, body, now) => signed(body, 'application/json', secret, now),
  },
  'Meta’s messages': {
    kind: 'meta',
    connection: { source: 'social-media', settings: { verifyToken: 'tarkistussana' } },
    event: metaMessage,
    write: json,
    sign: ({ secret }, body) => signedByMeta(secret, body),
    state: 'refused arrivals.sender-unknown',
  },
  'Meta’s leads': {
    kind: 'meta',
    connection: {
      source: 'social-media',
      token: 'page-token',
      settings: { verifyToken: 'tarkistussana', graph: there.url },
    },
    event: metaLead,
    write: json,
    sign: fetched(
      there,
      leadgen_id => ({ object: 'page', entry: [{ changes: [{ field: 'leadgen', value: { leadgen_id } }] }] }),
      signedByMeta,
    ),
  },
  'Google’s leads': {
    kind: 'google-leads',
    connection: { source: 'social-media' },
    event: n => ({
      lead_id: `lead-${n}`,
      form_id: '1',
      lead_submit_time: `${minute(n)}Z`,
      user_column_data: [
        { column_id: 'FULL_NAME', string_value: 'Aino Virtanen' },
        { column_id: 'EMAIL', string_value: email },
        { column_id: 'PHONE_NUMBER', string_value: phone },
        { column_id: 'course', column_name: 'Kurssi', string_value: 'Punonta' },
      ],
    }),
    write: json,
    sign: ({ secret }, body) =>
      posted(Buffer.from(body.toString('latin1').replace('{', `{"google_key":"${secret}",`), 'latin1')),
    unsigned: true,
  },
  'LinkedIn’s leads': {
    kind: 'linkedin',
    connection: { source: 'social-media', token: 'li-token', settings: { rest: there.url } },
    event: linkedinLead,
    write: json,
    sign: fetched(
      there,
      id => ({ type: 'LEAD_ACTION', leadGenFormResponse: `urn:li:leadGenFormResponse:${id}`, leadAction: 'CREATED' }),
      signedByLinkedin,
    ),
  },
})
