/** Filters of a list become SQL only through the scope: a name that the purpose does not see is refused by that name, values are parameters. */

import { Refused } from '../base/errors.ts'
import { type Comparison, comparisonsOf } from '../notice/find-functions.ts'
import type { Column } from '../notice/notice.ts'
import { searchColumn } from '../notice/published.ts'
import { quoteName } from '../notice/sql-text.ts'
import type { Value } from './answers.ts'
import { readValue } from './column-value.ts'
import type { Filter } from './requests.ts'
import { categoryIfAny, columnIfAny, findFunction, type PurposeScope, type ScopedCategory } from './scope.ts'

/** Gives a value its place among the parameters: `$3`. */
export type Bind = (value: unknown) => string

interface Target {
  readonly scoped: ScopedCategory
  readonly column: Column
  /** Only in rows that have not ended. */
  readonly now?: boolean
}

/** Filters by words of the shop; each stands for a column of a category that comes with the vocabulary. */
const columnsByName: Readonly<Record<string, readonly [category: string, column: string, now?: 'now']>> = {
  relationship: ['relationships', 'kind', 'now'],
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
  const [id, name = '', now] = known ?? (field.split('.', 2) as [string, string?])
  const scoped = categoryIfAny(scope, id)
  const column = columnIfAny(scoped, name)
  if (!scoped || !column || (now && !columnIfAny(scoped, 'ended'))) return undefined
  return { scoped, column, now: now !== undefined }
}

/** A filter as SQL, in the two ways in which a list puts it to use. */
export interface CompiledFilter {
  /** The first `most` persons for whom it holds, as a query; undefined when they can only be told by asking of each. */
  readonly persons: ((most: string, bind: Bind) => string) | undefined
  /** Whether it holds for the person in this column. */
  readonly holds: (person: string, bind: Bind) => string
}

export function compileFilter(filter: Filter, scope: PurposeScope, token: string): CompiledFilter {
  const { field, is, value } = filter
  if (field === 'has-email') return compileHasEmail(filter, scope, token)
  if (field === 'source') {
    const source = String(value ?? '').slice(0, 200)
    return among((most, bind) => `select register.opened_from(${bind(token)}, ${bind(source)}, ${most})`)
  }
  if (field === 'changed') {
    const at = readValue({ name: 'changed', type: 'date' }, value)
    const [from, to] =
      is === 'from' ? [at, null] : is === 'before' ? [null, at] : refuseComparison(filter, ['from', 'before'])
    return among(
      (most, bind) =>
        `select person_id from register.changed_persons(${bind(token)}, ${moment(bind(from))}, ${moment(bind(to))}, null, ${most})`,
    )
  }
  const target = targetOf(scope, field) ?? refuseUnknown(filter)
  const allowed = comparisonsOf(target.column.search)
  if (!allowed.includes(is)) refuseComparison(filter, allowed)
  return ofColumn(target, is, wanted(target.column, is, value), token)
}

/** More persons than any register of the size that this is made for. */
export const everybody = '1000000'

const among = (persons: (most: string, bind: Bind) => string): CompiledFilter => ({
  persons,
  holds: (person, bind) => `${person} in (${persons(everybody, bind)})`,
})

/** A date in Helsinki is a moment there: the day's first. */
const moment = (place: string) => `(${place}::date)::timestamp at time zone 'Europe/Helsinki'`

const operators: Readonly<Record<Comparison, string>> = { equals: '=', starts: '^@', from: '>=', before: '<' }

/** All for whom it holds are looked up by the owner-run function; of one person the purpose's own query tells. */
function ofColumn(target: Target, is: Comparison, value: Value, token: string): CompiledFilter {
  const key = `f.${quoteName(searchColumn(target.column))}`
  const now = target.now ? ' and f.ended is null' : ''
  return {
    persons: found(target, target.now ? `${is}-now` : is, value, token),
    holds: (person, bind) => some(target, person, `${key} ${operators[is]} ${bind(value)}${now}`),
  }
}

const found =
  ({ scoped, column }: Target, is: string, value: Value, token: string) =>
  (most: string, bind: Bind): string =>
    `select ${findFunction(scoped)}(${[token, column.name, is, value].map(bind).join(', ')}, ${most})`

/** `offset 0` keeps the planner from turning the question about one person into a join with all of them. */
const some = ({ scoped }: Target, person: string, condition: string): string =>
  `exists (select from ${scoped.table} f where f.person_id = ${person} and ${condition} offset 0)`

function compileHasEmail(filter: Filter, scope: PurposeScope, token: string): CompiledFilter {
  const target = targetOf(scope, 'contact-points.email') ?? refuseUnknown(filter)
  if (filter.is !== 'equals') refuseComparison(filter, ['equals'])
  const filled = `f.${quoteName(searchColumn(target.column))} is not null`
  if (readValue({ name: 'has-email', type: 'boolean' }, filter.value) !== false) {
    return { persons: found(target, 'present', null, token), holds: person => some(target, person, filled) }
  }
  const none = (person: string) =>
    `not exists (select from ${target.scoped.table} f where f.person_id = ${person} and ${filled})`
  return { persons: undefined, holds: none }
}

function refuseUnknown({ field }: Filter): never {
  throw new Refused('register.filter-unknown', 'forbidden', { field: field.slice(0, 120) }, { field: 'filters' })
}

function refuseComparison({ field, is }: Filter, allowed: readonly Comparison[]): never {
  throw new Refused(
    'register.filter-operator',
    'invalid',
    { field: field.slice(0, 120), is, allowed: allowed.join(', ') || '–' },
    { field: 'filters' },
  )
}

/** What the column, or its key in lower case, is compared with. */
function wanted(column: Column, is: Comparison, value: Value): Value {
  const hasKey = searchColumn(column) !== column.name
  const plain = String(value ?? '')
    .normalize('NFC')
    .trim()
  const read = hasKey ? plain.toLowerCase() : is === 'starts' ? plain : readValue(column, value)
  if (read === null || read === '') throw new Refused('register.filter-empty', 'invalid', {}, { field: 'filters' })
  return read
}
