/** A value of its own in every column that says something of one person, in every table of the catalogue that says whose its rows are. */

import pg from 'pg'
import { newId } from '../src/base/ids.ts'
import { dateIn, momentIn } from '../src/notice/render-sentence.ts'

export interface Column {
  readonly place: string
  readonly schema: string
  readonly table: string
  readonly name: string
  readonly type: string
  readonly needed: boolean
  readonly filled: boolean
  /** schema.table.column of a foreign key of this column alone. */
  readonly refers: string | null
  /** What its check of the catalogue allows; null when it has none that lists. */
  readonly codes: readonly string[] | null
}

/** What was planted in a column. */
export interface Planted {
  readonly column: Column
  /** As it is in the database. */
  readonly value: string
  /** As a Finnish reader may be shown it. */
  readonly shown: readonly string[]
}

/** A column that got no value of its own, and by which rule. */
export interface Unmarked {
  readonly column: Column
  readonly because: 'codes' | 'refers' | 'given' | 'yes-or-no' | 'hash' | 'standing' | 'nothing'
}

/** Every column of every table of the owner's with a column person_id; partitions by their whole. */
export async function personColumns(superuser: pg.ClientBase): Promise<readonly Column[]> {
  return columnsOf(
    superuser,
    `exists (select from pg_attribute p where p.attrelid = c.oid and p.attname = 'person_id')`,
  )
}

async function columnsOf(superuser: pg.ClientBase, which: string): Promise<readonly Column[]> {
  const { rows } = await superuser.query<Column>(
    `select n.nspname || '.' || c.relname || '.' || a.attname as place, n.nspname as schema, c.relname as table, a.attname as name,
       format_type(a.atttypid, null) as type, a.attnotnull as needed, a.atthasdef as filled,
       (select f.confrelid::regclass::text || '.' || r.attname from pg_constraint f
          join pg_attribute r on r.attrelid = f.confrelid and r.attnum = f.confkey[1]
          where f.conrelid = c.oid and f.contype = 'f' and f.conkey = array[a.attnum]) as refers,
       (select array_agg(m[1]) from pg_constraint k, regexp_matches(pg_get_constraintdef(k.oid), '''([^'']*)''::text', 'g') m
          where k.conrelid = c.oid and k.contype = 'c' and k.conkey = array[a.attnum]) as codes
     from pg_class c join pg_namespace n on n.oid = c.relnamespace
     join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped and a.attgenerated = '' and a.attidentity = ''
     where c.relkind in ('r', 'p') and not c.relispartition
       and c.relowner = (select nspowner from pg_namespace where nspname = 'register') and ${which}
     order by n.nspname, c.relname, a.attnum`,
  )
  return rows
}

/** Whoever of the staff did it: no data of the person (C-579/21). */
export const isOfStaff = ({ name }: Column): boolean => /^(by|actor|.*_by)$/.test(name)

/** A text whose values are names of the notice, or codes of the program: the same of many persons. */
export const isName = ({ name }: Column): boolean =>
  /^(purpose|source|kind|channel|category|state|outcome|action|did|why|lacks|country|language|lang)$/.test(name)

/**
 * One row in each of the tables, through the superuser. `tag`: whose the markers are; persons of several tags do not share any. `given`:
 * by schema.table.column what no catalogue tells, such as the name of a category.
 */
export async function plant(
  superuser: pg.ClientBase,
  columns: readonly Column[],
  { person, tag, given }: { person: string; tag: string; given: Readonly<Record<string, string | null>> },
): Promise<{ readonly planted: readonly Planted[]; readonly unmarked: readonly Unmarked[] }> {
  const planted: Planted[] = []
  const unmarked: Unmarked[] = []
  for (const table of inOrder(columns)) {
    const row = new Map<string, unknown>()
    for (const column of table) {
      const marker =
        column.name === 'person_id'
          ? { value: person }
          : await markerFor(superuser, column, { person, tag, n: planted.length, given })
      if (marker.value !== undefined) row.set(column.name, marker.value)
      if ('because' in marker) unmarked.push({ column, because: marker.because })
      else if ('shown' in marker) planted.push({ column, shown: marker.shown, value: written(marker.value) })
    }
    await insertSome(superuser, table, row)
  }
  return { planted, unmarked }
}

/** The row with those of the codes that the table's checks allow together. */
async function insertSome(
  superuser: pg.ClientBase,
  table: readonly Column[],
  row: Map<string, unknown>,
): Promise<void> {
  const chosen = table.filter(({ codes }) => codes !== null)
  const together = chosen.reduce<readonly (readonly string[])[]>(
    (sets, { codes }) => sets.flatMap(set => (codes ?? []).map(code => [...set, code])),
    [[]],
  )
  let refused: unknown
  for (const codes of together) {
    for (const [at, column] of chosen.entries()) row.set(column.name, codes[at])
    try {
      return await insert(superuser, table, Object.fromEntries(row))
    } catch (fault) {
      if (!(fault instanceof pg.DatabaseError) || fault.code !== '23514') throw fault
      refused = fault
    }
  }
  throw refused
}

