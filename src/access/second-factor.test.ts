/** A password alone is not enough for whoever has a second factor; a code works once, a recovery code once, and each change is recorded. */

import { base32 } from '@better-auth/utils/base32'
import { createOTP } from '@better-auth/utils/otp'
import { z } from '@hono/zod-openapi'
import { afterAll, expect, test } from 'vitest'
import { json, statusOf } from '../../test/answer.ts'
import { testDatabase } from '../../test/database.ts'
import { cookieOf, password, publishForTest, type Send, testServer } from '../../test/server.ts'

const db = await testDatabase()
afterAll(() => db.close())
await publishForTest(db)
const server = await testServer(db)
const ids = {
  hallinto: await server.addStaff('Hallinto', ['administrator']),
  aino: await server.addStaff('Aino', ['customer-service']),
  bertta: await server.addStaff('Bertta', ['customer-service']),
  kaarlo: await server.addStaff('Kaarlo', ['customer-service']),
}
const administrator = await server.signedIn('hallinto@example.fi')

const codes = z.object({ recoveryCodes: z.array(z.string()).nullable() })
const made = z.object({ secret: z.string(), address: z.string() })
const step = z.object({ next: z.string(), by: z.array(z.string()), mayTrust: z.boolean() })

const codeOf = (secret: string) => createOTP(base32.decode(secret)).hotp(Math.floor(db.clock.now().getTime() / 30_000))
const nextCode = (secret: string) => {
  db.clock.forward(30_000)
  return codeOf(secret)
}

/** Signs in with the password alone; sends as that browser does from then on. */
async function withPassword(name: string, cookies = ''): Promise<Send> {
  const body = { email: `${name}@example.fi`, password }
  const headers: Record<string, string> = cookies === '' ? {} : { cookie: cookies }
  const answer = await server.anonymous('POST', '/api/v1/sign-in', { body, headers })
  expect(answer.status).toBe(204)
  return server.sender({ cookie: [cookieOf(answer), cookies].filter(Boolean).join('; ') })
}

async function enrol(browser: Send, given: string | undefined = password) {
  const body = given === undefined ? {} : { password: given }
  const { secret, address } = await json(browser('POST', '/api/v1/me/authenticator', { body }), made)
  const confirmed = await browser('POST', '/api/v1/me/authenticator/confirm', { body: { code: await codeOf(secret) } })
  const { recoveryCodes } = await json(Promise.resolve(confirmed), codes)
  return { secret, address, recoveryCodes: recoveryCodes ?? [], cookies: cookieOf(confirmed) }
}

const byCode = async (browser: Send, code: string, trust = false) =>
  browser('POST', '/api/v1/sign-in/code', { body: { code, trust } })

