/** What a list shows of each person: a few columns that everybody expects and those that were asked for, as far as the purpose sees them. */

import type { PoolClient } from 'pg'
import { Refused } from '../base/errors.ts'
import type { Id } from '../base/ids.ts'
import { quoteText } from '../notice/sql-text.ts'
import type { ListedPerson, Value, Values } from './answers.ts'
import { plainValue, valuesOf } from './card.ts'
import { fullName } from './person-name.ts'
import { type Asking, categoryIfAny, categoryIn, columnIfAny, type PurposeScope } from './scope.ts'

/** The column of a list and where its value comes from. */
const fixed = {
  email: ['contact-points', 'email'],
  phone: ['contact-points', 'phone'],
  city: ['contact-points', 'city'],
  organisation: ['work', 'organisation'],
  language: ['profile', 'language'],
  relationship: ['relationships', 'kind'],
} as const

const seesName = (scope: PurposeScope) =>
  ['given_name', 'family_name'].some(name => columnIfAny(categoryIfAny(scope, 'identity'), name))

/** Which of the fixed columns the purpose can fill. */
export const listedColumns = (scope: PurposeScope): string[] => [
  ...(seesName(scope) ? ['name'] : []),
  ...Object.entries(fixed)
    .filter(([, [category, column]]) => columnIfAny(categoryIfAny(scope, category), column))
    .map(([name]) => name),
]

/** The categories of which the list shows something: what a look at it is recorded with. */
export const listedCategories = (scope: PurposeScope, extra: readonly string[]): string[] => {
  const shown = new Set(['identity', ...Object.values(fixed).map(([category]) => category), ...extra.map(categoryOf)])
  return scope.categories.map(({ category }) => category.id).filter(id => shown.has(id))
}

const categoryOf = (field: string) => field.split('.', 1)[0] ?? field

const nothing = `select null::uuid as person_id, '' as category, null::uuid as id, '{}'::jsonb as values where $1::uuid[] is null`

interface StoredRow {
  readonly person_id: Id
  readonly category: string
  readonly values: Values
}

/** The persons in the order of `ids`; `extra` names further columns as category.column. */
export async function readListed(
  { ask, scope, db }: { readonly ask: Asking; readonly scope: PurposeScope; readonly db: Pick<PoolClient, 'query'> },
  ids: readonly Id[],
  extra: readonly string[],
): Promise<ListedPerson[]> {
  const columns = extra.map(field => resolveColumn(scope, field))
  if (ids.length === 0) return []
  const categories = scope.categories.filter(({ category }) => listedCategories(scope, extra).includes(category.id))
  const queries = categories.map(
    scoped =>
      `select t.person_id, ${quoteText(scoped.category.id)} as category, t.id, ${valuesOf(scoped.columns)} as values from ${scoped.table} t where t.person_id = any ($1)`,
  )
  const { rows } = await db.query<StoredRow>({
    ...(extra.length === 0 ? { name: `listed-${scope.version}` } : {}),
    text: `${queries.join(' union all ') || nothing} order by 3`,
    values: [ids],
  })
  const { rows: persons } = await db.query<{ id: Id; created_at: Date; changed_at: Date | null }>({
    name: 'listed-persons',
    text: `select p.id, p.created_at, c.at as changed_at from register.person p
      left join register.last_changes($2, $1) c on c.person_id = p.id where p.id = any ($1)`,
    values: [ids, ask.token],
  })
  const rowsOf = Map.groupBy(rows, row => row.person_id)
  const personOf = new Map(persons.map(person => [person.id, person]))
  return ids.flatMap(id => {
    const person = personOf.get(id)
    if (!person) return [] // hidden since the page was found
    return [describeListed(person, rowsOf.get(id) ?? [], columns)]
  })
}

interface Extra {
  readonly field: string
  readonly category: string
  readonly read: (values: Values) => Value
}

function resolveColumn(scope: PurposeScope, field: string): Extra {
  const [category = '', name = ''] = field.split('.', 2)
  const column = columnIfAny(categoryIn(scope, category), name)
  if (!column)
    throw new Refused('register.column-not-given', 'forbidden', { category, column: name }, { field: 'columns' })
  return { field, category, read: values => plainValue(column, values[name]) }
}

function describeListed(
  person: { readonly id: Id; readonly created_at: Date; readonly changed_at: Date | null },
  rows: readonly StoredRow[],
  extra: readonly Extra[],
): ListedPerson {
  const of = (category: string) => rows.filter(row => row.category === category).map(row => row.values)
  const points = of('contact-points').toSorted((a, b) => Number(b.is_primary === true) - Number(a.is_primary === true))
  const [identity] = of('identity')
  return {
    id: person.id,
    name: fullName(textOf(identity?.given_name), textOf(identity?.family_name)),
    email: firstText(points, 'email'),
    phone: firstText(points, 'phone'),
    city: firstText(points, 'city'),
    organisation: firstText(of('work'), 'organisation'),
    language: firstText(of('profile'), 'language'),
    relationship: firstText(
      of('relationships')
        .filter(row => row.ended == null)
        .toReversed(),
      'kind',
    ),
    openedAt: person.created_at.toISOString(),
    changedAt: (person.changed_at ?? person.created_at).toISOString(),
    extra: Object.fromEntries(
      extra.map(({ field, category, read }) => [
        field,
        of(category)
          .map(read)
          .filter(value => value !== null),
      ]),
    ),
  }
}

const textOf = (value: Value | undefined) => (typeof value === 'string' ? value : null)
const firstText = (rows: readonly Values[], column: string) =>
  rows.map(row => textOf(row[column])).find(value => value !== null) ?? null
