/** What was asked and answered can be proved, by a number that is nobody's; what a browser found is held against the notice. */

import { gunzipSync, gzipSync } from 'node:zlib'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { buildVisitScript } from '../../scripts/visit-script.ts'
import { testDatabase } from '../../test/database.ts'
import { exampleNotice, noticeIn, type PromiseAsker, promiseAsker } from '../../test/promise-asker.ts'
import { testServer } from '../../test/server.ts'
import { prepareQueue } from '../jobs/queue.ts'
import { chooseWebsites } from '../promises/website.ts'
import type { ShownWording } from './about.ts'
import { choicesByWeek, choicesOf, tidyChoices } from './choice.ts'
import type { ProvedChoices } from './cookie-answers.ts'
import type { Found } from './inspect.ts'
import { compare, type InspectionFault, keepInspection, lastInspection } from './inspection.ts'
import { aboutFor, asked } from './inventory.ts'
import { inspect } from './visits.jobs.ts'
import { choiceAwaited, choiceOffered, cookiesEndInBrowser, inventoryHolds } from './visits.promises.ts'

const db = await testDatabase()
const server = await testServer(db)
afterAll(async () => {
  await server.access.close()
  await db.close()
})
let promises: PromiseAsker
beforeAll(async () => {
  promises = await promiseAsker(db)
})
let visitors = 0
beforeEach(async () => {
  visitors++
  await db.admin.query('truncate visits.choice, visits.wording, visits.inspection')
})

const aino = '3f1c9a52-6b0e-4d7a-9c3e-0a1b2c3d4e5f'
const get = (path: string, headers: Readonly<Record<string, string>> = {}) =>
  server.app.request(path, { headers: { 'x-forwarded-for': `10.9.0.${visitors}`, ...headers } })
const words = async (lang = 'fi'): Promise<ShownWording> => (await get(`/visit/words?lang=${lang}`)).json()
const choose = (fields: Readonly<Record<string, string>>, headers: Readonly<Record<string, string>> = {}) =>
  server.app.request('/visit/choice', {
    method: 'POST',
    headers: {
      'content-type': 'application/x-www-form-urlencoded',
      origin: 'https://kauppa.example.fi',
      'x-forwarded-for': `10.9.0.${visitors}`,
      ...headers,
    },
    body: new URLSearchParams({
      visitor: aino,
      lang: 'fi',
      method: 'all',
      categories: '',
      wording: '',
      ...fields,
    }).toString(),
  })

