/** The generated functions through which rows of a category change: none of them can write a value without its change row. */

import type { DatabaseObject } from './database-object.ts'
import type { Table, TableColumn } from './published.ts'
import { quoteName, quoteText, quoteTexts, sqlType } from './sql-text.ts'

const changeColumns =
  'person_id, id, actor, purpose, source, source_ref, notice_version, category, row_id, before, after, import_id, undoes'

/**
 * Owner only: adds, changes or removes many rows of one category and adds their change rows in the same statement. Callers
 * have locked the persons and checked what may be written; `row_id` is theirs to give. Returns the number of change rows.
 */
export function putFunction(table: Table, server: number): DatabaseObject {
  const name = `register.${quoteName(`put_${table.name}`)}`
  const signature = `${name}(register.asker, text, text, uuid, register.incoming[])`
  const target = `register.${quoteName(table.name)}`
  const columns = table.columns.map(column => quoteName(column.name))
  const given = (column: TableColumn): string => `(r.given ->> ${quoteText(column.name)})::${sqlType(column.type)}`
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
    with added as (
      insert into ${target} as t (person_id, id, standing${columns.map(column => `, ${column}`).join('')})
      select r.person_id, r.row_id, p.standing${table.columns.map(column => `,\n        ${given(column)}`).join('')}
      from unnest(_rows) r join register.person p on p.id = r.person_id
      returning person_id, id, jsonb_strip_nulls(${valuesOf(table, 't')}) as after
    ),
    written as (select a.*, r.source_ref, r.undoes from added a join unnest(_rows) r on r.person_id = a.person_id and r.row_id = a.id)
    ${change('null', 'w.after')};
  elsif _action = 'change' then
    with changed as (
      update ${target} t set ${table.columns.map(column => `\n        ${quoteName(column.name)} = case when r.given ? ${quoteText(column.name)} then ${given(column)} else t.${quoteName(column.name)} end`).join(',')}
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

/** The row's values as jsonb; in parts, because a function takes at most 100 arguments. */
function valuesOf({ columns }: Table, row: string): string {
  const pairs = columns.map(({ name }) => `${quoteText(name)}, ${row}.${quoteName(name)}`)
  const parts = Array.from({ length: Math.max(1, Math.ceil(pairs.length / 50)) }, (_, part) =>
    pairs.slice(part * 50, part * 50 + 50).join(', '),
  )
  return parts.map(part => `jsonb_build_object(${part})`).join(' || ')
}

export const writeSignature = (table: Table): string =>
  `register.${quoteName(`write_${table.name}`)}(text, text, text, uuid, uuid, jsonb, uuid)`

/**
 * A purpose's only way to write a category: adds a row (_row null), changes the given columns, or removes it (_values null).
 * Plans of the array in `put` look cheaper when made anew for each call, and making one takes as long as the whole write.
 */
export function writeFunction(table: Table): DatabaseObject {
  const target = `register.${quoteName(table.name)}`
  const category = quoteText(table.category)
  const every = quoteTexts(table.columns.filter(column => column.live).map(column => column.name))
  const addsOne = `
  if _row is null and exists (select from ${target} t where t.person_id = _person) then
    perform register.refuse('conflict', 'register.row-exists', jsonb_build_object('category', ${category}));
  end if;`
  return {
    key: `function write_${table.name}`,
    replaces: true,
    create: `create or replace function register.${quoteName(`write_${table.name}`)}(_token text, _source text, _source_ref text, _person uuid, _row uuid, _values jsonb, _expected uuid)
returns uuid language plpgsql security definer set search_path = '' set plan_cache_mode = force_generic_plan as $body$
declare
  _asker register.asker := register.asker_of(_token);
  _given jsonb := register.tidy(_values);
  _id uuid := coalesce(_row, ${table.rows === 'one' ? '_person' : 'register.new_id()'});
begin
  perform register.allow_write(${category}, ${every}, _given, _source, _person, _row, _expected);${table.rows === 'one' ? addsOne : ''}
  if _row is not null and not exists (select from ${target} t where t.person_id = _person and t.id = _row) then
    perform register.refuse('absent', 'register.row-absent', jsonb_build_object('category', ${category}));
  end if;
  perform register.${quoteName(`put_${table.name}`)}(_asker, case when _row is null then 'add' when _given is null then 'remove' else 'change' end,
    _source, null, array[row(_person, _id, _given, _source_ref, null)::register.incoming]);
  return _id;
end $body$`,
    drop: `drop function ${writeSignature(table)}`,
  }
}

/** Brings the standing of these persons, and of all that is known of them, in line with what they have said. */
export function relabelFunction(tables: readonly Table[]): DatabaseObject {
  const updates = tables.map(
    ({ name }) => `
  update register.${quoteName(name)} t set standing = p.standing from register.person p
  where p.id = t.person_id and t.person_id = any (_persons) and t.standing <> p.standing;`,
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
