/** A condition is understood only through the scope: a name that the purpose does not see is refused by that name and place, values by their column. */

import { Refused } from '../base/errors.ts'
import { dateInHelsinki, midnightInHelsinki } from '../base/time.ts'
import { comparisonsOf } from '../notice/find-functions.ts'
import type { Channel, Column } from '../notice/notice.ts'
import { searchColumn } from '../notice/published.ts'
import type { Value } from './answers.ts'
import { readValue } from './column-value.ts'
import type { Comparing, Condition, Filter, RowsCondition } from './condition.ts'
import { categoryIfAny, columnIfAny, type PurposeScope, type ScopedCategory } from './scope.ts'

/** What is asked of one column of a row. */
export interface Test {
  readonly column: Column
  readonly is: '=' | '<>' | '^@' | '>=' | '<' | 'is null' | 'is not null'
  readonly value: Value
  /** How the column's index is asked the same, where it has one. */
  readonly sought: string | undefined
}

export interface RowsPlan {
  readonly kind: 'rows'
  readonly scoped: ScopedCategory
  /** All of the same row. */
  readonly tests: readonly Test[]
  /** Only rows that have not ended. */
  readonly now: boolean
  readonly least: number
  /** Instead of their number, what this column of them comes to. */
  readonly sumOf: Column | undefined
}

export type Plan =
  | RowsPlan
  | { readonly kind: 'source'; readonly source: string }
  | { readonly kind: 'changed'; readonly from: Date | null; readonly before: Date | null }
  | { readonly kind: 'permission'; readonly purpose: string; readonly channel: Channel }
  | { readonly kind: 'all' | 'any'; readonly of: readonly Plan[] }
  | { readonly kind: 'not'; readonly of: Plan }

