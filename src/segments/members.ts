/** Who is in a segment follows what is known and said of everybody: whoever changed is judged anew before the segment is read. */

import type { PoolClient } from 'pg'
import { Refused } from '../base/errors.ts'
import { type Id, newId } from '../base/ids.ts'
import { dateInHelsinki } from '../base/time.ts'
import { transaction } from '../database/transaction.ts'
import type { Program } from '../http/program.ts'
import { condition } from '../register/condition.ts'
import { type Plan, planFor } from '../register/condition-plan.ts'
import { fewOf, holdFor, parameters, personsOf } from '../register/condition-sql.ts'
import { type PurposeScope, scopeFor } from '../register/scope.ts'

/** Whoever brings segments up to date: the server, or a request that reads them. */
export type Keeping = Pick<Program, 'sign' | 'published' | 'database' | 'clock'>

interface Stored {
  readonly id: Id
  readonly version: number
  readonly condition: unknown
  readonly filled_version: number | null
  readonly filled_notice: number | null
  readonly filled_on: string | null
}

/** More than this, and judging everybody is quicker. */
const mostTouched = 2_000

const tokenOf = ({ sign }: Pick<Keeping, 'sign'>, purpose: string): string =>
  sign({ actor: 'system', purpose, request: newId() })

/**
 * Brings every segment of the purpose up to date: with whoever changed since, with a new version of its condition or of the notice, and
 * once a day, because a while ends at midnight. Two that come at once follow each other.
 */
export async function bringUpToDate(program: Keeping, purpose: string): Promise<void> {
  const { app } = program.database
  const published = await program.published()
  const scope = await scopeFor({ purpose, published, program })
  const now = { token: tokenOf(program, purpose), at: program.clock.now() }
  const today = dateInHelsinki(now.at)
  const filled: Stored[] = []
  const faults = new Map<Id, string>()
  await transaction(program.database.purpose(purpose), async db => {
    await db.query(`set local work_mem = '64MB'; set local jit = off`)
    const { rows: touched } = await db.query<{ person: Id }>('select segments.take_touched($1, $2) as person', [
      now.token,
      mostTouched + 1,
    ])
    const isMany = touched.length > mostTouched
    if (isMany) await db.query('select count(*) from segments.take_touched($1, null)', [now.token])
    const persons = touched.map(({ person }) => person)
    // Read after whoever changed was taken: what they changed to is seen by now.
    const { rows: segments } = await app.query<Stored>(
      `select s.id, s.version, v.condition, s.filled_version, s.filled_notice, s.filled_on::text
        from segments.segment s join segments.version v on v.segment_id = s.id and v.n = s.version
        where s.purpose = $1 and s.ended_at is null`,
      [purpose],
    )
    for (const segment of segments) {
      const isStale =
        segment.filled_version !== segment.version ||
        segment.filled_notice !== published.version ||
        segment.filled_on !== today
      if (!isMany && !isStale && persons.length === 0) continue
      const plan = planOrRefusal(segment.condition, scope, now.at)
      if (isMany || isStale) await fill(db, segment.id, plan, now)
      else await settle(db, segment.id, plan, persons, now)
      if (isStale) filled.push(segment)
      if (plan instanceof Refused) faults.set(segment.id, plan.key)
    }
  })
  for (const { id, version } of filled) {
    await app.query(
      'update segments.segment set filled_version = $2, filled_notice = $3, filled_on = $4, fault = $5 where id = $1',
      [id, version, published.version, today, faults.get(id) ?? null],
    )
  }
}

/** A condition that the notice in force does not let the purpose ask any more has no members. */
function planOrRefusal(stored: unknown, scope: PurposeScope, at: Date): Plan | Refused {
  try {
    return planFor(condition.parse(stored), scope, at)
  } catch (error) {
    if (error instanceof Refused) return error
    throw error
  }
}

interface Now {
  readonly token: string
  readonly at: Date
}

/** The ids do not leave the database: whom the purpose's login finds is what the owner's function is given. */
async function fill(db: PoolClient, id: Id, plan: Plan | Refused, now: Now): Promise<void> {
  const { values, bind } = parameters()
  const found = plan instanceof Refused ? undefined : personsOf(plan, { ...now, bind, few: await fewOf(db, plan, now) })
  const members = found === undefined ? `'{}'::uuid[]` : `array(${found})`
  await db.query(`select segments.fill(${bind(now.token)}, ${bind(id)}, ${members})`, values)
}

async function settle(db: PoolClient, id: Id, plan: Plan | Refused, persons: readonly Id[], now: Now): Promise<void> {
  const members = plan instanceof Refused ? [] : await holdFor(db, plan, persons, now)
  await db.query('select segments.settle($1, $2, $3, $4)', [now.token, id, persons, members])
}

/** Purposes that have segments. */
export async function purposesWithSegments({ database }: Pick<Keeping, 'database'>): Promise<readonly string[]> {
  const { rows } = await database.app.query<{ purpose: string }>(
    `select distinct s.purpose from segments.segment s join notice.purpose p on p.purpose = s.purpose and p.live
      where s.ended_at is null`,
  )
  return rows.map(({ purpose }) => purpose)
}

/** A page of the members whom the purpose sees now, by id: brought up to date before. */
export async function membersOf(
  program: Keeping,
  purpose: string,
  segment: Id,
  { after, limit }: { readonly after?: Id | undefined; readonly limit: number },
): Promise<{ readonly persons: readonly Id[]; readonly next: Id | null }> {
  await bringUpToDate(program, purpose)
  const { rows } = await program.database
    .purpose(purpose)
    .query<{ person: Id }>('select segments.members($1, $2, $3, $4) as person', [
      tokenOf(program, purpose),
      segment,
      after ?? null,
      limit + 1,
    ])
  const persons = rows.slice(0, limit).map(({ person }) => person)
  return { persons, next: rows.length > limit ? (persons.at(-1) ?? null) : null }
}

/** Of these segments of the purpose those that the person is in now; none of somebody whom the purpose does not see. */
export async function segmentsOf(
  program: Keeping,
  purpose: string,
  person: Id,
  segments: readonly Id[],
): Promise<ReadonlySet<Id>> {
  await bringUpToDate(program, purpose)
  const { rows } = await program.database
    .purpose(purpose)
    .query<{ segment: Id }>('select segments.segments_of($1, $2, $3) as segment', [
      tokenOf(program, purpose),
      person,
      segments,
    ])
  return new Set(rows.map(({ segment }) => segment))
}
