/** Anybody pastes a notice at /try and sees what it says and lacks; nothing runs in their browser, and their text is kept nowhere. */

import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { testDatabase } from '../../test/database.ts'
import { testServer } from '../../test/server.ts'
import { readNotice } from './read-notice.ts'
import { looksLikeNotice, piecesOf } from './read-view.ts'
import { longestTry } from './try.public.ts'

const db = await testDatabase()
let server: Awaited<ReturnType<typeof testServer>>

beforeAll(async () => {
  server = await testServer(db)
})
afterAll(() => db.close())

const example = (name: string): string =>
  readFileSync(join(import.meta.dirname, '..', '..', 'examples', 'read', name), 'utf8')
const gym = example('gym.txt')

let visitors = 0
/** Posts a text as one whom the server has not seen before, unless the headers say who it is. */
async function paste(notice: string, { query = '', headers = {} as Readonly<Record<string, string>> } = {}) {
  visitors++
  const response = await server.app.request(`/try${query}`, {
    method: 'POST',
    headers: {
      'content-type': 'application/x-www-form-urlencoded',
      'x-forwarded-for': `192.0.2.${visitors}`,
      ...headers,
    },
    body: new URLSearchParams({ notice }).toString(),
  })
  return { status: response.status, headers: response.headers, page: await response.text() }
}

test('the form and the answer have no script and load only our own style', async () => {
  const form = await server.anonymous('GET', '/try')
  const answer = await paste(gym)
  for (const [headers, page] of [
    [form.headers, await form.text()],
    [answer.headers, answer.page],
  ] as const) {
    expect(headers.get('content-security-policy')).toContain("default-src 'none'")
    expect(headers.get('content-security-policy')).not.toContain('script-src')
    expect(headers.get('cache-control')).toBe('no-store')
    expect(page).not.toMatch(/<script|javascript:|\son\w+=|style="|<style/i)
    for (const [, address = ''] of page.matchAll(/<link rel="stylesheet" href="([^"]+)">/g))
      expect((await server.anonymous('GET', address)).headers.get('content-type')).toContain('text/css')
  }
})

test('every sentence that was understood leads to what it says, and back', async () => {
  const { page, status } = await paste(gym)
  expect(status).toBe(200)
  const ids = new Set([...page.matchAll(/ id="([^"]+)"/g)].map(([, id]) => id))
  const links = [...page.matchAll(/ href="#([^"]+)"/g)].map(([, id]) => id)
  expect(links.length).toBeGreaterThan(40)
  expect(links.filter(id => !ids.has(id))).toEqual([])
  expect(page).toContain('Kuntokeskus Vahva Oy')
  expect(page).toMatch(/<h3>Oikeusperusteet<\/h3>[\s\S]*sopimus[\s\S]*oikeutettu etu/)
})

test('what is missing is told with the reason and the mending, errors first, and the draft can be taken along', async () => {
  const { page } = await paste(gym)
  const gaps = page.slice(page.indexOf('class="gaps"'))
  expect(gaps).toContain('Virhe')
  expect(gaps.lastIndexOf('<li class="error">')).toBeLessThan(gaps.indexOf('<li class="warning">'))
  expect(gaps).toContain('artiklan')
  const [, draft = ''] = /href="data:text\/yaml;charset=utf-8,([^"]+)"/.exec(page) ?? []
  expect(decodeURIComponent(draft)).toBe(readNotice(gym, { today: db.clock.now() }).draft)
})

test('the page speaks the language that is asked for, and leaves the notice in its own', async () => {
  const swedish = await paste(gym, { query: '?lang=sv', headers: { 'accept-language': 'en' } })
  expect(swedish.page).toContain('<html lang="sv">')
  expect(swedish.page).toContain('<div class="old" lang="fi">')
  expect((await paste(gym, { headers: { 'accept-language': 'en' } })).page).toContain('What is missing')
})

test('markup in the pasted text stays text', async () => {
  const { page } = await paste(`${gym}\n\n"><img src=x onerror=alert(1)> </textarea><b>x</b>`)
  expect(page).not.toMatch(/<img|<b>x/)
})

