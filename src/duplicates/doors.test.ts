/** Duplicates through their doors: compared by a job, seen as far as the purpose sees, merged by an act, each look on record. */

import { afterAll, beforeEach, expect, test } from 'vitest'
import { z } from 'zod'
import { json } from '../../test/answer.ts'
import { runDueJobs } from '../../test/due-jobs.ts'
import { permissionsDesk } from '../../test/permissions-desk.ts'
import { registerCaller } from '../../test/register-caller.ts'
import { type Send, testServer } from '../../test/server.ts'
import { prepareQueue } from '../jobs/queue.ts'
import { compareChanged } from './compare-changed.ts'
import { compareEverybody, compareWhoChanged } from './duplicates.jobs.ts'
import { proposal } from './duplicates-answers.ts'

const desk = await permissionsDesk()
const { db } = desk
await prepareQueue(db)
const server = await testServer(db)
const register = registerCaller(db)
await server.addStaff('Ulla', ['customer-service', 'privacy', 'administrator'])
const ulla: Send = await server.signedIn('ulla@example.fi')
afterAll(() => desk.close())
beforeEach(async () => {
  await db.admin.query('select register.forget(array(select id from register.person))')
  await db.admin.query('truncate duplicates.run, access.look')
})

const purpose = 'customer-care'
const get = <Shape extends z.ZodType>(path: string, shape: Shape) =>
  json(ulla('GET', `/api/v1${path}`, { purpose }), shape)
const post = (path: string, body?: unknown, of = purpose) =>
  ulla('POST', `/api/v1${path}`, { purpose: of, ...(body !== undefined && { body }) })
const overview = z.object({
  run: z.looseObject({ persons: z.number().nullable() }).nullable(),
  open: z.record(z.string(), z.number()),
})
const proposals = z.object({
  proposals: z.array(z.looseObject(proposal.shape).omit({ foundAt: true, decidedAt: true })),
  next: z.string().nullable(),
})

async function customer(given: string, points: object): Promise<string> {
  const person = await register.customer()
  await register.write('identity', person, null, { given_name: given, family_name: 'Virtanen' })
  await register.write('contact-points', person, null, points)
  return person
}
const jobs = () => runDueJobs(db, [compareEverybody, compareWhoChanged], { ...server.program, database: db })
const compareNow = () => compareChanged({ ...server.program, database: db }, new AbortController().signal)
const open = async (more: object = {}, of = purpose) =>
  (await json(post('/duplicates/search', more, of), proposals)).proposals
async function compared(): Promise<void> {
  expect((await post('/duplicates/runs')).status).toBe(202)
  expect(await jobs()).toEqual([])
}

test('what is compared is proposed to the purpose that asked, with the reasons, and each look is on record', async () => {
  const [aino, again] = [
    await customer('Aino', { email: 'aino82@example.org', phone: '+358401234567' }),
    await customer('AINO', { email: 'aino82@example.org', phone: '+358401234567' }),
  ]
  await customer('Bertta', { email: 'bertta@example.org' })
  await compared()
  expect(await get('/duplicates', overview)).toMatchObject({ run: { persons: 3, share: 1 }, open: { certain: 1 } })
  const [pair, ...rest] = await open()
  expect(rest).toEqual([])
  expect([pair?.a.id, pair?.b.id, pair?.verdict]).toEqual([aino, again, 'certain'])
  expect(pair?.evidence.map(({ field, level }) => `${field} ${level}`)).toEqual([
    'given same',
    'family same',
    'email same',
    'phone same',
  ])
  expect(await open({}, 'rights')).toEqual([])
  const looks = await db.admin.query(
    `select person_id from access.look where operation = 'duplicates' and person_id is not null`,
  )
  expect(new Set(looks.rows.map(row => row.person_id))).toEqual(new Set([aino, again]))
})

