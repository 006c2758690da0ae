/** Shopify's export of orders: an order's own columns stand in its first row, each row has a line of it. */

import type { FileRow, OfFile } from '../arrivals/adapter.ts'
import { lastOf, nameParts } from './file-values.ts'

export const shopifyFile: OfFile = {
  marks: ['name', 'id', 'created at', 'financial status', 'lineitem name', 'lineitem price'],
  key: row => row('name'),
  delivery: rows => ({
    method: 'POST',
    headers: new Headers({ 'x-shopify-topic': 'orders/file' }),
    query: new URLSearchParams(),
    body: Buffer.from(JSON.stringify(orderOf(rows))),
  }),
}

/** As a webhook would tell it. Finnish shops sell with taxes in the prices; the export does not say. */
function orderOf(rows: readonly FileRow[]) {
  const [first = () => ''] = rows
  const at = lastOf(['created at', 'paid at', 'fulfilled at', 'cancelled at'].map(first))
  const refunded = first('refunded amount')
  const isRefunded = refunded !== '' && Number(refunded) !== 0
  const [given, family] = nameParts(first('billing name'))
  return {
    id: first('id'),
    name: first('name'),
    email: first('email'),
    phone: first('phone'),
    currency: first('currency'),
    created_at: first('created at'),
    updated_at: at,
    cancelled_at: first('cancelled at'),
    financial_status: first('financial status'),
    fulfillment_status: first('fulfillment status'),
    total_price: first('total'),
    note: first('notes'),
    tags: first('tags'),
    discount_codes: [{ code: first('discount code') }],
    buyer_accepts_marketing: first('accepts marketing') === 'yes',
    taxes_included: true,
    billing_address: {
      first_name: given,
      last_name: family,
      company: first('billing company'),
      address1: first('billing address1') || first('billing street'),
      address2: first('billing address2'),
      city: first('billing city'),
      zip: first('billing zip'),
      country_code: first('billing country'),
      phone: first('billing phone'),
    },
    line_items: rows
      .filter(row => row('lineitem name') !== '')
      .map((row, n) => ({
        id: `row ${n + 1}`,
        name: row('lineitem name'),
        quantity: Number(row('lineitem quantity') || 1),
        price: row('lineitem price'),
        total_discount: row('lineitem discount') || '0',
      })),
    fulfillments: first('fulfilled at') === '' ? [] : [{ status: 'success', created_at: first('fulfilled at') }],
    refunds: isRefunded
      ? [
          {
            created_at: at,
            transactions: [{ kind: 'refund', status: 'success', amount: refunded }],
            refund_line_items: [],
          },
        ]
      : [],
  }
}
