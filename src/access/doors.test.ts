/** Askers and routes as a table: who is answered, who is refused, and what a refusal must not hold. */

import { afterAll, expect, test } from 'vitest'
import { statusOf } from '../../test/answer.ts'
import { testDatabase } from '../../test/database.ts'
import { publishForTest, type Send, testServer } from '../../test/server.ts'
import { newId } from '../base/ids.ts'

const db = await testDatabase()
afterAll(() => db.close())
await publishForTest(db)
const server = await testServer(db)
const { anonymous, signedIn } = server

/** Staff of the tests that follow, each signed in. */
async function cast() {
  const ids = {
    administrator: await server.addStaff('Hallinto', ['administrator']),
    service: await server.addStaff('Palvelu', ['customer-service']),
    marketing: await server.addStaff('Markkinointi', ['marketing']),
    privacy: await server.addStaff('Tietosuoja', ['privacy']),
    kaarlo: await server.addStaff('Kaarlo', []),
    locked: await server.addStaff('Lukittu', ['customer-service']),
  }
  const askers = {
    anonymous,
    forged: server.sender({ cookie: 'seloste.session_token=abc.def' }),
    administrator: await signedIn('hallinto@example.fi'),
    service: await signedIn('palvelu@example.fi'),
    marketing: await signedIn('markkinointi@example.fi'),
    privacy: await signedIn('tietosuoja@example.fi'),
    kaarlo: await signedIn('kaarlo@example.fi'),
    locked: await signedIn('lukittu@example.fi'),
    keyOfMarketing: await server.withKey('marketing'),
    keyOfService: await server.withKey('customer-care'),
    keyOfNobody: server.sender({ authorization: 'Bearer slk_nobody' }),
  }
  return { ids, askers }
}
const { ids, askers } = await cast()
type Who = keyof typeof askers

// A lock that takes hold while the session lasts.
test('a lock ends the session that is under way', async () => {
  expect(await statusOf(askers.locked('GET', '/api/v1/me'))).toBe(200)
  expect(await statusOf(askers.administrator('POST', `/api/v1/staff/${ids.locked}/lock`))).toBe(204)
  expect(await statusOf(askers.locked('GET', '/api/v1/me'))).toBe(401)
})

const everybody: readonly Who[] = [
  'anonymous',
  'forged',
  'administrator',
  'service',
  'marketing',
  'privacy',
  'kaarlo',
  'locked',
  'keyOfMarketing',
  'keyOfService',
  'keyOfNobody',
]
const nobodyKnown: readonly Who[] = ['anonymous', 'forged', 'locked', 'keyOfNobody']
const person = newId()
const period = { from: '2026-01-01T00:00:00Z', before: '2027-01-01T00:00:00Z' }

/** Route, what is sent, and who is answered otherwise than with 403 (or 401, when not known). */
const doors: readonly [string, string, Parameters<Send>[2], number, readonly Who[]][] = [
  ['GET', '/me', {}, 200, everybody],
  ['GET', '/me/sessions', {}, 200, ['administrator', 'service', 'marketing', 'privacy', 'kaarlo']],
  ['GET', '/saved-views?screen=customers', {}, 200, ['administrator', 'service', 'marketing', 'privacy', 'kaarlo']],
  ['GET', '/staff', {}, 200, ['administrator']],
  ['GET', '/keys', {}, 200, ['administrator']],
  ['POST', '/invitations', { body: { name: 'K', email: 'k@example.fi', duties: ['nosuch'] } }, 422, ['administrator']],
  ['PUT', `/staff/${newId()}/duties`, { body: { duties: ['privacy'] } }, 404, ['administrator']],
  ['DELETE', `/staff/${newId()}/sessions`, {}, 204, ['administrator']],
  ['POST', '/keys', { body: { name: 'K', purpose: 'rights' } }, 403, ['administrator']],
  ['GET', '/logins', {}, 200, ['administrator']],
  ['POST', '/logins', { body: { name: 'K', purpose: 'rights', expiresAt: '2026-03-02T12:00:00Z' } }, 403, []],
  ['DELETE', `/logins/${newId()}`, {}, 404, ['administrator']],
  ['GET', `/persons/${person}/looks`, { purpose: 'customer-care' }, 404, ['service', 'keyOfService']],
  ['GET', `/persons/${person}/looks`, { purpose: 'marketing' }, 404, ['marketing', 'keyOfMarketing']],
  ['GET', `/persons/${person}/looks`, { purpose: 'rights' }, 404, ['privacy']],
  ['GET', `/persons/${person}/looks`, { purpose: 'nosuch' }, 403, []],
  ['POST', '/looks/search', { purpose: 'rights', body: period }, 200, ['privacy']],
  ['POST', '/looks/search', { purpose: 'customer-care', body: period }, 403, []],
]

test.each(doors)('%s %s %o', async (method, path, sent, status, allowed) => {
  for (const who of everybody) {
    const response = await askers[who](method, `/api/v1${path}`, sent)
    const expected = nobodyKnown.includes(who) ? 401 : allowed.includes(who) ? status : 403
    expect([who, response.status]).toEqual([who, expected])
    const text = await response.text()
    if (expected === 401 || expected === 403) expect(text).not.toMatch(/example\.fi|Palvelu|slk_|password/)
  }
})

test('an administrator makes a login for a purpose of their own, sees it once, and ends it', async () => {
  await server.addStaff('Raportoija', ['administrator', 'marketing'])
  const asks = await signedIn('raportoija@example.fi')
  const body = { name: 'Raportti', purpose: 'marketing', expiresAt: '2026-03-02T18:00:00Z' }
  const made = await (await asks('POST', '/api/v1/logins', { body })).json()
  expect(new URL(made.url)).toMatchObject({ username: made.role })
  const listed = await (await asks('GET', '/api/v1/logins')).json()
  expect(listed.logins).toMatchObject([{ id: made.id, name: 'Raportti', purpose: 'marketing', endedAt: null }])
  expect(JSON.stringify(listed)).not.toContain(new URL(made.url).password)
  expect(await statusOf(asks('DELETE', `/api/v1/logins/${made.id}`))).toBe(204)
  expect(await statusOf(asks('DELETE', `/api/v1/logins/${made.id}`))).toBe(404)
  expect(await statusOf(asks('POST', '/api/v1/logins', { body: { ...body, expiresAt: '2026-12-24T00:00:00Z' } }))).toBe(
    422,
  )
})

test('a purpose must be named', async () => {
  expect(await statusOf(askers.service('GET', `/api/v1/persons/${person}/looks`))).toBe(422)
})
