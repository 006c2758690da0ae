/** Shops that send, and a register that takes in: connections, signed deliveries and the work of the queue, at a test's own pace. */

import { createHmac, createSign, generateKeyPairSync } from 'node:crypto'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Adapter, Answer, Delivery } from '../src/arrivals/adapter.ts'
import { addConnection, type Connecting, type NewConnection } from '../src/arrivals/connection.ts'
import { type Door, openDoor } from '../src/arrivals/receive.ts'
import { type Writing, writeAccepted } from '../src/arrivals/write.ts'
import { signActor } from '../src/database/actor-token.ts'
import { prepareQueue } from '../src/jobs/queue.ts'
import { parse } from '../src/notice/parse.ts'
import { orderAdapters } from '../src/orders/known.ts'
import { type CourseRegister, courseRegister } from './course-register.ts'

/** The example's notice; its orders may come from a partner too. */
export const shopNotice = readFileSync(
  join(import.meta.dirname, '..', 'examples', 'notices', 'ixir.yaml'),
  'utf8',
).replace(
  'from: [shop, forms, email, phone]\n    for:\n      customer-care: contract\n      customer-analysis',
  'from: [shop, partners, forms, email, phone]\n    for:\n      customer-care: contract\n      customer-analysis',
)

export interface Connected {
  readonly id: string
  readonly kind: string
  readonly hook: string
  readonly secret: string
}

export interface ArrivalsDesk extends CourseRegister {
  readonly program: Writing
  readonly by: Connecting
  readonly door: Door
  connect(kind: string, more?: Partial<NewConnection>): Promise<Connected>
  /** Delivers, and rejects as the door refuses. */
  deliver(to: Connected, delivery: Delivery): Promise<Answer | undefined>
  /** Delivers, and writes all that has come. */
  arrive(to: Connected, ...deliveries: readonly Delivery[]): Promise<void>
  write(): Promise<void>
  /** State and reason of every arrival, in the order in which they came. */
  states(): Promise<readonly string[]>
  /** The rows of a table of the register without ids, sorted. */
  rows(table: string): Promise<readonly Readonly<Record<string, unknown>>[]>
  /** Takes everything out but the connections. */
  empty(): Promise<void>
}

export const pastedSecret = 'whsec_1234567890abcdef1234'

export async function arrivalsDesk(
  text = shopNotice,
  adapters: readonly Adapter[] = orderAdapters,
): Promise<ArrivalsDesk> {
  const register = await courseRegister(text)
  const { db, version } = register
  await prepareQueue(db)
  const home = mkdtempSync(join(tmpdir(), 'seloste-arrivals-'))
  const { notice } = parse(text)
  if (!notice) throw new Error('the notice of this test cannot be read')
  const { purposes, duties } = notice
  const program: Writing = {
    clock: db.clock,
    database: db,
    home,
    published: async () => ({ version, purposes, duties, notice }),
    sign: claim => signActor(db.actorKey, claim),
    log: () => {},
  }
  const door = openDoor(program, adapters)
  const by: Connecting = { app: db.app, home, clock: db.clock, actor: 'staff:test' }
  const desk: ArrivalsDesk = {
    ...register,
    program,
    by,
    door,
    connect: async (kind, more) => {
      const { secret: making } = adapters.find(one => one.kind === kind) ?? {}
      const secret = more?.secret ?? (making === 'pasted' ? pastedSecret : undefined)
      const made = await addConnection(by, adapters, notice, {
        kind,
        name: kind,
        purpose: 'customer-care',
        source: 'shop',
        settings: {},
        keepDays: 14,
        ...more,
        secret,
      })
      const { rows } = await db.app.query('select hook from arrivals.connection where id = $1', [made.id])
      return { id: made.id, kind, hook: rows[0].hook, secret: made.secret ?? secret ?? '' }
    },
    deliver: ({ kind, hook }, delivery) => door.receive(kind, hook, delivery),
    arrive: async (to, ...deliveries) => {
      for (const delivery of deliveries) await desk.deliver(to, delivery)
      await desk.write()
    },
    write: async () => {
      await writeAccepted(program, adapters, new AbortController().signal)
    },
    states: async () => {
      const { rows } = await db.app.query(
        `select concat_ws(' ', state, reason) as state from arrivals.arrival order by id`,
      )
      return rows.map(({ state }) => state)
    },
    rows: async table => {
      const { rows } = await db.admin.query(
        `select jsonb_strip_nulls(to_jsonb(t) - array['id', 'person_id', 'standing', 'due', 'email_key', 'family_name_key', 'order_number_key', 'product_key']) as row
         from register.${table} t order by 1`,
      )
      return rows.map(({ row }) => row)
    },
    empty: async () => {
      const { rows } = await db.admin.query(
        `select string_agg(oid::regclass::text, ', ') as tables from pg_class where relkind = 'r' and relnamespace = 'register'::regnamespace`,
      )
      await db.admin.query(
        `truncate ${rows[0].tables}, arrivals.arrival, arrivals.step, arrivals.thing, arrivals.choice, arrivals.informing, arrivals.shown, arrivals.wrote, arrivals.handle, arrivals.turned_away, tasks.task, cases.matter, permissions.barred cascade`,
      )
    },
    close: async () => {
      await register.close()
      rmSync(home, { recursive: true })
    },
  }
  return desk
}

