/** Wix's export of orders: one row an item with the order's columns repeated, or one row an order, whose items it does not tell. */

import type { FileRow, OfFile } from '../arrivals/adapter.ts'
import { nameParts } from './file-values.ts'

export const wixFile: OfFile = {
  marks: ['order number', 'order id', 'date created', 'contact email', 'payment status', 'total', 'currency'],
  key: row => row('order id'),
  delivery: rows => {
    const entity = JSON.stringify(orderOf(rows))
    const told = JSON.stringify({ updatedEvent: { currentEntityAsJson: entity } })
    const data = JSON.stringify({ eventType: 'wix.ecom.v1.order_file', data: told })
    const payload = Buffer.from(JSON.stringify({ data })).toString('base64url')
    // The shape of Wix's token; it came by hand, and nobody has signed it.
    const body = Buffer.from(`file.${payload}.file`)
    return { method: 'POST', headers: new Headers(), query: new URLSearchParams(), body }
  },
}

const statuses: Readonly<Record<string, string>> = {
  paid: 'PAID',
  'partially refunded': 'PARTIALLY_REFUNDED',
  'fully refunded': 'FULLY_REFUNDED',
  refunded: 'FULLY_REFUNDED',
}

function orderOf(rows: readonly FileRow[]) {
  const [first = () => ''] = rows
  const created = new Date(`${first('date created')} ${first('time')} UTC`.replace(/\s+/g, ' '))
  const at = Number.isNaN(created.getTime()) ? first('date created') : created.toISOString()
  const [given, family] = nameParts(first('billing name') || first('recipient name'))
  const items = rows.filter(row => row('item') !== '')
  return {
    id: first('order id'),
    number: first('order number'),
    createdDate: at,
    currency: first('currency'),
    paymentStatus: statuses[first('payment status').toLowerCase()] ?? 'NOT_PAID',
    fulfillmentStatus: first('fulfillment status').toLowerCase() === 'fulfilled' ? 'FULFILLED' : 'NOT_FULFILLED',
    status: /cancell?ed/i.test(first('fulfillment status')) ? 'CANCELED' : 'APPROVED',
    buyerNote: first('note from customer'),
    buyerInfo: { email: first('contact email') },
    billingInfo: {
      address: {
        country: first('billing country'),
        city: first('billing city'),
        postalCode: first('billing zip/postal code'),
        addressLine1: first('billing address'),
      },
      contactDetails: {
        firstName: given,
        lastName: family,
        phone: first('billing phone') || first('recipient phone'),
        company: first('billing company name'),
      },
    },
    priceSummary: { total: { amount: first('total') } },
    balanceSummary: first('refunded amount') === '' ? null : { refunded: { amount: first('refunded amount') } },
    lineItems:
      items.length > 0
        ? items.map((row, n) => {
            const quantity = Number(row('qty') || 1)
            const cents = Math.round(Number(row('price')) * 100) * quantity
            return {
              id: `row ${n + 1}`,
              productName: { original: row('item') },
              quantity,
              refundQuantity: Number(row('quantity refunded') || 0),
              totalPriceAfterTax: { amount: (cents / 100).toFixed(2) },
            }
          })
        : [{ id: 'whole', totalPriceAfterTax: { amount: first('total') } }],
  }
}
