/** What the notice says of itself is found to be untrue when it is: its age, its languages, its lawfulness, its past, its public face. */

import { afterAll, beforeAll, expect, test } from 'vitest'
import { testDatabase } from '../../test/database.ts'
import { exampleNotice, noticeIn, type PromiseAsker, promiseAsker } from '../../test/promise-asker.ts'
import { webServer } from '../../test/web-server.ts'
import {
  languagesComplete,
  noticeReviewed,
  publishedAsIs,
  stillLawful,
  transfersSafeguarded,
  versionsUnchanged,
} from './notice.promises.ts'
import { renderJson } from './render-json.ts'

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

const notice = noticeIn(exampleNotice)

test('a notice that nobody has looked at for a year', async () => {
  const on = (at: string) => promises.ask(noticeReviewed, { at: new Date(at) })
  expect(await on('2027-11-22T10:00:00Z')).toMatchObject({ state: 'holds' })
  expect(await on('2027-11-23T10:00:00Z')).toMatchObject({
    state: 'broken',
    figures: { reviewed: new Date('2026-11-21T22:00:00Z') },
  })
  const reviewed = { ...notice, reviewed: '2027-06-01' }
  expect(await promises.ask(noticeReviewed, { at: new Date('2027-11-23T10:00:00Z'), notice: reviewed })).toMatchObject({
    state: 'holds',
  })
})

test('a text that one of the languages lacks', async () => {
  expect(await promises.ask(languagesComplete)).toMatchObject({ state: 'holds' })
  const lacking = noticeIn(exampleNotice.replace(/^ {2}sv: Vi utvecklar.*\n/m, ''))
  expect(await promises.ask(languagesComplete, { notice: lacking })).toMatchObject({
    state: 'broken',
    figures: { count: 1, languages: 3 },
    found: ['changes'],
  })
})

test('a notice that today’s law finds wanting', async () => {
  expect(await promises.ask(stillLawful)).toMatchObject({ state: 'holds' })
  const wanting = { ...notice, rights: { ...notice.rights, granted: [] } }
  expect(await promises.ask(stillLawful, { notice: wanting })).toMatchObject({ state: 'broken' })
})

test('a version that was altered after it had been published', async () => {
  const broken = await promises.seeItBreak(
    versionsUnchanged,
    `update notice.version set source_text = replace(source_text, '24 months', '240 months')`,
    `update notice.version set source_text = replace(source_text, '240 months', '24 months')`,
  )
  expect(broken).toMatchObject({ figures: { count: 1, versions: 1 }, found: ['version 1'] })
})

test('a public address that gives something else, or does not answer', async () => {
  const at = (url: string) =>
    promises.ask(publishedAsIs, {
      settings: { url, databaseUrl: undefined, smtpUrl: undefined, smsUrl: undefined, imapUrl: undefined },
    })
  web.answer = path => ({ body: renderJson(notice, path.endsWith('sv') ? 'sv' : path.endsWith('en') ? 'en' : 'fi') })
  expect(await at(web.url)).toMatchObject({ state: 'holds', figures: { languages: 3 } })
  web.answer = path => ({ body: renderJson(notice, path.endsWith('sv') ? 'sv' : 'fi') })
  expect(await at(web.url)).toMatchObject({ state: 'broken', figures: { count: 1 } })
  web.answer = () => ({ status: 500, body: '' })
  expect(await at(web.url)).toMatchObject({ state: 'broken', figures: { count: 3 } })
  expect(await at('http://127.0.0.1:9')).toEqual({ state: 'unknown', why: 'promises.why.own-site-away' })
})

test('a recipient outside the EEA without a ground, or with one that does not stand there', async () => {
  expect(await promises.ask(transfersSafeguarded)).toMatchObject({ state: 'holds', figures: { recipients: 1 } })
  const moved = (change: object) => ({
    ...notice,
    recipients: notice.recipients.map(one => (one.country === 'IL' ? { ...one, ...change } : one)),
  })
  for (const change of [{ country: 'US', mechanism: 'adequacy' }, { mechanism: 'dpf' }, { mechanism: undefined }])
    expect(await promises.ask(transfersSafeguarded, { notice: moved(change) as typeof notice })).toMatchObject({
      state: 'broken',
      figures: { count: 1 },
    })
})
