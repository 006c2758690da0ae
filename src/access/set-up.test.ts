/** The set-up link lets exactly one person in, once. */

import { afterAll, expect, test } from 'vitest'
import { testDatabase } from '../../test/database.ts'
import { cookieOf, password, publishForTest, testServer } from '../../test/server.ts'
import { prepareSetup } from './invitation.ts'

const db = await testDatabase()
afterAll(() => db.close())
await publishForTest(db)
const server = await testServer(db)
const { anonymous } = server
const statusOf = async (answer: Promise<Response>) => (await answer).status

test('lets exactly one in, however many hold the link', async () => {
  expect(await (await anonymous('GET', '/api/v1/set-up')).json()).toEqual({ needed: true })
  const old = await prepareSetup(db.app, db.clock.now())
  const token = await prepareSetup(db.app, db.clock.now())
  const setUp = (name: string, link: string | undefined) =>
    anonymous('POST', '/api/v1/set-up', { body: { token: link, name, email: `${name}@example.fi`, password } })
  expect(await statusOf(setUp('kaarlo', old))).toBe(404)
  expect(await statusOf(setUp('kaarlo', 'guessed'))).toBe(404)

  const answers = await Promise.all(['first', 'second', 'third', 'fourth'].map(name => setUp(name, token)))
  expect(answers.map(({ status }) => status).sort()).toEqual([204, 404, 404, 404])
  expect(await (await anonymous('GET', '/api/v1/set-up')).json()).toEqual({ needed: false })
  expect(await prepareSetup(db.app, db.clock.now())).toBeUndefined()

  const winner = answers.find(({ status }) => status === 204)
  if (!winner) throw new Error('nobody was let in')
  const me = await server.app.request('/api/v1/me', { headers: { cookie: cookieOf(winner) } })
  expect(await me.json()).toMatchObject({
    administrator: true,
    duties: [{ id: 'customer-service' }, { id: 'marketing' }, { id: 'privacy' }],
    purposes: [
      { id: 'customer-care', tint: 0 },
      { id: 'marketing', tint: 1 },
      { id: 'rights', tint: 2 },
    ],
  })
})

test('a link that has expired lets nobody in', async () => {
  await db.admin.query('truncate access.invitation cascade')
  await db.admin.query('truncate access.staff cascade')
  const token = await prepareSetup(db.app, db.clock.now())
  db.clock.forward(25 * 60 * 60 * 1000)
  const body = { token, name: 'Kaarlo', email: 'kaarlo@example.fi', password }
  expect(await statusOf(anonymous('POST', '/api/v1/set-up', { body }))).toBe(404)
})
