/** Who gets in, how far, and how it ends: through the doors, on a real database. */

import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { testDatabase } from '../../test/database.ts'
import { cookieOf, password, testServer } from '../../test/server.ts'
import { administrator } from './duty.ts'
import { prepareSetup } from './invitation.ts'

const db = await testDatabase()
afterAll(() => db.close())

const notice = `notice: 1
register: { id: test, name: { fi: Testirekisteri } }
effective: 2026-01-01
languages: [fi]
controller: { name: Testi Oy, business-id: 3183213-3 }
contact: { email: testi@example.fi }
authority: fi
purposes:
  customer-care:
  marketing:
  rights:
duties:
  customer-service: [customer-care]
  marketing: [marketing]
  privacy: [rights]
`
await db.admin.query(
  `insert into notice.version (hash, source_text, compiled, published_at, published_by, effective) values ('', $1, '{}', now(), 'test', '2026-01-01')`,
  [notice],
)

const server = await testServer(db)
const { anonymous, signedIn } = server

describe('set-up', () => {
  test('lets exactly one in, however many hold the link', async () => {
    expect(await (await anonymous('GET', '/api/v1/set-up')).json()).toEqual({ needed: true })
    const old = await prepareSetup(db.app, db.clock.now())
    const token = await prepareSetup(db.app, db.clock.now())
    const setUp = (name: string, with_: string | undefined) =>
      anonymous('POST', '/api/v1/set-up', { body: { token: with_, name, email: `${name}@example.fi`, password } })
    expect((await setUp('kaarlo', old)).status).toBe(404)
    expect((await setUp('kaarlo', 'guessed')).status).toBe(404)

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
})
