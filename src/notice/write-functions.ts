/** The generated functions through which rows of a category change: none of them can write a value without its change row. */

import type { DatabaseObject } from './database-object.ts'
import { requiredFields, type Table, type TableColumn } from './published.ts'
import { quoteName, quoteText, quoteTexts, sqlType } from './sql-text.ts'

const changeColumns =
  'person_id, id, actor, purpose, source, source_ref, notice_version, category, row_id, before, after, import_id, undoes'

/**
 * Owner only: adds, changes or removes many rows of one category and adds their change rows in the same statement. Callers
 * have locked the persons and checked what may be written; `row_id` is theirs to give. What an import adds is given as
 * `to_jsonb` would write it, and is the change row's `after` as it stands. Returns the number of change rows.
 */
export function putFunction(table: Table, server: number): DatabaseObject {
  const name = `register.${quoteName(`put_${table.name}`)}`
  const signature = `${name}(register.asker, text, text, uuid, register.incoming[])`
  const target = `register.${quoteName(table.name)}`
  const columns = table.columns.map(column => quoteName(column.name))
  const change = (before: string, after: string): string =>
    `insert into register.change (${changeColumns})
    select w.person_id, register.new_id(), _asker.actor, _asker.purpose, _source, w.source_ref, _asker.notice_version,
      ${quoteText(table.category)}, w.id, ${before}, ${after}, _import, w.undoes from written w`

  // RETURNING old is of PostgreSQL 18; before, the old row is joined to the new one.
  const old = server >= 180_000 ? '' : ` join ${target} old on old.person_id = r.person_id and old.id = r.row_id`
  return {
    key: `function put_${table.name}`,
    replaces: true,
    create: `create or replace function ${name}(_asker register.asker, _action text, _source text, _import uuid, _rows register.incoming[])
returns int language plpgsql set search_path = '' set timezone = 'UTC' as $body$
declare
  _count int;
begin
  if _action = 'add' then
    with written as materialized (
      select r.person_id, r.row_id as id, r.given, r.source_ref, r.undoes, p.standing | coalesce(x.bits, 0) as standing${table.columns.map(column => `,\n        ${given(column, 'r.given')} as ${quoteName(column.name)}`).join('')}
      from unnest(_rows) r join register.person p on p.id = r.person_id
      left join register.shut x on x.person_id = r.person_id and x.category = ${quoteText(table.category)} and x.row_id = r.row_id
    ),
    added as (
      insert into ${target} (person_id, id, standing${columns.map(column => `, ${column}`).join('')})
      select w.person_id, w.id, w.standing${columns.map(column => `, w.${column}`).join('')} from written w
    )
    ${change('null', `case when _import is null then jsonb_strip_nulls(${valuesOf(table, 'w')}) else w.given end`)};
  elsif _action = 'change' then
    with changed as (
      update ${target} t set ${assignments(table, 'r.given')}
      from unnest(_rows) r${old}
      where t.person_id = r.person_id and t.id = r.row_id
      returning t.person_id, t.id, r.source_ref, r.undoes,
        ${valuesOf(table, 'old')} as before,
        ${valuesOf(table, 't')} as after
    ),
    written as (
      select c.person_id, c.id, c.source_ref, c.undoes, moved.before, moved.after
      from changed c cross join lateral (
        select jsonb_object_agg(a.key, c.before -> a.key) as before, jsonb_object_agg(a.key, a.value) as after
        from jsonb_each(c.after) a where a.value is distinct from c.before -> a.key
      ) moved
      where moved.after is not null
    )
    ${change('w.before', 'w.after')};
  else
    with written as (
      delete from ${target} t using unnest(_rows) r where t.person_id = r.person_id and t.id = r.row_id
      returning t.person_id, t.id, r.source_ref, r.undoes, jsonb_strip_nulls(${valuesOf(table, 't')}) as before
    )
    ${change('w.before', 'null')};
  end if;
  get diagnostics _count = row_count;
  return _count;
end $body$`,
    drop: `drop function ${signature}`,
  }
}

