/** The database holds the published notice: its columns, no other; every table behind a policy, every owner-run function pinned. */

import { readFileSync } from 'node:fs'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { publishNotice } from '../src/database/publish.ts'
import type { ColumnType, Notice } from '../src/notice/notice.ts'
import { parse } from '../src/notice/parse.ts'
import { hasKey, searchColumn } from '../src/notice/published.ts'
import { snakeCase } from '../src/notice/vocabulary.ts'
import { testDatabase } from './database.ts'

const db = await testDatabase()
afterAll(() => db.close())

const source = readFileSync('examples/notices/ixir.yaml', 'utf8')
const { notice } = parse(source) as { notice: Notice }
const categories = notice.categories.filter(category => category.stored === 'table')
beforeAll(() => publishNotice(db, { source, by: 'system', clock: db.clock }))

const sqlNames: Readonly<Record<ColumnType, string>> = {
  text: 'text',
  integer: 'bigint',
  money: 'bigint',
  date: 'date',
  time: 'timestamp with time zone',
  boolean: 'boolean',
}

test('the tables and columns of the database are those of the notice', async () => {
  const { rows } = await db.admin.query<{ name: string }>(`
    select c.relname || '.' || a.attname || ' ' || format_type(a.atttypid, a.atttypmod) as name
    from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
    where c.relnamespace = 'register'::regnamespace and c.relkind in ('r', 'p')
      and c.relname not in ('person', 'shut', 'statement', 'change', 'organisation', 'organisation_change')`)
  const declared = categories.flatMap(({ id, fields }) =>
    [
      ...['person_id uuid', 'id uuid', 'standing bigint', 'due date'],
      ...fields.flatMap(field =>
        field.columns.flatMap(column => [
          `${column.name} ${sqlNames[column.type]}`,
          ...(hasKey(column) ? [`${searchColumn(column)} text`] : []),
        ]),
      ),
    ].map(column => `${snakeCase(id)}.${column}`),
  )
  expect(rows.map(row => row.name).sort()).toEqual(declared.sort())
})

test('each purpose of the notice is a login, and there is no other', async () => {
  const { rows } = await db.admin.query(
    `select rolname from pg_roles where rolcanlogin and rolname ^@ $1 and rolname not like '%\\_app' order by 1`,
    [db.roles.prefix],
  )
  const logins = notice.purposes.map(({ id }) => db.roles.purpose(id))
  expect(rows.map(row => row.rolname)).toEqual(logins.sort())
})

test('every table that a purpose may read has a policy for it', async () => {
  const { rows } = await db.admin.query(
    `
    select c.relname, r.rolname from pg_class c join pg_roles r on r.rolname ^@ ($1 || 'purpose_')
    where c.relnamespace in ('register'::regnamespace, 'notice'::regnamespace) and c.relkind = 'r'
      and has_any_column_privilege(r.oid, c.oid, 'select')
      and not (c.relrowsecurity and exists (select from pg_policy p where p.polrelid = c.oid and p.polroles = array[r.oid]))`,
    [db.roles.prefix],
  )
  expect(rows).toEqual([])
})

/** What is being written or told of a notice, and decides nothing until a version is published by the owner. */
const desk = ['draft', 'draft_revision', 'draft_presence', 'publication', 'told']

test('no login may write a table of the register, or what is published', async () => {
  const { rows } = await db.admin.query(
    `
    select c.relname, r.rolname from pg_class c join pg_roles r on r.rolname ^@ $1 and r.rolcanlogin
    where (c.relnamespace = 'register'::regnamespace or c.relnamespace = 'notice'::regnamespace and c.relname <> all ($2))
      and c.relkind = 'r'
      and (has_any_column_privilege(r.oid, c.oid, 'insert, update') or has_table_privilege(r.oid, c.oid, 'delete, truncate, trigger'))`,
    [db.roles.prefix, desk],
  )
  expect(rows).toEqual([])
})

test('every owner-run function pins its search path', async () => {
  const { rows } = await db.admin.query(`
    select p.oid::regprocedure::text as function from pg_proc p
    where p.pronamespace in ('register'::regnamespace, 'notice'::regnamespace, 'access'::regnamespace, 'intake'::regnamespace)
      and p.prosecdef and not coalesce(p.proconfig, '{}') && array['search_path=""', 'search_path=pg_catalog, pg_temp']`)
  expect(rows).toEqual([])
})

test('every column that lists compare has only leakproof comparisons', async () => {
  const { rows } = await db.admin.query(`
    select distinct format_type(a.atttypid, null) as type from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attnum > 0
    join pg_opclass o on o.opcintype = a.atttypid and o.opcdefault join pg_am m on m.oid = o.opcmethod and m.amname = 'btree'
    join pg_amop x on x.amopfamily = o.opcfamily and x.amoplefttype = a.atttypid and x.amoprighttype = a.atttypid
    join pg_operator op on op.oid = x.amopopr join pg_proc f on f.oid = op.oprcode
    where c.relnamespace = 'register'::regnamespace and c.relrowsecurity and not a.attisdropped and not f.proleakproof`)
  expect(rows).toEqual([])
})
