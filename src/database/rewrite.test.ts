/** What was removed is in no file of the database any more once its tables are written anew, and what is held is as it was. */

import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { testDatabase } from '../../test/database.ts'
import { exampleNotice } from '../../test/promise-asker.ts'
import { registerCaller } from '../../test/register-caller.ts'
import { publishNotice } from './publish.ts'
import { rewriteTables } from './rewrite.ts'

/** Other tests write on the same server meanwhile, and what they see is seen here too. */
const patient = 120_000
vi.setConfig({ testTimeout: 2 * patient })
const db = await testDatabase()
beforeAll(() => publishNotice(db, { source: exampleNotice, by: 'test', clock: db.clock }))
afterAll(() => db.close())

/** How many files of this database have the word. */
async function filesWith(word: string): Promise<number> {
  await db.admin.query('checkpoint')
  const { rows } = await db.admin.query<{ folder: string }>(
    `select current_setting('data_directory') || '/base/' || oid as folder from pg_database where datname = current_database()`,
  )
  const folder = rows[0]?.folder ?? ''
  return readdirSync(folder).filter(name => readFileSync(join(folder, name)).includes(word)).length
}

test('of what was removed nothing is left on the disk, of what is held everything', async () => {
  const { customer, write } = registerCaller(db)
  const [aino, bertta] = [await customer(), await customer()]
  await write('interests', aino, null, { interest: 'merkki-pysyy' })
  for (let n = 0; n < 20; n++) await write('interests', bertta, null, { interest: `merkki-lähtee ${n}` })
  await db.admin.query('select register.forget(array[$1::uuid])', [bertta])
  await db.admin.query('vacuum')
  expect(await filesWith('merkki-lähtee')).toBeGreaterThan(0)
  const { tables, inUse, before, after, logAnew } = await rewriteTables(db, patient)
  expect({ inUse, logAnew, many: tables > 40, smaller: after < before + 1_000_000 }).toEqual({
    inUse: [],
    logAnew: true,
    many: true,
    smaller: true,
  })
  expect(await filesWith('merkki-lähtee')).toBe(0)
  expect(await filesWith('merkki-pysyy')).toBeGreaterThan(0)
  expect(await db.purpose('rights').query('select interest from register.interests')).toMatchObject({
    rows: [{ interest: 'merkki-pysyy' }],
  })
})

test('the planner keeps no sample of what was removed, nor a place where one lay', async () => {
  const { customer } = registerCaller(db)
  const aino = await customer()
  // A column whose values are sampled, as codes are; free text has no sample (docs/decisions/0003).
  await db.admin.query(`alter table register.interests alter interest set statistics 100;
    insert into register.interests (person_id, id, standing, interest)
      select '${aino}', register.new_id(), 2, 'merkki-otos ' || n % 5 from generate_series(1, 200) n;
    analyze register.interests`)
  await db.admin.query('select access.prepare_looks(current_date, 1)')
  await db.admin.query(
    `insert into access.look (id, at, actor, purpose, person_id, operation, categories, request_id, notice_version, seal)
     select register.new_id(), now(), 'merkki-otos ' || n % 5, 'rights', $1, 'card', '{}', register.new_id(), 1, 4 from generate_series(1, 200) n`,
    [aino],
  )
  await db.admin.query('analyze access.look')
  await db.admin.query(`delete from access.look where person_id = $1`, [aino])
  await db.admin.query('select register.forget(array[$1::uuid])', [aino])
  await db.admin.query('vacuum')
  expect(await filesWith('merkki-otos')).toBeGreaterThan(0)
  await rewriteTables(db, patient)
  expect(await filesWith('merkki-otos')).toBe(0)
})

const elsewhere = await testDatabase()
afterAll(() => elsewhere.close())
test.each([
  ['a reader', db, 'begin isolation level repeatable read; select 1 from pg_class'],
  ['a writer of another database of the server', elsewhere, 'begin; select pg_current_xact_id()'],
])('what %s keeps in sight is not written anew before they have ended', async (_, where, sql) => {
  const aino = await registerCaller(db).customer()
  await db.admin.query(
    `insert into register.interests (person_id, id, standing, interest)
     select $1, register.new_id(), 2, 'merkki-luettu ' || n from generate_series(1, 200) n`,
    [aino],
  )
  const { rows } = await db.admin.query<{ name: string }>('select current_database() as name')
  const reader = await where.admin.connect()
  await reader.query(sql)
  await db.admin.query('select register.forget(array[$1::uuid])', [aino])
  const rewriting = rewriteTables(db, patient)
  await vi.waitFor(async () => {
    await reader.query('select pg_stat_clear_snapshot()')
    const { rowCount } = await reader.query(
      `select from pg_stat_activity where query like '%backend_xmin%' and datname = $1 and pid <> pg_backend_pid()`,
      [rows[0]?.name],
    )
    expect(rowCount).toBe(1)
  }, 20_000)
  await reader.query('rollback')
  reader.release()
  expect(await rewriting).toMatchObject({ inUse: [], stillRead: false })
  expect(await filesWith('merkki-luettu')).toBe(0)
})

test('a table that somebody uses is told, and left as it is', async () => {
  const reader = await db.admin.connect()
  await reader.query('begin; lock table register.person in access share mode')
  const { inUse } = await rewriteTables(db, patient)
  await reader.query('rollback')
  reader.release()
  expect(inUse).toEqual(['register.person'])
})
