/** A day unlike somebody's own weeks is found, counted without those who were looked at, and stays until another has looked into it. */

import { afterAll, beforeAll, expect, test } from 'vitest'
import { statusOf } from '../../test/answer.ts'
import { testDatabase } from '../../test/database.ts'
import { promiseAsker } from '../../test/promise-asker.ts'
import { publishForTest, type Send, testServer } from '../../test/server.ts'
import { type Id, newId } from '../base/ids.ts'
import { unusualLooksReviewed } from './look.promises.ts'
import { openLookLog } from './look.ts'
import { countLookDays, type Kind, unusualDays } from './unusual-look.ts'

const db = await testDatabase()
const looks = openLookLog(db.app, db.clock)
afterAll(async () => {
  await looks.close()
  await db.close()
})
await publishForTest(db)
const server = await testServer(db)
let aino: Id
let administrator: Send

/** So many persons, on a day before the first of March, at an hour of Finland's winter. */
const saw = (daysBefore: number, count: number, hour = 12, operation = 'card', actor = `staff:${aino}`) =>
  looks.record(
    Array.from({ length: count }, () => ({
      at: new Date(Date.UTC(2026, 2, 1 - daysBefore, hour - 2)),
      actor,
      purpose: 'customer-care',
      personId: newId(),
      operation,
      categories: ['identity'],
      requestId: newId(),
      noticeVersion: 1,
    })),
  )

const found = async () => {
  await countLookDays(db.app, db.clock.now())
  const days = await unusualDays(db.app, db.clock.now())
  return days.map(({ day, kind, count, usual }): readonly [string, Kind, number, number] => [day, kind, count, usual])
}

beforeAll(async () => {
  db.clock.set('2026-03-01T00:30:00Z')
  aino = await server.addStaff('Aino', ['customer-service'])
  await server.addStaff('Hallinto', ['administrator'])
  administrator = await server.signedIn('hallinto@example.fi')
  for (const day of [30, 27, 26, 25, 24, 23]) await saw(day, 12)
})

test('what is as it was in the weeks before is not unusual', async () => {
  await saw(10, 36) // three times as much, and not more
  await saw(9, 4, 23)
  expect(await found()).toEqual([])
})

test('many cards, a night and a large file are, each by its own measure', async () => {
  await db.admin.query('truncate access.look_day')
  await saw(8, 40)
  await saw(7, 5, 23)
  await saw(6, 250, 12, 'export')
  expect(await found()).toEqual([
    ['2026-02-23', 'many-taken', 250, 0],
    ['2026-02-21', 'many-opened', 40, 12],
  ]) // she had been there at night two days before
  await db.admin.query(`delete from access.look_day where day = '2026-02-20'`)
  expect((await unusualDays(db.app, db.clock.now())).map(({ kind }) => kind)).toContain('odd-hours')
})

test('names nobody who was looked at, and is for administrators', async () => {
  const answer = await administrator('GET', '/api/v1/looks/unusual')
  const told = await answer.text()
  expect(told).toContain('Aino')
  const { rows } = await db.admin.query<{ id: string }>('select distinct person_id as id from access.look limit 50')
  for (const { id } of rows) expect(told).not.toContain(id)
  const own = await server.signedIn('aino@example.fi')
  expect(await statusOf(own('GET', '/api/v1/looks/unusual'))).toBe(403)
})

test('breaks a promise until somebody else has looked into it', async () => {
  const promises = await promiseAsker(db)
  db.clock.set('2026-03-05T08:00:00Z')
  const ask = () => promises.ask(unusualLooksReviewed)
  expect(await ask()).toMatchObject({ state: 'holds' })
  db.clock.set('2026-03-20T08:00:00Z')
  expect(await ask()).toMatchObject({ state: 'broken', figures: { count: 3 } })
  const again = await server.signedIn('hallinto@example.fi')
  const review = (day: string, kind: Kind, actor = `staff:${aino}`) =>
    statusOf(
      again('POST', '/api/v1/looks/unusual/reviews', { body: { actor, day, kind, remark: 'Ilmoittautumiset.' } }),
    )
  expect(await review('2026-02-22', 'many-taken')).toBe(404)
  expect(await review('2026-02-23', 'many-taken')).toBe(204)
  expect(await review('2026-02-23', 'many-taken')).toBe(409)
  expect(await review('2026-02-21', 'many-opened')).toBe(204)
  expect(await review('2026-02-22', 'odd-hours')).toBe(204)
  expect(await ask()).toMatchObject({ state: 'holds', figures: { unusual: 3 } })
})
