/** What was answered with 200 is written once, though the server is killed while it takes in and while it writes. */

import { afterAll, expect, test } from 'vitest'
import { addConnection } from '../src/arrivals/connection.ts'
import { systemClock } from '../src/base/time.ts'
import { orderAdapters } from '../src/orders/known.ts'
import { wooDelivery } from './arrivals-desk.ts'
import { onRegister } from './killing.ts'
import { newHome, type Running, removeHome, start } from './running.ts'
import { wooOrder } from './shop-orders.ts'

const home = newHome()
afterAll(() => removeHome(home))

const all = 500

test('500 orders at once, and a server that dies twice', async () => {
  const { secret, hook } = await onRegister(home, async ({ database: { app }, published }) => {
    const by = { app, home, clock: systemClock, actor: 'staff:test' }
    const { notice } = await published()
    if (!notice) throw new Error('no notice is in force')
    const made = {
      kind: 'woocommerce',
      name: 'Kauppa',
      purpose: 'customer-care',
      source: 'shop',
      settings: {},
      keepDays: 14,
    }
    const { id, secret } = await addConnection(by, orderAdapters, notice, made)
    const { rows } = await app.query('select hook from arrivals.connection where id = $1', [id])
    return { secret: secret ?? '', hook: String(rows[0].hook) }
  })
  const answered = new Set<number>()
  const send = async ({ address }: Running, id: number) => {
    const { body, headers } = wooDelivery(
      secret,
      wooOrder({ id, number: String(id) }, { email: `asiakas.${id}@example.org`, phone: '', first_name: `Aino ${id}` }),
    )
    const answer = await fetch(`${address}/hooks/woocommerce/${hook}`, {
      method: 'POST',
      headers,
      body: Buffer.from(body),
    }).catch(() => undefined)
    if (answer?.status === 200) answered.add(id)
  }
  const everyOne = Array.from({ length: all }, (_, n) => n + 1)

  const first = await start(home)
  const sending = everyOne.map(id => send(first, id))
  await expect.poll(() => answered.size, { timeout: 60_000 }).toBeGreaterThan(50)
  await first.end('SIGKILL')
  await Promise.all(sending)

  // The sender tries again what was not answered, and some that were.
  const second = await start(home)
  await Promise.all(everyOne.filter(id => !answered.has(id) || id % 10 === 0).map(id => send(second, id)))
  await second.end('SIGKILL')
  const third = await start(home)
  await Promise.all(everyOne.filter(id => !answered.has(id)).map(id => send(third, id)))
  expect(answered.size).toBe(all)

  const states = `select state, count(*)::int as count from arrivals.arrival group by state`
  await onRegister(home, async ({ database }) => {
    const asked = async (sql: string) => (await database.admin.query(sql)).rows
    await expect.poll(() => asked(states), { timeout: 120_000 }).toEqual([{ state: 'written', count: all }])
    expect(
      await asked(
        `select count(*)::int as orders, count(distinct order_number)::int as numbers, count(distinct person_id)::int as persons from register.orders`,
      ),
    ).toEqual([{ orders: all * 2, numbers: all, persons: all }])
    expect(await asked(`select count(*)::int as count from register.person`)).toEqual([{ count: all }])
  })
  expect(await third.end()).toBe(0)
}, 600_000)
