/** An order's rows follow from all that has been told of it, whoever tells it and in whatever order: state, lines, what was paid back. */

import type { RowFact, Told, Word } from '../arrivals/adapter.ts'
import { priceText } from './money.ts'
import { type Origin, originValues } from './origin.ts'

export interface Line {
  /** By which the shop knows the line. */
  readonly key: string
  readonly product: string | null
  readonly quantity: number | null
  /** Whole minor units, taxes in it. */
  readonly amount: number | null
  /** Of it paid back, where the shop says so by the line. */
  readonly refunded?: number
}

/** An order as a shop told it at one moment. */
export interface Snapshot {
  readonly number: string
  /** ISO 4217 */
  readonly currency: string
  readonly ordered: string
  readonly lines: readonly Line[]
  /** Whole minor units, with shipping and taxes; null when it was not told. */
  readonly total: number | null
  readonly paid: boolean
  readonly delivered?: string | undefined
  readonly cancelled?: string | undefined
  /** The consumer's withdrawal (38/1978 ch. 6). */
  readonly withdrawn?: boolean
  readonly refund?: Refund | undefined
  /** In the customer's words; kept where the notice has a place for it. */
  readonly note?: string | undefined
  /** Kept where the notice has a place for it, as the note is. */
  readonly origin?: Origin
}

export interface Refund {
  /** All that has been paid back until then, whole minor units. */
  readonly amount: number
  readonly at: string
}

/** What is told of an order, by its parts. A payment that no snapshot tells is one by itself, with a key of its own. */
export interface OrderWords {
  readonly snapshot?: { readonly at: string; readonly order: Snapshot }
  readonly payment?: { readonly key: string; readonly at: string; readonly rank: number; readonly paid: boolean }
  readonly refund?: Refund
  readonly oneRefund?: OneRefund
}

/** One refund by itself, of a service that tells of each. */
export interface OneRefund {
  readonly key: string
  readonly amount: number
  /** When it was made. */
  readonly made: string
  /** When it was told, and how far it had come: of two words of one moment the further one stands. */
  readonly at: string
  readonly rank: number
  /** `open`: it has not left, and nobody has failed at it yet. */
  readonly state: 'paid-back' | 'open' | 'failed'
}

export function toldOf({ snapshot, payment, refund, oneRefund }: OrderWords): Told {
  return {
    ...(snapshot && { snapshot: { at: moment(snapshot.at), rank: rankOf(snapshot.order), value: snapshot.order } }),
    ...(payment && { [`payment ${payment.key}`]: { at: payment.at, rank: payment.rank, value: payment.paid } }),
    ...(refund && {
      refund: { at: moment(refund.at), rank: refund.amount, value: { ...refund, at: moment(refund.at) } },
    }),
    ...(oneRefund && wordsOfOne(oneRefund)),
  }
}

/** That it failed is a word of its own, of which the first stands: what is told of all refunds together after that leaves it out. */
function wordsOfOne({ key, amount, made, at, rank, state }: OneRefund): Told {
  const value: Made = { amount, made: moment(made), state }
  return {
    [`refund ${key}`]: { at: moment(at), rank, value },
    ...(state === 'failed' && {
      [`failed refund ${key}`]: { at: '', rank: -new Date(at).getTime(), value: moment(at) },
    }),
  }
}

/** A refund by itself, as it is kept. */
interface Made extends Pick<OneRefund, 'amount' | 'state'> {
  readonly made: string
}

/** Shops tell the second only: of two snapshots of one second that which tells of more stands. */
const rankOf = ({ paid, delivered, cancelled, withdrawn, refund }: Snapshot): number =>
  [withdrawn, refund, cancelled, delivered, paid].filter(Boolean).length

/** In UTC, to the millisecond, so that moments compare as text. Throws a RangeError for what is none. */
export const moment = (text: string): string => new Date(text).toISOString()

