/** WooCommerce's core exports no orders: the most used plugin's export (Advanced Order Export) has one row an item, with the order's columns in each or the first. */

import type { FileRow, OfFile } from '../arrivals/adapter.ts'
import { momentInHelsinki } from '../base/time.ts'
import { decimalOf, lastOf, zoned } from './file-values.ts'

export const woocommerceFile: OfFile = {
  marks: ['order number', 'order status', 'order date', 'email (billing)', 'order total amount'],
  key: row => row('order id') || row('order number'),
  delivery: rows => ({
    method: 'POST',
    headers: new Headers({ 'x-wc-webhook-topic': 'order.file' }),
    query: new URLSearchParams(),
    body: Buffer.from(JSON.stringify(orderOf(rows))),
  }),
}

/** The states in the words of the shop's language, and the plugin's own. */
const states: Readonly<Record<string, string>> = {
  valmis: 'completed',
  käsittelyssä: 'processing',
  hyvitetty: 'refunded',
  peruttu: 'cancelled',
  epäonnistunut: 'failed',
  'odottaa maksua': 'pending',
  'pending payment': 'pending',
  jonossa: 'on-hold',
  'on hold': 'on-hold',
  färdigbehandlad: 'completed',
  slutförd: 'completed',
  behandlas: 'processing',
  återbetald: 'refunded',
  avbruten: 'cancelled',
  avbokad: 'cancelled',
}

/** Shops write the time of their own place: of Finland. */
const local = (text: string): string =>
  zoned(text, (date, time) => {
    const [hours = 0, minutes = 0, seconds = 0] = time.split(':').map(Number)
    return new Date(momentInHelsinki(date, 12).getTime() + ((hours - 12) * 3600 + minutes * 60 + seconds) * 1000)
  })

/** As a webhook would tell it. */
function orderOf(rows: readonly FileRow[]) {
  const [first = () => ''] = rows
  const word = first('order status').toLowerCase().replace(/^wc-/, '')
  const [created, paid, completed] = ['order date', 'paid date', 'completed date'].map(name => local(first(name)))
  const refunded = decimalOf(first('order refund amount'))
  return {
    id: first('order id') || first('order number'),
    number: first('order number'),
    status: states[word] ?? word,
    currency: first('currency') || first('order currency') || 'EUR',
    date_created_gmt: created,
    date_modified_gmt: lastOf([created ?? '', paid ?? '', completed ?? '']),
    date_paid_gmt: paid,
    date_completed_gmt: completed,
    total: decimalOf(first('order total amount')),
    customer_note: first('customer note'),
    billing: {
      first_name: first('first name (billing)'),
      last_name: first('last name (billing)'),
      company: first('company (billing)'),
      address_1: first('address 1&2 (billing)') || first('address 1 (billing)'),
      address_2: first('address 2 (billing)'),
      city: first('city (billing)'),
      postcode: first('postcode (billing)'),
      country: first('country code (billing)'),
      email: first('email (billing)'),
      phone: first('phone (billing)'),
    },
    line_items: rows
      .filter(row => nameOf(row) !== '')
      .map((row, n) => ({
        id: `row ${n + 1}`,
        name: nameOf(row),
        quantity: quantityOf(row),
        total: lineTotal(row),
        total_tax: '0',
      })),
    refunds: Number(refunded) === 0 ? [] : [{ total: refunded }],
  }
}

const nameOf = (row: FileRow): string => row('item name') || row('product name') || row('name')
const quantityOf = (row: FileRow): number => Math.round(Number(row('quantity') || row('quantity (- refund)') || 1))

/** With taxes where the export tells them. */
function lineTotal(row: FileRow): string {
  const whole = row('order line total (include tax)') || row('order line total')
  if (whole !== '') return decimalOf(whole)
  const each = Number(decimalOf(row('item cost (inc. tax)') || row('item cost')))
  return (Math.round(each * quantityOf(row) * 100) / 100).toFixed(2)
}
