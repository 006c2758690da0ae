/** Pages that visitors see, taken in and on the disk: how fast beside what Node's HTTP takes at all, what staff who read meanwhile feel of it, and how long a month of four million takes to report. */

import { once } from 'node:events'
import { Worker } from 'node:worker_threads'
import { makeKey } from '../src/access/key.ts'
import { addUp } from '../src/visits/adding-up.ts'
import { onRegister } from '../test/killing.ts'
import { newHome, removeHome, start } from '../test/running.ts'
import { sendAll } from './http-load.ts'
import { latencies, median, quantile } from './rounds.ts'

export interface IntakeFigures {
  readonly perSecond: number
  readonly barePerSecond: number
  readonly ratio: { readonly median: number; readonly min: number; readonly max: number }
  /** Milliseconds from sending a page to its answer: median and 99th part. */
  readonly answered: readonly [number, number]
  /** Milliseconds of a list of customers: median and 95th part, before and during. */
  readonly readBefore: readonly [number, number]
  readonly readDuring: readonly [number, number]
  readonly lost: number
}

const width = 64
const pages = 20_000
const rounds = 5

/** Page `n` of a site with many pages, seen by somebody of a few thousand who look at three pages each. */
function seen(n: number): string {
  const visitor = Math.floor(n / 3)
  const path =
    n % 3 === 0 ? '/' : `/kurssit/${'abcdefghijklmnop'[(n * 7) % 16]}-${'kevat syksy talvi kesa'.split(' ')[n % 4]}`
  const fields = {
    ...{ path, event: '', referrer: visitor % 3 === 0 ? 'www.google.fi' : '', medium: '' },
    ...{ campaign: visitor % 10 === 0 ? 'uutiskirje' : '', refused: '' },
  }
  const body = new URLSearchParams(fields).toString()
  return [
    'POST /visit HTTP/1.1',
    'Host: localhost',
    'Origin: https://kauppa.example.fi',
    'Accept: */*',
    'Accept-Language: fi-FI,fi;q=0.9,en;q=0.8',
    'User-Agent: Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36',
    `X-Forwarded-For: 10.${(visitor >> 16) & 255}.${(visitor >> 8) & 255}.${visitor & 255}`,
    'Content-Type: application/x-www-form-urlencoded;charset=UTF-8',
    `Content-Length: ${body.length}`,
    '',
    body,
  ].join('\r\n')
}

/** Of one round to the next other visitors, so that nobody is counted too often. */
const round = (nth: number): readonly string[] => Array.from({ length: pages }, (_, n) => seen(nth * pages + n))

const middle = (all: readonly number[], high: number): readonly [number, number] => [
  quantile(all, 0.5),
  quantile(all, high),
]

export async function intake(): Promise<IntakeFigures> {
  const home = newHome()
  const bare = new Worker(new URL('./bare-http.ts', import.meta.url))
  const [barePort] = await once(bare, 'message')
  try {
    const key = await onRegister(home, ({ database: { app } }) =>
      makeKey(app, { name: 'bench', purpose: 'customer-care', expiresAt: null }, { by: 'bench', at: new Date() }),
    )
    const server = await start(home)
    const port = Number(new URL(server.address).port)
    const read = async () => {
      const answer = await fetch(`${server.address}/api/v1/persons?limit=50`, {
        headers: { authorization: `Bearer ${key.secret}`, purpose: 'customer-care' },
      })
      await answer.arrayBuffer()
      if (!answer.ok) throw new Error(`list: ${answer.status}`)
    }
    const readBefore = middle(await latencies(100, 20, read), 0.95)
    const speeds: { own: number; bare: number }[] = []
    const answered: number[] = []
    for (let nth = 0; nth <= rounds; nth++) {
      const requests = round(nth)
      const ofBare = await sendAll({ port: barePort, requests, width })
      const own = await sendAll({ port, requests, width })
      if (nth === 0) continue // the first is to get warm
      speeds.push({ own: pages / own.seconds, bare: pages / ofBare.seconds })
      answered.push(...own.latencies)
    }
    const during: number[] = []
    let isOver = false
    const flood = sendAll({ port, requests: round(rounds + 1), width }).then(() => {
      isOver = true
    })
    while (!isOver) during.push(...(await latencies(1, 0, read)))
    await flood
    await server.end()
    const kept = await onRegister(home, async ({ database }) => {
      await addUp(database.app)
      const { rows } = await database.app.query('select sum(views)::int as views from visits.day_origin')
      return Number(rows[0].views)
    })
    const ratios = speeds.map(({ own, bare }) => own / bare)
    return {
      perSecond: median(speeds.map(({ own }) => own)),
      barePerSecond: median(speeds.map(({ bare }) => bare)),
      ratio: { median: median(ratios), min: Math.min(...ratios), max: Math.max(...ratios) },
      answered: middle(answered, 0.99),
      readBefore,
      readDuring: middle(during, 0.95),
      lost: (rounds + 2) * pages - kept,
    }
  } finally {
    await bare.terminate()
    removeHome(home)
  }
}
