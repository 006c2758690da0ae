/** Filters of a list become SQL only through the scope: a name that the purpose does not see is refused by that name, values are parameters. */

import { Refused } from '../base/errors.ts'
import type { Column } from '../notice/notice.ts'
import { searchColumn } from '../notice/published.ts'
import { quoteName } from '../notice/sql-text.ts'
import type { Value } from './answers.ts'
import { readValue } from './column-value.ts'
import type { Filter } from './requests.ts'
import { categoryIfAny, columnIfAny, type PurposeScope, type ScopedCategory } from './scope.ts'

/** Gives a value its place among the parameters: `$3`. */
export type Bind = (value: unknown) => string

type Is = Filter['is']
interface Target {
  readonly scoped: ScopedCategory
  readonly column: Column
  /** What else must hold of the row. */
  readonly also?: string
}

/** Filters by words of the shop; each stands for a column of a category that comes with the vocabulary. */
const columnsByName: Readonly<Record<string, readonly [category: string, column: string, also?: string]>> = {
  relationship: ['relationships', 'kind', 'f.ended is null'],
  city: ['contact-points', 'city'],
  language: ['profile', 'language'],
  interest: ['interests', 'interest'],
  organisation: ['work', 'organisation'],
}

/** The named filters that the purpose can use. */
export const namedFilters = (scope: PurposeScope): string[] => [
  ...Object.keys(columnsByName).filter(name => targetOf(scope, name) !== undefined),
  ...(columnIfAny(categoryIfAny(scope, 'contact-points'), 'email') ? ['has-email'] : []),
  'source',
  'changed',
]

function targetOf(scope: PurposeScope, field: string): Target | undefined {
  const known = Object.hasOwn(columnsByName, field) ? columnsByName[field] : undefined
  const [id, name = '', also] = known ?? (field.split('.', 2) as [string, string?])
  const scoped = categoryIfAny(scope, id)
  const column = columnIfAny(scoped, name)
  if (!scoped || !column || (also && !columnIfAny(scoped, 'ended'))) return undefined
  return also ? { scoped, column, also } : { scoped, column }
}

/** How a list may be narrowed by a column: as its index allows. */
export function filtersOf(search: Column['search']): Is[] {
  switch (search) {
    case 'equal':
      return ['equals']
    case 'prefix':
      return ['equals', 'starts']
    case 'range':
      return ['equals', 'from', 'before']
    default:
      return []
  }
}

/** What a filter is compiled for: the purpose's scope, the query's parameters, the asker's token. */
export interface FilterContext {
  readonly scope: PurposeScope
  readonly bind: Bind
  readonly token: string
}

/** A filter as SQL. Both forms hold the same parameters, so that either may stand in the query that they were bound for. */
export interface CompiledFilter {
  /** The condition on the column that holds a person. */
  readonly holds: (person: string) => string
  /** The persons for whom it holds, as a query; undefined when they can only be told by asking of each. */
  readonly persons: string | undefined
}

export function compileFilter(filter: Filter, { scope, bind, token }: FilterContext): CompiledFilter {
  const { field, is, value } = filter
  if (field === 'has-email') return compileHasEmail(filter, scope)
  if (field === 'source')
    return among(`select register.opened_from(${bind(token)}, ${bind(readText(filter))}, 1000000)`)
  if (field === 'changed') {
    const at = readValue({ name: 'changed', type: 'date' }, value)
    const [from, to] =
      is === 'from' ? [at, null] : is === 'before' ? [null, at] : refuseOperator(filter, ['from', 'before'])
    return among(
      `select person_id from register.changed_persons(${bind(token)}, ${moment(bind(from))}, ${moment(bind(to))}, null, 1000000)`,
    )
  }
  const target = targetOf(scope, field) ?? refuseUnknown(filter)
  const { scoped, column, also } = target
  if (!filtersOf(column.search).includes(is)) refuseOperator(filter, filtersOf(column.search))
  return rowsOf(scoped, `${compare(column, is, value, bind)}${also ? ` and ${also}` : ''}`)
}

const among = (persons: string): CompiledFilter => ({ persons, holds: person => `${person} in (${persons})` })

/** `offset 0` keeps the planner from turning the question about one person into a join with all of them. */
const rowsOf = ({ table }: ScopedCategory, condition: string): CompiledFilter => ({
  persons: `select f.person_id from ${table} f where ${condition}`,
  holds: person => `exists (select from ${table} f where f.person_id = ${person} and ${condition} offset 0)`,
})

/** A date in Helsinki is a moment there: the day's first. */
const moment = (place: string) => `(${place}::date)::timestamp at time zone 'Europe/Helsinki'`

function compileHasEmail(filter: Filter, scope: PurposeScope): CompiledFilter {
  const { scoped, column } = targetOf(scope, 'contact-points.email') ?? refuseUnknown(filter)
  if (filter.is !== 'equals') refuseOperator(filter, ['equals'])
  const condition = `f.${quoteName(searchColumn(column))} is not null`
  if (readValue({ name: 'has-email', type: 'boolean' }, filter.value) !== false) return rowsOf(scoped, condition)
  return {
    persons: undefined,
    holds: person => `not exists (select from ${scoped.table} f where f.person_id = ${person} and ${condition})`,
  }
}

const readText = ({ value }: Filter) => String(value ?? '').slice(0, 200)

function refuseUnknown({ field }: Filter): never {
  throw new Refused('register.filter-unknown', 'forbidden', { field: field.slice(0, 120) }, { field: 'filters' })
}

function refuseOperator({ field, is }: Filter, allowed: readonly Is[]): never {
  throw new Refused(
    'register.filter-operator',
    'invalid',
    { field: field.slice(0, 120), is, allowed: allowed.join(', ') || '–' },
    { field: 'filters' },
  )
}

const operators: Readonly<Record<Is, string>> = { equals: '=', starts: '^@', from: '>=', before: '<' }

/** The comparison that the column's index serves; words are compared in lower case, as their keys are. */
function compare(column: Column, is: Is, value: Value, bind: Bind): string {
  const name = searchColumn(column)
  const hasKey = name !== column.name
  const plain = is === 'starts' || hasKey
  const wanted = plain
    ? String(value ?? '')
        .normalize('NFC')
        .trim()
    : readValue(column, value)
  if (wanted === null || wanted === '') throw new Refused('register.filter-empty', 'invalid', {}, { field: 'filters' })
  const place = bind(hasKey ? String(wanted).toLowerCase() : wanted)
  return `f.${quoteName(name)} ${operators[is]} ${place}`
}