const none = () => new URLSearchParams()
const bytesOf = (body: unknown): Buffer =>
  Buffer.isBuffer(body) ? body : Buffer.from(typeof body === 'string' ? body : JSON.stringify(body))

export function wooDelivery(secret: string, body: unknown, topic = 'order.updated'): Delivery {
  const bytes = bytesOf(body)
  const signature = createHmac('sha256', secret).update(bytes).digest('base64')
  const headers = new Headers({ 'x-wc-webhook-signature': signature, 'x-wc-webhook-topic': topic })
  return { method: 'POST', headers, query: none(), body: bytes }
}

export function shopifyDelivery(secret: string, body: unknown, topic = 'orders/updated'): Delivery {
  const bytes = bytesOf(body)
  const signature = createHmac('sha256', secret).update(bytes).digest('base64')
  const headers = new Headers({ 'x-shopify-hmac-sha256': signature, 'x-shopify-topic': topic })
  return { method: 'POST', headers, query: none(), body: bytes }
}

export function stripeDelivery(secret: string, body: unknown, at: Date): Delivery {
  const bytes = bytesOf(body)
  const time = Math.floor(at.getTime() / 1000)
  const signature = createHmac('sha256', secret).update(`${time}.`).update(bytes).digest('hex')
  return {
    method: 'POST',
    headers: new Headers({ 'stripe-signature': `t=${time},v1=${signature}` }),
    query: none(),
    body: bytes,
  }
}

export function paytrailDelivery(secret: string, parameters: Readonly<Record<string, string>>): Delivery {
  const signed = Object.entries({ 'checkout-account': '375917', 'checkout-algorithm': 'sha256', ...parameters })
  const text = signed
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, value]) => `${name}:${value}\n`)
    .join('')
  const query = new URLSearchParams(Object.fromEntries(signed))
  query.set('signature', createHmac('sha256', secret).update(text).digest('hex'))
  return { method: 'GET', headers: new Headers(), query, body: new Uint8Array() }
}

const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
/** The public half of the key that signs `wixDelivery`. */
export const wixKey = publicKey.export({ type: 'spki', format: 'pem' }).toString()

export function wixDelivery(order: object, eventType = 'wix.ecom.v1.order_updated', more: object = {}): Delivery {
  const part = (json: unknown) => Buffer.from(JSON.stringify(json)).toString('base64url')
  const told = {
    id: `e-${JSON.stringify(order).length}-${eventType}`,
    updatedEvent: { currentEntityAsJson: JSON.stringify(order) },
    ...more,
  }
  const data = JSON.stringify({ eventType, instanceId: 'i', data: JSON.stringify(told) })
  const signed = `${part({ alg: 'RS256', kid: 'k' })}.${part({ data, iat: 1, exp: 4_102_444_800 })}`
  const signature = createSign('sha256').update(signed).sign(privateKey, 'base64url')
  return {
    method: 'POST',
    headers: new Headers(),
    query: new URLSearchParams(),
    body: Buffer.from(`${signed}.${signature}`),
  }
}
