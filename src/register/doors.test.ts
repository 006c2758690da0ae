/** The register's routes through the whole server: who may ask, what leaves, and that every answer about a person is a look on record. */

import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { courseRegister } from '../../test/course-register.ts'
import { type Send, testServer } from '../../test/server.ts'
import type { Card, List } from './answers.ts'
import type { Scope } from './scope-answer.ts'

const register = await courseRegister()
const server = await testServer(register.db)
afterAll(async () => {
  await server.access.looks.close()
  await register.close()
})

let pirkko: Send // customer service
let matti: Send // management: development only
let key: Send
let aino: string
let kaarlo: string

const contract = { kind: 'contract', givenAt: '2026-03-01T10:00:00+02:00' }
const body = (given_name: string, family_name: string, email: string) => ({
  source: 'forms',
  categories: { identity: [{ given_name, family_name }], 'contact-points': [{ email }], profile: [{ language: 'fi' }] },
  statements: [contract],
})
const open = async (...of: Parameters<typeof body>) => {
  const response = await pirkko('POST', '/api/v1/persons', { purpose: 'customer-care', body: body(...of) })
  expect(response.status).toBe(201)
  return ((await response.json()) as { id: string }).id
}

beforeAll(async () => {
  await server.addStaff('Pirkko', ['customer-service'])
  await server.addStaff('Matti', ['management'])
  pirkko = await server.signedIn('pirkko@example.fi')
  matti = await server.signedIn('matti@example.fi')
  key = await server.withKey('customer-care')
  aino = await open('Aino', 'Virtanen', 'aino@example.fi')
  kaarlo = await open('Kaarlo', 'Kielto', 'kaarlo@example.fi')
  const restriction = { kind: 'restriction', givenAt: '2026-03-02T10:00:00Z', source: 'phone' }
  const path = `/api/v1/persons/${kaarlo}/statements`
  expect((await pirkko('POST', path, { purpose: 'customer-care', body: restriction })).status).toBe(201)
})

const routes = (): readonly (readonly [method: string, path: string, body?: unknown])[] => [
  ['GET', '/scope'],
  ['GET', '/persons'],
  ['POST', '/persons/find', { q: 'aino' }],
  ['POST', '/persons/find', { q: 'kaarlo' }],
  ['POST', '/persons/export', {}],
  ['POST', '/persons/export', { persons: [kaarlo, aino] }],
  ['GET', `/persons/${aino}`],
  ['GET', `/persons/${kaarlo}`],
  ['GET', `/persons/${aino}/timeline`],
  ['GET', `/persons/${kaarlo}/timeline`],
  ['GET', `/persons/${aino}/identity/${aino}/family_name/history`],
  ['GET', `/persons/${kaarlo}/identity/${kaarlo}/family_name/history`],
  ['POST', `/persons/${kaarlo}/interests`, { source: 'forms', values: { interest: 'x' } }],
  [
    'PATCH',
    `/persons/${kaarlo}/identity/${kaarlo}`,
    { source: 'forms', values: { given_name: 'x' }, expected: kaarlo },
  ],
  ['DELETE', `/persons/${kaarlo}/identity/${kaarlo}?source=forms&expected=${kaarlo}`],
  ['POST', `/changes/${aino}/undo`],
  ['GET', '/organisations'],
  ['POST', '/organisations/find', { q: 'x' }],
]

const sendAll = async (send: Send, purpose?: string) => {
  const answers: { readonly route: string; readonly status: number; readonly text: string }[] = []
  for (const [method, path, sent] of routes()) {
    const response = await send(method, `/api/v1${path}`, {
      ...(purpose ? { purpose } : {}),
      ...(sent === undefined ? {} : { body: sent }),
    })
    answers.push({ route: `${method} ${path}`, status: response.status, text: await response.text() })
  }
  return answers
}

