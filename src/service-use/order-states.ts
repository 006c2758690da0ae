/** How far an order has come, line by line, as the shop has told: asked by its number or by its person, by a key of a purpose that sees orders. */

import { z } from '@hono/zod-openapi'
import { Refused } from '../base/errors.ts'
import type { Id } from '../base/ids.ts'
import type { PurposeAsk } from '../http/ask.ts'
import { personMeant, whoIsMeant } from '../register/person-meant.ts'
import { categoryIn, findFunction, scopeFor } from '../register/scope.ts'
import { columnsOf } from './course-access.ts'

export const askedOrders = z.union([
  z.strictObject({ order: z.string().trim().min(1).max(100).describe('The order’s number at the shop') }),
  ...whoIsMeant.options,
])

const moment = z.iso.datetime({ offset: true }).nullable()
const line = z.object({
  product: z.string().nullable(),
  quantity: z.number().nullable(),
  state: z.string().nullable().describe('ordered, paid, free, delivered, cancelled, withdrawn or refunded'),
  ordered: moment,
  delivered: moment,
  cancelled: moment,
  refunded: moment,
})
export const orderStates = z.object({
  person: z.uuid().nullable().describe('null: nobody whom the purpose sees has such an order or address'),
  orders: z
    .array(z.object({ order: z.string().nullable(), lines: z.array(line) }))
    .describe('The latest first, a hundred lines at most'),
})

interface Line {
  readonly number: string | null
  readonly product: string | null
  readonly quantity: number | null
  readonly state: string | null
  readonly ordered: Date | null
  readonly delivered: Date | null
  readonly cancelled: Date | null
  readonly refunded: Date | null
}

/** Refuses a number that orders of several persons have (`service-use.several-orders`): it does not tell whose is meant. */
export async function statesOf(
  ask: PurposeAsk,
  asked: z.output<typeof askedOrders>,
): Promise<z.output<typeof orderStates>> {
  const orders = categoryIn(await scopeFor(ask), 'orders')
  const person = 'order' in asked ? await byNumber(ask, asked.order) : await personMeant(ask, asked)
  if (person === null) return { person: null, orders: [] }
  const named = { number: 'order_number', product: 'product', quantity: 'quantity', state: 'state' }
  const days = { ordered: 'ordered', delivered: 'delivered', cancelled: 'cancelled', refunded: 'refunded' }
  const { rows } = await ask.reader.query<Line>(
    `select ${columnsOf(orders, { ...named, ...days })} from ${orders.table} where person_id = $1
     order by ordered desc nulls last, id limit 100`,
    [person],
  )
  const wanted = 'order' in asked ? rows.filter(({ number }) => isSame(number, asked.order)) : rows
  return {
    person,
    orders: [...Map.groupBy(wanted, ({ number }) => number)].map(([order, lines]) => ({
      order,
      lines: lines.map(({ number: _, ordered, delivered, cancelled, refunded, ...rest }) => ({
        ...rest,
        ordered: ordered?.toISOString() ?? null,
        delivered: delivered?.toISOString() ?? null,
        cancelled: cancelled?.toISOString() ?? null,
        refunded: refunded?.toISOString() ?? null,
      })),
    })),
  }
}

const isSame = (one: string | null, other: string): boolean => one?.toLowerCase() === other.toLowerCase()

async function byNumber(ask: PurposeAsk, number: string): Promise<Id | null> {
  const orders = categoryIn(await scopeFor(ask), 'orders')
  const { rows } = await ask.reader.query<{ person: Id }>(
    `select distinct person from ${findFunction(orders)}($1, 'order_number', 'equals', $2, 10) person`,
    [ask.token, number.toLowerCase()], // as the column is searched
  )
  if (rows.length > 1) throw new Refused('service-use.several-orders', 'conflict', {}, { field: 'order' })
  return rows[0]?.person ?? null
}