test('the script travels in less than six kilobytes, and any site may load and keep it for a while', async () => {
  const built = await buildVisitScript()
  const about = aboutFor(noticeIn(exampleNotice), 'https://rekisteri.example.fi')
  expect(gzipSync(built + JSON.stringify(about)).length).toBeLessThan(6_000)
  expect(built).not.toMatch(/https?:\/\//) // it knows no address but the server's
  const sent = await get('/visit.js', { 'accept-encoding': 'gzip;q=1.0, br;q=0' })
  expect(Object.fromEntries(sent.headers)).toMatchObject({
    'content-type': 'text/javascript; charset=utf-8',
    'content-encoding': 'gzip',
    'cache-control': 'public, max-age=300',
    'access-control-allow-origin': '*',
    'cross-origin-resource-policy': 'cross-origin',
    vary: 'accept-encoding',
  })
  const script = gunzipSync(Buffer.from(await sent.arrayBuffer())).toString()
  expect(script).toContain('"server":"http://localhost"')
  expect(script).toContain('"clears":{"analytics":["seloste_visit"],"marketing":["seloste_campaign"]}')
  expect(sent.headers.get('set-cookie')).toBeNull()
})

test('nothing is asked where nothing needs consent, or where the notice lets nothing be remembered', () => {
  const notice = noticeIn(exampleNotice)
  const uncounted = { ...notice, categories: notice.categories.filter(({ id }) => id !== 'visits') }
  const only = (keep: (name: string) => boolean) => notice.cookies.filter(({ name }) => keep(name))
  expect(aboutFor(uncounted, '')?.remembers).toBe(365 * 86_400)
  for (const cookies of [only(name => name === 'seloste_choice'), only(name => name !== 'seloste_choice')]) {
    expect(aboutFor({ ...uncounted, cookies }, '')).toBeUndefined()
    expect(aboutFor({ ...notice, cookies }, '')).toMatchObject({ asks: {}, counts: true })
  }
})

test('what is agreed to is asked about anew when a purpose or a setter is added, and for no other change', () => {
  const notice = noticeIn(exampleNotice)
  const keys = (change: (cookie: (typeof notice.cookies)[number]) => object) =>
    aboutFor({ ...notice, cookies: notice.cookies.map(one => ({ ...one, ...change(one) })) }, '')?.asks.analytics
  const own = keys(() => ({}))
  expect(keys(() => ({ keeps: 'P24M', explanation: { fi: 'Toisin sanoin.' } }))).toEqual(own)
  expect(keys(() => ({ for: 'marketing' }))).not.toEqual(own)
  expect(keys(() => ({ setBy: { fi: 'Mittari Oy' }, thirdParty: true }))).not.toEqual(own)
})

test('a choice is proved by its number, in the words that were shown', async () => {
  const shown = await words('sv')
  const told = { categories: asked(noticeIn(exampleNotice)).join(' '), wording: shown.hash, lang: 'sv' }
  const answer = await choose(told)
  expect([answer.status, answer.headers.get('access-control-allow-origin')]).toEqual([200, '*']) // with the key of seloste_visit
  db.clock.forward(60_000)
  expect((await choose({ method: 'withdrawn', lang: 'sv' })).status).toBe(204)
  await server.addStaff('Hilla', ['customer-service'])
  const hilla = await server.signedIn('hilla@example.fi')
  const { choices }: ProvedChoices = await (
    await hilla('POST', '/api/v1/cookies/proof', { body: { visitor: aino } })
  ).json()
  expect(choices).toMatchObject([
    { method: 'withdrawn', categories: [], words: [], hash: null },
    { method: 'all', categories: ['analytics', 'marketing'], lang: 'sv', noticeVersion: shown.noticeVersion },
  ])
  expect(choices[1]?.words).toEqual(expect.arrayContaining([shown.text, shown.accept, shown.refuse]))
  expect((await hilla('POST', '/api/v1/cookies/proof', { body: { visitor: 'kaarlo' } })).status).toBe(404)
  expect((await server.anonymous('POST', '/api/v1/cookies/proof', { body: { visitor: aino } })).status).toBe(401)
  const { rows } = await db.admin.query('select * from visits.choice')
  expect(JSON.stringify([rows, server.lines])).not.toMatch(/10\.9\.0\.|kauppa\.example/) // no address of anybody
})

test('nobody agrees to what was never asked, nor in words that were never shown', async () => {
  const { hash } = await words()
  expect((await choose({ categories: 'analytics' })).status).toBe(422)
  expect((await choose({ categories: 'analytics', wording: `${hash}x` })).status).toBe(422)
  expect((await choose({ visitor: "Aino'; drop", wording: hash })).status).toBe(422)
  expect((await choose({ method: 'guessed', wording: hash })).status).toBe(422)
  expect((await choose({ categories: 'necessary everything marketing', wording: hash })).status).toBe(204)
  expect((await choicesOf(db.app, aino)).map(({ categories }) => categories)).toEqual([['marketing']])
})

test('a browser that asks that nothing is shared agrees to no marketing, and only the exact word asks so', async () => {
  const { hash } = await words()
  const all = { categories: 'analytics marketing', wording: hash }
  await choose(all, { 'sec-gpc': '1' })
  await choose(all, { 'sec-gpc': 'true' })
  expect((await choicesOf(db.app, aino)).map(({ categories, gpc }) => [categories, gpc])).toEqual([
    [['analytics', 'marketing'], false],
    [['analytics'], true],
  ])
  expect(await (await get('/.well-known/gpc.json')).json()).toMatchObject({ gpc: true })
})

test('choices are counted by the week, and go a year after their end with the words that nobody chose in', async () => {
  const { hash } = await words()
  await choose({ categories: 'analytics marketing', wording: hash })
  await choose({ categories: 'analytics', wording: hash, method: 'chosen' })
  await choose({ wording: hash, method: 'necessary' })
  const now = db.clock.now()
  const weeks = await choicesByWeek(db.app, now, 3)
  expect(weeks).toHaveLength(3)
  expect(weeks.at(-1)).toMatchObject({ all: 1, some: 1, none: 1 })
  const years = (count: number) => new Date(now.getTime() + count * 365 * 86_400_000)
  await tidyChoices(db.app, years(1.9))
  expect(await choicesOf(db.app, aino)).toHaveLength(3)
  await tidyChoices(db.app, years(2.1))
  expect(await choicesOf(db.app, aino)).toEqual([])
  expect((await db.admin.query('select from visits.wording')).rowCount).toBe(0)
})

const cookie = (name: string, phase: Found['phase'] = 'before', days: number | null = 1): Found => ({
  ...{ phase, kind: 'cookie', name, host: 'kauppa.example.fi', days },
})
const found = async (found: readonly Found[], fault: InspectionFault | null = null) => {
  const at = db.clock.now()
  await keepInspection(db.app, { began: at, ended: at, version: 1, pages: 2, fault, found })
}

test('promises break by the name of what is kept too early, too long or without a word in the notice, and where nothing is asked', async () => {
  await chooseWebsites(db.app, ['https://kauppa.example.fi/'], { at: db.clock.now(), by: 'test' })
  expect(await promises.ask(inventoryHolds)).toEqual({ state: 'unknown', why: 'promises.why.not-inspected' })
  const right = [cookie('seloste_choice', 'agreed'), cookie('seloste_visit', 'agreed')]
  const breaks = async (check: typeof inventoryHolds, wrong: Found, named: string) => {
    await found(right)
    const broken = await promises.seeItBreak(
      check,
      () => found([...right, wrong]),
      () => found(right),
    )
    expect(broken).toMatchObject({ found: [named] })
  }
  await breaks(inventoryHolds, cookie('_ga', 'agreed'), '_ga (kauppa.example.fi)')
  await breaks(choiceAwaited, cookie('seloste_visit', 'refused'), 'seloste_visit (kauppa.example.fi)')
  const call = { ...cookie('mittari.example'), kind: 'request', host: 'mittari.example' } as const
  await breaks(choiceAwaited, call, 'mittari.example')
  await breaks(choiceOffered, { ...cookie(''), kind: 'unasked' }, 'kauppa.example.fi')
  await breaks(cookiesEndInBrowser, cookie('seloste_visit', 'agreed', 500), 'seloste_visit (kauppa.example.fi)')
  await found([], 'no-browser')
  expect(await promises.ask(inventoryHolds)).toEqual({ state: 'unknown', why: 'promises.why.no-browser' })
  db.clock.forward(16 * 86_400_000)
  expect(await promises.ask(inventoryHolds)).toEqual({ state: 'unknown', why: 'promises.why.not-inspected' })
})

test('a call to somebody else after the visitor has agreed is what they agreed to', () => {
  const call = { ...cookie('mittari.example', 'agreed'), kind: 'request', host: 'mittari.example' } as const
  expect(compare([call], noticeIn(exampleNotice))).toEqual({ undeclared: [], early: [], unasked: [], longer: [] })
})

test('a site that is behind our own wall, or gone, is not looked at and it is said so', async () => {
  await chooseWebsites(db.app, ['http://127.0.0.1:9/'], { at: db.clock.now(), by: 'test' })
  const settings = { url: 'http://localhost', chromium: undefined }
  await prepareQueue(db)
  await inspect().run({ ...server.program, settings }, {}, new AbortController().signal)
  expect((await lastInspection(db.app))?.fault).toMatch(/site-away|no-browser/)
})