/** One row a line, whoever told of it; what its maker has withdrawn from stays so (`withdrawal`). None before the order itself has been told of. */
export function rowsOf(told: Told): Readonly<Record<string, RowFact['values']>> {
  const order = latest<Snapshot>(told.snapshot)
  if (order === undefined) return {}
  const refund = latestRefund(order.refund, refundOf(told))
  const paid =
    order.paid || Object.entries(told).some(([part, { value }]) => part.startsWith('payment ') && value === true)
  const whole = order.total ?? order.lines.reduce((sum, { amount }) => sum + (amount ?? 0), 0)
  const withdrawn = order.withdrawn || told.withdrawal !== undefined
  const state = stateOf({ ...order, paid, withdrawn }, whole, refund)
  const shares = refund ? sharesOf(order.lines, refund.amount, whole) : []
  const isEuro = order.currency === 'EUR'
  return Object.fromEntries(
    order.lines.map(({ key, product, quantity, amount }, n) => [
      key,
      {
        order_number: order.number,
        product,
        quantity,
        amount: isEuro ? amount : null,
        foreign_price: isEuro || amount === null ? null : priceText(amount, order.currency),
        state: (shares[n] ?? 0) > 0 && shares[n] === amount ? lineState(state) : state,
        ordered: order.ordered,
        delivered: order.delivered ?? null,
        cancelled: order.cancelled ?? null,
        refunded: (shares[n] ?? 0) > 0 ? (refund?.at ?? null) : null,
        refunded_amount: isEuro && (shares[n] ?? 0) > 0 ? (shares[n] ?? null) : null,
        note: n === 0 ? (order.note ?? null) : null,
        ...originValues(order.origin),
      },
    ]),
  )
}

const latest = <Value>(word: Word | undefined): Value | undefined => word?.value as Value | undefined

/**
 * What has been paid back, by what is told of all refunds together and by what is told of each. Neither needs to be whole: a sender may
 * tell only one of them, and a refund that was made later than the latest word on all of them is not in it.
 */
function refundOf(told: Told): Refund | undefined {
  const all = latest<Refund>(told.refund)
  const each = Object.entries(told).flatMap(([part, { value }]) =>
    part.startsWith('refund ') ? [{ ...(value as Made), failed: latest<string>(told[`failed ${part}`]) }] : [],
  )
  const sum = (some: typeof each) => some.reduce((total, { amount }) => total + amount, 0)
  const there = each.filter(({ state, failed }) => state === 'paid-back' && failed === undefined)
  const after = there.filter(({ made }) => all !== undefined && made > all.at)
  const failedSince = each.filter(
    ({ made, failed }) => all !== undefined && failed !== undefined && made <= all.at && failed >= all.at,
  )
  const together = all ? all.amount - sum(failedSince) + sum(after) : 0
  const amount = Math.max(together, sum(there))
  const at = [...(all ? [all.at] : []), ...there.map(({ made }) => made)].toSorted().at(-1)
  return amount > 0 && at !== undefined ? { amount, at } : undefined
}

const latestRefund = (one: Refund | undefined, other: Refund | undefined): Refund | undefined =>
  one && other ? (one.amount >= other.amount ? one : other) : (one ?? other)

/** The state of the whole order. */
function stateOf(
  { paid, delivered, cancelled, withdrawn }: Snapshot,
  whole: number,
  refund: Refund | undefined,
): string {
  if (withdrawn) return 'withdrawn'
  if (refund && whole > 0 && refund.amount >= whole) return 'refunded'
  if (cancelled) return 'cancelled'
  if (delivered) return 'delivered'
  if (whole === 0) return 'free'
  return paid ? 'paid' : 'ordered'
}

/** A line that was paid back whole is refunded, though the rest of the order is not. */
const lineState = (state: string): string => (state === 'withdrawn' || state === 'cancelled' ? state : 'refunded')

/**
 * How much of a refund falls to each line: what the shop says by the line, and the rest by their prices, to the cent. What was paid
 * back beyond the lines (shipping) falls to none.
 */
function sharesOf(lines: readonly Line[], refunded: number, whole: number): readonly number[] {
  if (whole > 0 && refunded >= whole) return lines.map(({ amount }) => amount ?? 0)
  const told = lines.map(line => Math.min(line.refunded ?? 0, line.amount ?? 0))
  const open = lines.map((line, n) => (line.amount ?? 0) - (told[n] ?? 0))
  const all = open.reduce((sum, amount) => sum + amount, 0)
  const rest = Math.max(0, Math.min(refunded - told.reduce((sum, amount) => sum + amount, 0), all))
  if (rest === 0) return told
  let given = 0
  let seen = 0
  return told.map((amount, n) => {
    seen += open[n] ?? 0
    const until = Math.round((rest * seen) / all) // of all lines so far, so that the cents add up
    const share = until - given
    given = until
    return amount + share
  })
}
