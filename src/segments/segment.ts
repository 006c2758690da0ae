/** Segments of a purpose: each save is a version of its own, with who, when and why. */

import { Refused } from '../base/errors.ts'
import { type Id, newId } from '../base/ids.ts'
import { transaction } from '../database/transaction.ts'
import type { PurposeAsk } from '../http/ask.ts'
import { nameActors } from '../register/actors.ts'
import { type Condition, condition as conditionShape } from '../register/condition.ts'
import { namesFor } from '../register/condition-names.ts'
import { planFor } from '../register/condition-plan.ts'
import { printCondition } from '../register/condition-print.ts'
import { scopeFor } from '../register/scope.ts'
import { text } from '../texts/texts.ts'
import { conditionOf, isNameless, shown } from './count.ts'
import { bringUpToDate } from './members.ts'
import type { NewSegment, NextVersion, Segment, SegmentDetails } from './segment-answers.ts'

const sayOnce = async (ask: PurposeAsk, said: NewSegment): Promise<Condition> => {
  const condition = await conditionOf(ask, said)
  planFor(condition, await scopeFor(ask), ask.clock.now()) // refuses what the purpose does not see
  return condition
}

/** Saves a segment for the purpose that asks. Answers its id. */
export async function saveSegment(ask: PurposeAsk, body: NewSegment): Promise<Id> {
  const condition = await sayOnce(ask, body)
  const id = newId()
  const at = ask.clock.now()
  await transaction(ask.program.database.app, async db => {
    await db.query(
      'insert into segments.segment (id, purpose, name, version, made_at, made_by) values ($1, $2, $3, 1, $4, $5)',
      [id, ask.purpose, body.name, at, ask.asker.actor],
    )
    await db.query(
      `insert into segments.version (segment_id, n, name, condition, at, by, why, notice_version)
        values ($1, 1, $2, $3, $4, $5, $6, $7)`,
      [id, body.name, JSON.stringify(condition), at, ask.asker.actor, body.why ?? null, ask.published.version],
    )
  })
  return id
}

/** Saves the next version. Refuses (409) when somebody else has meanwhile. */
export async function changeSegment(ask: PurposeAsk, id: Id, body: NextVersion): Promise<void> {
  const condition = await sayOnce(ask, body)
  await transaction(ask.program.database.app, async db => {
    const { rowCount } = await db.query(
      `update segments.segment set name = $3, version = version + 1
        where id = $1 and purpose = $2 and version = $4 and ended_at is null`,
      [id, ask.purpose, body.name, body.expected],
    )
    if (rowCount === 0) await refuseChange(ask, id)
    await db.query(
      `insert into segments.version (segment_id, n, name, condition, at, by, why, notice_version)
        values ($1, $2, $3, $4, $5, $6, $7, $8)`,
      [
        id,
        body.expected + 1,
        body.name,
        JSON.stringify(condition),
        ask.clock.now(),
        ask.asker.actor,
        body.why ?? null,
        ask.published.version,
      ],
    )
  })
}

async function refuseChange(ask: PurposeAsk, id: Id): Promise<never> {
  await read(ask, id)
  throw new Refused('segments.changed-meanwhile', 'conflict')
}

/** The segment is not kept up any more; its versions stay. */
export async function endSegment(ask: PurposeAsk, id: Id): Promise<void> {
  await read(ask, id)
  await ask.reader.query(`select segments.fill($1, $2, '{}')`, [ask.token, id])
  await ask.program.database.app.query(
    'update segments.segment set ended_at = $3, ended_by = $4 where id = $1 and purpose = $2 and ended_at is null',
    [id, ask.purpose, ask.clock.now(), ask.asker.actor],
  )
}

interface Stored {
  readonly id: Id
  readonly name: string
  readonly version: number
  readonly condition: unknown
  readonly at: Date
  readonly by: string
  readonly fault: string | null
}

const segmentQuery = `select s.id, s.name, s.version, v.condition, v.at, v.by, s.fault
  from segments.segment s join segments.version v on v.segment_id = s.id and v.n = s.version
  where s.purpose = $1 and s.ended_at is null`

