/** Retention through its doors: counts to staff, samples and holds only to a purpose that may, each look on record. */

import { afterAll, beforeEach, expect, test } from 'vitest'
import { z } from 'zod'
import { json } from '../../test/answer.ts'
import { runDueJobs } from '../../test/due-jobs.ts'
import { registerCaller } from '../../test/register-caller.ts'
import { retentionDesk } from '../../test/retention-desk.ts'
import { type Send, testServer } from '../../test/server.ts'
import { prepareQueue } from '../jobs/queue.ts'
import { tryOut } from './retention.jobs.ts'

const desk = await retentionDesk()
const { db } = desk
await prepareQueue(db)
const server = await testServer(db)
const register = registerCaller(db)
const email = (await server.addStaff('Ulla', ['customer-service', 'privacy', 'administrator'])) && 'ulla@example.fi'
const ulla: Send = await server.signedIn(email)
afterAll(() => db.close())
beforeEach(() => desk.empty())

const rows = z.array(z.looseObject({ category: z.string(), from: z.string().nullable() }))
const outcomes = z.array(z.looseObject({ category: z.string(), outcome: z.string() }))
const overview = z.looseObject({
  last: z.looseObject({ outcomes }).nullable(),
  dry: z.looseObject({ outcomes }).nullable(),
  going: z.array(z.looseObject({})),
  lastNight: z.string().nullable(),
  holds: z.looseObject({}),
  fiscalYears: z.array(z.string()),
})
const holdList = z.object({ holds: z.array(z.looseObject({ id: z.string(), persons: z.int() })) })

const get = <Shape extends z.ZodType>(path: string, shape: Shape, purpose?: string) =>
  json(ulla('GET', `/api/v1/retention${path}`, { ...(purpose && { purpose }) }), shape)
const post = (path: string, body?: unknown, purpose?: string) =>
  ulla('POST', `/api/v1/retention${path}`, { ...(body !== undefined && { body }), ...(purpose && { purpose }) })

async function former(ended: string): Promise<string> {
  const person = await register.customer()
  await register.write('identity', person, null, { given_name: 'Aino', family_name: 'Virtanen' })
  await register.write('relationships', person, null, { kind: 'customer', started: '2019-01-01', ended })
  await register.write('contact-points', person, null, { email: 'aino@example.org' })
  return person
}

test('what goes when is told by week and by month, what waits is told as waiting', async () => {
  await former('2025-12-01') // contact points until 1 December 2026
  await desk.passOn('2026-11-22', 'dry')
  const { coming } = await get('/calendar?unit=month', z.looseObject({ coming: rows }))
  const contact = coming.find(one => one.category === 'contact-points')
  expect(contact).toEqual({
    category: 'contact-points',
    categoryName: 'Yhteystiedot',
    rule: 'P12M relationship.ended delete',
    ruleText: expect.stringContaining('12 kuukautta'),
    from: '2026-12-01',
    rows: 1,
  })
  const weeks = (await get('/calendar?unit=week', z.looseObject({ coming: rows }))).coming
  expect(weeks.find(one => one.category === 'contact-points')?.from).toBe('2026-11-30')
})

test('a dry run is begun and seen, and removes nothing', async () => {
  const person = await former('2022-01-01')
  expect((await post('/dry-runs')).status).toBe(204)
  const program = { ...server.program, database: db }
  expect(await runDueJobs(db, [tryOut], program)).toEqual([])
  const { last, going, lastNight } = await get('', overview)
  expect(last).toMatchObject({ kind: 'dry', persons: 1, forgotten: 0 })
  expect(last?.outcomes.map(one => [one.category, one.outcome])).toEqual([
    ['contact-points', 'removed'],
    ['identity', 'removed'],
    ['relationships', 'removed'],
  ])
  expect([going, lastNight]).toEqual([[], null])
  expect((await db.admin.query('select person_id from register.identity')).rows).toEqual([{ person_id: person }])
  const { runs } = await get('/runs', z.looseObject({ runs: z.array(z.looseObject({})) }))
  expect(runs).toHaveLength(1)
})