test('is confirmed by a code before it is asked for, and then a password opens nothing', async () => {
  const one = await server.signedIn('aino@example.fi')
  const other = await server.signedIn('aino@example.fi')
  expect(await statusOf(one('POST', '/api/v1/me/authenticator', { body: { password: 'wrong' } }))).toBe(422)
  const { secret, address } = await json(one('POST', '/api/v1/me/authenticator', { body: { password } }), made)
  expect(new URL(address)).toMatchObject({ protocol: 'otpauth:', host: 'totp' })
  expect(new URL(address).searchParams.get('secret')).toBe(secret)
  await server.signedIn('aino@example.fi') // not confirmed: nothing has changed
  expect(await statusOf(one('POST', '/api/v1/me/authenticator/confirm', { body: { code: '000000' } }))).toBe(422)
  const confirming = one('POST', '/api/v1/me/authenticator/confirm', { body: { code: await codeOf(secret) } })
  const { recoveryCodes } = await json(confirming, codes)
  expect(recoveryCodes).toHaveLength(10)
  expect(await statusOf(one('GET', '/api/v1/me'))).toBe(200)
  expect(await statusOf(other('GET', '/api/v1/me'))).toBe(401)

  const waiting = await withPassword('aino')
  expect(await statusOf(waiting('GET', '/api/v1/me'))).toBe(401)
  expect(await statusOf(waiting('GET', '/api/v1/me/second-factor'))).toBe(401)
  expect(await json(waiting('GET', '/api/v1/sign-in'), step)).toMatchObject({ next: 'second-factor', by: ['code'] })
  expect(await statusOf(byCode(waiting, await codeOf(secret)))).toBe(401) // it confirmed the app: taken
  const code = await nextCode(secret)
  const answer = await byCode(waiting, code)
  expect(answer.status).toBe(204)
  const inside = server.sender({ cookie: cookieOf(answer) })
  expect(await statusOf(inside('GET', '/api/v1/me'))).toBe(200)
  expect(await statusOf(byCode(waiting, await nextCode(secret)))).toBe(401) // that sign-in is over
  const again = await withPassword('aino')
  expect(await statusOf(byCode(again, code))).toBe(401)
  const late = await nextCode(secret)
  db.clock.forward(90_000)
  expect(await statusOf(byCode(again, late))).toBe(401)
  db.clock.forward(10 * 60_000)
  expect(await statusOf(byCode(again, await codeOf(secret)))).toBe(401) // ten minutes have passed
})

test('lies in the database so that nobody who reads it can sign in', async () => {
  const one = await server.signedIn('bertta@example.fi')
  const { secret, recoveryCodes } = await enrol(one)
  const { rows } = await db.admin.query<{ kept: string }>(
    'select a::text as kept from access.authenticator a union all select c::text from access.recovery_code c',
  )
  const kept = rows.map(row => row.kept).join('\n')
  expect(kept).not.toContain(secret)
  for (const code of recoveryCodes) expect(kept).not.toContain(code)

  const [first = '', second = ''] = recoveryCodes
  expect(await statusOf(byCode(await withPassword('bertta'), first.toUpperCase().replaceAll('-', ' ')))).toBe(204)
  expect(await statusOf(byCode(await withPassword('bertta'), first))).toBe(401)
  // Bertta's code is nobody else's.
  await enrol(await server.signedIn('kaarlo@example.fi'))
  expect(await statusOf(byCode(await withPassword('kaarlo'), second))).toBe(401)
  expect(await statusOf(byCode(await withPassword('bertta'), second))).toBe(204)
})

test('is slow to guess', async () => {
  const waiting = await withPassword('kaarlo')
  const tries = []
  for (let n = 0; n < 11; n++) tries.push(await statusOf(byCode(waiting, '000000')))
  expect(tries).toContain(401)
  expect(tries.at(-1)).toBe(429)
  db.clock.forward(3_600_000)
})

test('is not asked for again in a browser that its owner trusts, until anything of it changes', async () => {
  await db.admin.query('truncate access.authenticator, access.recovery_code')
  const { secret } = await enrol(await server.signedIn('bertta@example.fi'))
  const plain = cookieOf(await byCode(await withPassword('bertta'), await nextCode(secret)))
  expect(plain).not.toContain('trusted')
  const trusted = cookieOf(await byCode(await withPassword('bertta'), await nextCode(secret), true))
  const cookie = trusted.split('; ').find(one => one.includes('trusted')) ?? ''
  const browser = await withPassword('bertta', cookie)
  expect(await statusOf(browser('GET', '/api/v1/me'))).toBe(200)
  expect(await statusOf((await withPassword('kaarlo', cookie))('GET', '/api/v1/me'))).toBe(200) // has none of their own
  const off = browser('POST', '/api/v1/me/password', { body: { current: password, password } })
  expect(await statusOf(off)).toBe(204)
  expect(await statusOf((await withPassword('bertta', cookie))('GET', '/api/v1/me'))).toBe(401)
})