describe('who may ask', () => {
  test('nobody without signing in', async () => {
    expect((await sendAll(server.anonymous, 'customer-care')).every(({ status }) => status === 401)).toBe(true)
  })

  test('nobody without a purpose, nor for a purpose of others', async () => {
    expect((await sendAll(pirkko)).every(({ status }) => status === 422)).toBe(true)
    for (const purpose of ['marketing', 'rights', 'nonsense']) {
      expect((await sendAll(pirkko, purpose)).every(({ status }) => status === 403)).toBe(true)
    }
  })

  test('Kaarlo, restricted, is in no answer of customer care, by staff or by key', async () => {
    for (const send of [pirkko, key]) {
      const answers = await sendAll(send, 'customer-care')
      for (const { route, status, text } of answers) {
        expect(text.toLowerCase(), route).not.toMatch(/kaarlo|kielto/)
        if (route.includes(kaarlo)) expect([status, route]).toEqual([404, route])
      }
      const find = answers.find(({ route }) => route === 'POST /persons/find')
      expect(find?.text).toContain('Aino Virtanen')
    }
  })

  test('development is told no names, addresses or staff by any route', async () => {
    for (const { route, text } of await sendAll(matti, 'development')) {
      expect(text, route).not.toMatch(/Aino|Virtanen|aino@|Kaarlo|Kielto/)
    }
  })

  test('no fault anywhere, and nothing of a person in the log', async () => {
    const answers = [...(await sendAll(pirkko, 'customer-care')), ...(await sendAll(matti, 'development'))]
    expect(answers.filter(({ status }) => status >= 500)).toEqual([])
    expect(JSON.stringify(server.lines)).not.toMatch(/aino|virtanen|kaarlo|kielto|example\.fi/i)
  })
})

describe('what leaves', () => {
  test('the scope draws the forms', async () => {
    const response = await pirkko('GET', '/api/v1/scope', {
      purpose: 'customer-care',
      headers: { 'accept-language': 'en' },
    })
    const scope = (await response.json()) as Scope
    expect(scope.purpose.id).toBe('customer-care')
    expect(scope.leftOut).toEqual(['Direct marketing permissions and prohibitions'])
    expect(scope.filters).toEqual([
      'relationship',
      'city',
      'language',
      'interest',
      'organisation',
      'has-email',
      'source',
      'changed',
    ])
    const shoes = scope.categories.find(({ id }) => id === 'shoe-size')
    expect(shoes).toMatchObject({
      name: 'Shoe size',
      custom: true,
      mayWrite: true,
      fields: [
        { columns: [{ name: 'size', label: 'size', type: 'integer', filter: ['equals', 'from', 'before'] }] },
        { columns: [{ name: 'colour', filter: ['equals', 'starts'] }] },
      ],
      uses: [{ purpose: 'customer-care', basis: 'contract', text: 'performance of a contract' }],
    })
    const kind = scope.categories.find(({ id }) => id === 'relationships')?.fields[0]?.columns[0]
    expect(kind?.codes?.find(({ code }) => code === 'customer')?.name).toBe('Customer')
    const city = scope.categories
      .find(({ id }) => id === 'contact-points')
      ?.fields.flatMap(({ columns }) => columns)
      .find(({ name }) => name === 'city')
    expect(city?.label).toBe('City')
  })

  test('a change by its why, a conflict, and undo', async () => {
    const path = `/api/v1/persons/${aino}/identity/${aino}`
    const readRow = async () => {
      const card = (await (await pirkko('GET', `/api/v1/persons/${aino}`, { purpose: 'customer-care' })).json()) as Card
      const row = card.categories.find(({ id }) => id === 'identity')?.rows[0]
      if (!row) throw new Error('no identity')
      return row
    }
    const before = await readRow()
    expect(before.why.family_name?.by.name).toBe('Pirkko')
    const change = (family_name: string) =>
      pirkko('PATCH', path, {
        purpose: 'customer-care',
        body: { source: 'phone', values: { family_name }, expected: before.expected },
      })
    expect((await change('Mäkelä')).status).toBe(200)
    const second = await change('Korhonen')
    expect(second.status).toBe(409)
    expect(second.headers.get('content-type')).toBe('application/problem+json')
    const after = await readRow()
    expect(after.values.family_name).toBe('Mäkelä')
    const undone = await pirkko('POST', `/api/v1/changes/${after.why.family_name?.change}/undo`, {
      purpose: 'customer-care',
    })
    expect(undone.status).toBe(200)
    expect((await readRow()).values.family_name).toBe('Virtanen')
  })

  test('wrong input says where, never what was sent', async () => {
    const wrong = { ...body('Bertta', 'Mäkelä', 'bertta(at)example.fi') }
    const response = await pirkko('POST', '/api/v1/persons', { purpose: 'customer-care', body: wrong })
    expect(response.status).toBe(422)
    const problem = await response.text()
    expect(JSON.parse(problem)).toMatchObject({
      type: '/problems/email.no-at',
      errors: [{ field: 'categories.contact-points.0.email' }],
    })
    expect(problem).not.toContain('bertta')
  })

  test('an export comes in parts that make one file', async () => {
    await open('=cmd|calc', 'Öhman', 'ohman@example.fi')
    let csv = ''
    let after: string | undefined
    do {
      const response = await pirkko('POST', '/api/v1/persons/export', {
        purpose: 'customer-care',
        body: { limit: 1, ...(after ? { after } : {}) },
      })
      const part = (await response.json()) as { csv: string; next: string | null }
      csv += part.csv
      after = part.next ?? undefined
    } while (after)
    const lines = csv.split('\r\n')
    expect(lines[0]).toMatch(/^\uFEFFNimi;Sähköpostiosoite;/)
    expect(lines.slice(1, 3).map(line => line.split(';')[0])).toEqual(['Aino Virtanen', "'=cmd|calc Öhman"])
    expect(lines).toHaveLength(4)
  })

  test('an export of chosen persons has them in their order, without Kaarlo, whom the purpose does not see', async () => {
    const chosen = { persons: [kaarlo, aino], separator: ',' }
    const response = await pirkko('POST', '/api/v1/persons/export', { purpose: 'customer-care', body: chosen })
    const part = (await response.json()) as { csv: string; next: string | null; persons: number; leftOut: number }
    expect(part).toMatchObject({ next: null, persons: 1, leftOut: 1 })
    expect(part.csv).toMatch(/^\uFEFFNimi,Sähköpostiosoite,.*\r\nAino Virtanen,aino@example\.fi,.*\r\n$/)
  })

  test('in English a comma separates; chosen persons come in parts too', async () => {
    const bertta = await open('Bertta', 'Mäkelä', 'bertta@example.fi')
    const chosen = { persons: [bertta, aino], limit: 1 }
    const asked = { purpose: 'customer-care', headers: { 'accept-language': 'en' } }
    const part = async (after?: string) => {
      const response = await pirkko('POST', '/api/v1/persons/export', {
        ...asked,
        body: { ...chosen, ...(after && { after }) },
      })
      return (await response.json()) as { csv: string; next: string | null }
    }
    const first = await part()
    const second = await part(first.next ?? '')
    expect(first.csv).toMatch(/^\uFEFFName,.*\r\nBertta Mäkelä,/)
    expect(second.csv).toMatch(/^Aino Virtanen,[^\n]*\r\n$/)
    expect(second.next).toBeNull()
  })
})

