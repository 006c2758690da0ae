/** Rows of a category that are past their date, as a purpose sees them: a look at the dry run, never more than a page. */

import type { Id } from '../base/ids.ts'
import { quoteName } from '../notice/sql-text.ts'
import { fullName } from '../register/person-name.ts'
import { type Asking, categoryIfAny, categoryIn, columnIfAny, scopeFor } from '../register/scope.ts'

export interface Sample {
  readonly person: Id
  readonly name: string | null
  readonly row: Id
  readonly due: string
}

/** Longest past first. Refused for a category that the purpose is not given. */
export async function samplesOf(
  ask: Asking,
  category: string,
  before: string,
  limit: number,
): Promise<readonly Sample[]> {
  const scope = await scopeFor(ask)
  const { table } = categoryIn(scope, category)
  const identity = categoryIfAny(scope, 'identity')
  const name = (column: string): string =>
    identity && columnIfAny(identity, column)
      ? `(select i.${quoteName(column)} from ${identity.table} i where i.person_id = t.person_id)`
      : 'null::text'
  const { rows } = await ask.reader.query<{
    person: Id
    row: Id
    due: string
    given: string | null
    family: string | null
  }>(
    `select t.person_id as person, t.id as row, t.due, ${name('given_name')} as given, ${name('family_name')} as family
     from ${table} t where t.due < $1 order by t.due, t.person_id, t.id limit $2`,
    [before, limit],
  )
  return rows.map(({ given, family, ...row }) => ({ ...row, name: fullName(given, family) }))
}
