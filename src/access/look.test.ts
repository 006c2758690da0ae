/** No look is lost, none is answered before it is durable, and none can be changed unseen. */

import { afterAll, beforeEach, describe, expect, test } from 'vitest'
import { testDatabase } from '../../test/database.ts'
import { newId } from '../base/ids.ts'
import type { Look } from '../http/program.ts'
import { openLookLog } from './look.ts'
import { verifyLooks } from './look-seal.ts'

const db = await testDatabase()
afterAll(() => db.close())

const aino = newId()
const look = (over: Partial<Look> = {}): Look => ({
  at: db.clock.now(),
  actor: `staff:${newId()}`,
  purpose: 'customer-care',
  personId: aino,
  operation: 'persons.show',
  categories: ['identity', 'contact'],
  requestId: newId(),
  noticeVersion: 1,
  ...over,
})

/** As somebody who owns the server would: not with the application's login. */
const asServerOwner = (sql: string) => db.admin.query(sql)

const count = async () =>
  Number((await db.admin.query<{ n: number }>('select count(*) as n from access.look')).rows[0]?.n)

beforeEach(async () => {
  await asServerOwner('truncate access.look, access.look_seal, access.look_dropped')
})

test('looks of concurrent readers share one commit and are all there', async () => {
  const log = openLookLog(db.app, db.clock)
  await log.record([look()])
  await Promise.all(Array.from({ length: 200 }, () => log.record([look(), look({ personId: null })])))
  expect(await count()).toBe(401)
  const seals = await db.app.query('select n from access.look_seal')
  expect(seals.rowCount).toBeLessThan(40)
  expect(await verifyLooks(db.app)).toMatchObject({ looks: 401, faults: [] })
})

test('two processes write one chain', async () => {
  const logs = [openLookLog(db.app, db.clock), openLookLog(db.app, db.clock)]
  for (let round = 0; round < 20; round++) await Promise.all(logs.map(log => log.record([look()])))
  expect(await verifyLooks(db.app)).toMatchObject({ looks: 40, faults: [] })
})

test('who has left is in no look, not even in those at themselves, and the seals hold', async () => {
  const log = openLookLog(db.app, db.clock)
  await log.record([look(), look({ actor: `person:${aino}` })])
  await asServerOwner(`select access.unname_looks('{${aino}}')`)
  const { rows } = await asServerOwner('select l::text as row from access.look l')
  expect(rows).toHaveLength(2)
  expect(JSON.stringify(rows)).not.toContain(aino)
  expect(await verifyLooks(db.app)).toMatchObject({ looks: 2, faults: [] })
})

test('a month without a partition gets one, on demand', async () => {
  const log = openLookLog(db.app, db.clock)
  await log.record([look({ at: new Date('2031-07-15T10:00:00Z') })])
  expect(await count()).toBe(1)
})

test('a reader whose look cannot be written gets a refusal', async () => {
  const { app } = db.roles
  await asServerOwner(`revoke insert on access.look from "${app}"`)
  try {
    await expect(openLookLog(db.app, db.clock).record([look()])).rejects.toMatchObject({ kind: 'unavailable' })
    expect(await count()).toBe(0)
  } finally {
    await asServerOwner(`grant insert on access.look to "${app}"`)
  }
})

test('a wrong row of one reader does not stop the others', async () => {
  const log = openLookLog(db.app, db.clock)
  const others = [log.record([look()]), log.record([look()])]
  await expect(log.record([look({ personId: 'nobody' })])).rejects.toThrow('no id')
  await Promise.all(others)
  expect(await count()).toBe(2)
})

test('closing writes what waits and refuses what comes later', async () => {
  const log = openLookLog(db.app, db.clock)
  const written = log.record([look()])
  await log.close()
  await written
  expect(await count()).toBe(1)
  await expect(log.record([look()])).rejects.toMatchObject({ key: 'http.looks-unavailable' })
})

test.each([
  ['update', `update access.look set actor = 'x'`],
  ['delete', 'delete from access.look'],
  ['truncate', 'truncate access.look'],
  ['reseal', `update access.look_seal set hash = ''`],
  ['drop', 'drop table access.look'],
])('the application itself cannot %s', async (_what, sql) => {
  await expect(db.app.query(sql)).rejects.toMatchObject({ code: '42501' })
})

describe('the chain of seals', () => {
  const three = async () => {
    const log = openLookLog(db.app, db.clock, 1)
    for (let n = 0; n < 3; n++) await log.record([look(), look()])
  }

  test.each([
    [
      'an altered row',
      `update access.look set person_id = gen_random_uuid() where id = (select min(id::text)::uuid from access.look where seal = 8)`,
      { seal: 8, fault: 'altered' },
    ],
    [
      'a moved time',
      `update access.look set at = at + interval '1 microsecond' where seal = 12`,
      { seal: 12, fault: 'altered' },
    ],
    [
      'a removed row',
      `delete from access.look where id = (select min(id::text)::uuid from access.look where seal = 8)`,
      { seal: 8, fault: 'removed' },
    ],
    [
      'an added row',
      `insert into access.look select gen_random_uuid(), at, 'staff:x', purpose, person_id, operation, categories, request_id, notice_version, seal from access.look where seal = 8 limit 1`,
      { seal: 8, fault: 'added' },
    ],
    [
      'a row after the last seal',
      `insert into access.look select gen_random_uuid(), at, 'staff:x', purpose, person_id, operation, categories, request_id, notice_version, 16 from access.look where seal = 8 limit 1`,
      { seal: 16, fault: 'added' },
    ],
    [
      'a removed seal with its rows',
      `with gone as (delete from access.look where seal = 8) delete from access.look_seal where n = 8`,
      { seal: 12, fault: 'seal-removed' },
    ],
  ])('finds %s', async (_what, tamper, fault) => {
    await three()
    expect((await verifyLooks(db.app)).faults).toEqual([])
    await asServerOwner(tamper)
    expect((await verifyLooks(db.app)).faults).toContainEqual(fault)
  })

  test('holds when old months were dropped', async () => {
    const log = openLookLog(db.app, db.clock)
    await log.record([look({ at: new Date('2022-01-10T00:00:00Z') })])
    await log.record([look({ at: new Date('2022-02-10T00:00:00Z') })])
    await log.record([look()])
    const { rows } = await db.app.query<{ dropped: number }>(`select access.drop_old_looks('2026-03-02') as dropped`)
    expect(rows[0]?.dropped).toBeGreaterThanOrEqual(2)
    expect(await verifyLooks(db.app)).toMatchObject({ looks: 1, faults: [] })
  })

  test('nothing younger than two years can be dropped, whatever day is given', async () => {
    await openLookLog(db.app, db.clock).record([look({ at: new Date() })])
    await db.app.query(`select access.drop_old_looks('2999-01-01')`)
    expect(await count()).toBe(1)
  })
})
