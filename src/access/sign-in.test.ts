/** Signing in tells nobody who has an account, cannot be guessed quickly, and ends when it should. */

import { z } from '@hono/zod-openapi'
import { afterAll, expect, test } from 'vitest'
import { json, statusOf } from '../../test/answer.ts'
import { testDatabase } from '../../test/database.ts'
import { password, publishForTest, testServer } from '../../test/server.ts'
import { lockStaff } from './staff.ts'

const db = await testDatabase()
afterAll(() => db.close())
await publishForTest(db)
const server = await testServer(db)
const { anonymous, signedIn } = server

await server.addStaff('Palvelu', ['customer-service'])
await server.addStaff('Markkinointi', ['marketing'])
const locked = await server.addStaff('Lukittu', ['customer-service'])
await lockStaff(db.app, locked, { by: 'test', at: db.clock.now() })

const signIn = (email: string, secret: string) =>
  anonymous('POST', '/api/v1/sign-in', { body: { email, password: secret } })
const problem = z.object({ type: z.string(), title: z.string(), detail: z.string(), status: z.number() })

test('answers the same to a wrong password, an unknown account and a locked one', async () => {
  const answers = await Promise.all([
    json(signIn('palvelu@example.fi', 'wrong'), problem),
    json(signIn('nobody@example.fi', 'wrong'), problem),
    json(signIn('lukittu@example.fi', password), problem),
    json(signIn('not an address', 'wrong'), problem),
  ])
  expect(new Set(answers.map(answer => JSON.stringify(answer))).size).toBe(1)
  expect(answers[0]).toMatchObject({ status: 401, type: '/problems/access.wrong-sign-in' })
})

test('is slow to guess, for this account only, and the table of tries names nobody', async () => {
  const tries = async () => statusOf(signIn('bertta@example.fi', 'wrong'))
  for (let n = 0; n < 10; n++) expect(await tries()).toBe(401)
  expect(await tries()).toBe(429)
  expect(await statusOf(signIn('palvelu@example.fi', password))).toBe(204)
  db.clock.forward(91_000)
  expect(await tries()).toBe(401)
  expect(await tries()).toBe(429)
  const { rows } = await db.app.query('select * from access.sign_in_try')
  expect(JSON.stringify(rows)).not.toContain('bertta')
})

test('the cookie cannot be read by script or sent from another site', async () => {
  const cookie = (await signIn('palvelu@example.fi', password)).headers.getSetCookie().join()
  expect(cookie).toMatch(/HttpOnly/i)
  expect(cookie).toMatch(/SameSite=Lax/i)
})

test('ends with the session, with the week, and when told so', async () => {
  const one = await signedIn('palvelu@example.fi')
  const two = await signedIn('palvelu@example.fi')
  const shape = z.object({ sessions: z.array(z.object({ id: z.string(), current: z.boolean() })) })
  const { sessions } = await json(one('GET', '/api/v1/me/sessions'), shape)
  expect(sessions.filter(({ current }) => current)).toHaveLength(1)
  for (const { id, current } of sessions)
    if (!current) expect(await statusOf(one('DELETE', `/api/v1/me/sessions/${id}`))).toBe(204)
  expect(await statusOf(two('GET', '/api/v1/me'))).toBe(401)

  expect(await statusOf(one('POST', '/api/v1/sign-out'))).toBe(204)
  expect(await statusOf(one('GET', '/api/v1/me'))).toBe(401)

  const three = await signedIn('palvelu@example.fi')
  const lockedAt = (at: Date | null) =>
    db.admin.query(`update access.staff set locked_at = $1 where email = 'palvelu@example.fi'`, [at])
  await lockedAt(db.clock.now())
  expect(await statusOf(three('GET', '/api/v1/me'))).toBe(401)
  await lockedAt(null)
  db.clock.forward(6 * 86_400_000)
  expect(await statusOf(three('GET', '/api/v1/me'))).toBe(200)
  db.clock.forward(2 * 86_400_000)
  expect(await statusOf(three('GET', '/api/v1/me'))).toBe(401)
})

test('a new password ends the other sessions and needs the old one', async () => {
  const one = await signedIn('markkinointi@example.fi')
  const two = await signedIn('markkinointi@example.fi')
  const change = (current: string, next: string) =>
    statusOf(one('POST', '/api/v1/me/password', { body: { current, password: next } }))
  expect(await change('wrong', 'another long password')).toBe(422)
  expect(await change(password, 'short')).toBe(422)
  expect(await change(password, 'another long password')).toBe(204)
  expect(await statusOf(one('GET', '/api/v1/me'))).toBe(200)
  expect(await statusOf(two('GET', '/api/v1/me'))).toBe(401)
  await signedIn('markkinointi@example.fi', 'another long password')
})
