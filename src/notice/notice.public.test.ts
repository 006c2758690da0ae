/** Anybody reads the published notice in their language, and their browser is told to run nothing. */

import { afterAll, beforeAll, expect, test } from 'vitest'
import { testDatabase } from '../../test/database.ts'
import { publishForTest, testServer } from '../../test/server.ts'
import { withResearch } from '../../test/two-notices.ts'
import { noticePages } from './notice.public.ts'
import { parse } from './parse.ts'

const db = await testDatabase()
let server: Awaited<ReturnType<typeof testServer>>

afterAll(() => db.close())
beforeAll(async () => {
  server = await testServer(db)
})

test('before anything is published there is no notice', async () => {
  expect((await server.anonymous('GET', '/notice')).status).toBe(404)
})

test('the page, its style and its letters come from this server alone', async () => {
  await publishForTest(db)
  server = await testServer(db)
  const response = await server.anonymous('GET', '/notice')
  const page = await response.text()
  expect(response.status).toBe(200)
  expect(response.headers.get('content-security-policy')).toContain("default-src 'none'")
  expect(page).toContain('Testirekisteri')

  const [, style = ''] = /<link rel="stylesheet" href="([^"]+)">/.exec(page) ?? []
  const css = await server.anonymous('GET', style)
  expect(css.headers.get('content-type')).toContain('text/css')
  const fonts = [...(await css.text()).matchAll(/url\('([^']+)'\)/g)].map(([, path = '']) => path)
  expect(fonts).toHaveLength(2)
  for (const font of fonts) {
    const answer = await server.anonymous('GET', font)
    expect(answer.headers.get('content-type')).toBe('font/woff2')
    expect((await answer.arrayBuffer()).byteLength).toBeGreaterThan(10_000)
  }
})

test('a language that the notice lacks gives its language of record', async () => {
  const response = await server.anonymous('GET', '/notice?lang=sv', { headers: { 'accept-language': 'en' } })
  expect(response.headers.get('content-language')).toBe('fi')
})

test('the data are those of the page', async () => {
  const response = await server.anonymous('GET', '/notice.json')
  const json = await response.json()
  expect(response.headers.get('content-type')).toContain('application/json')
  expect(json).toMatchObject({ format: 'seloste-notice/1', statements: { register: { id: 'test' } } })
})

test('as linked data, to which the page leads', async () => {
  const page = await (await server.anonymous('GET', '/notice')).text()
  const [, address = ''] = /<link rel="alternate" type="application\/ld\+json" href="([^"]+)">/.exec(page) ?? []
  const response = await server.anonymous('GET', address)
  expect(response.status).toBe(200)
  expect(response.headers.get('content-type')).toContain('application/ld+json')
  const [first] = (await response.json())['@graph']
  expect(first['@type']).toContain('dpv:PrivacyNotice')
})

test('linked data has all the languages of the notice in it, and says so', async () => {
  const { notice } = parse(withResearch)
  const linked = noticePages(async () => undefined).find(({ path }) => path === '/notice.jsonld')
  const response = await linked?.handle(
    { lang: 'en', headers: new Headers(), program: { url: '', published: async () => ({ version: 1, notice }) } },
    new URLSearchParams(),
  )
  expect(response?.headers.get('content-language')).toBe('fi, sv, en')
})
