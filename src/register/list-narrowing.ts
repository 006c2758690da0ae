/** Filters put to use: who passes all of them is found out first, and when they are few the page is sorted from those alone. */

import type { PoolClient } from 'pg'
import type { Id } from '../base/ids.ts'
import type { List } from './answers.ts'
import { type Bind, everybody, parameters } from './condition-sql.ts'
import type { CompiledFilter } from './list-filters.ts'

export interface Narrowing {
  /** The only persons that are in the list, when they are few. */
  readonly among: readonly Id[] | undefined
  /** What must hold of each, when they are not. */
  readonly filters: readonly CompiledFilter[]
  /** How many pass: exactly up to a bound, beyond which nobody counts pages. Undefined when nothing narrows. */
  readonly total: List['total'] | undefined
}

/** Up to here it is quicker to sort them than to walk the whole list in its order until a page is full. */
const few = 2_000
const countAtMost = 10_000

type Reader = Pick<PoolClient, 'query'>

/** The planner has no sample of names and places, so it is counted how many the filters let through. */
export async function narrow(db: Reader, filters: readonly CompiledFilter[]): Promise<Narrowing> {
  if (filters.length === 0) return { among: undefined, filters, total: undefined }
  const narrowest = await findNarrowest(db, filters)
  const { values, bind } = parameters()
  const most = bind(countAtMost + 1)
  const base = narrowest?.filter ?? filters.find(({ persons }) => persons !== undefined)
  const rest = filters.filter(filter => filter !== base)
  const from = narrowest
    ? `select unnest(${bind(narrowest.persons)}::uuid[])`
    : (base?.persons?.(rest.length === 0 ? most : everybody, bind) ?? 'select id from register.person')
  const { rows } = await db.query<{ found: number; persons: number; among: readonly Id[] | null }>(
    `select count(*) as found, count(distinct person) as persons,
        case when count(distinct person) <= ${few} then array_agg(distinct person) end as among
      from (select p.person from (${from}) p (person)
        where true${rest.map(({ holds }) => ` and ${holds('p.person', bind)}`).join('')} limit ${most}) passing`,
    values,
  )
  const { found, persons, among } = rows[0] ?? { found: 0, persons: 0, among: null }
  const exact = found <= countAtMost
  const isFew = exact && persons <= few
  return {
    among: isFew ? (among ?? []) : undefined,
    filters: isFew ? [] : filters,
    total: { count: Math.min(persons, countAtMost), exact },
  }
}

/** The filter that lets the fewest persons through, and these, if they are few. */
async function findNarrowest(db: Reader, filters: readonly CompiledFilter[]) {
  let narrowest: { readonly filter: CompiledFilter; readonly persons: readonly Id[] } | undefined
  for (const filter of filters) {
    const most = (narrowest?.persons.length ?? few) + 1
    const { values, bind } = parameters()
    const query = filter.persons?.(bind(most), bind)
    if (query === undefined) continue
    const { rows } = await db.query<{ person: Id }>(`select q.person from (${query}) q (person)`, values)
    if (rows.length < most) narrowest = { filter, persons: rows.map(row => row.person) }
  }
  return narrowest
}

/** What must hold of the person in this column, as it follows a `where`. */
export const conditionsOf = (
  { among, filters }: Partial<Narrowing> & Pick<Narrowing, 'filters'>,
  person: string,
  bind: Bind,
): string =>
  [
    ...(among ? [` and ${person} = any (${bind(among)})`] : []),
    ...filters.map(({ holds }) => ` and ${holds(person, bind)}`),
  ].join('')
