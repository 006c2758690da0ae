/** Stripe's list of payments: a payment without its checkout, which its webhooks tell of better; both are one sale by the payment's id. */

import type { FileRow, OfFile } from '../arrivals/adapter.ts'
import { Refused } from '../base/errors.ts'
import { decimalOf, lastOf, zoned } from './file-values.ts'
import { decimalsOf } from './money.ts'

/** Exported with all columns: without the id of the payment, what webhooks have told of would come twice. */
export const stripeFile: OfFile = {
  marks: ['id', 'amount', 'currency', 'status', 'customer email', 'paymentintent id'],
  key: row => row('paymentintent id') || row('id'),
  delivery: rows => {
    const [row = () => ''] = rows
    const body = Buffer.from(JSON.stringify({ object: 'file.payment', ...paymentOf(row) }))
    return { method: 'POST', headers: new Headers(), query: new URLSearchParams(), body }
  },
}

const utc = (text: string): string => zoned(text, (date, time) => new Date(`${date}T${time}Z`))

/** The list writes major units; the intake reads minor ones. */
function minor(text: string, currency: string): number {
  const amount = Number(decimalOf(text))
  if (!Number.isFinite(amount)) throw new Refused('orders.price', 'invalid')
  return Math.round(amount * 10 ** decimalsOf(currency))
}

function paymentOf(row: FileRow) {
  const currency = row('currency').toUpperCase()
  const created = utc(row('created date (utc)') || row('created (utc)') || row('created'))
  const refunded = minor(row('amount refunded'), currency)
  const status = row('status').toLowerCase()
  return {
    id: row('paymentintent id') || row('id'),
    // Payments that have not become one: tried, failed, or never captured.
    placed: ['paid', 'refunded', 'succeeded', 'partial refund', 'partially refunded', 'disputed'].includes(status),
    currency,
    amount: minor(row('amount'), currency),
    created,
    product: row('description'),
    email: row('customer email'),
    name: row('customer name') || row('card name'),
    refund: refunded > 0 ? { amount: refunded, at: lastOf([created, utc(row('refunded date (utc)'))]) } : null,
  }
}