async function read(ask: PurposeAsk, id: Id): Promise<Stored> {
  const { rows } = await ask.program.database.app.query<Stored>(`${segmentQuery} and s.id = $2`, [ask.purpose, id])
  const [found] = rows
  if (!found) throw new Refused('segments.absent', 'absent')
  return found
}

/** Segments of the purpose, the newest first, with how many are in each now. */
export async function listSegments(
  ask: PurposeAsk,
  { after, limit }: { readonly after?: Id | undefined; readonly limit: number },
): Promise<{ readonly segments: readonly Segment[]; readonly next: Id | null }> {
  await bringUpToDate(ask.program, ask.purpose)
  const { rows } = await ask.program.database.app.query<Stored>(
    `${segmentQuery} and ($2::uuid is null or s.id < $2) order by s.id desc limit $3`,
    [ask.purpose, after ?? null, limit + 1],
  )
  const segments = await describe(ask, rows.slice(0, limit))
  return { segments, next: rows.length > limit ? (segments.at(-1)?.id ?? null) : null }
}

export async function showSegment(ask: PurposeAsk, id: Id): Promise<SegmentDetails> {
  await bringUpToDate(ask.program, ask.purpose)
  const stored = await read(ask, id)
  const [[segment], { rows }, names] = await Promise.all([
    describe(ask, [stored]),
    ask.program.database.app.query<{
      n: number
      name: string
      condition: unknown
      at: Date
      by: string
      why: string | null
      notice_version: number
    }>(
      'select n, name, condition, at, by, why, notice_version from segments.version where segment_id = $1 order by n desc',
      [id],
    ),
    namesFor(ask, ask.lang),
  ])
  if (!segment) throw new Refused('segments.absent', 'absent')
  const nameOf = await nameActors(
    ask,
    rows.map(({ by }) => by),
  )
  return {
    ...segment,
    condition: conditionShape.parse(stored.condition),
    versions: rows.map(({ n, name, condition, at, by, why, notice_version }) => ({
      n,
      name,
      sentence: printCondition(conditionShape.parse(condition), names, ask.lang),
      at: at.toISOString(),
      by: nameOf(by),
      why,
      noticeVersion: notice_version,
    })),
  }
}

async function describe(ask: PurposeAsk, stored: readonly Stored[]): Promise<readonly Segment[]> {
  const scope = await scopeFor(ask)
  const [{ rows: counts }, { rows: seen }, names, nameOf] = await Promise.all([
    ask.reader.query<{ segment: Id; n: number }>('select segment, n from segments.count_members($1, $2)', [
      ask.token,
      stored.map(({ id }) => id),
    ]),
    ask.reader.query<{ seen: number }>('select seen from register.count_seen($1)', [ask.token]),
    namesFor(ask, ask.lang),
    nameActors(
      ask,
      stored.map(({ by }) => by),
    ),
  ])
  const all = Number(seen[0]?.seen ?? 0)
  const about = isNameless(scope)
  return stored.map(({ id, name, version, condition, at, by, fault }) => {
    const persons = Number(counts.find(({ segment }) => segment === id)?.n ?? 0)
    return {
      id,
      name,
      sentence: printCondition(conditionShape.parse(condition), names, ask.lang),
      version,
      changedAt: at.toISOString(),
      changedBy: nameOf(by),
      persons: about ? shown(persons, all) : persons,
      about,
      fault: fault === null ? null : text(ask.lang, 'segments.fault'),
    }
  })
}

/** Names of these segments of the purpose; one that has ended is not among them. */
export async function segmentNames(
  { program, purpose }: Pick<PurposeAsk, 'program' | 'purpose'>,
  ids: readonly (Id | null)[],
): Promise<ReadonlyMap<Id, string>> {
  const { rows } = await program.database.app.query<{ id: Id; name: string }>(
    'select id, name from segments.segment where purpose = $1 and ended_at is null and id = any ($2)',
    [purpose, ids],
  )
  return new Map(rows.map(({ id, name }) => [id, name]))
}
