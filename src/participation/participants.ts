/** Who takes part in an event, as far as the purpose sees them: whoever is restricted is not there, and has no part. */

import type { Pool } from 'pg'
import type { Id } from '../base/ids.ts'

export interface Participation {
  readonly person: Id
  readonly row: Id
  readonly entered: Date | null
  readonly result: string | null
}

export interface Of {
  readonly kind: string
  readonly name: string
}

const columns = `t.person_id as person, t.id as row, t.entered, t.result`

/** One a person: their first; a person who entered twice takes part once. */
export async function firstEntries(
  reader: Pick<Pool, 'query'>,
  { kind, name }: Of,
  within: { readonly from: Date; readonly until: Date },
): Promise<readonly Participation[]> {
  const { rows } = await reader.query<Participation>(
    `select distinct on (t.person_id) ${columns} from register.participation t
     where t.event = $1 and t.kind = $2 and (t.entered is null or t.entered between $3 and $4)
     order by t.person_id, t.entered nulls last, t.id`,
    [name, kind, within.from, within.until],
  )
  return rows
}

/** Of one person: their first. */
export async function entryOf(
  reader: Pick<Pool, 'query'>,
  { kind, name }: Of,
  person: Id,
): Promise<Participation | undefined> {
  const { rows } = await reader.query<Participation>(
    `select ${columns} from register.participation t where t.person_id = $1 and t.event = $2 and t.kind = $3
     order by t.entered nulls last, t.id limit 1`,
    [person, name, kind],
  )
  return rows[0]
}

/** A page of all entries, in the order in which their rows were made. */
export async function listEntries(
  reader: Pick<Pool, 'query'>,
  { kind, name }: Of,
  { after, limit }: { readonly after?: Id | undefined; readonly limit: number },
): Promise<{ readonly entries: readonly Participation[]; readonly next: Id | null }> {
  const { rows } = await reader.query<Participation>(
    `select ${columns} from register.participation t
     where t.event = $1 and t.kind = $2 and ($3::uuid is null or t.id > $3) order by t.id limit $4`,
    [name, kind, after ?? null, limit + 1],
  )
  const entries = rows.slice(0, limit)
  return { entries, next: rows.length > limit ? (entries.at(-1)?.row ?? null) : null }
}

/** How many persons take part, and how many entries of the connection are still on their way or refused. */
export async function countEntries(reader: Pick<Pool, 'query'>, { kind, name }: Of): Promise<number> {
  const { rows } = await reader.query<{ count: number }>(
    'select count(distinct t.person_id)::int as count from register.participation t where t.event = $1 and t.kind = $2',
    [name, kind],
  )
  return rows[0]?.count ?? 0
}

/** Entries of a connection that have not been written: on their way (accepted), and refused until staff mend them. */
export async function unwritten(
  app: Pick<Pool, 'query'>,
  connection: Id,
): Promise<{ readonly accepted: number; readonly refused: number }> {
  const { rows } = await app.query<{ accepted: number; refused: number }>(
    `select count(*) filter (where state = 'accepted')::int as accepted, count(*) filter (where state = 'refused')::int as refused
     from arrivals.arrival where connection_id = $1 and state in ('accepted', 'refused')`,
    [connection],
  )
  return rows[0] ?? { accepted: 0, refused: 0 }
}
