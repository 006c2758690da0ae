/** Whoever sends, by whatever adapter: nobody without the secret is heard, each event counts once, and no bytes of theirs stop what comes after. */

import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeEach, describe, expect, test } from 'vitest'
import { adapters } from '../src/adapters.ts'
import type { Delivery } from '../src/arrivals/adapter.ts'
import { Refused } from '../src/base/errors.ts'
import { openPerson } from '../src/register/persons.ts'
import { sendersOf, type There, type Tree } from './adapter-senders.ts'
import { arrivalsDesk, type Connected, shopNotice } from './arrivals-desk.ts'
import { ownSenders } from './own-senders.ts'
import { testServer } from './server.ts'

/** Social media may tell of a person’s name and addresses too. */
const notice = shopNotice.replace(
  'from: [forms, email, phone, sms, shop, staff]',
  'from: [forms, email, phone, sms, shop, staff, social-media]',
)
const desk = await arrivalsDesk(notice, adapters)
const { db } = desk

const leads: There['leads'] = new Map()
const server = createServer((request, response) => {
  const path = new URL(request.url ?? '/', 'http://localhost').pathname
  const lead = leads.get(path.slice(path.lastIndexOf('/') + 1))
  response.writeHead(lead ? 200 : 404, { 'content-type': 'application/json' }).end(lead ?? '{}')
})
await new Promise<void>(listening => server.listen(0, '127.0.0.1', listening))
const { port } = server.address() as AddressInfo
const senders = Object.entries({ ...sendersOf({ url: `http://127.0.0.1:${port}`, leads }), ...ownSenders })
const connected = new Map<string, Connected>()
for (const [name, { kind, connection }] of senders) connected.set(name, await desk.connect(kind, connection))
afterAll(async () => {
  server.close()
  await desk.close()
})

beforeEach(async () => {
  await desk.empty()
  await db.admin.query('truncate tasks.task, rights.request cascade')
  await openPerson(desk.ask('customer-care'), {
    source: 'forms',
    categories: {
      identity: [{ given_name: 'Aino', family_name: 'Virtanen' }],
      'contact-points': [{ email: 'aino.virtanen@example.org' }, { phone: '+358401234567' }],
    },
    statements: [{ kind: 'contract', givenAt: '2026-01-01T10:00:00.000Z' }],
  })
})

test('no adapter is left out of this table', () => {
  expect([...new Set(senders.map(([, { kind }]) => kind))].toSorted()).toEqual(
    adapters.map(({ kind }) => kind).toSorted(),
  )
  for (const [name, { kind, isOurs }] of senders)
    expect([name, adapters.find(one => one.kind === kind)?.isOurs]).toEqual([name, isOurs])
})

const tables = ['identity', 'contact_points', 'orders', 'service_events', 'service_use', 'participation', 'work']
const held = () => Promise.all(tables.map(table => desk.rows(table)))

describe.each(senders)('%s', (name, sender) => {
  const to = connected.get(name)
  if (!to) throw new Error('every sender has a connection')
  const { isOurs, write, sign, event, state = 'written' } = sender
  const made = (body: string | Buffer, secret = to.secret): Delivery =>
    sign({ ...to, secret }, Buffer.from(body), db.clock.now())
  const deliver = (delivery: Delivery): Promise<unknown> =>
    isOurs ? desk.door.keep({ id: to.id, kind: to.kind, keep_days: 14 }, delivery, false) : desk.deliver(to, delivery)

  test('counts each event once, however often and however many at once it comes', async () => {
    const one = write(event(1))
    for (let n = 0; n < 5; n++) await deliver(made(one))
    await Promise.all(Array.from({ length: 10 }, () => deliver(made(one))))
    await desk.write()
    await deliver(made(one))
    await desk.write()
    expect(await desk.states()).toEqual([state])
  })

  test('ends in the same rows, in whatever order events come', async () => {
    const end = async (...order: readonly number[]) => {
      await db.admin.query('truncate arrivals.arrival, arrivals.thing cascade')
      await db.admin.query(
        'truncate register.orders, register.service_events, register.service_use, register.participation',
      )
      for (const n of order) {
        await deliver(made(write(event(n))))
        await desk.write()
      }
      return held()
    }
    const first = await end(1, 2, 3)
    expect(await end(3, 1, 2, 3)).toEqual(first)
    expect(await end(2, 3, 1, 1)).toEqual(first)
  })

  test(isOurs ? 'has no door outside' : 'is not heard without the secret', async () => {
    const right = made(write(event(1)))
    const refused = async (delivery: Delivery) =>
      desk.deliver(to, delivery).then(
        () => 'taken',
        fault => (fault instanceof Refused ? fault.key : String(fault)),
      )
    if (isOurs) {
      expect(await refused(right)).toBe('arrivals.no-door')
      return
    }
    const another = to.kind === 'wix' ? undefined : made(write(event(1)), 'f'.repeat(32))
    const cut = { ...right, body: right.body.subarray(0, right.body.length / 2), query: new URLSearchParams() }
    const changed = { ...right, ...changedOf(right) }
    const wrong = [another, cut, ...(sender.unsigned ? [] : [changed])].filter(one => one !== undefined)
    for (const delivery of wrong) expect(await refused(delivery)).toBe('arrivals.not-signed')
    expect(await desk.states()).toEqual([])
    expect((await db.app.query('select sum(times)::int as n from arrivals.turned_away')).rows).toEqual([
      { n: wrong.length },
    ])
  })

  test('is read by its bytes, whatever its content type says', async () => {
    const delivery = made(write(event(1)))
    const headers = new Headers(delivery.headers)
    headers.set('content-type', 'image/png; charset=utf-16')
    await deliver({ ...delivery, headers })
    await desk.write()
    expect(await desk.states()).toEqual([state])
  })

  test('harms nobody by what it writes', async () => {
    let n = 10
    const bodies: (string | Buffer)[] = [...hostileBodies(write(event(++n)))]
    for (const change of hostileTrees(event(0))) bodies.push(write(change(event(++n))))
    let taken = 0
    for (const body of bodies)
      await deliver(made(body)).then(
        () => taken++,
        fault => {
          if (!(fault instanceof Refused && ['invalid', 'unauthenticated'].includes(fault.kind))) throw fault
        },
      )
    await desk.write()
    await deliver(made(write(event(++n))))
    await desk.write()
    const states = await desk.states()
    expect(states.at(-1)).toBe(state)
    expect(states.filter(one => /accepted|fault/.test(one))).toEqual([])
    expect(taken).toBeGreaterThan(5)
    expect(Object.keys(Object.prototype)).toEqual([])
  })
})

