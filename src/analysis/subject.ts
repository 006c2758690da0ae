/** What a report can be of and by what it can be divided follows from what the notice gives the purpose; anything else is refused by its name. */

import { Refused } from '../base/errors.ts'
import type { Column } from '../notice/notice.ts'
import { quoteName } from '../notice/sql-text.ts'
import { categoryIfAny, type PurposeScope, type ScopedCategory } from '../register/scope.ts'

export interface Dimension {
  /** `ordered`, `product`, `profile.language`, `source`. */
  readonly id: string
  readonly kind: 'month' | 'text' | 'flag' | 'source'
  readonly column: Column | undefined
  /** Where the column is, when it is not the subject's own. */
  readonly of: ScopedCategory | undefined
}

export interface Subject {
  /** A category, or `persons`. */
  readonly id: string
  readonly scoped: ScopedCategory | undefined
  /** The month first: it is given up last. */
  readonly dimensions: readonly Dimension[]
  /** Columns that can be added up. */
  readonly sums: readonly Column[]
}

/** Numbers of orders and contracts, which are as good as names. */
const identifies = /(^|_)(number|reference|id)$/

function dimensionOf(column: Column, of: ScopedCategory | undefined): Dimension | undefined {
  const id = of ? `${of.category.id}.${column.name}` : column.name
  const { type, codes, format, search } = column
  if (type === 'boolean') return { id, kind: 'flag', column, of }
  if (type === 'time' || type === 'date') return of ? undefined : { id, kind: 'month', column, of }
  const isCode = codes !== undefined || format === 'language' || format === 'country'
  const isTold = type === 'text' && search !== undefined && format === undefined && !identifies.test(column.name)
  return isCode || isTold ? { id, kind: 'text', column, of } : undefined
}

/** What there is to report on. A category without anything to divide by is left out. */
export function subjectsOf(scope: PurposeScope): readonly Subject[] {
  const source: Dimension = { id: 'source', kind: 'source', column: undefined, of: undefined }
  // Of a person there is one: a language goes with whatever is counted.
  const personal = scope.categories
    .filter(({ category }) => category.rows === 'one')
    .flatMap(scoped => scoped.columns.flatMap(column => dimensionOf(column, scoped) ?? []))
  const rows = scope.categories
    .filter(({ category }) => category.rows === 'many')
    .flatMap((scoped): Subject[] => {
      const own = scoped.columns.flatMap(column => dimensionOf(column, undefined) ?? [])
      if (own.length === 0) return []
      const sums = scoped.columns.filter(({ type }) => type === 'money' || type === 'integer')
      const isMonth = ({ kind }: Dimension) => kind === 'month'
      const dimensions = [...own.filter(isMonth), ...own.filter(one => !isMonth(one)), ...personal, source]
      return [{ id: scoped.category.id, scoped, dimensions, sums }]
    })
  return [{ id: 'persons', scoped: undefined, dimensions: [...personal, source], sums: [] }, ...rows]
}

/** Refuses what the purpose does not see, by its name. */
export function subjectIn(scope: PurposeScope, id: string): Subject {
  const found = subjectsOf(scope).find(subject => subject.id === id)
  if (found) return found
  if (categoryIfAny(scope, id))
    throw new Refused('analysis.nothing-to-divide', 'invalid', { category: id }, field('of'))
  throw new Refused('register.category-not-given', 'forbidden', { category: id.slice(0, 60) }, field('of'))
}

const field = (name: string) => ({ field: name })

export const dimensionIn = ({ id, dimensions }: Subject, wanted: string, at: string): Dimension =>
  dimensions.find(one => one.id === wanted) ??
  refuse(
    'analysis.no-dimension',
    { field: `${id}.${wanted}`.slice(0, 120), known: dimensions.map(one => one.id).join(', ') },
    at,
  )

export const sumIn = ({ id, sums }: Subject, wanted: string): Column =>
  sums.find(({ name }) => name === wanted) ??
  refuse(
    'analysis.no-sum',
    { field: `${id}.${wanted}`.slice(0, 120), known: sums.map(one => one.name).join(', ') || '–' },
    'sum',
  )

function refuse(key: string, args: Readonly<Record<string, string>>, at: string): never {
  throw new Refused(key, 'forbidden', args, field(at))
}

/** The value of a dimension in a query over rows `r`, persons as `p`, and sources as `s`. */
export function valueIn({ kind, column, of }: Dimension): string {
  if (!column) return 's.source'
  const value = `${of ? joined(of) : 'r'}.${quoteName(column.name)}`
  if (kind === 'flag') return `${value}::text`
  if (kind !== 'month') return value
  return `to_char(${value}${column.type === 'time' ? ` at time zone 'Europe/Helsinki'` : ''}, 'YYYY-MM')`
}

/** What a category with one row a person is called in a query. */
export const joined = ({ category }: ScopedCategory): string => quoteName(`of-${category.id}`)
