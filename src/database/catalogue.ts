/** What PostgreSQL itself says of who may what in this register, beside what the notice lets them: the two must be the same. */

import type { Pool } from 'pg'
import { predicateSql } from '../notice/database-objects.ts'
import type { Notice } from '../notice/notice.ts'
import { type Published, personPredicate, type Shape, searchColumn, shapeOf } from '../notice/published.ts'
import type { Roles } from './roles.ts'

/** What is in one and not in the other, each as a line to read. */
export interface Difference {
  readonly missing: readonly string[]
  readonly extra: readonly string[]
  /** How many there should be. */
  readonly expected: number
}

const compared = (expected: readonly string[], actual: readonly string[]): Difference => {
  const [wanted, there] = [new Set(expected), new Set(actual)]
  return {
    missing: [...wanted].filter(one => !there.has(one)),
    extra: [...there].filter(one => !wanted.has(one)),
    expected: wanted.size,
  }
}

/** What the notice in force makes of the database. It is compiled anew: what the database says that was compiled is not believed. */
export async function shapeInForce(app: Pool, notice: Notice): Promise<Shape> {
  const { rows } = await app.query<{ compiled: Published }>(
    'select compiled from notice.version order by id desc limit 1',
  )
  const [latest] = rows
  if (latest === undefined) throw new Error('no notice is in force')
  return shapeOf(notice, latest.compiled, new Set())
}

/** Columns of categories: those of the notice, and those that an earlier one left behind and that wait to be empty. */
export async function compareColumns(
  app: Pool,
  { tables }: Shape,
): Promise<Difference & { waiting: readonly string[] }> {
  const { rows } = await app.query<{ name: string }>(
    `select c.relname || '.' || a.attname as name from pg_class c
       join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
     where c.relnamespace = 'register'::regnamespace and c.relkind in ('r', 'p') and not c.relispartition
       and c.relname not in ('person', 'shut', 'statement', 'change', 'organisation', 'organisation_change')`,
  )
  const every = ['person_id', 'id', 'standing', 'due']
  const ofTable = (live: boolean): readonly string[] =>
    tables.flatMap(table => [
      ...(table.live === live ? every.map(column => `${table.name}.${column}`) : []),
      ...table.columns
        .filter(column => (table.live && column.live) === live)
        .flatMap(column => [...new Set([column.name, searchColumn(column)])].map(one => `${table.name}.${one}`)),
    ])
  const left = new Set(ofTable(false))
  const actual = rows.map(({ name }) => name)
  return {
    ...compared(
      ofTable(true),
      actual.filter(name => !left.has(name)),
    ),
    waiting: tables.flatMap(table =>
      table.columns.filter(column => !(table.live && column.live)).map(column => `${table.name}.${column.name}`),
    ),
  }
}

/** Rights on tables and columns of every login and of everybody, against those that the notice gives its purposes. */
export async function compareGrants(app: Pool, shape: Shape, roles: Roles): Promise<Difference> {
  const { rows } = await app.query<{ granted: string }>(
    `with given as (
       select c.oid, n.nspname, null::name as column_name, a.* from pg_class c join pg_namespace n on n.oid = c.relnamespace,
         aclexplode(c.relacl) a where c.relkind in ('r', 'p', 'v', 'm', 'f')
       union all
       select c.oid, n.nspname, t.attname, a.* from pg_attribute t join pg_class c on c.oid = t.attrelid
         join pg_namespace n on n.oid = c.relnamespace, aclexplode(t.attacl) a where not t.attisdropped
     )
     select coalesce(r.rolname, 'public') || ' ' || lower(g.privilege_type) || ' ' || g.nspname || '.' || c.relname
       || coalesce('.' || g.column_name, '') as granted
     from given g join pg_class c on c.oid = g.oid left join pg_roles r on r.oid = g.grantee
     where g.nspname !~ '^pg_|^information_schema$' and g.grantee <> c.relowner
       and not (r.rolname is not distinct from $1 and (g.nspname <> 'register' or c.relname in ('organisation', 'organisation_change')))`,
    [roles.app],
  )
  return compared(
    grantsOf(shape, roles),
    rows.map(({ granted }) => granted),
  )
}

function grantsOf({ tables, others, purposes }: Shape, roles: Roles): readonly string[] {
  const readers = (purpose: string): boolean =>
    [...tables, ...others].some(table => table.readers.some(reader => reader.purpose === purpose))
  const persons = purposes
    .filter(({ id }) => readers(id))
    .flatMap(({ id }) => ['id', 'created_at'].map(column => `${roles.purpose(id)} select register.person.${column}`))
  const rows = tables.flatMap(({ name, columns, readers: all }) =>
    all.flatMap(({ purpose, columns: given }) => {
      const own = columns.filter(column => given.includes(column.name))
      const seen = ['person_id', 'id', 'due', ...own.flatMap(column => [column.name, searchColumn(column)])]
      return seen.map(column => `${roles.purpose(purpose)} select register.${name}.${column}`)
    }),
  )
  return [...persons, ...rows, sumsForAll]
}

/** A view of sums over five persons or more, in which each login finds those of its own purpose (0016-analysis.sql). */
const sumsForAll = 'public select analysis.class'

/** The policies of row-level security, against the legal bases that the notice gives. */
export async function comparePolicies(app: Pool, shape: Shape, roles: Roles): Promise<Difference> {
  const { rows } = await app.query<{
    table: string
    roles: string
    command: string
    permissive: boolean
    using: string
    check: boolean
  }>(
    `select c.relname as table, p.polcmd as command, p.polpermissive as permissive, pg_get_expr(p.polqual, p.polrelid) as using,
       p.polwithcheck is not null as check,
       (select string_agg(coalesce(r.rolname, 'public'), ',' order by r.rolname) from unnest(p.polroles) role
        left join pg_roles r on r.oid = role) as roles
     from pg_policy p join pg_class c on c.oid = p.polrelid where c.relnamespace = 'register'::regnamespace`,
  )
  const line = (role: string, table: string, conditions: readonly string[]): string =>
    `${role} ${table} ${[...new Set(conditions)].sort().join(' or ')}`
  const { tables, others, purposes, bits } = shape
  const ofTables = tables.flatMap(({ name, readers }) =>
    readers.map(({ purpose, rows: seen }) => line(roles.purpose(purpose), name, [plain(predicateSql(seen))])),
  )
  const ofPerson = purposes.flatMap(({ id }) => {
    const seen = [...tables, ...others].flatMap(({ readers }) => readers.filter(({ purpose }) => purpose === id))
    if (seen.length === 0) return []
    return line(
      roles.purpose(id),
      'person',
      seen.map(reader => plain(predicateSql(personPredicate(reader.rows, bits)))),
    )
  })
  const actual = rows.map(one =>
    one.command === 'r' && one.permissive && !one.check
      ? line(one.roles, one.table, one.using.split(' OR ').map(plain))
      : `${one.roles} ${one.table} ${one.command} ${one.using}`,
  )
  return compared([...ofTables, ...ofPerson], actual)
}

/** `((standing & (3)::bigint) = 2)` as `standing & 3 = 2`: only what the compiler writes comes out as the compiler writes it. */
const plain = (condition: string): string => condition.replaceAll(/::bigint|[()']/g, '')
