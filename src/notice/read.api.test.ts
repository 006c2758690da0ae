/** Staff may have a pasted notice read; it is kept nowhere, a longer one than any notice is refused, and nobody else is answered. */

import { readFileSync } from 'node:fs'
import { afterAll, expect, test } from 'vitest'
import { testDatabase } from '../../test/database.ts'
import { publishForTest, testServer } from '../../test/server.ts'
import { readAnswer } from './read-answers.ts'

const db = await testDatabase()
afterAll(() => db.close())
await publishForTest(db)
const server = await testServer(db)
await server.addStaff('Aino', [])
const aino = await server.signedIn('aino@example.fi')

const text = readFileSync(new URL('../../examples/read/gym.txt', import.meta.url), 'utf8')
const read = (body: unknown) => aino('POST', '/api/v1/notice/read', { body })

test('a pasted notice comes back as things with their places, a draft and findings in words', async () => {
  const answer = readAnswer.parse(await (await read({ text })).json())
  expect(answer.summary.controller.business_id).toBe('0000021-1')
  const name = answer.things.find(thing => thing.kind === 'register-name')
  const [span] = name?.spans ?? []
  expect(answer.text.slice(span?.start, span?.end)).toBe('Jäsen- ja kävijärekisteri')
  expect(name).toMatchObject({ path: 'register.name', label: 'read.things.register-name' })
  expect(answer.draft).toContain('business-id: 0000021-1')
  for (const { missing, why, mend } of answer.findings) expect([missing, why, mend]).not.toContain('')
})

test('text without an end, nothing, or something else is refused', async () => {
  expect((await read({ text: 'a'.repeat(1_000_001) })).status).toBe(422)
  expect((await read({ text: '' })).status).toBe(422)
  expect((await read({ notice: 'a' })).status).toBe(422)
})

test('nobody without a sign-in is answered', async () => {
  expect((await server.anonymous('POST', '/api/v1/notice/read', { body: { text } })).status).toBe(401)
})
