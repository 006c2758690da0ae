/** Every object that a published notice has in the database, by a key: comparing two lists of them is all that publishing again takes. */

import { createHash } from 'node:crypto'
import type { DatabaseObject } from './database-object.ts'
import {
  datesFunction,
  droppedRowsFunction,
  dueFunction,
  isKept,
  untilFunction,
  withoutRowsFunction,
} from './due-functions.ts'
import { eraseRowsFunction, whatStaysFunction } from './erasure-functions.ts'
import { findFunctions, findSignatures, isSought, nameColumns, nameOrder, sought } from './find-functions.ts'
import type { Column } from './notice.ts'
import {
  hasKey,
  isSearched,
  type Predicate,
  personPredicate,
  type Reader,
  requiredFields,
  type Shape,
  searchColumn,
  type Table,
  type TableColumn,
} from './published.ts'
import { quoteName, quoteNames, quoteText, sqlType } from './sql-text.ts'
import {
  forgetFunction,
  putFunction,
  relabelFunction,
  requireFunction,
  writeFunction,
  writeSignature,
} from './write-functions.ts'

/** What the names of the notice become in one database. */
export interface Surroundings {
  /** server_version_num */
  readonly server: number
  readonly roles: { readonly owner: string; purpose(id: string): string }
}

/** All objects of the owner, in an order in which they can be created; they are dropped in the opposite one. */
export const objectsOf = (published: Shape, surroundings: Surroundings): readonly DatabaseObject[] => [
  ...published.purposes.filter(({ live }) => live).flatMap(({ id }) => entrance(id, surroundings)),
  ...personPolicies(published, surroundings),
  ...statistics(
    'person',
    [...published.tables, ...published.others].flatMap(({ readers }) =>
      readers.map(reader => ({ ...reader, rows: personPredicate(reader.rows, published.bits) })),
    ),
  ),
  ...published.tables.flatMap(table => [
    tableItself(table),
    ...table.columns.flatMap(column => columnObjects(table, column)),
    ...indexes(table),
    ...statistics(table.name, table.readers),
    ...table.readers.flatMap(reader => [
      grant(table, reader, surroundings),
      policy(table.name, surroundings.roles.purpose(reader.purpose), [reader.rows]),
    ]),
    ...(table.columns.length > 0 ? [putFunction(table, surroundings.server)] : []),
    ...(table.live && requiredFields(table).length > 0 ? [requireFunction(table)] : []),
    ...(table.live ? [writeFunction(table)] : []),
    ...(isKept(table) ? [dueFunction(table)] : []),
    ...(table.live ? findFunctions(table) : []),
    ...table.readers.map(({ purpose }) =>
      execution(
        `of ${table.name}`,
        [writeSignature(table), ...findSignatures(table)],
        surroundings.roles.purpose(purpose),
      ),
    ),
  ]),
  relabelFunction(published.tables),
  forgetFunction(published.tables),
  datesFunction(published),
  untilFunction(published),
  droppedRowsFunction(published),
  withoutRowsFunction(published),
  whatStaysFunction(published),
  eraseRowsFunction(published),
]

/** Of these the ones that hold what the rows of the tables say, and give nobody a right: what a restored backup is loaded into. */
export const storageOf = (tables: readonly Table[]): readonly DatabaseObject[] =>
  tables.flatMap(table => [tableItself(table), ...table.columns.flatMap(column => columnObjects(table, column))])

/** Owner-run functions that every purpose login may call. */
const everybodysFunctions = [
  'register.add_person(text, text, text)',
  'register.record_statement(text, text, text, uuid, text, text, text, timestamptz, timestamptz, text)',
  'register.record_statement(text, text, text, uuid, text, text, text, timestamptz, timestamptz, text, jsonb)',
  'register.history(text, uuid, text, uuid)',
  'register.provenance(text, uuid)',
  'register.statements(text, uuid)',
  'register.kept_until(text, uuid)',
  'register.words_of(text, uuid, boolean)',
  'register.may_send(text, uuid[], text, text, timestamptz, text, boolean, text)',
  'register.permissions_of(text, uuid, timestamptz)',
  'register.undo(text, uuid)',
  'register.import_classify(text, uuid)',
  'register.import_write(text, uuid, int, int)',
  'register.import_chunks(text, uuid, int)',
  'register.import_alike(text, uuid)',
  'register.import_finish(text, uuid, jsonb, timestamptz)',
  'register.import_undo(text, uuid, timestamptz)',
  'register.find_persons(text, text, int)',
  'register.fold(text)',
]

