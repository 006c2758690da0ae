/** Visits are counted of nobody: what is kept leads to no visitor and joins no two days, machines stand apart, and numbers add up. */

import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { testDatabase } from '../../test/database.ts'
import { promiseAsker } from '../../test/promise-asker.ts'
import { testServer } from '../../test/server.ts'
import { prepareQueue } from '../jobs/queue.ts'
import { addUp, tidyCounts } from './adding-up.ts'
import { cameFrom } from './came-from.ts'
import { withoutPersons } from './counting.ts'
import { reckonGoals } from './goals.ts'
import { liveVisits, periodBefore, reportOn } from './report.ts'
import type { VisitReport } from './report-answers.ts'
import { deviceOf, isMachine } from './user-agent.ts'
import { openVisitors } from './visitors.ts'

const db = await testDatabase()
const server = await testServer(db)
afterAll(async () => {
  await server.access.close()
  await db.close()
})
let hilla: Awaited<ReturnType<typeof server.signedIn>>
beforeAll(async () => {
  await prepareQueue(db)
  await promiseAsker(db) // publishes the example notice, which has visits
  await server.addStaff('Hilla', ['customer-service'])
})
beforeEach(async () => {
  await db.admin.query(
    'truncate visits.day_count, visits.day_origin, visits.day_page, visits.day_part, visits.step, visits.machine_day, visits.goal cascade',
  )
  db.clock.set(new Date(Math.ceil((db.clock.now().getTime() + 3_600_000) / 86_400_000) * 86_400_000 + 9 * 3_600_000)) // some later morning
  hilla = await server.signedIn('hilla@example.fi')
})

const firefox = 'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0'
const iphone =
  'Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.0 Mobile/15E148 Safari/604.1'

interface From {
  readonly address?: string
  readonly agent?: string
}
const see = async (
  path: string,
  fields: Readonly<Record<string, string>> = {},
  { address = '10.8.0.1', agent = firefox }: From = {},
) => {
  const answer = await server.direct('/visit', {
    method: 'POST',
    headers: {
      'content-type': 'application/x-www-form-urlencoded',
      origin: 'https://kauppa.example.fi',
      'x-forwarded-for': address,
      'user-agent': agent,
    },
    body: new URLSearchParams({ path, ...fields }).toString(),
  })
  return answer.status
}
const report = async (query = ''): Promise<VisitReport> => (await hilla('GET', `/api/v1/visits?${query}`)).json()

test('pages, visits and visitors add up by source, campaign and device, and are on the disk before the answer', async () => {
  expect(await see('/', { referrer: 'www.google.fi' })).toBe(204)
  expect((await db.admin.query('select from visits.step')).rowCount).toBe(1)
  await see('/kurssit', { referrer: 'kauppa.example.fi' })
  await see('/', { medium: 'email', campaign: 'syksy' }, { address: '10.8.0.2', agent: iphone })
  db.clock.forward(31 * 60_000) // the same visitor comes again
  await see('/kurssit', { referrer: 'www.kauppa.example.fi' }) // the site by its other name
  const { totals, days, sources, referrers, campaigns, devices, pages } = await report()
  expect(totals).toEqual({ views: 4, visits: 3, visitors: 2, cents: 0 })
  expect(days).toHaveLength(30)
  expect(days.at(-1)).toMatchObject({ views: 4, visits: 3, visitors: 2 })
  const told = (shares: VisitReport['pages']) => shares.map(({ name, views, visits }) => [name, views, visits])
  expect(told(sources)).toEqual([
    ['search', 2, 1], // the page that was seen on the way is of the same source
    ['direct', 1, 1],
    ['mail', 1, 1],
  ])
  expect(told(referrers)).toEqual([['www.google.fi', 2, 1]])
  expect(told(campaigns)).toEqual([['syksy', 1, 1]])
  expect(told(devices)).toEqual([
    ['desktop', 3, 2],
    ['phone', 1, 1],
  ])
  expect(told(pages)).toEqual([
    ['/', 2, 2],
    ['/kurssit', 2, 1],
  ])
  expect((await report('source=search')).totals).toEqual({ views: 2, visits: 1, visitors: 1, cents: 0 })
  expect(await liveVisits(db.app, db.clock.now())).toEqual({
    ...{ visits: 1, pages: [{ name: '/kurssit', visits: 1 }], sources: [{ name: 'direct', visits: 1 }] },
  })
})

