/** Migrations run once, in order, as the owner; the logins that they leave behind may do what ARCHITECTURE.md says and no more. */

import { afterAll, expect, test } from 'vitest'
import { testDatabase } from '../../test/database.ts'
import { migrate, migrations } from './migrate.ts'

const db = await testDatabase()
afterAll(() => db.close())

const next = { name: '9001-a', sql: 'create table seloste.a (id int); grant select on seloste.a to {{app}}' }
const broken = { name: '9002-b', sql: 'create table seloste.b (id int); select 1 / 0' }

test('what has been run is not run again', async () => {
  expect(await migrate(db)).toEqual([])
  expect(await migrate(db, [...migrations(), next])).toEqual(['9001-a'])
  expect(await migrate(db, [...migrations(), next])).toEqual([])
  const { rows } = await db.admin.query(`select tableowner from pg_tables where tablename = 'a'`)
  expect(rows).toEqual([{ tableowner: db.roles.owner }])
})

test('a migration that fails leaves nothing', async () => {
  await expect(migrate(db, [...migrations(), next, broken])).rejects.toThrow('division by zero')
  const { rows } = await db.admin.query(`select to_regclass('seloste.b') as b`)
  expect(rows).toEqual([{ b: null }])
})

test('a database of a newer program is refused', async () => {
  await expect(migrate(db)).rejects.toMatchObject({ key: 'database.newer', kind: 'conflict' })
})

test('two starts at the same moment migrate once', async () => {
  const third = { name: '9003-c', sql: 'create table seloste.c (id int)' }
  const runs = await Promise.all([1, 2].map(() => migrate(db, [...migrations(), next, third])))
  expect(runs.flat()).toEqual(['9003-c'])
})

test('the application login cannot make a table or a schema', async () => {
  await expect(db.app.query('create table public.x (id int)')).rejects.toThrow('permission denied')
  await expect(db.app.query('create schema x')).rejects.toThrow('permission denied')
  await expect(db.app.query('create temporary table x (id int)')).rejects.toThrow('permission denied')
})

test('numbers arrive as numbers, dates as written, and what fits neither is an error', async () => {
  const { rows } = await db.app.query(`select count(*) as n, 9007199254740991 as big, '2026-03-01'::date as day`)
  expect(rows).toEqual([{ n: 1, big: 9007199254740991, day: '2026-03-01' }])
  await expect(db.app.query('select 9007199254740992 as big')).rejects.toThrow('select it as ::text')
})