function entrance(purpose: string, { roles }: Surroundings): readonly DatabaseObject[] {
  const role = roles.purpose(purpose)
  const name = quoteName(role)
  return [
    {
      key: `connect ${role}`,
      create: onDatabase(`grant connect on database %I to ${name}`),
      drop: onDatabase(`revoke connect on database %I from ${name}`),
    },
    {
      key: `usage ${role}`,
      create: `grant usage on schema register to ${name}`,
      drop: `revoke usage on schema register from ${name}`,
    },
    execution('functions', everybodysFunctions, role),
  ]
}

/** By the name that the database has when it is run: restoring and renaming change it (src/backup). */
const onDatabase = (statement: string): string =>
  `do $do$ begin execute format(${quoteText(statement)}, current_database()); end $do$`

const execution = (key: string, signatures: readonly string[], role: string): DatabaseObject => ({
  key: `execute ${key} ${role}`,
  create: `grant execute on function ${signatures.join(', ')} to ${quoteName(role)}`,
  drop: `revoke execute on function ${signatures.join(', ')} from ${quoteName(role)}`,
})

/** A purpose sees the persons of whom it sees some category. */
function personPolicies({ tables, others, purposes, bits }: Shape, { roles }: Surroundings): readonly DatabaseObject[] {
  return purposes.flatMap(({ id }) => {
    const rows = [...tables, ...others].flatMap(({ readers }) => readers.filter(reader => reader.purpose === id))
    if (rows.length === 0) return []
    const role = roles.purpose(id)
    return [
      {
        key: `grant person ${role}`,
        create: `grant select (id, created_at) on register.person to ${quoteName(role)}`,
        drop: `revoke all on register.person from ${quoteName(role)}`,
      },
      policy(
        'person',
        role,
        rows.map(reader => personPredicate(reader.rows, bits)),
      ),
    ]
  })
}

/** Art. 6 and 21 in one line of the catalogue: which rows the login of a purpose sees. */
function policy(table: string, role: string, rows: readonly Predicate[]): DatabaseObject {
  const conditions = [...new Set(rows.map(predicateSql))].sort()
  const using = conditions.length === 1 ? conditions[0] : conditions.map(condition => `(${condition})`).join(' or ')
  return {
    key: `policy ${table} ${role}`,
    create: `create policy ${quoteName(role)} on register.${quoteName(table)} for select to ${quoteName(role)} using (${using})`,
    drop: `drop policy ${quoteName(role)} on register.${quoteName(table)}`,
  }
}

/** `standing >= 0` is true of every row, and yet a predicate that a partial index can carry. */
export const predicateSql = ({ mask, value }: Predicate): string =>
  mask === '0' ? 'standing >= 0' : `(standing & ${mask}) = ${value}`

/** No foreign key: the functions that write have the person locked, and checking it row by row took a fifth of an import (decision 0007). */
function tableItself({ name }: Table): DatabaseObject {
  const table = `register.${quoteName(name)}`
  return {
    key: `table ${name}`,
    create: `create table ${table} (
  person_id uuid not null,
  id uuid not null,
  standing bigint not null,
  due date,
  primary key (person_id, id)
);
alter table ${table} enable row level security`,
    drop: `drop table ${table}`,
  }
}

/** Words sort as Finns expect; codes, addresses and numbers by their bytes, so that `^@` and ranges can use an index. */
function sqlTypeOf(column: Column): string {
  if (column.type !== 'text') return sqlType(column.type)
  const isWords = column.codes === undefined && (column.format === undefined || column.format === 'person-name')
  return isWords ? 'text collate "fi-x-icu"' : 'text collate "C"'
}

/**
 * Free text, of which the planner keeps no sample: the estimates of EXPLAIN come from one of all rows, hidden ones too, and
 * would tell how common a name is among them (docs/decisions/0003).
 */
const isQuiet = ({ type, codes, format }: Column): boolean =>
  type === 'text' && codes === undefined && format !== 'country' && format !== 'language'

const columnKey = (table: Table, column: Column): string => `column ${table.name}.${column.name}`

/** The column with its search key, and the codes that it may hold. */
function columnObjects(table: Table, column: TableColumn): readonly DatabaseObject[] {
  const alter = `alter table register.${quoteName(table.name)}`
  const name = quoteName(column.name)
  const type = sqlTypeOf(column)
  const keys = hasKey(column) ? [quoteName(searchColumn(column))] : []
  const comesWith = [
    ...keys.map(
      key => `add column ${key} text collate "C" generated always as (lower(${name} collate "und-x-icu")) stored`,
    ),
    ...(isQuiet(column) ? [name, ...keys].map(quiet => `alter column ${quiet} set statistics 0`) : []),
  ]
  // A type changes only where there is no value (Loss); a collation wherever it likes.
  const changes = [
    `drop column if exists ${quoteName(`${column.name}_key`)}`,
    `alter column ${name} type ${type} using ${column.type === 'text' ? name : 'null'}::${sqlType(column.type)}`,
  ]
  const itself: DatabaseObject = {
    key: columnKey(table, column),
    create: `${alter} ${[`add column ${name} ${type}`, ...comesWith].join(', ')}`,
    change: `${alter} ${[...changes, ...comesWith].join(', ')}`,
    drop: `${alter} ${[name, ...keys].map(gone => `drop column ${gone}`).join(', ')}`,
  }
  if (column.codes === undefined) return [itself]
  const constraint = quoteName(shortName(`${table.name}_${column.name}_codes`))
  const codes: DatabaseObject = {
    key: `codes ${table.name}.${column.name}`,
    create: `${alter} add constraint ${constraint} check (${name} in (${column.codes.map(quoteText).join(', ')}))`,
    drop: `${alter} drop constraint ${constraint}`,
  }
  return [itself, codes]
}