test('more than a megabyte is not read, at any address', async () => {
  const { app } = await testServer(db, desk.program.home)
  for (const { kind, hook } of connected.values()) {
    const answer = await app.request(`/hooks/${kind}/${hook}`, { method: 'POST', body: Buffer.alloc(1_000_001, '[') })
    expect([kind, answer.status, JSON.parse(await answer.text()).type]).toEqual([
      kind,
      422,
      '/problems/http.body-too-large',
    ])
  }
})

/** The delivery with one byte, or one parameter, that its sender did not write. */
function changedOf({ method, body, query }: Delivery): Partial<Delivery> {
  if (method === 'GET') return { query: new URLSearchParams([...query, ['checkout-amount', '1']]) }
  const changed = Buffer.from(body)
  const at = changed.length - 3
  changed[at] = (changed[at] ?? 0) ^ 1
  return { body: changed }
}

/** Bytes that are no event, and events that hide something. */
const hostileBodies = (right: string): readonly (string | Buffer)[] => [
  '',
  'null',
  '[]',
  '5',
  '{}',
  right.slice(0, right.length / 2),
  `${'['.repeat(100_000)}${']'.repeat(100_000)}`,
  `${'{"a":'.repeat(40)}1${'}'.repeat(40)}`,
  Buffer.from([0x7b, 0x22, 0xff, 0xfe, 0x22, 0x3a, 0x31, 0x7d]),
  Buffer.concat([Buffer.from(right.slice(0, -6)), Buffer.from([0xc3, 0x28, 0xff]), Buffer.from(right.slice(-6))]),
  right.replace('{', '{"__proto__":{"polluted":true},"constructor":{"prototype":{"polluted":true}},'),
  right.replaceAll(/"(\w+)":/g, '"$1":1,"$1":'),
]

/** A character that PostgreSQL's text has not, half of one, and what is larger, longer, deeper or of another kind than it should be. */
const poison: readonly Tree[] = [
  'a\u0000b',
  '\ud800',
  1e300,
  -1,
  '9'.repeat(400),
  'ä'.repeat(30_000),
  null,
  true,
  [[['x']]],
  {},
]
/** So many of them in each place; all in the long form. */
const inEach = process.env.SELOSTE_LONG ? poison.length : 3

/** Changes of an event, one a place in it and a poison. */
function* hostileTrees(like: Tree): Generator<(event: Tree) => Tree> {
  let turn = 0
  for (const path of placesIn(like))
    for (let n = 0; n < inEach; n++) {
      // The first two always: they are what a database refuses.
      const value = n < 2 ? poison[n] : poison[2 + (turn++ % (poison.length - 2))]
      yield event => replaced(event, path, value)
    }
}

function placesIn(tree: Tree, path: readonly string[] = []): readonly (readonly string[])[] {
  if (typeof tree !== 'object' || tree === null) return [path]
  return Object.entries(tree).flatMap(([name, inner]) => placesIn(inner, [...path, name]))
}

function replaced(tree: Tree, [name, ...rest]: readonly string[], value: Tree): Tree {
  if (name === undefined) return value
  const inner = replaced(Reflect.get(Object(tree), name), rest, value)
  return Array.isArray(tree) ? tree.with(Number(name), inner) : { ...Object(tree), [name]: inner }
}
