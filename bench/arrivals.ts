/** A burst of webhooks: how fast they are taken in beside what Node's HTTP takes at all, and what staff who read meanwhile feel of it. */

import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { makeKey } from '../src/access/key.ts'
import { addConnection } from '../src/arrivals/connection.ts'
import { systemClock } from '../src/base/time.ts'
import { orderAdapters } from '../src/orders/known.ts'
import { wooDelivery } from '../test/arrivals-desk.ts'
import { onRegister } from '../test/killing.ts'
import { newHome, removeHome, start } from '../test/running.ts'
import { wooOrder } from '../test/shop-orders.ts'
import { latencies, quantile, spread } from './rounds.ts'

export interface BurstFigures {
  readonly webhooks: number
  /** Seconds until the last one was answered, and until the last one was written. */
  readonly takenIn: number
  readonly written: number
  /** Taken in per second, beside a bare server that reads the same bodies and answers 200. */
  readonly perSecond: number
  readonly barePerSecond: number
  /** Milliseconds of a list of customers: median and 95th part, before and during. */
  readonly readBefore: readonly [number, number]
  readonly readDuring: readonly [number, number]
  readonly lost: number
}

const width = 64

export async function burst(webhooks: number): Promise<BurstFigures> {
  const home = newHome()
  const made = {
    kind: 'woocommerce',
    name: 'Kauppa',
    purpose: 'customer-care',
    source: 'shop',
    settings: {},
    keepDays: 14,
  }
  try {
    const { secret, hook, key } = await onRegister(home, async ({ database: { app }, published }) => {
      const { notice } = await published()
      if (!notice) throw new Error('no notice is in force')
      const by = { app, home, clock: systemClock, actor: 'bench' }
      const { id, secret } = await addConnection(by, orderAdapters, notice, made)
      const { rows } = await app.query('select hook from arrivals.connection where id = $1', [id])
      const key = await makeKey(
        app,
        { name: 'bench', purpose: 'customer-care', expiresAt: null },
        { by: 'bench', at: new Date() },
      )
      return { secret: secret ?? '', hook: String(rows[0].hook), key: key.secret }
    })
    const deliveries = Array.from({ length: webhooks }, (_, id) =>
      wooDelivery(
        secret,
        wooOrder({ id, number: String(id) }, { email: `asiakas.${id % (webhooks / 2)}@example.org`, phone: '' }),
      ),
    )
    const post = (url: string) => async (n: number) => {
      const one = deliveries[n % webhooks]
      const answer = await fetch(url, {
        method: 'POST',
        headers: one?.headers ?? {},
        body: Buffer.from(one?.body ?? []),
      })
      await answer.arrayBuffer()
      if (answer.status !== 200) throw new Error(`webhook ${n}: ${answer.status}`)
    }
    const bareSpeed = await bare(post, Math.min(webhooks, 5_000))

    const server = await start(home)
    const read = async () => {
      const answer = await fetch(`${server.address}/api/v1/persons?limit=50`, {
        headers: { authorization: `Bearer ${key}`, purpose: 'customer-care' },
      })
      await answer.arrayBuffer()
      if (!answer.ok) throw new Error(`list: ${answer.status}`)
    }
    const middle = (all: readonly number[]): readonly [number, number] => [quantile(all, 0.5), quantile(all, 0.95)]
    const before = middle(await latencies(100, 20, read))
    const began = performance.now()
    const during: number[] = []
    let over = false
    const reading = (async () => {
      while (!over) during.push(...(await latencies(1, 0, read)))
    })()
    await spread(webhooks, width, post(`${server.address}/hooks/woocommerce/${hook}`))
    const takenIn = (performance.now() - began) / 1000
    const written = await onRegister(home, async ({ database }) => {
      for (;;) {
        const { rows } = await database.app.query(
          `select count(*)::int as open from arrivals.arrival where state = 'accepted'`,
        )
        if (rows[0].open === 0) break
        await new Promise(done => setTimeout(done, 500))
      }
      const { rows } = await database.app.query(
        `select count(*)::int as count from arrivals.arrival where state = 'written'`,
      )
      return Number(rows[0].count)
    })
    const writtenIn = (performance.now() - began) / 1000
    over = true
    await reading
    await server.end()
    return {
      webhooks,
      takenIn,
      written: writtenIn,
      perSecond: webhooks / takenIn,
      barePerSecond: bareSpeed,
      readBefore: before,
      readDuring: middle(during),
      lost: webhooks - written,
    }
  } finally {
    removeHome(home)
  }
}

/** Requests a second of a server that does nothing but read the body and answer. */
async function bare(post: (url: string) => (n: number) => Promise<void>, requests: number): Promise<number> {
  const server = createServer((request, answer) => {
    request.resume().on('end', () => answer.end())
  })
  await new Promise<void>(listening => server.listen(0, listening))
  const { port } = server.address() as AddressInfo
  const send = post(`http://localhost:${port}`)
  await spread(500, width, send)
  const began = performance.now()
  await spread(requests, width, send)
  const speed = (requests * 1000) / (performance.now() - began)
  await new Promise(closed => server.close(closed))
  return speed
}