test('an empty, a long and another text are answered calmly, with the form', async () => {
  const empty = await paste('  \n ')
  expect([empty.status, empty.page]).toEqual([422, expect.stringContaining('role="alert"')])
  const long = await paste('a'.repeat(longestTry + 1))
  expect([long.status, long.page]).toEqual([422, expect.stringMatching(/100\s001/)])
  for (const other of ['Pilvinen päivä. Illalla sataa.', '\u0000\u0001\uFFFD\u0002'.repeat(500), '{"a": [1, 2]}']) {
    const { status, page } = await paste(other)
    expect([status, page]).toEqual([200, expect.stringContaining('ei näytä tietosuojaselosteelta')])
    expect(page).toContain('<textarea id="notice"')
  }
})

test('every example of a notice is taken for one', () => {
  for (const name of ['gym.txt', 'prose-sv.txt', 'podcast-en.txt', 'restaurant-old.txt', 'bank-like-sv.html'])
    expect(looksLikeNotice(readNotice(example(name), { today: db.clock.now() })), name).toBe(true)
})

test('the pieces put together are the text', () => {
  for (const name of ['gym.txt', 'form-two-columns.txt', 'daycare-dl.html', 'recruitment-wrapped.txt']) {
    const reading = readNotice(example(name), { today: db.clock.now() })
    const pieces = piecesOf(reading)
    expect(pieces.map(piece => piece.text).join('')).toBe(reading.text)
    expect(pieces.filter(piece => piece.kind === 'between').every(piece => piece.text.trim() === '')).toBe(true)
  }
})

test('a form that is too large, too frequent or sent by another site is refused on a page', async () => {
  const large = await paste('ä'.repeat(400_000))
  expect([large.status, large.page]).toEqual([422, expect.stringContaining('role="alert"')])

  const headers = { 'x-forwarded-for': '198.51.100.7' }
  const answers = []
  for (let i = 0; i < 11; i++) answers.push((await paste('', { headers })).status)
  expect(answers.slice(0, 10)).toEqual(Array.from({ length: 10 }, () => 422))
  expect(answers[10]).toBe(429)
  db.clock.forward(4000)
  expect((await paste('', { headers })).status).toBe(422)

  const other = await paste(gym, { headers: { cookie: 'session=x', 'sec-fetch-site': 'cross-site' } })
  expect(other.status).toBe(403)
})

test('the text stands in no table and in no line of the log', async () => {
  const secret = 'Vadelmavene Karppi Oy'
  const { page } = await paste(gym.replaceAll('Kuntokeskus Vahva Oy', secret))
  expect(page).toContain(secret)
  expect(JSON.stringify(server.lines)).not.toContain('Karppi')
  expect(server.lines.at(-1)).toMatchObject({ method: 'POST', route: '/try', status: 200 })
  const { rows } = await db.admin.query<{ name: string }>(
    `select format('%I.%I', table_schema, table_name) as name from information_schema.tables
     where table_schema not in ('pg_catalog', 'information_schema') and table_type = 'BASE TABLE'`,
  )
  expect(rows.length).toBeGreaterThan(20)
  for (const { name } of rows) {
    const found = await db.admin.query(`select 1 from ${name} t where t::text like '%Karppi%'`)
    expect(found.rowCount, name).toBe(0)
  }
})

test('100 kB are answered with less than a second of work', async () => {
  const many = Math.floor(longestTry / (gym.length + 10))
  const text = Array.from({ length: many }, (_, i) => gym.replaceAll('Jäsen', `Jäsen${i} `)).join('\n\n')
  await paste(gym)
  const before = process.cpuUsage()
  const { status, page } = await paste(text.slice(0, longestTry))
  const { user, system } = process.cpuUsage(before)
  expect(status).toBe(200)
  expect(page.length).toBeGreaterThan(200_000)
  expect((user + system) / 1000).toBeLessThan(1000)
})