/**
 * Indexes hold the rows of everybody, so each stands on expressions that no query of a purpose login can use
 * (docs/decisions/0008): register.sought, which it may not call, and register.fold, which is not leakproof and gives no order.
 */
function indexes(table: Table): readonly DatabaseObject[] {
  const live = table.columns.filter(column => column.live)
  const names = nameColumns(table)
  return [
    ...live.filter(isSought).map(column => ordered(table, column.name, [column], [quoteName(searchColumn(column))])),
    ...(names.length > 0 ? [ordered(table, 'names', names, [nameOrder.first, nameOrder.second])] : []),
    ...live.filter(isSearched).map(column => words(table, column)),
  ]
}

/** Rows without a value stay out by the same expression: `is not null` on the column itself would let a query walk the index. */
function ordered(table: Table, what: string, columns: readonly Column[], values: readonly string[]): DatabaseObject {
  const keys = values.map(sought)
  return index(
    table,
    `${what}_sought`,
    columns,
    keys.length,
    `(${keys.join(', ')}, person_id) where ${keys[0]} is not null`,
  )
}

const words = (table: Table, column: Column): DatabaseObject =>
  index(
    table,
    `${column.name}_words`,
    [column],
    1,
    `using gin (register.fold(${quoteName(column.name)}) public.gin_trgm_ops)`,
  )

/** `expressions`: how many of its first columns are such, of which the planner keeps no sample (docs/decisions/0003). */
function index(
  table: Table,
  what: string,
  columns: readonly Column[],
  expressions: number,
  definition: string,
): DatabaseObject {
  const name = shortName(`${table.name}_${what}`)
  const quiet = Array.from({ length: expressions }, (_, n) => `alter column ${n + 1} set statistics 0`)
  return {
    key: `index ${name}`,
    on: columns.map(column => columnKey(table, column)),
    create: `create index ${quoteName(name)} on register.${quoteName(table.name)} ${definition};
${quiet.map(alter => `alter index register.${quoteName(name)} ${alter}`).join(';\n')}`,
    drop: `drop index register.${quoteName(name)}`,
  }
}

/**
 * Without statistics on a policy's expression PostgreSQL takes it that one row in 200 passes, and reads whole tables where an
 * index would do: measured at 100,000 persons, 2.4 s against 0.2 s for a name that nobody has. A login with a policy cannot read them.
 */
function statistics(table: string, readers: readonly Reader[]): readonly DatabaseObject[] {
  const masks = new Set(readers.map(({ rows }) => rows.mask).filter(mask => mask !== '0'))
  return [...masks].map(mask => {
    const name = `register.${quoteName(shortName(`${table}_standing_${mask}`))}`
    return {
      key: `statistics ${table} ${mask}`,
      create: `create statistics ${name} on (standing & ${mask}) from register.${quoteName(table)}`,
      drop: `drop statistics ${name}`,
    }
  })
}

function grant(
  table: Table,
  reader: { purpose: string; columns: readonly string[] },
  { roles }: Surroundings,
): DatabaseObject {
  const role = roles.purpose(reader.purpose)
  const own = table.columns.filter(column => reader.columns.includes(column.name))
  const columns = ['person_id', 'id', 'due', ...new Set(own.flatMap(column => [column.name, searchColumn(column)]))]
  return {
    key: `grant ${table.name} ${role}`,
    on: own.map(column => columnKey(table, column)),
    create: `grant select (${quoteNames(columns)}) on register.${quoteName(table.name)} to ${quoteName(role)}`,
    drop: `revoke all on register.${quoteName(table.name)} from ${quoteName(role)}`,
  }
}

/** PostgreSQL cuts names at 63 bytes; two long ones that begin alike must stay two. */
function shortName(name: string): string {
  if (name.length <= 63) return name
  return `${name.slice(0, 52)}_${createHash('sha256').update(name).digest('hex').slice(0, 10)}`
}
