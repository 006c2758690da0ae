/** What a check found is kept by stretches of time: since when it has been so, when it was last true, and since when it is broken. */

import type { Pool } from 'pg'
import { newId } from '../base/ids.ts'
import { transaction } from '../database/transaction.ts'
import type { Figures, Outcome } from './promise.ts'

export type State = Outcome['state']

/** Figures as they are kept: a moment is text as JSON has it (RFC 3339). */
export type KeptFigures = Readonly<Record<string, number | string>>

/** What is known of a check now. */
export interface Finding {
  readonly id: string
  readonly state: State
  readonly figures: KeptFigures
  readonly found: readonly string[]
  /** Of `broken`: the places that do not hold; null when none does. */
  readonly places: readonly string[] | null
  /** Of `unknown`: the key of a text. */
  readonly why: string | null
  readonly checkedAt: Date
  /** Since when it has been in this state. */
  readonly since: Date
  /** The latest run in which it held; null when it never has. */
  readonly lastTrue: Date | null
  /** Of what is broken, or was before it could not be known: the first run after it last held. */
  readonly brokenSince: Date | null
}

/** So many names are kept of what was found, none longer than this. */
const mostFound = 20
const longestFound = 120

// Of this database: runs that end at the same moment are written one after the other.
const writing = 7_356_008

/** Keeps what one run found, all or nothing. A check that found the same as before lengthens its stretch. */
export async function keepFindings(
  app: Pool,
  outcomes: ReadonlyMap<string, Outcome>,
  { at, version }: { readonly at: Date; readonly version: number },
): Promise<void> {
  const rows = [...outcomes].map(([check, outcome]) => ({
    id: newId(),
    check_id: check,
    state: outcome.state,
    figures: outcome.state === 'unknown' ? {} : plain(outcome.figures),
    found: outcome.state === 'unknown' ? [] : outcome.found.slice(0, mostFound).map(one => one.slice(0, longestFound)),
    places: outcome.state === 'unknown' ? null : (outcome.at ?? null),
    why: outcome.state === 'unknown' ? outcome.why : null,
  }))
  await transaction(app, async client => {
    await client.query('select pg_advisory_xact_lock($1)', [writing])
    await client.query(
      `with given as (
         select g.id, g.check_id, g.state, g.figures, array(select jsonb_array_elements_text(g.found)) as found,
           case when g.places is not null then array(select jsonb_array_elements_text(g.places)) end as places, g.why
         from jsonb_to_recordset($1) as g (id uuid, check_id text, state text, figures jsonb, found jsonb, places jsonb, why text)
       ), latest as (
         select distinct on (check_id) id, check_id, state from promises.finding order by check_id, id desc
       ), lengthened as (
         update promises.finding f set latest_at = greatest(f.latest_at, $2), runs = f.runs + 1, notice_version = $3,
           figures = g.figures, found = g.found, places = g.places, why = g.why
         from given g join latest l on l.check_id = g.check_id and l.state = g.state
         where f.id = l.id returning f.check_id
       )
       insert into promises.finding (id, check_id, state, began_at, latest_at, notice_version, figures, found, places, why)
       select id, check_id, state, $2, $2, $3, figures, found, places, why from given
       where check_id not in (select check_id from lengthened)`,
      [JSON.stringify(rows), at, version],
    )
  })
}

const plain = (figures: Figures): KeptFigures =>
  Object.fromEntries(
    Object.entries(figures).map(([name, value]) => [name, value instanceof Date ? value.toISOString() : value]),
  )

/** What is known of every check that has ever been run, by its id. */
export async function findings(app: Pool): Promise<ReadonlyMap<string, Finding>> {
  const { rows } = await app.query<Finding>(
    `select distinct on (f.check_id) f.check_id as id, f.state, f.figures, f.found, f.places, f.why, f.latest_at as "checkedAt", f.began_at as since,
       kept.latest_at as "lastTrue",
       case when f.state <> 'holds' then (select min(b.began_at) from promises.finding b
         where b.check_id = f.check_id and b.state = 'broken' and (kept.id is null or b.id > kept.id)) end as "brokenSince"
     from promises.finding f
     left join lateral (select h.id, h.latest_at from promises.finding h where h.check_id = f.check_id and h.state = 'holds'
       order by h.id desc limit 1) kept on true
     order by f.check_id, f.id desc`,
  )
  return new Map(rows.map(row => [row.id, row]))
}