test('a period is held against as many days before it', async () => {
  await see('/')
  db.clock.forward(7 * 86_400_000)
  await see('/', {}, { address: '10.8.0.2' })
  await see('/', {}, { address: '10.8.0.3' })
  hilla = await server.signedIn('hilla@example.fi')
  const today = new Intl.DateTimeFormat('sv-SE', { timeZone: 'Europe/Helsinki' }).format(db.clock.now())
  const from = new Date(Date.parse(today) - 6 * 86_400_000).toISOString().slice(0, 10)
  const { totals, before, days } = await report(`from=${from}&to=${today}`)
  expect([totals.visits, before.visits, days.at(-1)?.visitsBefore]).toEqual([2, 1, 1])
  expect(periodBefore({ from: '2026-03-01', to: '2026-03-31' })).toEqual({ from: '2026-01-29', to: '2026-02-28' })
  expect((await hilla('GET', '/api/v1/visits?from=2025-01-01&to=2026-11-01')).status).toBe(422)
})

test('nothing that is kept leads to a visitor or joins two days, whatever one knows of them', async () => {
  for (let day = 0; day < 3; day++) {
    await see('/tilaus/aino.virtanen@example.fi', { event: 'aino@example.fi', campaign: 'aino@example.fi' })
    await see('/oma/3f1c9a526b0e4d7a9c3e0a1b')
    db.clock.forward(86_400_000)
  }
  const { rows } = await db.admin.query(
    `select string_agg(t.kept::text, '') as kept from (select json_agg(s) as kept from visits.step s union all
       select json_agg(c) from visits.day_count c union all select json_agg(o) from visits.origin o union all
       select json_agg(p) from visits.page p) t`,
  )
  expect(rows[0].kept).not.toMatch(/10\.8\.0|Mozilla|Firefox|aino|3f1c9a/i)
  const numbers = await db.admin.query<{ visit: string }>('select distinct visit from visits.step')
  expect(numbers.rowCount).toBe(3) // another every day
  // Even with the address, the browser and the day in hand another process draws another number: there is nothing to reckon it from.
  const [one, other] = [openVisitors(), openVisitors()].map(visitorOf =>
    visitorOf({ address: '10.8.0.1', agent: firefox, key: '', now: db.clock.now() }, 'a', '2026-03-02'),
  )
  expect(one?.number).not.toBe(other?.number)
  expect(JSON.stringify(server.lines)).not.toContain('10.8.0.1')
})

test('who refused is counted without being told apart, and machines stand in no other count', async () => {
  await see('/', { refused: '1' })
  await see('/kurssit', { refused: '1' })
  await see('/', {}, { agent: 'Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)' })
  const { totals, machines } = await report()
  expect([totals, machines]).toEqual([{ views: 2, visits: 0, visitors: 0, cents: 0 }, 1])
  expect((await db.admin.query('select from visits.step')).rowCount).toBe(0)
})

test('a goal counts the visits that took its steps in their order', async () => {
  const goal = {
    name: 'Tilaus',
    steps: [
      { kind: 'page', is: '/kurssit/*' },
      { kind: 'page', is: '/kori' },
      { kind: 'event', is: 'tilattu' },
    ],
  }
  const made = await hilla('POST', '/api/v1/visits/goals', { body: goal })
  expect(made.status).toBe(201)
  const walks: readonly (readonly [string, readonly (readonly [string, string])[]])[] = [
    [
      '10.8.1.1',
      [
        ['/kurssit/sql', ''],
        ['/kori', ''],
        ['/kori', 'tilattu'],
      ],
    ],
    [
      '10.8.1.2',
      [
        ['/kori', ''],
        ['/kurssit/sql', ''],
      ],
    ],
    [
      '10.8.1.3',
      [
        ['/kurssit/sql', ''],
        ['/', ''],
        ['/kori', ''],
      ],
    ],
    ['10.8.1.4', [['/', '']]],
  ]
  for (const [address, walk] of walks) for (const [path, event] of walk) await see(path, { event }, { address })
  const told = async (query = '') => (await report(query)).goals.map(({ reached }) => reached)
  expect(await told()).toEqual([[3, 2, 1]])
  expect([await told('device=desktop'), await told('device=phone')]).toEqual([[[3, 2, 1]], [[0, 0, 0]]])
  // A visit that goes on goes from one count to the next, whoever adds up meanwhile.
  await see('/kurssit/r', {}, { address: '10.8.1.3' })
  await see('/kori', { event: 'tilattu' }, { address: '10.8.1.3' })
  await Promise.all([told(), told(), told()])
  await see('/kori', {}, { address: '10.8.1.2' })
  expect(await told()).toEqual([[3, 3, 2]])
  expect((await db.admin.query('select furthest, visits from visits.goal_day where visits > 0')).rows).toHaveLength(2)
  db.clock.forward(86_400_000)
  hilla = await server.signedIn('hilla@example.fi')
  await see('/kurssit/sql', {}, { address: '10.8.1.5' })
  expect(await told()).toEqual([[4, 3, 2]])
  // One that is made later counts the same: of today at once, of the days before soon.
  await hilla('POST', '/api/v1/visits/goals', { body: goal })
  expect((await told())[1]).toEqual([1, 0, 0])
  await see('/kori', {}, { address: '10.8.1.5' })
  for (let again = 0; again < 2; again++) await reckonGoals(db.app, db.clock.now(), new AbortController().signal)
  expect(await told()).toEqual([
    [4, 4, 2],
    [4, 4, 2],
  ])
  expect(await told('device=phone')).toEqual([
    [0, 0, 0],
    [0, 0, 0],
  ])
  db.clock.forward(2 * 86_400_000)
  await reckonGoals(db.app, db.clock.now(), new AbortController().signal)
  expect((await db.admin.query('select from visits.goal_visit')).rowCount).toBe(0)
  hilla = await server.signedIn('hilla@example.fi')
  const { id } = await made.json()
  expect((await hilla('DELETE', `/api/v1/visits/goals/${id}`)).status).toBe(204)
  expect((await hilla('DELETE', `/api/v1/visits/goals/${id}`)).status).toBe(404)
  expect((await report()).goals).toHaveLength(1)
})

