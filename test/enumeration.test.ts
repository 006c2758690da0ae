/** No public page that takes an address tells whether it is known: by a byte of its answer, by a lookup that could be felt, or by its time. */

import type pg from 'pg'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { newId } from '../src/base/ids.ts'
import { announceDelivery, beginDelivery, makeSecret } from '../src/rights/delivery.ts'
import { ownPageDesk } from './own-page-desk.ts'

const own = await ownPageDesk()
const { db, newBrowser, work } = own
afterAll(() => own.close())
beforeAll(async () => {
  await own.aPerson('aino@example.org')
  await own.aPerson('+358401234567')
  // Of two persons whom we know, the one has a number beside the address.
  const withNumber = await own.aPerson('dora@example.org', '+358405555555')
  const without = await own.aPerson('eeva@example.org')
  db.clock.forward(60_000)
  links[email.known] = await linkOf(withNumber)
  links[email.unknown] = await linkOf(without)
})

/** A public form that takes an address: where it is sent, and what it sends. */
interface Door {
  readonly name: string
  /** Whose it is, where it is a person's own link. */
  readonly path: string | ((address: string) => string)
  /** So that it is answered as often as it is asked. */
  readonly before?: () => Promise<unknown>
  readonly fields: (address: string) => Readonly<Record<string, string>>
  readonly known: string
  readonly unknown: string
}

const email = { known: 'aino@example.org', unknown: 'kaarlo@example.org' }
const asking: Door['fields'] = address => ({
  act: 'ask',
  kind: 'access',
  words: 'Mitä minusta tiedetään?',
  name: 'Joku',
  email: address,
  post: '',
})
const doors: readonly Door[] = [
  { name: 'own page, by e-mail', path: '/my', fields: address => ({ address }), ...email },
  {
    name: 'own page, by telephone',
    path: '/my',
    fields: address => ({ address }),
    known: '+358401234567',
    unknown: '+358409876543',
  },
  { name: 'form for requests', path: '/rights', fields: asking, ...email },
  {
    name: 'code for a copy, by telephone',
    path: address => links[address] ?? '',
    before: () => db.admin.query('update rights.delivery set codes = 0, code_asked_at = null'),
    fields: () => ({ act: 'code', by: 'sms' }),
    ...email,
  },
  { name: 'end of marketing', path: '/rights', fields: address => ({ act: 'stop', email: address }), ...email },
]

/** The path by which somebody fetches their copy. */
async function linkOf(person: string): Promise<string> {
  const at = db.clock.now()
  const id = newId()
  const { rows } = await db.admin.query(
    `insert into rights.request (id, kind, person_id, channel, received_at, due, requester, asked, recorded_at, recorded_by, notice_version)
     values ($1, 'access', $2, 'email', $3, $4, 'Joku', 'Pyydän', $3, 'test', 1) returning id`,
    [newId(), person, at, '2030-01-01'],
  )
  const delivery = { id, request: rows[0].id, person, by: 'test', at, textOnly: false }
  await beginDelivery(db.app, delivery)
  await announceDelivery(db.app, delivery)
  return `/delivery/${await makeSecret(db.app, id)}`
}
const links: Record<string, string> = {}

/** Fetches the form and sends it as somebody who has read it: the answer, and how long it took in milliseconds. */
async function send(
  { path: where, before, fields }: Door,
  address: string,
): Promise<{ readonly answer: Response; readonly took: number }> {
  const browser = newBrowser()
  const path = typeof where === 'string' ? where : where(address)
  await before?.()
  const page = await (await browser.get(path)).text()
  const hidden = [...page.matchAll(/<input type="hidden" name="([\w.-]+)" value="([^"]*)">/g)]
  db.clock.forward(5000)
  const begun = performance.now()
  const answer = await browser.post(path, {
    ...Object.fromEntries(hidden.map(([, name = '', value = '']) => [name, value])),
    ...fields(address),
  })
  return { answer, took: performance.now() - begun }
}

