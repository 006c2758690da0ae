/** Staff see the published notice with its findings; a text that is tried changes nothing; nobody else is answered. */

import { afterAll, expect, test } from 'vitest'
import { testDatabase } from '../../test/database.ts'
import { publishForTest, testServer } from '../../test/server.ts'
import { checkAnswer, noticeAnswer } from './notice-answers.ts'

const db = await testDatabase()
afterAll(() => db.close())
await publishForTest(db)
const server = await testServer(db)
await server.addStaff('Aino', [])
const aino = await server.signedIn('aino@example.fi')

const published = async (query = '') => noticeAnswer.parse(await (await aino('GET', `/api/v1/notice${query}`)).json())
const checked = async (source: string) =>
  checkAnswer.parse(await (await aino('POST', '/api/v1/notice/check', { body: { source } })).json())

test('the notice in force comes as it was written, as it reads, and with what check says of it', async () => {
  const { version, versions, source, document, findings } = await published()
  expect(versions.map(one => one.version)).toEqual([version])
  expect(source).toContain('Testirekisteri')
  expect(document.lang).toBe('fi')
  expect(JSON.stringify(document)).toContain('Testi Oy')
  expect(findings.length).toBeGreaterThan(0)
  for (const { missing, why, mend } of findings) expect([missing, why, mend]).not.toContain('')
})

test('a language that the notice does not have gives its language of record', async () => {
  expect((await published('?lang=sv')).document.lang).toBe('fi')
})

test('a version that has not been published is refused', async () => {
  expect((await aino('GET', '/api/v1/notice?version=99')).status).toBe(404)
  expect((await aino('GET', '/api/v1/notice?version=-1')).status).toBe(422)
})

test('a text is checked and kept nowhere', async () => {
  const before = await published()
  const { findings, document } = await checked(before.source.replace('authority: fi', ''))
  expect(findings.map(({ rule }) => rule)).toContain('13-2d')
  expect(document).not.toBeNull()
  expect(await published()).toEqual(before)
})

test('what is no notice has findings and no document', async () => {
  for (const source of ['', 'a: [', '- 1', 'notice: 1\n'.repeat(3)]) {
    const { findings, document } = await checked(source)
    expect(findings.length).toBeGreaterThan(0)
    expect(document).toBeNull()
  }
})

test('nobody without a sign-in is answered', async () => {
  expect((await server.anonymous('GET', '/api/v1/notice')).status).toBe(401)
  expect((await server.anonymous('POST', '/api/v1/notice/check', { body: { source: '' } })).status).toBe(401)
})