/** The tables, those first that others refer to. */
function inOrder(columns: readonly Column[]): readonly (readonly Column[])[] {
  const tables = Map.groupBy(columns, ({ schema, table }) => `${schema}.${table}`)
  const placed = new Map<string, readonly Column[]>()
  const place = (name: string, table: readonly Column[]): void => {
    if (placed.has(name)) return
    for (const [needed, other] of tables)
      if (needed !== name && table.some(({ refers }) => refers?.startsWith(`${needed}.`))) place(needed, other)
    placed.set(name, table)
  }
  for (const [name, table] of tables) place(name, table)
  return [...placed.values()]
}

const written = (value: unknown): string => (typeof value === 'string' ? value : JSON.stringify(value))

type Marker =
  | { readonly value: unknown; readonly shown: readonly string[] }
  | { readonly value?: unknown; readonly because: Unmarked['because'] }

async function markerFor(
  superuser: pg.ClientBase,
  column: Column,
  {
    person,
    tag,
    n,
    given,
  }: { person: string | null; tag: string; n: number; given: Readonly<Record<string, string | null>> },
): Promise<Marker> {
  const { name, type, refers, codes, needed, filled, place } = column
  if (refers !== null) return { value: await referred(superuser, refers, person), because: 'refers' }
  if (codes !== null) return { value: codes[0], because: 'codes' }
  if (place in given) return { value: given[place], because: 'given' }
  if (name === 'standing') return { value: 2, because: 'standing' } // on a contract, as the person is
  if (type === 'boolean') return { value: false, because: 'yes-or-no' }
  if (type === 'bytea') return { value: Buffer.from(newId()), because: 'hash' }
  const shift = 1000 * 'abcde'.indexOf(tag.slice(0, 1)) // no number or day of one person is another's
  const marker = `merkki-${tag}-${place.replaceAll(/[._]/g, '-')}${name === 'email' ? '@example.org' : ''}`
  switch (type) {
    case 'text':
      return { value: marker, shown: [marker] }
    case 'text[]':
      return { value: [marker], shown: [marker] }
    case 'jsonb': // of a change, under the name of a column
      return { value: JSON.stringify({ given_name: marker }), shown: [marker] }
    case 'uuid[]': {
      const value = [newId()]
      return { value, shown: value }
    }
    case 'real': {
      const value = 5000.5 + shift + n
      return { value, shown: [String(value)] }
    }
    case 'uuid': {
      const value = newId()
      return { value, shown: [value] }
    }
    case 'bigint':
    case 'integer': {
      const value = 7_100_000 + shift + n
      return { value, shown: [String(value), euros(value)] }
    }
    case 'date': {
      const day = new Date(Date.UTC(2041, 0, 1 + n + shift)).toISOString().slice(0, 10)
      return { value: day, shown: [day, dateIn('fi', day)] }
    }
    case 'timestamp with time zone': {
      const at = new Date(Date.UTC(2021, 0, 1 + n + shift, 9, 8, 7))
      return { value: at.toISOString(), shown: [at.toISOString(), at.toISOString().slice(0, 19), momentIn('fi', at)] }
    }
  }
  if (filled || !needed) return { because: 'nothing' }
  throw new Error(`${place}: no value is known for ${type}`)
}

const euros = (cents: number): string =>
  new Intl.NumberFormat('fi-FI', { style: 'currency', currency: 'EUR' }).format(cents / 100)

/** A row to refer to: the person's own, one that is there and nobody's, or a new one that says nothing. */
async function referred(superuser: pg.ClientBase, refers: string, person: string | null): Promise<unknown> {
  const [schema = '', table = '', name = ''] = refers.split('.')
  const columns = await columnsOf(superuser, `n.nspname = '${schema}' and c.relname = '${table}'`)
  const isPersons = columns.some(column => column.name === 'person_id')
  const known = await superuser.query(
    `select ${name} as value from ${schema}.${table} where ${isPersons ? 'person_id = $1' : '$1::uuid is not null'} limit 1`,
    [person],
  )
  if (known.rows[0]) return known.rows[0].value
  const row = new Map<string, unknown>()
  for (const column of columns.filter(({ name, filled }) => name !== 'person_id' && !filled)) {
    const { value } = await markerFor(superuser, column, { person, tag: 'nobody', n: 0, given: {} })
    row.set(column.name, value)
  }
  await insertSome(superuser, columns, row)
  return row.get(name)
}

async function insert(
  superuser: pg.ClientBase,
  [first]: readonly Column[],
  row: Readonly<Record<string, unknown>>,
): Promise<void> {
  if (!first) return
  const names = Object.keys(row)
  await superuser.query(
    `insert into ${first.schema}."${first.table}" (${names.map(name => `"${name}"`).join()})
     values (${names.map((_, at) => `$${at + 1}`).join()})`,
    Object.values(row),
  )
}