/** All that a reader can see of an answer; what is random in it, and the id of the request, are not of the person. */
const seen = async ({ answer }: { readonly answer: Response }) => ({
  status: answer.status,
  headers: [...answer.headers].filter(([name]) => name !== 'x-request-id'),
  body: (await answer.text())
    .replace(/(name="(?:browser|stamp)" value=")[^"]+"/g, '$1…"')
    .replace(/numero on \d+/g, '…')
    .replace(/\/delivery\/[\w-]+/g, '…'),
})

describe.each(doors)('$name', door => {
  test('the answer is the same, byte for byte', async () => {
    const [known, unknown] = [await seen(await send(door, door.known)), await seen(await send(door, door.unknown))]
    expect(unknown).toEqual(known)
    expect(known.status).toBe(200)
    expect(known.body).not.toContain(door.known)
    await work()
    // and when somebody has asked before
    expect(await seen(await send(door, door.known))).toEqual(await seen(await send(door, door.unknown)))
  })

  test('no address is looked up before the answer: it comes while every table that has one is locked', async () => {
    const holder = await locked()
    try {
      for (const address of [door.known, door.unknown])
        expect(await unlessWaiting(holder, send(door, address))).toMatchObject({ answer: { status: 200 } })
    } finally {
      await holder.query('rollback')
      holder.release()
    }
  })

  test.runIf(process.env.SELOSTE_LONG)('the time is the same', { timeout: 1_800_000 }, async () => {
    const times = { known: [] as number[], unknown: [] as number[] }
    for (let round = 0; round < 1020; round++) {
      const first = round % 2 === 0 ? (['known', 'unknown'] as const) : (['unknown', 'known'] as const)
      for (const which of first) {
        const { answer, took } = await send(door, door[which])
        await answer.text()
        if (round >= 20) times[which].push(took)
      }
    }
    const z = pairedDifference(times.known, times.unknown)
    // By chance once in fifteen thousand runs.
    expect(Math.abs(z), `median ${median(times.known)} beside ${median(times.unknown)} ms`).toBeLessThan(4)
  })
})

test('the comparison of times feels a twentieth more, on a machine whose load comes and goes', () => {
  let state = 20_261_122
  const draw = (): number => {
    state = (state * 48_271) % 2_147_483_647 // Park and Miller: the same times at every run
    return state / 2_147_483_647
  }
  const loads = Array.from({ length: 1000 }, (_, round) => 10 + 5 * Math.sin(round / 50))
  const times = loads.map(load => load + draw() ** 8 * 20)
  const others = loads.map(load => load + draw() ** 8 * 20)
  expect(Math.abs(pairedDifference(times, others))).toBeLessThan(4)
  const slower = others.map(time => time * 1.05)
  expect(Math.abs(pairedDifference(times, slower))).toBeGreaterThan(4)
})

/** Holds every table of the register but that of bare ids, so that whoever reads one waits. */
async function locked(): Promise<pg.PoolClient> {
  const { rows } = await db.admin.query<{ name: string }>(
    `select format('%I.%I', schemaname, tablename) as name from pg_tables where schemaname = 'register' and tablename <> 'person'`,
  )
  const holder = await db.admin.connect()
  await holder.query(`begin; lock table ${rows.map(({ name }) => name).join(', ')} in access exclusive mode`)
  return holder
}

/** The answer, or the table that somebody waits for. */
async function unlessWaiting<Answer>(holder: pg.PoolClient, work: Promise<Answer>): Promise<Answer | string> {
  let isDone = false
  const done = work.finally(() => {
    isDone = true
  })
  while (!isDone) {
    const { rows } = await holder.query<{ table: string }>(
      `select l.relation::regclass::text as table from pg_locks l join pg_database d on d.oid = l.database
       where d.datname = current_database() and not l.granted limit 1`,
    )
    if (rows[0]) return `somebody reads ${rows[0].table}`
  }
  return done
}

const median = (times: readonly number[]): string => {
  const sorted = times.toSorted((a, b) => a - b)
  return (sorted[Math.floor(sorted.length / 2)] ?? 0).toFixed(2)
}

/** The signed rank test of Wilcoxon as a standard normal deviate: pairs meet the same load, and no outlier decides. */
function pairedDifference(a: readonly number[], b: readonly number[]): number {
  const differences = a.map((time, at) => time - (b[at] ?? 0)).toSorted((one, other) => Math.abs(one) - Math.abs(other))
  const sum = differences.reduce((total, difference, at) => (difference > 0 ? total + at + 1 : total), 0)
  const n = differences.length
  return (sum - (n * (n + 1)) / 4) / Math.sqrt((n * (n + 1) * (2 * n + 1)) / 24)
}