test('what an event brought is added up, and by how the visit came', async () => {
  await see('/', { referrer: 'www.google.fi' })
  await see('/kiitos', { event: 'tilattu', value: '49,90' })
  await see('/kiitos', { event: 'tilattu', value: 'paljon' })
  const { totals, sources, events } = await report()
  expect([totals.cents, sources[0]?.name, sources[0]?.cents]).toEqual([4990, 'search', 4990])
  expect(events).toEqual([{ name: 'tilattu', count: 2, cents: 4990 }])
})

test('a step is added up once, however many do it at once, and what was counted of who refused is gone', async () => {
  for (let n = 0; n < 5; n++) {
    await Promise.all([
      ...Array.from({ length: 20 }, (_, one) =>
        see('/', { refused: one % 2 ? '1' : '' }, { address: `10.7.${n}.${one}` }),
      ),
      ...[addUp(db.app), addUp(db.app), addUp(db.app)],
    ])
  }
  expect((await report()).totals).toEqual({ views: 100, visits: 50, visitors: 50, cents: 0 })
  expect((await db.admin.query('select from visits.step where visit is null')).rowCount).toBe(0)
})

test('whatever a report is narrowed by, its pages are those of the steps themselves, added up in one go or several', async () => {
  const steps = [
    ['/', { referrer: 'www.google.fi' }, {}],
    ['/kurssit', { referrer: 'www.google.fi' }, {}],
    ['/', { medium: 'email', campaign: 'syksy' }, { address: '10.8.0.2', agent: iphone }],
    ['/kurssit', { medium: 'email', campaign: 'syksy' }, { address: '10.8.0.2', agent: iphone }],
    ['/', {}, { address: '10.8.0.3', agent: iphone }],
    ['/', { refused: '1' }, { address: '10.8.0.4' }],
  ] as const
  const told: [origin: string, path: string][] = []
  for (const [path, fields, from] of [...steps, ...steps]) {
    await see(path, fields, from)
    const { rows } = await db.admin.query(
      `select to_jsonb(o) as origin, p.path from visits.step s join visits.origin o on o.id = s.origin join visits.page p on p.id = s.page order by s.id desc limit 1`,
    )
    told.push([rows[0].origin, rows[0].path])
    if (told.length === 5) await report() // the rest is added to what is there
  }
  for (const narrowed of [
    { source: 'search' },
    { device: 'phone' },
    { site: 'kauppa.example.fi' },
    { campaign: 'syksy' },
    { device: 'phone', source: 'mail' },
    { device: 'phone', path: '/' },
    {},
  ]) {
    const { path, ...origin } = { path: undefined, ...narrowed }
    const wanted = new Map<string, number>()
    for (const [came, seen] of told)
      if (
        (path === undefined || path === seen) &&
        Object.entries(origin).every(([name, is]) => Reflect.get(Object(came), name) === is)
      )
        wanted.set(seen, (wanted.get(seen) ?? 0) + 1)
    const { pages, totals } = await report(new URLSearchParams(narrowed as Record<string, string>).toString())
    expect([narrowed, Object.fromEntries(pages.map(({ name, views }) => [name, views]))]).toEqual([
      narrowed,
      Object.fromEntries(wanted),
    ])
    expect(pages.reduce((all, { visits }) => all + visits, 0)).toBe(totals.visits)
  }
})

