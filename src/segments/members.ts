/** Who is in a segment follows what is known and said of everybody: whoever changed is judged anew before the segment is read. */

import { createHash } from 'node:crypto'
import type { PoolClient } from 'pg'
import { Refused } from '../base/errors.ts'
import { type Id, newId } from '../base/ids.ts'
import { dateInHelsinki } from '../base/time.ts'
import { transaction } from '../database/transaction.ts'
import type { Program } from '../http/program.ts'
import { condition } from '../register/condition.ts'
import { type Plan, planFor } from '../register/condition-plan.ts'
import { fewOf, parameters, personsOf } from '../register/condition-sql.ts'
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

/** Who changed, and of which categories rows did; null among them when more than rows. */
interface Touched {
  readonly person: Id
  readonly categories: readonly (string | null)[]
}

interface Judged {
  readonly id: Id
  readonly plan: Plan | Refused
  readonly persons: readonly Id[]
}

/** More than this, and judging everybody is quicker. */
const mostTouched = 2_000

/** So many segments are asked in one statement. */
const atOnce = 25

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
    const { rows: touched } = await db.query<Touched>('select * from segments.take_touched($1, $2)', [
      now.token,
      mostTouched + 1,
    ])
    const isMany = touched.length > mostTouched
    if (isMany) await db.query('select count(*) from segments.take_touched($1, null)', [now.token])
    const judged: Judged[] = []
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
      if (!isMany && !isStale && touched.length === 0) continue
      const plan = planOrRefusal(segment, scope, now.at)
      if (isMany || isStale) await fill(db, segment.id, plan, now)
      else judged.push({ id: segment.id, plan, persons: concernedBy(plan, touched) })
      if (isStale) filled.push(segment)
      if (plan instanceof Refused) faults.set(segment.id, plan.key)
    }
    const some = judged.filter(({ persons }) => persons.length > 0)
    for (let at = 0; at < some.length; at += atOnce) await settle(db, some.slice(at, at + atOnce), now)
  })
  for (const { id, version } of filled) {
    await app.query(
      'update segments.segment set filled_version = $2, filled_notice = $3, filled_on = $4, fault = $5 where id = $1',
      [id, version, published.version, today, faults.get(id) ?? null],
    )
  }
}

const understood = new WeakMap<PurposeScope, { readonly day: string; readonly plans: Map<string, Plan | Refused> }>()

/**
 * A condition that the notice in force does not let the purpose ask any more has no members. Understanding fifty of them takes as long as
 * judging somebody by them; versions never change, and a while is counted in whole days.
 */
function planOrRefusal({ id, version, condition: stored }: Stored, scope: PurposeScope, at: Date): Plan | Refused {
  const day = dateInHelsinki(at)
  const known = understood.get(scope)
  const { plans } = known?.day === day ? known : { plans: new Map<string, Plan | Refused>() }
  if (known?.day !== day) understood.set(scope, { day, plans })
  const key = `${id} ${version}`
  const plan = plans.get(key) ?? planned(stored, scope, at)
  plans.set(key, plan)
  return plan
}

function planned(stored: unknown, scope: PurposeScope, at: Date): Plan | Refused {
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

async function settle(db: PoolClient, judged: readonly Judged[], now: Now): Promise<void> {
  const { values, bind } = parameters()
  const questions = judged.flatMap(({ id, plan, persons }) => {
    if (plan instanceof Refused) return []
    const among = bind(persons)
    const only = (column: string) => ` and ${column} = any (${among}::uuid[])`
    return [
      `select ${bind(id)}::uuid as segment, p.person_id as person from (${personsOf(plan, { ...now, bind, only })}) p`,
    ]
  })
  // Of so few persons every plan is the same walk of keys, and one that knows their ids is no better.
  await db.query('set local plan_cache_mode = force_generic_plan')
  const { rows: found } =
    questions.length === 0
      ? { rows: [] }
      : await db.query<{ segment: Id; person: Id }>(prepared(questions.join(' union '), values))
  const pairs = judged.flatMap(({ id, persons }) => persons.map(person => ({ segment: id, person })))
  await db.query('select segments.settle($1, $2, $3, $4, $5)', [
    now.token,
    ...[pairs, found].flatMap(some => [some.map(({ segment }) => segment), some.map(({ person }) => person)]),
  ])
}

/** Planned once a connection: planning what ten segments ask of one person takes ten times as long as asking it. */
const prepared = (text: string, values: unknown[]) => ({
  name: `settle-${createHash('sha256').update(text).digest('base64url')}`,
  text,
  values,
})

/** Whom the plan may hold for otherwise than before: those of whom a row changed that it asks, or who changed altogether. */
function concernedBy(plan: Plan | Refused, touched: readonly Touched[]): readonly Id[] {
  const asked = plan instanceof Refused ? undefined : categoriesOf(plan)
  return touched
    .filter(({ categories }) => !asked || categories.some(category => category === null || asked.has(category)))
    .map(({ person }) => person)
}

/** The categories on whose rows alone it depends whether the plan holds; undefined when it is on more than rows. */
function categoriesOf(plan: Plan): ReadonlySet<string> | undefined {
  switch (plan.kind) {
    case 'rows':
      return new Set([plan.scoped.category.id])
    case 'not':
      return categoriesOf(plan.of)
    case 'all':
    case 'any': {
      const parts = plan.of.map(categoriesOf)
      return parts.some(part => part === undefined) ? undefined : new Set(parts.flatMap(part => [...(part ?? [])]))
    }
    default:
      return undefined // the gate, sources and times of changes follow every change
  }
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
