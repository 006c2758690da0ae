/** What a mounted route refuses, and what its answer may hold. */

import { z } from '@hono/zod-openapi'
import pg from 'pg'
import { describe, expect, test } from 'vitest'
import { Refused } from '../base/errors.ts'
import { newId } from '../base/ids.ts'
import { settableClock } from '../base/time.ts'
import { openKit } from './kit.ts'
import { mounter } from './mount.ts'
import type { Asker, Look, Program } from './program.ts'
import { openRoute, plainRoute, route } from './route.ts'

const aino = newId()
const position = { line: 1, column: 1 }
const purpose = (id: string, seesAll: boolean) =>
  ({ id, name: {}, explanation: {}, custom: false, channels: {}, seesAll, at: position }) as const

function program(asker: Asker | undefined) {
  const looks: Look[] = []
  const lines: unknown[] = []
  const self: Program = {
    clock: settableClock('2026-11-22T12:00:00Z'),
    url: 'http://localhost',
    home: '/dev/null/home',
    database: { app: new pg.Pool(), purpose: () => new pg.Pool() },
    sign: () => 'token',
    published: async () => ({ version: 1, purposes: [purpose('care', false), purpose('rights', true)], duties: [] }),
    findAsker: async () => asker,
    recordLooks: async rows => {
      await new Promise(resolve => setImmediate(resolve)) // a disk takes its time
      looks.push(...rows)
    },
    noteAttempt: () => {},
    log: line => lines.push(line),
  }
  return { self, looks, lines }
}

const staff = (purposes: readonly string[]): Asker => ({
  kind: 'staff',
  id: newId(),
  actor: 'staff:1',
  administrator: false,
  duties: [],
  purposes,
  lang: 'fi',
  session: newId(),
})

const person = route({
  method: 'get',
  path: '/persons/{id}',
  summary: 'app.name',
  params: z.object({ id: z.uuid() }),
  answer: z.object({ name: z.string() }),
  handler: async (ask, { params }) => {
    ask.saw([params.id], 'read', ['identity'])
    return { name: 'Aino', secret: 'hidden' }
  },
})

const refusing = route({
  method: 'get',
  path: '/refusing',
  summary: 'app.name',
  answer: z.object({ name: z.string() }),
  handler: async ask => {
    ask.saw([], 'read', [])
    throw new Refused('access.no-such-person', 'absent')
  },
})

const forgetful = route({
  method: 'get',
  path: '/forgetful',
  summary: 'app.name',
  answer: z.object({ name: z.string() }),
  handler: async () => ({ name: 'Aino' }),
})

function serverFor(asker: Asker | undefined) {
  const { self, looks, lines } = program(asker)
  const hono = openKit(self)
  const mount = mounter(hono, self)
  mount({ purpose: 'named', duty: 'any' })(person, forgetful, refusing)
  const open = { method: 'post', path: '/open', summary: 'app.name', answer: z.object({ ok: z.boolean() }) } as const
  mount({ purpose: 'none', duty: 'without-sign-in' })(
    openRoute({ ...open, body: z.object({ name: z.string() }), handler: async () => ({ ok: true }) }),
  )
  mount({ purpose: 'none', duty: 'duty:privacy' })(
    plainRoute({ ...open, method: 'get', path: '/duty', handler: async () => ({ ok: true }) }),
  )
  return { hono, looks, lines }
}

const get = { headers: { purpose: 'care' } }

describe('a route about persons', () => {
  test('answers only declared fields, after the look', async () => {
    const { hono, looks } = serverFor(staff(['care']))
    const response = await hono.request(`/api/v1/persons/${aino}`, get)
    expect(await response.json()).toEqual({ name: 'Aino' })
    expect(looks).toMatchObject([{ personId: aino, purpose: 'care', operation: 'read', categories: ['identity'] }])
  })

  test.each([
    ['nobody', undefined, get, 401],
    ['without a purpose', staff(['care']), {}, 422],
    ['for a purpose of others', staff([]), get, 403],
    ['for a purpose that the notice does not have', staff(['gone']), { headers: { purpose: 'gone' } }, 403],
  ] as const)('refuses %s', async (_who, asker, init, status) => {
    const { hono, looks } = serverFor(asker)
    const response = await hono.request(`/api/v1/persons/${aino}`, { ...init })
    expect(response.status).toBe(status)
    expect(response.headers.get('content-type')).toBe('application/problem+json')
    expect(looks).toEqual([])
  })

  test('has its look on record before a refusal leaves, too', async () => {
    const { hono, looks } = serverFor(staff(['care']))
    expect((await hono.request('/api/v1/refusing', get)).status).toBe(404)
    expect(looks).toHaveLength(1)
  })

  test('gives no answer when it forgot to say whom it saw', async () => {
    const { hono, lines } = serverFor(staff(['care']))
    const response = await hono.request('/api/v1/forgetful', get)
    expect(response.status).toBe(500)
    expect(await response.text()).not.toContain('Aino')
    expect(JSON.stringify(lines)).not.toContain('Aino')
  })
})

test('a duty of the notice opens its route to those who have it only', async () => {
  expect((await serverFor(staff(['care'])).hono.request('/api/v1/duty')).status).toBe(403)
  expect((await serverFor({ ...staff([]), duties: ['privacy'] }).hono.request('/api/v1/duty')).status).toBe(200)
})

test('wrong input is named by field and not repeated', async () => {
  const { hono } = serverFor(undefined)
  const response = await hono.request('/api/v1/open', { method: 'POST', body: '{"name": 7}' })
  expect(response.status).toBe(422)
  expect(await response.json()).toMatchObject({ errors: [{ field: 'name' }] })
})
