/** Whether a person may open what they ordered, and how far they have come: told from their orders and from what the service has told of its use. */

import { z } from '@hono/zod-openapi'
import type { PurposeAsk } from '../http/ask.ts'
import { personMeant, type whoIsMeant } from '../register/person-meant.ts'
import { categoryIfAny, categoryIn, type ScopedCategory, scopeFor } from '../register/scope.ts'

const moment = z.iso.datetime({ offset: true }).nullable()

export const courseAccess = z.object({
  person: z.uuid().nullable().describe('null: nobody whom the purpose sees has this address'),
  courses: z.array(
    z.object({
      product: z.string(),
      order: z.string().nullable().describe('The order’s number at the shop'),
      access: z.boolean().describe('Paid, free or delivered, and not cancelled, withdrawn or refunded'),
      state: z.string().describe('Of the order’s line, as the register has it'),
      ordered: moment,
      delivery: z
        .enum(['not-begun', 'begun', 'completed'])
        .describe('From what the service has told of the course and its lessons'),
      firstUsed: moment.describe('Use of digital content begins its delivery (38/1978 ch. 6)'),
      lastUsed: moment,
      completed: moment,
    }),
  ),
})
type CourseAccess = z.output<typeof courseAccess>
type Course = CourseAccess['courses'][number]

/** States of an order's line in which what was ordered is the customer's to use. */
const opens: readonly string[] = ['paid', 'free', 'delivered']

interface OrderLine {
  readonly product: string
  readonly order: string | null
  readonly state: string | null
  readonly ordered: Date | null
}

interface Use {
  readonly service: string
  readonly action: string | null
  readonly occurred: Date | null
}

/** `Kurssi` and `Kurssi: luku 2` are of the course Kurssi; `Kurssilainen` is not. */
export function isOf(service: string, product: string): boolean {
  const [used, named] = [service, product].map(words => words.normalize('NFC').trim().toLowerCase())
  if (used === undefined || named === undefined || named === '' || !used.startsWith(named)) return false
  return !/^[\p{L}\p{N}]/u.test(used.slice(named.length))
}

/** The latest order first. Nothing of it depends on the order in which the uses were told. */
export function coursesOf(orders: readonly OrderLine[], uses: readonly Use[]): readonly Course[] {
  return orders.map(({ product, order, state, ordered }) => {
    const own = uses.filter(({ service }) => isOf(service, product))
    const times = (of: readonly Use[]): readonly string[] =>
      of.flatMap(({ occurred }) => occurred?.toISOString() ?? []).toSorted()
    const used = times(own.filter(({ action }) => action !== 'ordered' && action !== 'ended'))
    const [completed = null] = times(own.filter(one => one.action === 'completed' && isWhole(one.service, product)))
    return {
      product,
      order,
      access: opens.includes(state ?? ''),
      state: state ?? 'ordered',
      ordered: ordered?.toISOString() ?? null,
      delivery: completed !== null ? 'completed' : used.length > 0 ? 'begun' : 'not-begun',
      firstUsed: used[0] ?? null,
      lastUsed: used.at(-1) ?? null,
      completed,
    }
  })
}

/** The course itself, not a lesson of it. */
const isWhole = (service: string, product: string): boolean => isOf(service, product) && isOf(product, service)

/** What a course platform asks before it opens a course. Refused to a purpose that does not see orders. */
export async function accessOf(ask: PurposeAsk, asked: z.output<typeof whoIsMeant>): Promise<CourseAccess> {
  const scope = await scopeFor(ask)
  const orders = categoryIn(scope, 'orders')
  const person = await personMeant(ask, asked)
  if (person === null) return { person: null, courses: [] }
  const lines = await ask.reader.query<OrderLine>(
    `select ${columnsOf(orders, { product: 'product', order: 'order_number', state: 'state', ordered: 'ordered' })}
     from ${orders.table} where person_id = $1 and product is not null order by ordered desc nulls last, id`,
    [person],
  )
  const usage = categoryIfAny(scope, 'service-use')
  const uses = usage
    ? await ask.reader.query<Use>(
        `select ${columnsOf(usage, { service: 'service', action: 'action', occurred: 'occurred' })}
         from ${usage.table} where person_id = $1 and service is not null`,
        [person],
      )
    : { rows: [] }
  return { person, courses: [...coursesOf(lines.rows, uses.rows)] }
}

/** Columns under our names; what the notice does not give the purpose is null. */
export const columnsOf = ({ columns }: ScopedCategory, named: Readonly<Record<string, string>>): string =>
  Object.entries(named)
    .map(([as, name]) => `${columns.some(column => column.name === name) ? name : 'null'} as "${as}"`)
    .join(', ')