test('who is restricted is compared with nobody, and goes from the list at once', async () => {
  const [, again] = [
    await customer('Aino', { email: 'aino82@example.org' }),
    await customer('Aino', { email: 'aino82@example.org' }),
  ]
  await compared()
  expect(await open()).toHaveLength(1)
  await register.say(again, 'restriction')
  expect(await open()).toEqual([])
  await compared()
  expect((await db.admin.query('select from duplicates.proposal')).rowCount).toBe(0)
})

test('that two are two stays said until one of them changes', async () => {
  const [a, b] = [
    await customer('Aino', { email: 'aino82@example.org' }),
    await customer('Aino', { email: 'aino82@example.org' }),
  ]
  await compared()
  expect((await post('/duplicates/dismissals', { a: b, b: a })).status).toBe(204)
  await compared()
  expect([await open(), await open({ state: 'dismissed' })].map(list => list.length)).toEqual([0, 1])
  await register.write('contact-points', b, null, { phone: '+358401234567' })
  await compared()
  expect(await open()).toHaveLength(1)
  expect(
    (await post('/duplicates/dismissals', { a, b: await customer('Onni', { email: 'o@example.org' }) })).status,
  ).toBe(404)
})

test('who is new is compared by the next look for changes', async () => {
  const aino = await customer('Aino', { email: 'aino82@example.org' })
  await compared()
  const again = await customer('Aino', { email: 'aino82@example.org' })
  expect(await compareNow()).toBeGreaterThan(0)
  expect((await open()).map(({ a, b }) => [a.id, b.id])).toEqual([[aino, again]])
  expect(await compareNow()).toBe(0)
})

test('merged, seen on the person’s page, and parted; many at once, each by itself', async () => {
  const [a, b, c] = await Promise.all([0, 1, 2].map(() => customer('Aino', { email: 'aino82@example.org' })))
  const done = await json(post('/duplicates/merges', { kept: a, lost: b }), z.object({ merge: z.string() }))
  const merges = z.object({ merges: z.array(z.looseObject({ id: z.string(), parting: z.string().nullable() })) })
  expect(await get(`/persons/${a}/merges`, merges)).toMatchObject({ merges: [{ id: done.merge, parting: null }] })
  const many = await json(
    post('/duplicates/merges/many', {
      pairs: [
        { kept: a, lost: c },
        { kept: b, lost: c },
      ],
    }),
    z.object({
      merged: z.array(z.looseObject({ merge: z.string() })),
      refused: z.array(z.looseObject({ why: z.string() })),
    }),
  )
  expect([many.merged.length, many.refused.length]).toEqual([1, 1])
  expect((await post(`/duplicates/merges/${done.merge}/undo`)).status).toBe(409)
  expect((await post(`/duplicates/merges/${many.merged[0]?.merge}/undo`)).status).toBe(200)
  expect(await json(post(`/duplicates/merges/${done.merge}/undo`), z.object({ person: z.string() }))).toEqual({
    person: b,
  })
})

test('looks at who was merged are among the looks at the person', async () => {
  const [a, b] = [
    await customer('Aino', { email: 'a@example.org' }),
    await customer('Aino', { email: 'b@example.org' }),
  ]
  await ulla('GET', `/api/v1/persons/${b}`, { purpose })
  const { merge } = await json(post('/duplicates/merges', { kept: a, lost: b }), z.object({ merge: z.string() }))
  const looks = await get(`/persons/${a}/looks`, z.object({ looks: z.array(z.looseObject({ operation: z.string() })) }))
  expect(looks.looks.map(({ operation }) => operation)).toContain('card')

  // An old address of who was merged away leads to who has their data now, until they are parted.
  const old = () => ulla('GET', `/api/v1/persons/${b}`, { purpose })
  const answer = await old()
  expect([answer.status, await answer.json()]).toMatchObject([
    404,
    { type: '/problems/register.person-merged', movedTo: a },
  ])
  await post(`/duplicates/merges/${merge}/undo`)
  expect((await old()).status).toBe(200)
})
