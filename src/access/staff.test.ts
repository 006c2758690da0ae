/** Staff, keys and saved views belong to somebody, and every change of them says by whom. */

import { z } from '@hono/zod-openapi'
import { afterAll, describe, expect, test } from 'vitest'
import { json, statusOf } from '../../test/answer.ts'
import { testDatabase } from '../../test/database.ts'
import { password, publishForTest, type Send, testServer } from '../../test/server.ts'
import { validDays } from './invitation.ts'
import { lockStaff, unlockStaff } from './staff.ts'

const db = await testDatabase()
afterAll(() => db.close())
await publishForTest(db)
const server = await testServer(db)
const { anonymous, signedIn } = server

const ids = {
  administrator: await server.addStaff('Hallinto', ['administrator']),
  service: await server.addStaff('Palvelu', ['customer-service']),
  kaarlo: await server.addStaff('Kaarlo', []),
}

describe('staff', () => {
  const link = z.object({ link: z.string() })
  const invite = (administrator: Send, name: string) =>
    administrator('POST', '/api/v1/invitations', {
      body: { name, email: `${name}@example.fi`, duties: ['customer-service'] },
    })
  const tokenOf = (address: string) => new URL(address).hash.slice(1)

  /** What the one who opens the link is told. */
  const whyShut = async (token: string) => {
    const answer = await anonymous('POST', '/api/v1/invitation/read', { body: { token } })
    return z
      .object({ type: z.string() })
      .parse(await answer.json())
      .type.replace('/problems/access.invitation-', '')
  }

  test('come by an invitation that works once', async () => {
    const administrator = await signedIn('hallinto@example.fi')
    const token = tokenOf((await json(invite(administrator, 'Uusi'), link)).link)
    expect(await (await anonymous('POST', '/api/v1/invitation/read', { body: { token } })).json()).toEqual({
      name: 'Uusi',
      email: 'uusi@example.fi',
    })
    const accept = () => anonymous('POST', '/api/v1/invitation/accept', { body: { token, password } })
    const answers = await Promise.all([accept(), accept(), accept()])
    expect(answers.map(({ status }) => status).sort()).toEqual([204, 404, 404])
    expect(await whyShut(token)).toBe('accepted')
    expect(await whyShut('nosuch')).toBe('unknown')
    const me = await (await (await signedIn('uusi@example.fi'))('GET', '/api/v1/me')).json()
    expect(me).toMatchObject({ name: 'Uusi', administrator: false, purposes: [{ id: 'customer-care' }] })
  })

  test('a withdrawn invitation works no more, and nothing holds its token', async () => {
    const administrator = await signedIn('hallinto@example.fi')
    const made = await json(invite(administrator, 'Peruttu'), link.extend({ id: z.string() }))
    const { rows } = await db.app.query('select * from access.invitation')
    expect(JSON.stringify(rows)).not.toContain(tokenOf(made.link))
    expect(await statusOf(administrator('DELETE', `/api/v1/invitations/${made.id}`))).toBe(204)
    const body = { token: tokenOf(made.link), password }
    expect(await statusOf(anonymous('POST', '/api/v1/invitation/accept', { body }))).toBe(404)
    expect(await whyShut(body.token)).toBe('withdrawn')
  })

  test('an invitation past its time says so', async () => {
    const administrator = await signedIn('hallinto@example.fi')
    const token = tokenOf((await json(invite(administrator, 'Hidas'), link)).link)
    db.clock.forward(validDays.staff * 86_400_000)
    expect(await whyShut(token)).toBe('expired')
  })

  test('duties work at once, and the last administrator stays', async () => {
    const administrator = await signedIn('hallinto@example.fi')
    const service = await signedIn('palvelu@example.fi')
    const give = (id: string, duties: readonly string[]) =>
      statusOf(administrator('PUT', `/api/v1/staff/${id}/duties`, { body: { duties } }))
    expect(await give(ids.service, ['privacy'])).toBe(204)
    expect(await (await service('GET', '/api/v1/me')).json()).toMatchObject({ purposes: [{ id: 'rights' }] })
    expect(await give(ids.service, ['customer-service'])).toBe(204)
    expect(await give(ids.administrator, ['privacy'])).toBe(409)
    const { rows } = await db.app.query(
      'select duty, given_by, ended_by from access.duty where staff_id = $1 order by given_at, duty',
      [ids.service],
    )
    const by = `staff:${ids.administrator}`
    expect(rows).toContainEqual({ duty: 'privacy', given_by: by, ended_by: by })
  })

  test('of two administrators who lock each other at once, one stays', async () => {
    const second = await server.addStaff('Toinen', ['administrator'])
    const act = { by: 'test', at: db.clock.now() }
    for (let round = 0; round < 20; round++) {
      const done = await Promise.allSettled([lockStaff(db.app, second, act), lockStaff(db.app, ids.administrator, act)])
      expect(done.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
      await Promise.all([unlockStaff(db.app, second), unlockStaff(db.app, ids.administrator)])
    }
    const again = await signedIn('hallinto@example.fi')
    expect(await statusOf(again('DELETE', `/api/v1/staff/${second}`))).toBe(204)
    await expect(signedIn('toinen@example.fi')).rejects.toThrow()
    const { rows } = await db.app.query('select name, email from access.staff where id = $1', [second])
    expect(rows).toEqual([{ name: 'Toinen', email: `removed:${second}` }])
  })
})

describe('keys', () => {
  test('are made for a purpose of their maker, shown once, and revoked at once', async () => {
    const id = await server.addStaff('Avain', ['administrator', 'customer-service'])
    const maker = await signedIn('avain@example.fi')
    const body = { name: 'Kassa', purpose: 'customer-care' }
    const made = await json(maker('POST', '/api/v1/keys', { body }), z.object({ id: z.string(), secret: z.string() }))
    const key = server.sender({ authorization: `Bearer ${made.secret}` })
    expect(await (await key('GET', '/api/v1/me')).json()).toMatchObject({
      kind: 'key',
      administrator: false,
      purposes: [{ id: 'customer-care' }],
    })
    const listed = await (await maker('GET', '/api/v1/keys')).text()
    expect(listed).not.toContain(made.secret)
    expect(await statusOf(maker('DELETE', `/api/v1/keys/${made.id}`))).toBe(204)
    expect(await statusOf(key('GET', '/api/v1/me'))).toBe(401)
    const { rows } = await db.app.query('select made_by, revoked_by from access.key where id = $1', [made.id])
    expect(rows).toEqual([{ made_by: `staff:${id}`, revoked_by: `staff:${id}` }])
  })

  test('expire', async () => {
    const maker = await signedIn('avain@example.fi')
    const expiresAt = new Date(db.clock.now().getTime() + 60_000).toISOString()
    const body = { name: 'Lyhyt', purpose: 'customer-care', expiresAt }
    const { secret } = await json(maker('POST', '/api/v1/keys', { body }), z.object({ secret: z.string() }))
    const key = server.sender({ authorization: `Bearer ${secret}` })
    expect(await statusOf(key('GET', '/api/v1/me'))).toBe(200)
    db.clock.forward(61_000)
    expect(await statusOf(key('GET', '/api/v1/me'))).toBe(401)
  })
})

test('saved views are their owner’s, and shared ones everybody’s to read', async () => {
  const [owner, other] = [await signedIn('palvelu@example.fi'), await signedIn('kaarlo@example.fi')]
  const save = (shared: boolean, name: string) =>
    json(
      owner('POST', '/api/v1/saved-views', { body: { screen: 'customers', name, shared, view: { sort: 'name' } } }),
      z.object({ id: z.string() }),
    )
  const own = await save(false, 'Omat')
  const shared = await save(true, 'Yhteiset')
  const listed = await (await other('GET', '/api/v1/saved-views?screen=customers')).json()
  expect(listed).toMatchObject({ views: [{ id: shared.id, own: false, view: { sort: 'name' } }] })
  for (const { id } of [own, shared]) {
    expect(await statusOf(other('PATCH', `/api/v1/saved-views/${id}`, { body: { name: 'X' } }))).toBe(404)
    expect(await statusOf(other('DELETE', `/api/v1/saved-views/${id}`))).toBe(404)
    expect(await statusOf(owner('DELETE', `/api/v1/saved-views/${id}`))).toBe(204)
  }
})
