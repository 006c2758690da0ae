/** What the server does with every request, whatever its route: who is believed, how much is taken, what is logged and what leaves. */

import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { z } from '@hono/zod-openapi'
import { afterAll, describe, expect, test } from 'vitest'
import { testDatabase } from '../../test/database.ts'
import { publishForTest, testServer } from '../../test/server.ts'
import { newId } from '../base/ids.ts'
import { serveApplication } from './application.ts'
import { openKit } from './kit.ts'
import { mounter } from './mount.ts'
import { openRoute, plainRoute, route } from './route.ts'

const db = await testDatabase()
afterAll(() => db.close())
await publishForTest(db)
const server = await testServer(db)
const { program } = server

let done = 0
/** Lets a handler wait until the test has seen what others are told meanwhile. */
const gate = (() => {
  const [entered, opened] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()]
  const pass = () => {
    entered.resolve()
    return opened.promise
  }
  return { entered: entered.promise, open: opened.resolve, pass }
})()
const hono = openKit(program)
const mount = mounter(hono, program, {
  asker: { burst: 50, millisecondsEach: 1000 },
  address: { burst: 30, millisecondsEach: 1000 },
})
const answer = z.object({ done: z.number() })
const name = z.object({ name: z.string().max(20) })
mount({ purpose: 'none', duty: 'any' })(
  plainRoute({
    method: 'post',
    path: '/count',
    summary: 'app.name',
    body: name,
    answer,
    handler: async (_ask, { body }) => {
      if (body.name === 'Aino') await gate.pass()
      if (body.name === 'fails') throw new Error(`no ${body.name} here`)
      done += 1
      return { done }
    },
  }),
)
mount({ purpose: 'named', duty: 'any' })(
  route({
    method: 'post',
    path: '/persons/search',
    summary: 'app.name',
    body: name,
    answer,
    handler: async ({ saw }) => {
      saw([newId(), newId()], 'persons.search', ['identity'])
      done += 1
      return { done }
    },
  }),
)
mount({ purpose: 'none', duty: 'without-sign-in' })(
  openRoute({
    method: 'post',
    path: '/open',
    summary: 'app.name',
    body: z.json(),
    answer,
    handler: async () => ({ done }),
  }),
)

const authorization = await server.keyHeader('customer-care')
const post = (path: string, body: unknown, headers: Record<string, string> = {}) =>
  hono.request(`/api/v1${path}`, {
    method: 'POST',
    headers: { authorization, purpose: 'customer-care', ...headers },
    body: JSON.stringify(body),
  })
const looks = async () =>
  Number((await db.app.query<{ n: number }>('select count(*) as n from access.look')).rows[0]?.n)

describe('the same request twice', () => {
  const once = { 'idempotency-key': 'a key of more than 16 characters' }

  test('happens once and gives the same answer, also when both come at once', async () => {
    const before = done
    const first = post('/count', { name: 'Aino' }, once)
    await gate.entered
    expect((await post('/count', { name: 'Aino' }, once)).status).toBe(409)
    gate.open()
    expect((await first).status).toBe(200)
    expect(done).toBe(before + 1)
    expect(await (await post('/count', { name: 'Aino' }, once)).json()).toEqual({ done: before + 1 })
    expect((await post('/count', { name: 'Bertta' }, once)).status).toBe(422)
    expect(done).toBe(before + 1)
  })

  test('is logged as a look again, and its answer cannot be read from the database', async () => {
    const twice = { 'idempotency-key': 'another key of the same program' }
    const before = await looks()
    const first = await (await post('/persons/search', { name: 'Aino' }, twice)).text()
    expect(await (await post('/persons/search', { name: 'Aino' }, twice)).text()).toBe(first)
    expect(await looks()).toBe(before + 4)
    const { rows } = await db.app.query<{ answer: Buffer }>('select answer from access.once')
    for (const row of rows) expect(row.answer.toString('latin1')).not.toContain('done')
  })

  test('that failed may be tried again', async () => {
    const again = { 'idempotency-key': 'a key for something that fails' }
    expect((await post('/count', { name: 'fails' }, again)).status).toBe(500)
    expect((await post('/count', { name: 'fails' }, again)).status).toBe(500)
  })
})

describe('input', () => {
  test.each([
    ['not JSON', '{"name": ', '/problems/http.body-not-json'],
    ['not UTF-8', Buffer.from([0x22, 0xff, 0x22]), '/problems/http.body-not-json'],
    ['too deep', '['.repeat(100) + ']'.repeat(100), '/problems/http.body-too-deep'],
    ['too large', JSON.stringify('x'.repeat(1_100_000)), '/problems/http.body-too-large'],
  ])('%s is refused by name', async (_what, body, type) => {
    const response = await hono.request('/api/v1/open', { method: 'POST', body })
    expect([response.status, await response.json()]).toMatchObject([422, { type }])
  })

  test('a body without a stated length is counted as it comes', async () => {
    let sent = 0
    const endless = new ReadableStream({
      pull(controller) {
        sent += 1
        controller.enqueue(new Uint8Array(100_000))
      },
    })
    const half: RequestInit = Object.assign({ method: 'POST', body: endless }, { duplex: 'half' })
    expect((await hono.request('/api/v1/open', half)).status).toBe(422)
    expect(sent).toBeLessThan(20)
  })
})

