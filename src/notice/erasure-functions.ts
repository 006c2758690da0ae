/** The generated functions by which a person is erased on request: what of each category stays because a law requires it, and nothing else. */

import type { DatabaseObject } from './database-object.ts'
import { isKept } from './due-functions.ts'
import type { Obligation } from './obligations.ts'
import type { Shape, Table } from './published.ts'
import { quoteName, quoteText, quoteTexts } from './sql-text.ts'

const obliged = (table: Table): readonly Obligation[] => (isKept(table) ? (table.obligations ?? []) : [])
const distinct = (values: readonly string[]): readonly string[] => [...new Set(values)].sort()
const tableName = ({ name }: Table): string => `register.${quoteName(name)}`

/**
 * Owner only: of each category that holds something of the person how many rows, which of them stay, in which columns, for which
 * purposes, by which laws, until when (null: the event has not come). `_claims`: a legal claim is at hand. `_dates` says by
 * whose periods.
 */
export function whatStaysFunction({ tables }: Shape): DatabaseObject {
  const parts = tables
    .toSorted((a, b) => (a.category < b.category ? -1 : 1))
    .map(table => {
      const { category, name } = table
      const all = obliged(table)
      const always = all.filter(({ claims }) => !claims)
      const by = (say: (obligations: readonly Obligation[]) => string): string =>
        `case when _claims then ${say(all)} else ${say(always)} end`
      const told = (of: (obligation: Obligation) => readonly string[]) => (obligations: readonly Obligation[]) =>
        obligations.length === 0 ? 'null::text[]' : quoteTexts(distinct(obligations.flatMap(of)))
      const columnsOf = (obligations: readonly Obligation[]) => distinct(obligations.flatMap(({ columns }) => columns))
      const holds = (obligations: readonly Obligation[]): string => {
        const columns = columnsOf(obligations).map(column => `t.${quoteName(column)}`)
        return columns.length === 0 ? 'false' : `num_nonnulls(${columns.join(', ')}) > 0`
      }
      const rows =
        all.length === 0
          ? `select ${quoteText(category)}, ${quoteText(name)}, count(*), '{}'::uuid[], null::text[], null::text[], null::text[], null::date
      from ${tableName(table)} t where t.person_id = _person`
          : `select ${quoteText(category)}, ${quoteText(name)}, count(*), coalesce(array_agg(t.id) filter (where k.keeps), '{}'),
        ${by(columns => told(({ columns }) => columns)(columns))}, ${by(told(({ purpose }) => [purpose]))},
        ${by(told(({ law }) => [law]))}, max(u.due) filter (where k.keeps)
      from ${tableName(table)} t
      left join register.${quoteName(`due_${name}`)}(array[_person], _dates) u on u.id = t.id
      cross join lateral (select coalesce(u.rule is not null and (u.due is null or u.due >= _day), false) and ${by(holds)} as keeps) k
      where t.person_id = _person`
      return `
  if exists (select from ${tableName(table)} t where t.person_id = _person) then
    return query ${rows};
  end if;`
    })
  return {
    key: 'function what_stays',
    replaces: true,
    create: `create or replace function register.what_stays(_person uuid, _day date, _claims boolean, _dates retention.dates[])
returns table (category text, table_name text, held bigint, stays uuid[], columns text[], purposes text[], laws text[], until date)
language plpgsql stable set search_path = '' as $body$
begin${parts.join('')}
  return;
end $body$`,
    drop: '', // never dropped: every list of objects has it
  }
}

/** Owner only: the person's rows of one table go, but for those that stay, and of those the columns that nobody must keep; they are seen as the person is. */
export function eraseRowsFunction({ tables }: Shape): DatabaseObject {
  const parts = tables.map(table => {
    const columns = table.columns.map(({ name }) => name)
    const kept = columns.map(
      name => `${quoteName(name)} = case when ${quoteText(name)} = any (_columns) then t.${quoteName(name)} end`,
    )
    const cut =
      obliged(table).length === 0 || kept.length === 0
        ? ''
        : `
    update ${tableName(table)} t set ${kept.join(', ')}, standing = p.standing
    from register.person p where t.person_id = _person and p.id = _person;`
    return `
  if _table = ${quoteText(table.name)} then
    delete from ${tableName(table)} t where t.person_id = _person and t.id <> all (_stays);${cut}
  end if;`
  })
  return {
    key: 'function erase_rows',
    replaces: true,
    create: `create or replace function register.erase_rows(_person uuid, _table text, _stays uuid[], _columns text[]) returns void
language plpgsql set search_path = '' as $body$
begin${parts.join('')}
end $body$`,
    drop: '', // never dropped: every list of objects has it
  }
}