test('what a dry run found is told until the next one, whatever night ends after it', async () => {
  await former('2022-01-01')
  await desk.passOn('2026-11-22', 'dry')
  await desk.passOn('2026-11-23', 'nightly')
  const { last, dry, lastNight } = await get('', overview)
  expect([last?.kind, dry?.kind, dry?.outcomes.length]).toEqual(['nightly', 'dry', 3])
  expect(lastNight).not.toBeNull()
})

test('samples are of those whom the purpose sees, and each is a look', async () => {
  const [aino, bertta] = [await former('2022-01-01'), await former('2022-01-01')]
  await register.say(bertta, 'restriction')
  await desk.passOn('2026-11-22', 'dry')
  const shape = z.looseObject({ samples: z.array(z.looseObject({})) })
  const { samples } = await json(post('/samples', { category: 'identity' }, 'customer-care'), shape)
  expect(samples).toEqual([{ person: aino, name: 'Aino Virtanen', row: expect.any(String), due: '2025-01-01' }])
  const looks = await db.admin.query(`select person_id, purpose from access.look where operation = 'retention.samples'`)
  expect(looks.rows).toEqual([{ person_id: aino, purpose: 'customer-care' }])
  expect((await post('/samples', { category: 'ledgers' }, 'customer-care')).status).toBe(403)
})

test("holds are the privacy desk's: on persons or on all whom filters find, reviewed, ended", async () => {
  const [aino] = [await former('2022-01-01'), await former('2022-01-01')]
  const body = { reason: 'Riita', until: '2027-03-01' }
  expect((await post('/holds', { ...body, persons: [aino] }, 'customer-care')).status).toBe(403)
  expect((await post('/holds', { ...body, persons: [aino] }, 'rights')).status).toBe(201)
  const filters = [{ field: 'identity.family_name', is: 'equals', value: 'Virtanen' }]
  expect((await post('/holds', { ...body, filters }, 'rights')).status).toBe(201)
  expect((await post('/holds', { ...body, filters, persons: [aino] }, 'rights')).status).toBe(422)
  expect((await post('/holds', { ...body, until: '2026-11-22', persons: [aino] }, 'rights')).status).toBe(422)
  const { holds } = await get('/holds', holdList, 'rights')
  expect(holds.map(({ persons }) => persons)).toEqual([1, 2])
  expect(holds[0]).toMatchObject({ placedBy: 'Ulla', overdue: false, reviewedAt: null })
  const id = holds[0]?.id
  const whom = z.looseObject({ persons: z.array(z.string()) })
  expect((await json(post(`/holds/${id}/persons`, {}, 'rights'), whom)).persons).toEqual([aino])
  expect((await post(`/holds/${id}/review`, { reason: 'Yhä kesken', until: '2027-06-01' }, 'rights')).status).toBe(204)
  expect((await post(`/holds/${id}/end`, { reason: 'Sovittu' }, 'rights')).status).toBe(204)
  expect((await post(`/holds/${id}/end`, { reason: 'Sovittu' }, 'rights')).status).toBe(404)
  expect((await get('', overview)).holds).toEqual({ standing: 1, overdue: 0 })
})

test('fiscal years are told and taken back by an administrator', async () => {
  expect((await post('/fiscal-years', { ends: '2026-03-31' })).status).toBe(204)
  expect((await post('/fiscal-years', { ends: '31.3.2026' })).status).toBe(422)
  expect((await get('', overview)).fiscalYears).toEqual(['2026-03-31'])
  expect((await ulla('DELETE', '/api/v1/retention/fiscal-years/2026-03-31')).status).toBe(204)
  expect((await get('', overview)).fiscalYears).toEqual([])
})
