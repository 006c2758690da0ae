/** The generated functions that look persons up by a column: they alone can use its index, and give nobody whom the asker does not see. */

import type { DatabaseObject } from './database-object.ts'
import { searchColumn, type Table, type TableColumn } from './published.ts'
import { quoteName, quoteText, sqlType } from './sql-text.ts'

/** How a column may be asked: exactly so, beginning so, within a half-open range. */
export type Comparison = 'equals' | 'starts' | 'from' | 'before'

/** What a search of the notice allows, as the column's index serves it. */
export function comparisonsOf(search: TableColumn['search']): readonly Comparison[] {
  switch (search) {
    case 'equal':
      return ['equals']
    case 'prefix':
      return ['equals', 'starts']
    case 'range':
      return ['equals', 'from', 'before']
    case undefined:
      return []
  }
}

/** The expression on which an index over all rows stands: no purpose login can name it. */
export const sought = (value: string): string => `register.sought(${value})`

export const isSought = ({ live, search }: TableColumn): boolean => live && search !== undefined

/** The order of names: by family name, then given name; who has only one name stands by that. */
export const nameOrder = {
  first: 'coalesce(family_name, given_name)',
  second: `case when family_name is null then '' else coalesce(given_name, '') end`,
} as const

/** The columns that nameOrder takes, when the table has both. */
export function nameColumns({ category, columns }: Table): readonly TableColumn[] {
  const parts = columns.filter(({ live, name }) => live && ['family_name', 'given_name'].includes(name))
  return category === 'identity' && parts.length === 2 ? parts : []
}

const findName = (table: Table): string => `register.${quoteName(`find_${table.name}`)}`
const findSignature = (table: Table): string => `${findName(table)}(text, text, text, text, int)`
const nameSignature = 'register.persons_by_name(text, text, text, uuid)'

/** Of all functions that findFunctions makes for the table. */
export const findSignatures = (table: Table): readonly string[] => [
  ...(table.columns.some(isSought) ? [findSignature(table)] : []),
  ...(nameColumns(table).length > 0 ? [nameSignature] : []),
]

export const findFunctions = (table: Table): readonly DatabaseObject[] => [
  ...(table.columns.some(isSought) ? [findFunction(table)] : []),
  ...(nameColumns(table).length > 0 ? [nameFunction(table)] : []),
]

/**
 * The persons, `_max` at most, of whom some row's column compares with the value as `_is` says: a comparison, `present`, or in a
 * category whose rows end `equals-now`. Without a sample of values (docs/decisions/0003) the planner would read whole tables or
 * collect every row before it takes the first ones; the settings tell it not to.
 */
function findFunction(table: Table): DatabaseObject {
  const ends = table.columns.some(column => column.live && column.name === 'ended')
  const questions = table.columns.filter(isSought).flatMap(column =>
    questionsOf(column, ends).map(
      ([is, condition]) => `
    when ${quoteText(`${column.name} ${is}`)} then
      return query select f.person_id from register.${quoteName(table.name)} f
        where ${condition} and (f.standing & _scope.mask) = _scope.value limit _most;`,
    ),
  )
  return {
    key: `function find_${table.name}`,
    replaces: true,
    create: `create or replace function ${findName(table)}(_token text, _column text, _is text, _value text, _max int)
returns setof uuid language plpgsql stable security definer set search_path = '' set plan_cache_mode = force_generic_plan
set enable_seqscan = off set enable_bitmapscan = off as $body$
declare
  _scope notice.scope := register.scope_to_find(_token, ${quoteText(table.category)}, array[_column]${ends ? ` || case when _is = 'equals-now' then array['ended'] end` : ''});
  _most int := least(greatest(coalesce(_max, 0), 0), 1000000);
begin
  case _column || ' ' || _is${questions.join('')}
    else perform register.refuse_comparison(${quoteText(table.category)}, _column, _is);
  end case;
end $body$`,
    drop: `drop function ${findSignature(table)}`,
  }
}

function questionsOf(column: TableColumn, ends: boolean): readonly (readonly [is: string, condition: string])[] {
  const key = sought(`f.${quoteName(searchColumn(column))}`)
  const value = column.type === 'text' ? '_value' : `_value::${sqlType(column.type)}`
  const conditions: Readonly<Record<Comparison, string>> = {
    equals: `${key} = ${value}`,
    // what `^@` would be to an index, had it the value when it plans
    starts: `${key} >= _value and ${key} < _value || U&'\\+10FFFF'`,
    from: `${key} >= ${value}`,
    before: `${key} < ${value}`,
  }
  return [
    ...comparisonsOf(column.search).map(is => [is, conditions[is]] as const),
    ...(ends ? [['equals-now', `${conditions.equals} and f.ended is null`] as const] : []),
    ['present', `${key} is not null`] as const,
  ]
}

/** Those who have a name, in its order, after a place in it; in SQL, so that a caller's `limit` ends the walk. */
function nameFunction(table: Table): DatabaseObject {
  const { first, second } = nameOrder
  const place = `${sought(first)}, ${sought(second)}, person_id`
  return {
    key: 'function persons_by_name',
    replaces: true,
    create: `create or replace function register.persons_by_name(_token text, _first text, _second text, _person uuid)
returns table (person_id uuid, first text, second text) language sql stable security definer rows 100000
set search_path = '' set enable_seqscan = off set enable_bitmapscan = off as $body$
  select named.* from register.scope_to_find(_token, ${quoteText(table.category)}, array['family_name', 'given_name']) scope
  cross join lateral (
    select person_id, ${first}, ${second} from register.${quoteName(table.name)}
    where (${place}) > (_first, _second, _person)
      and ${sought(first)} is not null and (standing & scope.mask) = scope.value
    order by ${place}) named
$body$`,
    drop: `drop function ${nameSignature}`,
  }
}