test('where it is required, whoever lacks it can make one and do nothing else', async () => {
  await db.admin.query('truncate access.authenticator, access.recovery_code')
  const plain = await server.signedIn('aino@example.fi')
  const rule = (required: boolean) => administrator('PUT', '/api/v1/staff/second-factor', { body: { required } })
  expect(await statusOf(plain('PUT', '/api/v1/staff/second-factor', { body: { required: false } }))).toBe(403)
  expect(await statusOf(rule(true))).toBe(409) // the administrator has none
  await enrol(administrator)
  expect(await statusOf(rule(true))).toBe(204)
  expect(await statusOf(administrator('GET', '/api/v1/me'))).toBe(200)
  expect(await statusOf(plain('GET', '/api/v1/me'))).toBe(401)

  const enrolling = await withPassword('aino')
  expect(await json(enrolling('GET', '/api/v1/sign-in'), step)).toMatchObject({ next: 'enrolment', mayTrust: false })
  for (const [method, path] of [
    ['GET', '/me'],
    ['GET', '/me/sessions'],
    ['GET', '/staff'],
    ['GET', '/notice'],
    ['POST', '/me/recovery-codes'],
    ['POST', '/me/authenticator/remove'],
  ] as const)
    expect([path, await statusOf(enrolling(method, `/api/v1${path}`, method === 'POST' ? { body: {} } : {}))]).toEqual([
      path,
      401,
    ])
  const { cookies, secret } = await enrol(enrolling, undefined)
  const inside = server.sender({ cookie: cookies })
  expect(await statusOf(inside('GET', '/api/v1/me'))).toBe(200)
  const last = inside('POST', '/api/v1/me/authenticator/remove', { body: { password } })
  expect(await statusOf(last)).toBe(409)

  const trusted = await byCode(await withPassword('aino'), await nextCode(secret), true)
  expect(cookieOf(trusted)).not.toContain('trusted')
  expect(await statusOf(rule(false))).toBe(204)
  expect(await statusOf(inside('POST', '/api/v1/me/authenticator/remove', { body: { password } }))).toBe(204)
  await server.signedIn('aino@example.fi')
})

test('is reset by another administrator, on record', async () => {
  await db.admin.query('truncate access.authenticator, access.recovery_code')
  const one = await server.signedIn('aino@example.fi')
  await enrol(one)
  const reset = (id: string) => statusOf(administrator('POST', `/api/v1/staff/${id}/second-factor/reset`))
  expect(await reset(ids.hallinto)).toBe(409)
  expect(await statusOf(one('POST', `/api/v1/staff/${ids.bertta}/second-factor/reset`))).toBe(403)
  expect(await reset(ids.aino)).toBe(204)
  expect(await statusOf(one('GET', '/api/v1/me'))).toBe(401)
  await server.signedIn('aino@example.fi')
  const { rows } = await db.admin.query(
    `select what, by from access.factor_change where staff_id = $1 order by id desc limit 1`,
    [ids.aino],
  )
  expect(rows).toEqual([{ what: 'reset', by: `staff:${ids.hallinto}` }])
  const { staff } = await (await administrator('GET', '/api/v1/staff')).json()
  expect(staff.find(({ id }: { id: string }) => id === ids.aino)).toMatchObject({
    factors: { authenticator: false, passkeys: 0 },
    factorsResetAt: db.clock.now().toISOString(),
  })
})

test('goes with whoever is removed, and is not there for a locked one', async () => {
  const { secret } = await enrol(await server.signedIn('kaarlo@example.fi'))
  const waiting = await withPassword('kaarlo')
  expect(await statusOf(administrator('POST', `/api/v1/staff/${ids.kaarlo}/lock`))).toBe(204)
  expect(await statusOf(byCode(waiting, await nextCode(secret)))).toBe(401)
  expect(await statusOf(administrator('DELETE', `/api/v1/staff/${ids.kaarlo}`))).toBe(204)
  const { rows } = await db.admin.query('select from access.authenticator where staff_id = $1', [ids.kaarlo])
  expect(rows).toEqual([])
})
