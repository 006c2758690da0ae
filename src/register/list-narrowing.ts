/** Filters put to use: a page is taken from the few persons for whom one of them holds, or else from all in order. */

import type { PoolClient } from 'pg'
import type { Id } from '../base/ids.ts'
import { type Bind, compileFilter, type FilterContext } from './list-filters.ts'
import type { Filter } from './requests.ts'

export interface Narrowing {
  /** The only persons that can be in the list, when they are few. */
  readonly among: readonly Id[] | undefined
  /** What must hold of each besides. */
  readonly filters: readonly Filter[]
}

/** Up to here it is quicker to sort them than to walk the whole list in its order until a page is full. */
const few = 2_000

/** The parameters of a query that is being put together. */
export function parameters(): { readonly values: unknown[]; readonly bind: Bind } {
  const values: unknown[] = []
  return { values, bind: value => `$${values.push(value)}` }
}

/** The planner has no sample of names and places, so how many a filter lets through is counted, up to `few`. */
export async function narrow(
  db: Pick<PoolClient, 'query'>,
  filters: readonly Filter[],
  context: Omit<FilterContext, 'bind'>,
): Promise<Narrowing> {
  let narrowest: { readonly filter: Filter; readonly persons: readonly Id[] } | undefined
  for (const filter of filters) {
    const { values, bind } = parameters()
    const { persons } = compileFilter(filter, { ...context, bind })
    if (persons === undefined) continue
    const { rows } = await db.query<{ person: Id }>(
      `select q.person from (${persons}) q (person) limit ${bind((narrowest?.persons.length ?? few) + 1)}`,
      values,
    )
    if (rows.length <= (narrowest?.persons.length ?? few)) narrowest = { filter, persons: rows.map(row => row.person) }
  }
  return { among: narrowest?.persons, filters: filters.filter(filter => filter !== narrowest?.filter) }
}

/** What must hold of the person in this column, as it follows a `where`. */
export const conditionsOf = (
  { among, filters }: Narrowing,
  person: string,
  { bind, ...context }: FilterContext,
): string =>
  [
    ...(among ? [` and ${person} = any (${bind(among)})`] : []),
    ...filters.map(filter => ` and ${compileFilter(filter, { ...context, bind }).holds(person)}`),
  ].join('')

const countAtMost = 10_000

/** How many persons pass the filters: exactly up to a bound, beyond which nobody counts pages. */
export async function countNarrowed(
  db: Pick<PoolClient, 'query'>,
  { among, filters }: Narrowing,
  context: Omit<FilterContext, 'bind'>,
): Promise<{ readonly count: number; readonly exact: boolean }> {
  const { values, bind } = parameters()
  const compiled = filters.map(filter => compileFilter(filter, { ...context, bind }))
  const base = among ? undefined : compiled.find(({ persons }) => persons !== undefined)
  const from = among ? `select unnest(${bind(among)}::uuid[])` : (base?.persons ?? 'select id from register.person')
  const rest = compiled.filter(filter => filter !== base).map(({ holds }) => ` and ${holds('p.person')}`)
  const { rows } = await db.query<{ found: number; persons: number }>(
    `select count(*) as found, count(distinct narrowed.person) as persons from (
      select p.person from (${from}) p (person) where true${rest.join('')} limit ${bind(countAtMost + 1)}) narrowed`,
    values,
  )
  const { found, persons } = rows[0] ?? { found: 0, persons: 0 }
  return { count: Math.min(persons, countAtMost), exact: found <= countAtMost }
}