/** Filters by words of the shop; each stands for a column of a category that comes with the vocabulary. */
export const columnsByName: Readonly<Record<string, readonly [category: string, column: string, now?: 'now']>> = {
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

interface Target {
  readonly scoped: ScopedCategory
  readonly column: Column
  readonly now: boolean
}

/** The column that a field of a filter stands for, when the purpose sees it. */
export function targetOf(scope: PurposeScope, field: string): Target | undefined {
  const known = Object.hasOwn(columnsByName, field) ? columnsByName[field] : undefined
  const [id, name = '', now] = known ?? (field.split('.', 2) as [string, string?])
  const scoped = categoryIfAny(scope, id)
  const column = columnIfAny(scoped, name)
  if (!scoped || !column || (now && !columnIfAny(scoped, 'ended'))) return undefined
  return { scoped, column, now: now !== undefined }
}

/** How a column may be compared, by its type. */
export function comparisonsFor({ type, codes, format }: Column): readonly Comparing[] {
  if (type === 'boolean') return ['equals', 'known']
  if (type === 'date' || type === 'time') return ['equals', 'from', 'before', 'within', 'known']
  if (type === 'integer' || type === 'money') return ['equals', 'differs', 'from', 'before', 'known']
  const isCode = codes !== undefined || format === 'language' || format === 'country'
  return isCode ? ['equals', 'differs', 'known'] : ['equals', 'differs', 'starts', 'known']
}

const mostParts = 60
const deepest = 8

/** What the condition asks of the register at this moment. Refuses what the purpose does not see, with its place as a field. */
export function planFor(condition: Condition, scope: PurposeScope, at: Date, place = 'condition'): Plan {
  let parts = 0
  const today = dateInHelsinki(at)
  const plan = (one: Condition, place: string, depth: number): Plan => {
    if (++parts > mostParts || depth > deepest)
      throw new Refused(
        'register.condition-too-large',
        'invalid',
        { parts: mostParts, deep: deepest },
        { field: place },
      )
    if ('all' in one || 'any' in one) {
      const kind = 'all' in one ? 'all' : 'any'
      const of = 'all' in one ? one.all : one.any
      return { kind, of: of.map((part, n) => plan(part, `${place}.${kind}.${n}`, depth + 1)) }
    }
    if ('not' in one) return not(plan(one.not, `${place}.not`, depth + 1))
    if ('permission' in one) return permissionPlan(one.permission, one.channel, scope, place)
    return 'rows' in one ? rowsPlan(one, scope, today, place) : filterPlan(one, scope, today, place)
  }
  return plan(condition, place, 0)
}

const not = (of: Plan): Plan => ({ kind: 'not', of })

function permissionPlan(purpose: string, channel: Channel, scope: PurposeScope, place: string): Plan {
  if (!scope.statements) throw new Refused('register.condition-permissions', 'forbidden', {}, { field: place })
  if (!scope.notice.purposes.some(({ id }) => id === purpose))
    throw new Refused('register.purpose-not-declared', 'invalid', { purpose: purpose.slice(0, 60) }, { field: place })
  return { kind: 'permission', purpose, channel }
}

function rowsPlan({ rows, where, times, sum }: RowsCondition, scope: PurposeScope, today: string, place: string): Plan {
  const scoped = categoryIfAny(scope, rows) ?? refuseUnknown(rows, place)
  if (times && sum) throw new Refused('register.condition-times-or-sum', 'invalid', {}, { field: place })
  const columnOf = (name: string, at: string) => columnIfAny(scoped, name) ?? refuseUnknown(`${rows}.${name}`, at)
  const tests = where.flatMap(({ column, is, value }, n) => {
    const at = `${place}.where.${n}`
    return testsOf({ field: `${rows}.${column}`, is, value }, columnOf(column, at), today, at)
  })
  const sumOf = sum && columnOf(sum.of, `${place}.sum`)
  if (sumOf && sumOf.type !== 'integer' && sumOf.type !== 'money')
    throw new Refused(
      'register.condition-no-sum',
      'invalid',
      { field: `${rows}.${sumOf.name}` },
      { field: `${place}.sum` },
    )
  const plan = { kind: 'rows', scoped, tests, now: false, sumOf } as const
  if (sum) return 'below' in sum ? not({ ...plan, least: sum.below }) : { ...plan, least: sum.atLeast }
  if (times && 'atMost' in times) return not({ ...plan, least: times.atMost + 1 })
  return { ...plan, least: times?.atLeast ?? 1 }
}

function filterPlan(filter: Filter, scope: PurposeScope, today: string, place: string): Plan {
  const { field, is, value } = filter
  if (field === 'source') {
    if (is !== 'equals') refuseComparison(filter, ['equals'], place)
    return { kind: 'source', source: String(value ?? '').slice(0, 200) }
  }
  if (field === 'changed') return changedPlan(filter, today, place)
  const isEmail = field === 'has-email'
  const { scoped, column, now } =
    targetOf(scope, isEmail ? 'contact-points.email' : field) ?? refuseUnknown(field, place)
  if (isEmail && is !== 'equals') refuseComparison(filter, ['equals'], place)
  const isKnown = isEmail || is === 'known'
  const tests = testsOf(isKnown ? { field, is: 'known', value: true } : filter, column, today, place)
  const plan = { kind: 'rows', scoped, tests, now, least: 1, sumOf: undefined } as const
  // Of a person: that there is no row with a value, and not that there is a row without one.
  return isKnown && readFlag(value, place) === false ? not(plan) : plan
}

function changedPlan(filter: Filter, today: string, place: string): Plan {
  const { is, value } = filter
  const day = () => midnightInHelsinki(String(readHere({ name: 'changed', type: 'date' }, value, place)))
  if (is === 'from') return { kind: 'changed', from: day(), before: null }
  if (is === 'before') return { kind: 'changed', from: null, before: day() }
  if (is === 'within')
    return { kind: 'changed', from: midnightInHelsinki(dayBefore(today, value, place)), before: null }
  return refuseComparison(filter, ['from', 'before', 'within'], place)
}

/** What is asked of a column, as its row is compared: one test, or the two ends of a while. */
function testsOf(filter: Filter, column: Column, today: string, place: string): readonly Test[] {
  const { is, value } = filter
  const allowed = comparisonsFor(column)
  if (!allowed.includes(is)) refuseComparison(filter, allowed, place)
  const indexed = comparisonsOf(column.search)
  const test = (is: Test['is'], value: Value, asked: string): Test => {
    const served = asked === 'present' ? column.search !== undefined : indexed.some(one => one === asked)
    return { column, is, value, sought: served ? asked : undefined }
  }
  switch (is) {
    case 'known':
      return [readFlag(value, place) ? test('is not null', null, 'present') : test('is null', null, 'absent')]
    case 'within':
      return [
        test('>=', dayIn(column, dayBefore(today, value, place)), 'from'),
        test('<', dayIn(column, dayAfter(today)), 'before'),
      ]
    case 'from':
    case 'before': {
      const bound =
        column.type === 'time' && isDay(value) ? dayIn(column, readDay(value, place)) : wanted(column, is, value, place)
      return [test(is === 'from' ? '>=' : '<', bound, is)]
    }
    case 'equals':
      if (column.type === 'time' && isDay(value)) {
        const day = readDay(value, place)
        return [test('>=', dayIn(column, day), 'from'), test('<', dayIn(column, dayAfter(day)), 'before')]
      }
      return [test('=', wanted(column, is, value, place), is)]
    case 'differs':
    case 'starts':
      return [test(is === 'differs' ? '<>' : '^@', wanted(column, is, value, place), is)]
  }
}

const isDay = (value: Value): boolean =>
  typeof value === 'string' && /^(\d{4}-\d{2}-\d{2}|\d{1,2}\.\d{1,2}\.\d{4})$/.test(value.trim())
const readDay = (value: Value, place: string): string => String(readHere({ name: '', type: 'date' }, value, place))

/** A day as the column has it: a date, or the moment at which it begins in Finland. */
const dayIn = ({ type }: Column, day: string): string => (type === 'time' ? midnightInHelsinki(day).toISOString() : day)

const dayAfter = (day: string): string =>
  new Date(Date.parse(`${day}T00:00:00Z`) + 86_400_000).toISOString().slice(0, 10)

/** The day that lies a while (P12M, P30D) before this one; of a month that is too short its last day. */
function dayBefore(today: string, period: Value, place: string): string {
  const [, count = '', unit] = /^P(\d{1,4})([DWMY])$/.exec(String(period ?? '')) ?? []
  const n = Number(count)
  const [year = 0, month = 0, day = 0] = today.split('-').map(Number)
  if (n < 1 || (unit === 'Y' && n > 100)) throw new Refused('register.condition-while', 'invalid', {}, { field: place })
  if (unit === 'D' || unit === 'W')
    return new Date(Date.UTC(year, month - 1, day - n * (unit === 'W' ? 7 : 1))).toISOString().slice(0, 10)
  const first = new Date(Date.UTC(year, month - 1 - n * (unit === 'Y' ? 12 : 1), 1))
  const last = new Date(Date.UTC(first.getUTCFullYear(), first.getUTCMonth() + 1, 0)).getUTCDate()
  first.setUTCDate(Math.min(day, last))
  return first.toISOString().slice(0, 10)
}

function readFlag(value: Value, place: string): boolean {
  return readHere({ name: 'known', type: 'boolean' }, value, place) !== false
}

/** What the column, or its key in lower case, is compared with. */
function wanted(column: Column, is: Comparing, value: Value, place: string): Value {
  const hasKey = searchColumn(column) !== column.name
  const plain = String(value ?? '')
    .normalize('NFC')
    .trim()
  const read = hasKey ? plain.toLowerCase() : is === 'starts' ? plain : readHere(column, value, place)
  if (read === null || read === '') throw new Refused('register.filter-empty', 'invalid', {}, { field: place })
  return read
}

function readHere(column: Column, value: Value, place: string): Value {
  try {
    return readValue(column, value)
  } catch (error) {
    throw error instanceof Refused ? new Refused(error.key, error.kind, error.args, { field: place }) : error
  }
}

function refuseUnknown(field: string, place: string): never {
  throw new Refused('register.filter-unknown', 'forbidden', { field: field.slice(0, 120) }, { field: place })
}

function refuseComparison({ field, is }: Filter, allowed: readonly Comparing[], place: string): never {
  throw new Refused(
    'register.filter-operator',
    'invalid',
    { field: field.slice(0, 120), is, allowed: allowed.join(', ') },
    { field: place },
  )
}
