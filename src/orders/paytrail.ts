/** Paytrail: a callback tells how a payment went, and of nobody; it joins the order whose reference it bears. */

import { createHmac } from 'node:crypto'
import { z } from 'zod'
import { adapter, type Delivery } from '../arrivals/adapter.ts'
import { isSignedBy } from '../arrivals/signature.ts'
import { Refused } from '../base/errors.ts'
import { withoutControls } from '../register/plain-text.ts'
import { rowsOf, toldOf } from './order.ts'

/** Parameters that are signed: all that begin so, by name, known or not. */
const signed = (query: URLSearchParams): string =>
  [...query]
    .filter(([name]) => name.startsWith('checkout-'))
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, value]) => `${name}:${value}`)
    .join('\n')

const algorithms = ['sha256', 'sha512']

/** A callback bears no time: what is final stands, whenever it comes. */
const ranks: Readonly<Record<string, number>> = { pending: 1, delayed: 2, fail: 3, ok: 4 }

function parameter(query: URLSearchParams, name: string): string {
  const all = query.getAll(`checkout-${name}`)
  const value = withoutControls(all[0] ?? '')
  if (value === '' || all.length > 1) throw new Refused('arrivals.shape', 'invalid', { field: `checkout-${name}` })
  return value
}

export const paytrail = adapter({
  kind: 'paytrail',
  method: 'GET',
  secret: 'pasted',
  settings: z.object({
    ordersOf: z.uuid().optional().describe('The connection of the shop whose orders are paid'),
  }),
  authenticate: ({ query }, secret) => {
    const algorithm = query.get('checkout-algorithm') ?? ''
    return (
      algorithms.includes(algorithm) &&
      isSignedBy(secret, [`${signed(query)}\n`], query.get('signature'), 'hex', algorithm)
    )
  },
  identify: ({ query }) => ({
    id: `${parameter(query, 'transaction-id')} ${parameter(query, 'status')}`,
    topic: `payment.${Object.hasOwn(ranks, parameter(query, 'status')) ? parameter(query, 'status') : 'other'}`,
  }),
  translate: ({ query }, { connection, settings }) => {
    const status = parameter(query, 'status')
    const reference = parameter(query, 'reference')
    const rank = Object.hasOwn(ranks, status) ? ranks[status] : undefined
    if (rank === undefined) return { ignored: 'not-ours' }
    const payment = { key: parameter(query, 'transaction-id').slice(0, 80), at: '', rank, paid: status === 'ok' }
    return {
      about: undefined,
      reference,
      rows: [],
      said: [],
      thing: {
        group: settings.ordersOf ?? connection,
        reference,
        category: 'orders',
        told: toldOf({ payment }),
        rows: rowsOf,
      },
    }
  },
  sample: (secret, now): Delivery => {
    const query = new URLSearchParams({
      'checkout-account': '1',
      'checkout-algorithm': 'sha256',
      'checkout-amount': '1000',
      'checkout-reference': 'kokeilu',
      'checkout-stamp': String(now.getTime()),
      'checkout-status': 'ok',
      'checkout-transaction-id': String(now.getTime()),
    })
    query.set(
      'signature',
      createHmac('sha256', secret)
        .update(`${signed(query)}\n`)
        .digest('hex'),
    )
    return { method: 'GET', headers: new Headers(), query, body: new Uint8Array() }
  },
})