describe('another site', () => {
  const cookie = { cookie: 'seloste.session_token=x' }
  test.each([
    [{ ...cookie, 'sec-fetch-site': 'cross-site' }, 403],
    [{ ...cookie, 'sec-fetch-site': 'same-site' }, 403],
    [{ ...cookie, 'sec-fetch-site': 'same-origin' }, 200],
    [{ ...cookie, origin: 'https://kaarlo.example' }, 403],
    [{ ...cookie, origin: 'null' }, 403],
    [{ ...cookie, origin: 'http://localhost', host: 'localhost' }, 200],
    [{ origin: 'https://kaarlo.example' }, 200],
  ])('%o', async (headers, status) => {
    const response = await hono.request('http://localhost/api/v1/open', { method: 'POST', headers, body: '1' })
    expect(response.status).toBe(status)
  })
})

test('too many requests are refused, with word of when to come back', async () => {
  const flood = () =>
    hono.request('/api/v1/open', { method: 'POST', body: '1', headers: { 'x-forwarded-for': '192.0.2.7' } })
  const statuses = []
  for (let n = 0; n < 31; n++) statuses.push((await flood()).status)
  expect(statuses.filter(status => status === 200)).toHaveLength(30)
  const refused = await flood()
  expect([refused.status, refused.headers.get('retry-after'), refused.headers.get('ratelimit')]).toEqual([
    429,
    '1',
    '"default";r=0;t=1',
  ])
  db.clock.forward(1000)
  expect((await flood()).status).toBe(200)
})

describe('the log', () => {
  test('holds no trace of what was asked or of what went wrong', async () => {
    await post('/persons/search', { name: 'Virtanen' })
    await post('/count?name=Virtanen', { name: 'fails' })
    await hono.request('/api/v1/persons/Virtanen')
    await hono.request('/Virtanen?q=Virtanen')
    await post('/persons/search', { name: 'Virtanen '.repeat(5) })
    const log = JSON.stringify(server.lines)
    expect(log).toContain('"route":"/api/v1/persons/search","status":200')
    expect(log).toContain('"fault":"Error"')
    expect(log).not.toMatch(/Virtanen|no fails here/)
    expect(await (await hono.request('/metrics')).text()).not.toContain('Virtanen')
  })

  test('a fault tells the asker only the id under which the log has it', async () => {
    const problem = z.object({ instance: z.string() }).loose()
    const { instance, ...rest } = problem.parse(await (await post('/count', { name: 'fails' })).json())
    expect(JSON.stringify(rest)).not.toContain('here')
    expect(server.lines).toContainEqual(expect.objectContaining({ request: instance, fault: 'Error' }))
  })
})

test('when looks cannot be written, nothing is answered', async () => {
  await db.admin.query(`revoke insert on access.look from "${db.roles.app}"`)
  try {
    const response = await post('/persons/search', { name: 'Aino' })
    expect(response.status).toBe(503)
    expect(await response.text()).not.toContain('done')
  } finally {
    await db.admin.query(`grant insert on access.look to "${db.roles.app}"`)
  }
})

describe('what is served beside the routes', () => {
  test('health, readiness and metrics', async () => {
    expect((await hono.request('/healthz')).status).toBe(200)
    expect((await hono.request('/readyz')).status).toBe(200)
    expect(await (await hono.request('/metrics')).text()).toContain('route="/healthz",status="200"')
  })

  test('the document names every route of the server, its purpose and its askers', async () => {
    const response = await server.app.request('/api/openapi.json')
    const document = z
      .object({ openapi: z.string(), paths: z.record(z.string(), z.record(z.string(), z.unknown())) })
      .parse(await response.json())
    expect(document.openapi).toBe('3.1.0')
    expect(document.paths['/api/v1/persons/{id}/looks']?.get).toMatchObject({
      parameters: expect.arrayContaining([expect.objectContaining({ name: 'purpose', in: 'header', required: true })]),
      security: [{ session: [] }, { key: [] }],
    })
    const docs = await server.app.request('/api/docs')
    const page = await docs.text()
    expect(page).toContain('/api/v1/persons/{id}/looks')
    expect(page).not.toMatch(/<script|https?:\/\/(?!localhost)\w/)
    expect(docs.headers.get('content-security-policy')).toContain("default-src 'none'")
  })

  test('security.txt names the contact of the notice', async () => {
    expect(await (await server.app.request('/.well-known/security.txt')).text()).toContain(
      'Contact: mailto:testi@example.fi',
    )
  })

  test('the built application: files for ever, its page with a nonce, nothing below /api', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'access-web-'))
    try {
      mkdirSync(join(folder, 'assets'))
      writeFileSync(join(folder, 'index.html'), '<html><head><title>Seloste</title></head></html>')
      writeFileSync(join(folder, 'assets', 'main-abc.js'), 'export {}')
      const web = openKit(program)
      serveApplication(web, folder)
      const html = { headers: { accept: 'text/html' } }

      const script = await web.request('/assets/main-abc.js', { headers: { 'accept-encoding': 'gzip, br' } })
      expect(Object.fromEntries(script.headers)).toMatchObject({
        'cache-control': 'public, max-age=31536000, immutable',
        'content-encoding': 'br',
        'x-content-type-options': 'nosniff',
      })
      const [page, other] = [await web.request('/customers/1', html), await web.request('/', html)]
      const nonceOf = async (response: Response) => /nonce="([^"]+)"/.exec(await response.text())?.[1]
      const policy = page.headers.get('content-security-policy')
      const nonce = await nonceOf(page)
      expect(policy).toContain(`style-src 'self' 'nonce-${nonce}'`)
      expect(policy).toContain("script-src 'self';")
      expect(nonce).not.toBe(await nonceOf(other))
      expect((await web.request('/api/v1/nothing', html)).status).toBe(404)
      expect((await web.request('/assets/../../etc/passwd')).status).toBe(404)
    } finally {
      rmSync(folder, { recursive: true })
    }
  })
})
