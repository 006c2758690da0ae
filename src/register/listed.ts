/** What a list shows of each person: a few columns that everybody expects and those that were asked for, as far as the purpose sees them. */

import type { PoolClient } from 'pg'
import { Refused } from '../base/errors.ts'
import type { Id } from '../base/ids.ts'
import type { Column } from '../notice/notice.ts'
import { quoteName } from '../notice/sql-text.ts'
import type { ListedPerson, Value } from './answers.ts'
import { plainValue } from './card.ts'
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

const names = { given_name: ['identity', 'given_name'], family_name: ['identity', 'family_name'] } as const

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

type Sees = (column: string) => boolean

/** Which of several rows of a category counts first, and which counts at all; as far as the purpose sees the column that tells. */
const first: Readonly<Record<string, (sees: Sees) => { readonly order?: string; readonly holds?: string }>> = {
  'contact-points': sees => (sees('is_primary') ? { order: 't.is_primary is not true, t.id' } : {}),
  relationships: sees => ({ order: 't.id desc', ...(sees('ended') ? { holds: 't.ended is null' } : {}) }),
}

/** One row a person, in the order of `$1`: the fixed columns as text, each of the extra ones as an array of all its values. */
function listedQuery(scope: PurposeScope, extra: readonly Extra[]): string {
  const chosen = Object.entries({ ...names, ...fixed })
  const joins = scope.categories.flatMap(({ category, table, columns }, place) => {
    const sees: Sees = column => columns.some(({ name }) => name === column)
    const { order = 't.id', holds = 'true' } = first[category.id]?.(sees) ?? {}
    const values = [
      ...chosen
        .filter(([, [of, column]]) => of === category.id && sees(column))
        .map(
          ([as, [, column]]) =>
            `(array_agg(t.${column}) filter (where t.${column} is not null and ${holds}))[1] as ${as}`,
        ),
      ...extra
        .filter(one => one.category === category.id)
        .map(({ column, as }) => {
          const value = `t.${quoteName(column.name)}`
          return `jsonb_agg(${value} order by t.id) filter (where ${value} is not null) as ${as}`
        }),
    ]
    if (values.length === 0) return []
    // Rows in order are collected in it; by the id they come so from the key.
    const rows = `(select ${columns.map(({ name }) => quoteName(name)).join(', ')}, id from ${table} t where t.person_id = p.id order by ${order}) t`
    return [{ as: `c${place}`, values: `(select ${values.join(', ')} from ${rows})` }]
  })
  return `select p.id, p.created_at, coalesce(l.at, p.created_at) as changed_at${joins.map(({ as }) => `, ${as}.*`).join('')}
    from unnest($1::uuid[]) with ordinality wanted (id, place) join register.person p on p.id = wanted.id
    left join register.last_changes($2, $1) l on l.person_id = p.id
    ${joins.map(({ as, values }) => `cross join lateral ${values} ${as}`).join('\n    ')}
    order by wanted.place`
}

type ListedRow = { readonly id: Id; readonly created_at: Date; readonly changed_at: Date } & Readonly<
  Partial<Record<keyof typeof names | keyof typeof fixed, string | null>>
> &
  Readonly<Record<`extra${number}`, readonly Value[] | null>>

/** The persons in the order of `ids`, those whom the purpose sees; `extra` names further columns as category.column. */
export async function readListed(
  { ask, scope, db }: { readonly ask: Asking; readonly scope: PurposeScope; readonly db: Pick<PoolClient, 'query'> },
  ids: readonly Id[],
  extra: readonly string[],
): Promise<ListedPerson[]> {
  const further = extra.map((field, place) => resolveColumn(scope, field, place))
  if (ids.length === 0) return []
  const { rows } = await db.query<ListedRow>({
    ...(extra.length === 0 ? { name: `listed-${scope.version}` } : {}),
    text: listedQuery(scope, further),
    values: [ids, ask.token],
  })
  return rows.map(row => ({
    id: row.id,
    name: fullName(row.given_name ?? null, row.family_name ?? null),
    email: row.email ?? null,
    phone: row.phone ?? null,
    city: row.city ?? null,
    organisation: row.organisation ?? null,
    language: row.language ?? null,
    relationship: row.relationship ?? null,
    openedAt: row.created_at.toISOString(),
    changedAt: row.changed_at.toISOString(),
    extra: Object.fromEntries(
      further.map(({ field, column, as }) => [field, (row[as] ?? []).map(value => plainValue(column, value))]),
    ),
  }))
}

interface Extra {
  readonly field: string
  readonly category: string
  readonly column: Column
  readonly as: `extra${number}`
}

function resolveColumn(scope: PurposeScope, field: string, place: number): Extra {
  const [category = '', name = ''] = field.split('.', 2)
  const column = columnIfAny(categoryIn(scope, category), name)
  if (!column)
    throw new Refused('register.column-not-given', 'forbidden', { category, column: name }, { field: 'columns' })
  return { field, category, column, as: `extra${place}` }
}
