/** Persons as they are compared, read by the login of one purpose: what it does not see of somebody is not compared. */

import type { Pool } from 'pg'
import type { Id } from '../base/ids.ts'
import { quoteName, quoteText } from '../notice/sql-text.ts'
import type { PurposeScope } from '../register/scope.ts'
import { categoryIfAny, columnIfAny } from '../register/scope.ts'
import type { Compared } from './compared.ts'

interface Row {
  readonly person_id: Id
  readonly category: string
  readonly values: Readonly<Record<string, string | null>>
}

/** What is compared, as the notice calls it. */
const compared = {
  identity: ['given_name', 'family_name'],
  'contact-points': ['email', 'phone', 'street', 'postcode', 'city'],
  work: ['organisation'],
  profile: ['language'],
} as const

/** Without names nobody is told from anybody; and a purpose that sees restricted persons too may not compare them (Art. 18(2)). */
export const maySeeDuplicates = (scope: PurposeScope): boolean =>
  !scope.purpose.seesAll && 'identity' in columnsOf(scope)

function columnsOf(scope: PurposeScope): Readonly<Record<string, readonly string[]>> {
  return Object.fromEntries(
    Object.entries(compared).flatMap(([id, names]) => {
      const seen = names.filter(name => columnIfAny(categoryIfAny(scope, id), name) !== undefined)
      return seen.length === 0 ? [] : [[id, seen] as const]
    }),
  )
}

/** SQL of the rows for a condition on `t.person_id`. Of restricted persons the policies show a purpose nothing (Art. 18(2)). */
function rowsWhere(scope: PurposeScope, condition: string): string {
  const parts = Object.entries(columnsOf(scope)).map(([id, columns]) => {
    const pairs = columns.map(name => `${quoteText(name)}, t.${quoteName(name)}`).join(', ')
    return `select t.person_id, t.id, ${quoteText(id)} as category, jsonb_build_object(${pairs}) as values
      from ${categoryIfAny(scope, id)?.table} t where ${condition}`
  })
  return parts.length === 0
    ? `select null::uuid as person_id, '' as category, '{}'::jsonb as values where $1::text is null and false`
    : `select person_id, category, values from (${parts.join(' union all ')}) r order by person_id, id`
}

const page = 5000

/** All persons whom the purpose sees, some at a time, in the order of their ids. */
export async function* everybody(reader: Pool, scope: PurposeScope): AsyncGenerator<readonly Compared[]> {
  for (let after = '00000000-0000-0000-0000-000000000000'; ; ) {
    const { rows } = await reader.query<{ last: Id | null; count: number }>(
      `select (array_agg(p.id order by p.id desc))[1] as last, count(*)::int as count
        from (select id from register.person where id > $1 order by id limit $2) p`,
      [after, page],
    )
    const [found] = rows
    if (!found?.last) return
    const read = await reader.query<Row>(rowsWhere(scope, 't.person_id > $1 and t.person_id <= $2'), [
      after,
      found.last,
    ])
    yield peopleFrom(read.rows)
    if (found.count < page) return
    after = found.last
  }
}

/** These of them whom the purpose sees. */
export async function somePeople(reader: Pool, scope: PurposeScope, ids: readonly Id[]): Promise<readonly Compared[]> {
  const { rows } = await reader.query<Row>(rowsWhere(scope, 't.person_id = any ($1)'), [ids])
  return peopleFrom(rows)
}

function peopleFrom(rows: readonly Row[]): readonly Compared[] {
  return [...Map.groupBy(rows, row => row.person_id)].map(([id, own]) => {
    const of = (category: string) => own.filter(row => row.category === category).map(({ values }) => values)
    const texts = (category: string, column: string) => of(category).flatMap(values => values[column] ?? [])
    const [identity = {}] = of('identity')
    const [language] = texts('profile', 'language')
    return {
      id,
      ...(identity.given_name && { given: identity.given_name }),
      ...(identity.family_name && { family: identity.family_name }),
      emails: texts('contact-points', 'email'),
      phones: texts('contact-points', 'phone'),
      addresses: of('contact-points')
        .filter(({ street, postcode, city }) => street || postcode || city)
        .map(({ street, postcode, city }) => ({
          ...(street && { street }),
          ...(postcode && { postcode }),
          ...(city && { city }),
        })),
      organisations: texts('work', 'organisation'),
      ...(language && { language }),
    }
  })
}