test('what a register had counted before there were parts gets them when it is brought up to date', async () => {
  await see('/', { referrer: 'www.google.fi' })
  await see('/kurssit', { medium: 'email' }, { address: '10.8.0.2', agent: iphone })
  await report()
  const parts = async () => (await db.admin.query('select * from visits.day_part order by part, name, day, page')).rows
  const added = await parts()
  expect(added).toHaveLength(6)
  await db.admin.query('truncate visits.day_part')
  const [, filling = ''] =
    /^(insert into visits.day_part[^;]+;)$/m.exec(
      readFileSync(join(import.meta.dirname, '../database/migrations/0033-visits-by-part.sql'), 'utf8'),
    ) ?? []
  await db.admin.query(filling)
  expect(await parts()).toEqual(added)
})

test('many at once are counted once each', async () => {
  await Promise.all(Array.from({ length: 400 }, (_, n) => see('/', {}, { address: `10.9.${n % 4}.${n % 250}` })))
  const { totals } = await report()
  expect(totals.views).toBe(400)
  expect(totals.visits).toBe(new Set(Array.from({ length: 400 }, (_, n) => `${n % 4}.${n % 250}`)).size)
})

test('what has no page or no site is refused, and counts go after their time', async () => {
  expect(await see('kurssit')).toBe(422)
  expect(await see('/', { event: 'x'.repeat(4000) })).toBe(422)
  expect((await server.direct('/visit', { method: 'GET' })).status).toBe(405)
  await see('/')
  const years = (count: number) => new Date(db.clock.now().getTime() + count * 366 * 86_400_000)
  await tidyCounts(db.app, years(1))
  expect((await db.admin.query('select from visits.step')).rowCount).toBe(1) // not before it is counted
  await addUp(db.app)
  await tidyCounts(db.app, years(1))
  const asked = { from: '2026-01-01', to: '2027-12-31' }
  expect((await db.admin.query('select from visits.step')).rowCount).toBe(0)
  expect((await reportOn(db.app, asked)).totals.views).toBe(1)
  await tidyCounts(db.app, years(3))
  expect((await db.admin.query('select from visits.day_count')).rowCount).toBe(0)
})

test('parts of an address that may be somebody’s are left out, words stay', () => {
  expect(withoutPersons('/tilaus/aino@example.fi/kuitti')).toBe('/tilaus/…/kuitti')
  expect(withoutPersons('/oma/3f1c9a526b0e4d7a9c3e0a1b')).toBe('/oma/…')
  expect(withoutPersons('/tilaus/1234567')).toBe('/tilaus/…')
  expect(withoutPersons('/kurssit/hyvan-palvelun-perusteet-yrittajille')).toBe(
    '/kurssit/hyvan-palvelun-perusteet-yrittajille',
  )
})

test('hosts fall into their groups', () => {
  const none = { medium: '', campaign: '' }
  const of = (host: string) => cameFrom(host, 'www.kauppa.fi', none)
  expect(
    [
      'www.google.fi',
      'duckduckgo.com',
      'm.facebook.com',
      't.co',
      'chatgpt.com',
      'mail.google.com',
      'yle.fi',
      'kauppa.fi',
      '',
    ].map(of),
  ).toEqual([...['search', 'search', 'social', 'social', 'assistant', 'mail', 'site', 'direct', 'direct']])
  expect(cameFrom('www.google.fi', 'kauppa.fi', { medium: 'cpc', campaign: 'kevät' })).toBe('campaign')
  expect([
    deviceOf(iphone),
    deviceOf(firefox),
    deviceOf('Mozilla/5.0 (Linux; Android 14; SM-X510) Safari/537.36'),
  ]).toEqual([...['phone', 'desktop', 'tablet']])
})

const samples = join(import.meta.dirname, '..', '..', '..', 'shared', 'samples', 'user-agents')

test.skipIf(!existsSync(samples))(
  'machines and people of the samples are told apart (skipped where there are none)',
  () => {
    const crawlers: readonly { readonly instances: readonly string[] }[] = JSON.parse(
      readFileSync(join(samples, 'crawler-user-agents.json'), 'utf8'),
    )
    const agents = crawlers.flatMap(({ instances }) => instances)
    const missed = agents.filter(agent => !isMachine(agent))
    const people = ['matomo_desktop.yml', 'matomo_smartphone-18.yml']
      .flatMap(file =>
        [...readFileSync(join(samples, file), 'utf8').matchAll(/user_agent: ['"]?(.*?)['"]?$/gm)].map(
          ([, agent = '']) => agent,
        ),
      )
      // Whoever cannot run the script today is no visitor that it could count.
      .filter(agent => /^Mozilla\/5\.0 .*(Chrome|Firefox|Safari)\//.test(agent))
    const wronged = people.filter(isMachine)
    expect(missed.length / agents.length).toBeLessThan(0.05)
    expect(wronged.length / people.length).toBeLessThan(0.01)
  },
)
