/** A look leaves a trace that those who may see it find: at the person, and at the privacy desk. */

import { z } from '@hono/zod-openapi'
import { afterAll, expect, test } from 'vitest'
import { testDatabase } from '../../test/database.ts'
import { publishForTest, testServer } from '../../test/server.ts'
import { newId } from '../base/ids.ts'

const db = await testDatabase()
afterAll(() => db.close())
await publishForTest(db)
const server = await testServer(db)

const privacyId = await server.addStaff('Tietosuoja', ['privacy'])
await server.addStaff('Palvelu', ['customer-service'])
const privacy = await server.signedIn('tietosuoja@example.fi')
const service = await server.signedIn('palvelu@example.fi')
const aino = await addPerson()

async function addPerson(): Promise<string> {
  const token = server.program.sign({ actor: 'system', purpose: 'customer-care', request: newId() })
  const care = db.purpose('customer-care')
  const { rows } = await care.query<{ person: string }>(`select register.add_person($1, 'forms', null) as person`, [
    token,
  ])
  return rows[0]?.person ?? ''
}

const found = z.object({
  looks: z.array(
    z.object({
      id: z.string(),
      at: z.string(),
      actor: z.string(),
      name: z.string().nullable(),
      purpose: z.string(),
      operation: z.string(),
      personId: z.string().nullable().optional(),
    }),
  ),
})

test('whoever sees a person sees who looked; whoever does not learns nothing', async () => {
  const path = `/api/v1/persons/${aino}/looks`
  for (let n = 0; n < 3; n++) {
    db.clock.forward(1000)
    expect((await privacy('GET', path, { purpose: 'rights' })).status).toBe(200)
  }
  const { looks } = found.parse(await (await privacy('GET', `${path}?limit=2`, { purpose: 'rights' })).json())
  expect(looks).toHaveLength(2)
  for (const look of looks)
    expect(look).toMatchObject({ actor: `staff:${privacyId}`, name: 'Tietosuoja', operation: 'looks.of-person' })
  const after = looks.at(-1)?.id
  const next = await privacy('GET', `${path}?limit=50&after=${after}`, { purpose: 'rights' })
  const older = found.parse(await next.json()).looks
  expect(older.map(({ id }) => id)).not.toContain(after)
  expect(new Set([...looks, ...older].map(({ id }) => id)).size).toBe(looks.length + older.length)

  // Without contract the person is not there for customer care, and the try is on record.
  expect((await service('GET', path, { purpose: 'customer-care' })).status).toBe(404)
})

test('the privacy desk searches a period, by person, by member of staff, by purpose, page by page', async () => {
  const [from, before] = ['2026-03-01T00:00:00Z', '2026-04-01T00:00:00Z']
  const search = async (more: object) => {
    const response = await privacy('POST', '/api/v1/looks/search', {
      purpose: 'rights',
      body: { from, before, ...more },
    })
    return found.parse(await response.json()).looks
  }
  const all = await search({ limit: 200 })
  expect(all.map(({ purpose }) => purpose)).toContain('customer-care')
  expect((await search({ person: aino })).every(({ personId }) => personId === aino)).toBe(true)
  expect((await search({ purpose: 'customer-care' })).map(({ name }) => name)).toEqual(['Palvelu'])
  expect(await search({ actor: `staff:${newId()}` })).toEqual([])
  expect(await search({ from: '2026-03-30T00:00:00Z' })).toEqual([])

  const paged = []
  let after: { at: string; id: string } | undefined
  do {
    const page = await search({ limit: 2, purpose: 'rights', person: aino, ...(after && { after }) })
    paged.push(...page.map(({ id }) => id))
    const last = page.at(-1)
    after = page.length === 2 && last ? { at: last.at, id: last.id } : undefined
  } while (after && paged.length < 50)
  expect(new Set(paged).size).toBe(paged.length)
  expect(paged.length).toBeGreaterThanOrEqual(4)
})
