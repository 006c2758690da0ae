/** Whom a change of the notice concerns: their number for the one who weighs it, their ids for those who tell them. */

import type { Pool } from 'pg'
import type { Id } from '../base/ids.ts'
import type { Concern } from '../notice/difference.ts'

/** How many persons each concern covers, in the order given. `rights` is the pool of the purpose that sees everybody. */
export async function countConcerned(rights: Pool, concerns: readonly Concern[]): Promise<readonly number[]> {
  if (concerns.length === 0) return []
  const { rows } = await rights.query<{ counts: readonly string[] }>(
    'select register.count_concerned($1)::text[] as counts',
    [JSON.stringify(concerns)],
  )
  return (rows[0]?.counts ?? []).map(Number)
}

/** Persons whom any of the concerns covers, in the order of their ids, after `after`. */
export async function concernedAfter(
  rights: Pool,
  concerns: readonly Concern[],
  after: Id | null,
  max: number,
): Promise<readonly Id[]> {
  const { rows } = await rights.query<{ id: Id }>('select register.concerned($1, $2, $3) as id', [
    JSON.stringify(concerns),
    after,
    max,
  ])
  return rows.map(({ id }) => id)
}

/** For each of the persons the concerns that cover them now; one who is not in the register any more has none. */
export async function concernsOf(
  rights: Pool,
  concerns: readonly Concern[],
  persons: readonly Id[],
): Promise<ReadonlyMap<Id, readonly Concern[]>> {
  const { rows } = await rights.query<{ person: Id; places: readonly number[] }>(
    'select person, places from register.concerning($1, $2)',
    [JSON.stringify(concerns), persons],
  )
  return new Map(rows.map(({ person, places }) => [person, concerns.filter((_, place) => places.includes(place))]))
}
