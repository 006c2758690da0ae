/** Orders of invented customers as shops would tell of them, in the shape of their webhooks and no longer than a test needs. */

/** An order of Aino's in WooCommerce: two courses, 29.35 in all. */
export const wooOrder = (
  more: Readonly<Record<string, unknown>> = {},
  billing: Readonly<Record<string, unknown>> = {},
) => ({
  id: 727,
  number: '727',
  status: 'processing',
  currency: 'EUR',
  date_created_gmt: '2026-03-01T10:00:00',
  date_modified_gmt: '2026-03-01T10:00:05',
  date_paid_gmt: '2026-03-01T10:00:05',
  date_completed_gmt: null,
  total: '29.35',
  customer_id: 0,
  customer_note: '',
  billing: {
    first_name: 'Aino',
    last_name: 'Virtanen',
    company: '',
    address_1: 'Esimerkkikatu 1',
    address_2: '',
    city: 'Helsinki',
    postcode: '00100',
    country: 'FI',
    email: 'aino.virtanen@example.org',
    phone: '040 123 4567',
    ...billing,
  },
  meta_data: [],
  line_items: [
    { id: 1, name: 'Villasukat &ndash; verkkokurssi', quantity: 1, total: '15.00', total_tax: '3.60' },
    { id: 2, name: 'Puikot', quantity: 2, total: '8.67', total_tax: '2.08' },
  ],
  refunds: [],
  ...more,
})

/** Bertta's in Shopify. */
export const shopifyOrder = (more: Readonly<Record<string, unknown>> = {}) => ({
  id: 820982911946154500,
  name: '#1001',
  email: 'bertta.makela@example.org',
  currency: 'EUR',
  created_at: '2026-03-01T12:00:00+02:00',
  updated_at: '2026-03-01T12:00:10+02:00',
  cancelled_at: null,
  financial_status: 'paid',
  fulfillment_status: null,
  total_price: '100.00',
  taxes_included: true,
  test: false,
  note: null,
  tags: '',
  buyer_accepts_marketing: false,
  customer: { email: 'bertta.makela@example.org', first_name: 'Bertta', last_name: 'Mäkelä' },
  billing_address: {
    first_name: 'Bertta',
    last_name: 'Mäkelä',
    address1: 'Kotikuja 2',
    zip: '33100',
    city: 'Tampere',
    country_code: 'FI',
  },
  line_items: [
    { id: 11, name: 'Kirjansidonta', quantity: 1, price: '60.00' },
    { id: 12, name: 'Paperit', quantity: 4, price: '10.00' },
  ],
  fulfillments: [],
  refunds: [],
  ...more,
})

/** An event of Stripe about a checkout of Aino's. */
export const stripeEvent = (
  type: string,
  object: Readonly<Record<string, unknown>> = {},
  more: Readonly<Record<string, unknown>> = {},
) => ({
  id: `evt_${type}`,
  object: 'event',
  type,
  created: Date.parse('2026-03-01T10:00:05Z') / 1000,
  livemode: true,
  data: {
    object: {
      id: 'cs_1',
      object: 'checkout.session',
      amount_total: 4900,
      currency: 'eur',
      created: Date.parse('2026-03-01T10:00:00Z') / 1000,
      payment_intent: 'pi_1',
      payment_status: 'paid',
      client_reference_id: 'K-1',
      customer_details: { email: 'aino.virtanen@example.org', name: 'Aino Virtanen', phone: null, address: null },
      consent: null,
      metadata: { product: 'Villasukat' },
      ...object,
    },
  },
  ...more,
})

export const stripeRefund = (amount: number, at = '2026-03-05T10:00:00Z') => ({
  id: `evt_refund_${amount}`,
  object: 'event',
  type: 'charge.refunded',
  created: Date.parse(at) / 1000,
  livemode: true,
  data: {
    object: { id: 'ch_1', object: 'charge', payment_intent: 'pi_1', amount_refunded: amount, billing_details: null },
  },
})