const given = (column: TableColumn, values: string): string =>
  `(${values} ->> ${quoteText(column.name)})::${sqlType(column.type)}`

/** The columns of an UPDATE: those that are given, and the others as they are. */
const assignments = ({ columns }: Table, values: string): string =>
  columns
    .map(column => {
      const name = quoteName(column.name)
      return `\n        ${name} = case when ${values} ? ${quoteText(column.name)} then ${given(column, values)} else t.${name} end`
    })
    .join(',')

/** The row's values as jsonb; in parts, because a function takes at most 100 arguments. */
function valuesOf({ columns }: Table, row: string): string {
  const pairs = columns.map(({ name }) => `${quoteText(name)}, ${row}.${quoteName(name)}`)
  const parts = Array.from({ length: Math.max(1, Math.ceil(pairs.length / 50)) }, (_, part) =>
    pairs.slice(part * 50, part * 50 + 50).join(', '),
  )
  return parts.map(part => `jsonb_build_object(${part})`).join(' || ')
}

/** Of the columns in which two rows differ, the values of one of them as jsonb. */
const movedValues = ({ columns }: Table, of: string): string =>
  columns
    .map(({ name }) => {
      const column = quoteName(name)
      return `\n      case when _old.${column} is distinct from _new.${column} then jsonb_build_object(${quoteText(name)}, ${of}.${column}) else '{}' end`
    })
    .join(' ||')

export const writeSignature = (table: Table): string =>
  `register.${quoteName(`write_${table.name}`)}(text, text, text, uuid, uuid, jsonb, uuid)`

/**
 * A purpose's only way to write a category: adds a row (_row null), changes the given columns, or removes it (_values null),
 * with its change row. One row is written without the arrays of `put`, which would cost as much as the change itself; its
 * person is locked, so what was read is what is replaced.
 */
export function writeFunction(table: Table): DatabaseObject {
  const target = `register.${quoteName(table.name)}`
  const category = quoteText(table.category)
  const every = quoteTexts(table.columns.filter(column => column.live).map(column => column.name))
  const columns = table.columns.map(column => quoteName(column.name))
  const isComplete = (row: string): string =>
    requiredFields(table).length === 0 ? '' : `\n${row}perform register.${quoteName(requireName(table))}(_person, _id);`
  const addsOne = `
    if exists (select from ${target} t where t.person_id = _person) then
      perform register.refuse('conflict', 'register.row-exists', jsonb_build_object('category', ${category}));
    end if;`
  return {
    key: `function write_${table.name}`,
    replaces: true,
    create: `create or replace function register.${quoteName(`write_${table.name}`)}(_token text, _source text, _source_ref text, _person uuid, _row uuid, _values jsonb, _expected uuid)
returns uuid language plpgsql security definer set search_path = '' set timezone = 'UTC' as $body$
declare
  _asker register.asker := register.asker_of(_token);
  _given jsonb := register.tidy(_values);
  _id uuid := coalesce(_row, ${table.rows === 'one' ? '_person' : 'register.new_id()'});
  _old ${target};
  _new ${target};
  _before jsonb;
  _after jsonb;
begin
  perform register.allow_write(${category}, ${every}, _given, _source, _person, _row, _expected);
  if _row is null then${table.rows === 'one' ? addsOne : ''}
    insert into ${target} (person_id, id, standing${columns.map(column => `, ${column}`).join('')})
    select _person, _id, ${standingOf(table)}${table.columns.map(column => `,\n      ${given(column, '_given')}`).join('')}
    from register.person p where p.id = _person
    returning * into _new;${isComplete('    ')}
    _after := jsonb_strip_nulls(${valuesOf(table, '_new')});
  else
    select * into _old from ${target} t where t.person_id = _person and t.id = _row;
    if not found then
      perform register.refuse('absent', 'register.row-absent', jsonb_build_object('category', ${category}));
    elsif _given is null then
      delete from ${target} t where t.person_id = _person and t.id = _row;
      _before := jsonb_strip_nulls(${valuesOf(table, '_old')});
    else
      update ${target} t set ${assignments(table, '_given')}
      where t.person_id = _person and t.id = _row
      returning * into _new;
      _before := ${movedValues(table, '_old')};
      if _before = '{}' then -- as it was
        return _id;
      end if;${isComplete('      ')}
      _after := ${movedValues(table, '_new')};
    end if;
  end if;
  insert into register.change (${changeColumns})
  values (_person, register.new_id(), _asker.actor, _asker.purpose, _source, _source_ref, _asker.notice_version,
    ${category}, _id, _before, _after, null, null);
  return _id;
end $body$`,
    drop: `drop function ${writeSignature(table)}`,
  }
}