describe('every look is on record', () => {
  const looks = async () => {
    const { rows } = await register.db.app.query<{
      person_id: string | null
      operation: string
      purpose: string
      categories: string[]
    }>('select person_id, operation, purpose, categories from access.look order by at, id')
    return rows
  }

  test('an export of chosen persons as an export, of those alone who are in it', async () => {
    const before = (await looks()).length
    const body = { persons: [kaarlo, aino] }
    await pirkko('POST', '/api/v1/persons/export', { purpose: 'customer-care', body })
    expect((await looks()).slice(before)).toMatchObject([{ person_id: aino, operation: 'export' }])
  })

  test('with the person, the purpose and the categories', async () => {
    const before = (await looks()).length
    const list = (await (
      await pirkko('POST', '/api/v1/persons/find', { purpose: 'customer-care', body: { q: 'aino' } })
    ).json()) as List
    await pirkko('GET', `/api/v1/persons/${aino}`, { purpose: 'customer-care' })
    const added = (await looks()).slice(before)
    expect(list.persons.map(({ id }) => id)).toEqual([aino])
    expect(added).toMatchObject([
      { person_id: aino, operation: 'list', purpose: 'customer-care' },
      { person_id: aino, operation: 'card', purpose: 'customer-care' },
    ])
    expect(added[1]?.categories).toContain('contact-points')
  })

  test('a search that found nobody too', async () => {
    const before = (await looks()).length
    await pirkko('POST', '/api/v1/persons/find', { purpose: 'customer-care', body: { q: 'olematon' } })
    expect((await looks()).slice(before)).toMatchObject([{ person_id: null, operation: 'list' }])
  })
})
