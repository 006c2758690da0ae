/** What a list of customers shows: search, filters, order and columns; it is kept while the person looks at somebody and comes back. */

import { useEffect, useState } from 'react'
import type { Say } from '../../web/language.ts'
import { type ScopeColumn, valueText } from '../../web/value.ts'
import type { Filter } from './condition.ts'
import type { Find } from './requests.ts'
import type { Scope } from './scope-answer.ts'

export interface CustomerView {
  readonly q: string
  readonly filters: readonly Filter[]
  readonly sort: Find['sort']
  /** Fixed columns by name and further ones as category.column; undefined shows the fixed ones that the purpose can fill. */
  readonly columns: readonly string[] | undefined
  /** The saved view that it began from. */
  readonly saved: string | undefined
}

export const everyone: CustomerView = { q: '', filters: [], sort: 'name', columns: undefined, saved: undefined }

let last = everyone // only in memory: what was searched for is not to be found in the browser afterwards

/** The view in force on the list. */
export function useCustomerView() {
  const [view, setView] = useState(last)
  useEffect(() => {
    last = view
  }, [view])
  return { view, change: (part: Partial<CustomerView>) => setView(now => ({ ...now, ...part })) }
}

const sorts: readonly Find['sort'][] = ['name', 'newest', 'changed']
const operators: readonly Filter['is'][] = ['equals', 'starts', 'from', 'before']

const isFilter = (stored: unknown): stored is Filter =>
  typeof stored === 'object' &&
  stored !== null &&
  'field' in stored &&
  typeof stored.field === 'string' &&
  'is' in stored &&
  operators.some(one => one === stored.is) &&
  'value' in stored &&
  ['string', 'number', 'boolean'].includes(typeof stored.value)

const isText = (stored: unknown): stored is string => typeof stored === 'string'

/** A saved view as the list shows it; parts that this version does not know are left out. No schema: zod weighs 30 kB here. */
export const readView = (stored: Readonly<Record<string, unknown>>, id: string): CustomerView => ({
  q: '',
  filters: Array.isArray(stored.filters) ? stored.filters.filter(isFilter) : [],
  sort: sorts.find(one => one === stored.sort) ?? 'name',
  columns: Array.isArray(stored.columns) ? stored.columns.filter(isText) : undefined,
  saved: id,
})

/** What is kept of a view: not what was searched for, which may be somebody's name. */
export const writeView = ({ filters, sort, columns }: CustomerView) => ({
  filters: filters.map(({ field, is, value }) => ({ field, is, value })), // jsonb gives the keys back in another order
  sort,
  ...(columns && { columns }),
})

/** Whether two views show the list alike. */
export const sameView = (a: CustomerView, b: CustomerView): boolean =>
  JSON.stringify(writeView(a)) === JSON.stringify(writeView(b))

/** A field that lists may be narrowed by, as the scope offers it. */
export interface FilterField {
  readonly field: string
  readonly label: string
  readonly is: readonly Filter['is'][]
  readonly column: ScopeColumn
}

const plain = (name: string, label: string, type: ScopeColumn['type']): ScopeColumn => ({
  name,
  label,
  type,
  filter: type === 'date' ? ['from', 'before'] : ['equals', 'starts'],
})

const named = [
  'relationship',
  'city',
  'language',
  'interest',
  'source',
  'has-email',
  'organisation',
  'changed',
] as const
type Named = (typeof named)[number]
const isNamed = (name: string): name is Named => named.some(one => one === name)

function namedColumn(name: Named, scope: Scope, say: Say): ScopeColumn {
  const label = say(`ui.filter.field.${name}`)
  const columnOf = (words: readonly string[]) =>
    scope.categories
      .flatMap(category => category.fields.flatMap(field => field.columns))
      .find(column => words.includes(column.name))
  if (name === 'changed') return plain(name, label, 'date')
  if (name === 'has-email') return { ...plain(name, label, 'boolean'), filter: ['equals'] }
  if (name === 'source') {
    const codes = scope.sources.map(source => ({ code: source.id, name: source.name }))
    return { ...plain(name, label, 'text'), filter: ['equals'], codes }
  }
  const own = name === 'relationship' ? columnOf(['kind']) : name === 'language' ? columnOf(['language']) : undefined
  const coded = own?.codes || own?.format === 'language' ? { ...own, label, filter: ['equals' as const] } : undefined
  return coded ?? plain(name, label, 'text')
}

/** Every field that lists may be narrowed by for the purpose: the named ones first, then the notice's own. */
export function filterFields(scope: Scope, say: Say): readonly FilterField[] {
  const first = scope.filters.filter(isNamed).map(name => {
    const column = namedColumn(name, scope, say)
    return { field: name, label: column.label, is: column.filter, column }
  })
  const further = scope.categories.flatMap(category =>
    category.fields.flatMap(field =>
      field.columns
        .filter(column => column.filter.length > 0)
        .map(column => ({
          field: `${category.id}.${column.name}`,
          label: `${category.name}: ${column.label}`,
          is: column.filter,
          column,
        })),
    ),
  )
  return [...first, ...further]
}

/** A filter as a sentence: «Kaupunki on Helsinki», «Muutettu 1.11.2026 alkaen». */
export function filterSentence(filter: Filter, fields: readonly FilterField[], say: Say): string {
  const known = fields.find(({ field }) => field === filter.field)
  const label = known?.label ?? filter.field
  if (filter.field === 'has-email') return say(filter.value === false ? 'ui.filter.no-email' : 'ui.filter.has-email')
  const value = known ? valueText(known.column, filter.value, say) : undefined
  return say(`ui.filter.sentence.${filter.is}`, { field: label, value: value ?? String(filter.value) })
}
