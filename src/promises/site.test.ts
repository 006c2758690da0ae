/** Cookies of real pages are held against the notice, and no page leads the visitor behind a wall. */

import { afterAll, beforeAll, expect, test } from 'vitest'
import { testDatabase } from '../../test/database.ts'
import { exampleNotice, noticeIn, type PromiseAsker, promiseAsker } from '../../test/promise-asker.ts'
import { webServer } from '../../test/web-server.ts'
import type { PromiseCheck } from './promise.ts'
import { cookiesDeclared, cookiesEnd, cookiesWait, encryptedOnTheWay } from './site.promises.ts'
import { isPrivate, visit } from './visit.ts'
import { chooseWebsites } from './website.ts'

const db = await testDatabase()
const web = await webServer()
afterAll(async () => {
  await web.close()
  await db.close()
})
let promises: PromiseAsker
beforeAll(async () => {
  promises = await promiseAsker(db)
})

const none = { databaseUrl: undefined, smtpUrl: undefined, smsUrl: undefined, imapUrl: undefined }
const look = (check: PromiseCheck) => promises.ask(check, { settings: { url: web.url, ...none } })
const sets = (...cookies: readonly string[]): void => {
  web.answer = path => (path === '/try' ? { headers: { 'set-cookie': cookies } } : {})
}

test('a cookie that the notice does not have', async () => {
  sets('seloste_choice=1; Max-Age=31536000')
  expect(await look(cookiesDeclared)).toMatchObject({ state: 'holds', figures: { count: 0, cookies: 1, pages: 3 } })
  sets('seloste_choice=1', '_ga=GA1.1.2; Path=/')
  expect(await look(cookiesDeclared)).toMatchObject({
    state: 'broken',
    figures: { count: 1 },
    found: ['_ga (127.0.0.1)'],
  })
})

test('a cookie of statistics before anybody has agreed to it', async () => {
  sets('seloste_choice=1')
  expect(await look(cookiesWait)).toMatchObject({ state: 'holds' })
  sets('seloste_visit=1')
  expect(await look(cookiesWait)).toMatchObject({ state: 'broken', found: ['seloste_visit (127.0.0.1)'] })
})

test('a cookie that lasts longer than the notice says', async () => {
  sets('seloste_choice=1; Max-Age=31536000')
  expect(await look(cookiesEnd)).toMatchObject({ state: 'holds' })
  sets('seloste_choice=1; Max-Age=63072000')
  expect(await look(cookiesEnd)).toMatchObject({ state: 'broken' })
  sets('seloste_choice=1; Expires=Tue, 01 Jan 2030 00:00:00 GMT')
  expect(await look(cookiesEnd)).toMatchObject({ state: 'broken' })
})

test('a cookie set by a redirection is seen, and a page that does not answer makes it unknown', async () => {
  web.answer = path => (path === '/try' ? { status: 302, headers: { location: '/on', 'set-cookie': 'tracker=1' } } : {})
  expect(await look(cookiesDeclared)).toMatchObject({ state: 'broken', found: ['tracker (127.0.0.1)'] })
  sets()
  await chooseWebsites(db.app, ['http://kaarlo.invalid/'], { at: db.clock.now(), by: 'test' })
  expect(await look(cookiesDeclared)).toEqual({ state: 'unknown', why: 'promises.why.site-away' })
})

test('only the web is visited, and only what is not behind our own wall', async () => {
  const stopping = new AbortController().signal
  const manner = { own: 'https://rekisteri.example.fi', stopping }
  for (const address of [
    web.url,
    web.url.replace('127.0.0.1', 'localhost'),
    'file:///etc/passwd',
    'ftp://example.fi',
    'http://[::1]/',
    'http://[::ffff:127.0.0.1]/',
    'http://2130706433/',
    'x',
  ])
    expect(await visit(address, manner), address).toBeUndefined()
  web.answer = () => ({ status: 302, headers: { location: 'http://127.0.0.2:1/' } })
  expect(await visit(web.url, { own: web.url, stopping })).toBeUndefined()
  web.answer = () => ({ status: 302, headers: { location: '/' } })
  expect(await visit(web.url, { own: web.url, stopping })).toBeUndefined()
  web.answer = () => ({ body: 'x'.repeat(5_000_000) })
  expect(await visit(web.url, { own: web.url, stopping })).toBeUndefined()
  expect(
    ['10.1.2.3', '172.31.0.1', '192.168.1.1', '169.254.169.254', '100.64.0.1', 'fd00::1', 'fe80::1', '::'].filter(
      isPrivate,
    ),
  ).toHaveLength(8)
  expect(['193.166.0.1', '172.32.0.1', '2001:db8:1::1'].filter(isPrivate)).toEqual([])
})

test('a connection in the open where the notice says that all are encrypted', async () => {
  const notice = noticeIn(exampleNotice.replace('electronic-only, named', 'encryption-in-transit, named'))
  const asked = (settings: object) =>
    promises.ask(encryptedOnTheWay, { notice, settings: { url: 'https://rekisteri.example.fi', ...none, ...settings } })
  expect(encryptedOnTheWay.places(noticeIn(exampleNotice))).toEqual([])
  expect(
    await asked({ smtpUrl: 'smtp://localhost:25', databaseUrl: 'postgres://a@db.example.fi/b?sslmode=require' }),
  ).toMatchObject({ state: 'holds' })
  expect(
    await asked({
      url: 'http://rekisteri.example.fi',
      databaseUrl: 'postgres://a@db.example.fi/b',
      smtpUrl: 'smtp://post.example.fi?ignoreTLS=1',
      imapUrl: 'imap://post.example.fi',
      smsUrl: undefined,
    }),
  ).toMatchObject({ state: 'broken', found: ['SELOSTE_URL', 'DATABASE_URL', 'SMTP_URL', 'IMAP_URL'] })
})