/** A row that is there once a person may come back under the same id, and is then still shut to whom it was (register.shut). */
const standingOf = ({ rows, category }: Table): string =>
  rows === 'one' ? `p.standing | ${shutBits(category, '_person', '_id')}` : 'p.standing'

const shutBits = (category: string, person: string, row: string): string =>
  `coalesce((select x.bits from register.shut x where x.person_id = ${person} and x.category = ${quoteText(category)} and x.row_id = ${row}), 0)`

const requireName = ({ name }: Table): string => `require_${name}`

/** Owner only: refuses when a row just written lacks a value that the notice requires. */
export function requireFunction(table: Table): DatabaseObject {
  const name = `register.${quoteName(requireName(table))}`
  const lacking = requiredFields(table).map(({ field, columns }) => {
    const given = columns.map(column => `t.${quoteName(column)} is not null`)
    return `
  if not exists (select from register.${quoteName(table.name)} t where t.person_id = _person and t.id = _row and (${given.join(' or ')})) then
    perform register.refuse_lacking(${quoteText(table.category)}, ${quoteText(field)}, ${quoteTexts(columns)});
  end if;`
  })
  return {
    key: `function require_${table.name}`,
    replaces: true,
    create: `create or replace function ${name}(_person uuid, _row uuid) returns void language plpgsql set search_path = '' as $body$
begin${lacking.join('')}
end $body$`,
    drop: `drop function ${name}(uuid, uuid)`,
  }
}

/** Brings the standing of these persons, and of all that is known of them, in line with what they have said. */
export function relabelFunction(tables: readonly Table[]): DatabaseObject {
  const updates = tables.map(
    ({ name, category }) => `
  update register.${quoteName(name)} t set standing = p.standing | ${shutBits(category, 't.person_id', 't.id')} from register.person p
  where p.id = t.person_id and t.person_id = any (_persons) and t.standing <> p.standing | ${shutBits(category, 't.person_id', 't.id')};`,
  )
  return {
    key: 'function relabel',
    replaces: true,
    create: `create or replace function register.relabel(_persons uuid[]) returns void language plpgsql set search_path = '' as $body$
begin
  update register.person p set standing = s.standing from register.standing_of(_persons) s
  where p.id = s.person_id and p.standing <> s.standing;${updates.join('')}
end $body$`,
    drop: '', // never dropped: every list of objects has it
  }
}

/**
 * The only way in which persons leave the register: with all that is known of them
 * and of whom they were merged from, for no foreign key would miss them. That they
 * have left goes on record for the ledger outside the database (src/database/erasure-ledger.ts).
 */
export function forgetFunction(tables: readonly Table[]): DatabaseObject {
  const deletes = [...tables.map(({ name }) => name), 'statement', 'change'].map(
    name => `
  delete from register.${quoteName(name)} t where t.person_id = any (_persons);`,
  )
  return {
    key: 'function forget',
    replaces: true,
    create: `create or replace function register.forget(_persons uuid[]) returns void language plpgsql set search_path = '' as $body$
begin
  _persons := duplicates.known_as(_persons);
  perform backup.note_erased(_persons);
  perform rights.forget_elsewhere(_persons);${deletes.join('')}
  delete from register.person p where p.id = any (_persons);
end $body$`,
    drop: '', // never dropped: every list of objects has it
  }
}
