/** A publication is decided once, for a date, on top of the version then in force; afterwards it is published, cancelled or refused, for good. */

import type { ClientBase, Pool } from 'pg'
import type { Act } from '../access/staff.ts'
import { Refused } from '../base/errors.ts'
import { type Id, newId } from '../base/ids.ts'
import { dateInHelsinki, midnightInHelsinki } from '../base/time.ts'
import { NoticeRefused } from '../database/publish.ts'
import { transaction } from '../database/transaction.ts'
import { enqueue } from '../jobs/job.ts'
import type { Concern, Must } from '../notice/difference.ts'
import type { Notice } from '../notice/notice.ts'
import { earliest, errorsOf, examine, type Weighed, weigh, withEffective } from './weigh.ts'

/** The jobs of a publication. */
export const gathering = 'telling.gather'
export const publishing = 'telling.publish'

export type State = 'scheduled' | 'published' | 'cancelled' | 'refused'

/** A refusal as it is kept: the key of its text and what is put into it. */
export interface KeptRefusal {
  readonly key: string
  readonly args: Readonly<Record<string, string | number>>
}

export interface Publication {
  readonly id: Id
  readonly draft: Id | null
  readonly revision: number | null
  readonly source: string
  readonly base: number
  /** YYYY-MM-DD */
  readonly effective: string
  readonly must: Must
  readonly concerns: readonly Concern[]
  readonly soonerBecause: string | null
  readonly untoldBecause: string | null
  readonly state: State
  readonly decidedAt: Date
  readonly decidedBy: string
  readonly gatheredTo: Id | null
  readonly gatheredAt: Date | null
  readonly waits: KeptRefusal | null
  readonly settledAt: Date | null
  readonly settledBy: string | null
  readonly why: KeptRefusal | null
  readonly version: number | null
}

const columns = `id, draft_id as draft, draft_revision as revision, source_text as source, base_version as base,
  effective::text as effective, must, concerns, sooner_because as "soonerBecause", untold_because as "untoldBecause", state,
  decided_at as "decidedAt", decided_by as "decidedBy", gathered_to as "gatheredTo", gathered_at as "gatheredAt", waits,
  settled_at as "settledAt", settled_by as "settledBy", why, version`

export async function findPublication(db: Pool | ClientBase, id: Id, lock = false): Promise<Publication> {
  const { rows } = await db.query<Publication>(
    `select ${columns} from notice.publication where id = $1${lock ? ' for update' : ''}`,
    [id],
  )
  if (!rows[0]) throw new Refused('telling.no-publication', 'absent')
  return rows[0]
}

/** Newest first. */
export async function listPublications(pool: Pool): Promise<readonly Publication[]> {
  const { rows } = await pool.query<Publication>(
    `select ${columns} from notice.publication order by decided_at desc, id desc`,
  )
  return rows
}

export async function scheduled(db: Pool | ClientBase): Promise<Publication | undefined> {
  const { rows } = await db.query<Publication>(`select ${columns} from notice.publication where state = 'scheduled'`)
  return rows[0]
}

/** The version in force, read and with its number. */
export interface InForce {
  readonly version: number
  readonly notice: Notice
}

export async function inForce(db: Pool | ClientBase, now: Date): Promise<InForce | undefined> {
  const { rows } = await db.query<{ version: number; source: string }>(
    'select id as version, source_text as source from notice.version order by id desc limit 1',
  )
  const [latest] = rows
  if (!latest) return undefined
  const { notice } = examine(latest.source, now)
  if (!notice) throw new Refused('publish.unreadable', 'conflict')
  return { version: latest.version, notice }
}

/** What is to be published, held against the version in force. */
export interface Plan extends Weighed {
  readonly before: InForce
  readonly after: Notice
  readonly source: string
  /** The first day on which it may take effect with the usual time to read it. */
  readonly earliest: string
}

/** Refused when check has an error to tell, when nothing is in force yet, or when it is word by word what is in force. */
export async function planFor(db: Pool | ClientBase, source: string, now: Date): Promise<Plan> {
  const examined = examine(source, now)
  const { notice: after } = examined
  if (after === undefined || errorsOf(examined).length > 0) throw new NoticeRefused(examined.findings)
  const before = await inForce(db, now)
  if (!before) throw new Refused('telling.nothing-in-force', 'conflict')
  if (before.notice.hash === after.hash) throw new Refused('telling.same', 'conflict', { version: before.version })
  const weighed = weigh(before.notice, after)
  return { ...weighed, before, after, source, earliest: earliest(weighed.must, dateInHelsinki(now)) }
}

export interface Decision {
  readonly plan: Plan
  readonly draft?: { readonly id: Id; readonly revision: number }
  readonly effective: string
  readonly soonerBecause?: string | undefined
  readonly untoldBecause?: string | undefined
}

/** Decides it: those whom it concerns are told from now on, and on its day it is published. */
export async function schedule(pool: Pool, decision: Decision, act: Act): Promise<Id> {
  const { plan, draft, effective, soonerBecause, untoldBecause } = decision
  const today = dateInHelsinki(act.at)
  if (effective < today) throw new Refused('telling.in-the-past', 'invalid', {}, { field: 'effective' })
  if (effective < plan.earliest && !soonerBecause?.trim())
    throw new Refused('telling.too-soon', 'invalid', { earliest: plan.earliest }, { field: 'effective' })
  const source = plan.after.effective === effective ? plan.source : withEffective(plan.source, effective)
  const id = newId()
  return transaction(pool, async client => {
    const ahead = await scheduled(client)
    if (ahead) throw new Refused('telling.one-ahead', 'conflict', { effective: ahead.effective })
    await client.query(
      `insert into notice.publication (id, draft_id, draft_revision, source_text, base_version, effective, must, concerns,
         sooner_because, untold_because, decided_at, decided_by)
       values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)`,
      [
        id,
        draft?.id ?? null,
        draft?.revision ?? null,
        source,
        plan.before.version,
        effective,
        plan.must,
        JSON.stringify(plan.concerns),
        soonerBecause?.trim() || null,
        untoldBecause?.trim() || null,
        act.at,
        act.by,
      ],
    )
    if (plan.must !== 'nothing')
      await enqueue(client, gathering, { publication: id }, { at: act.at, key: `${gathering} ${id}` })
    await enqueue(client, publishing, { publication: id }, { at: dayOf(effective, act.at), key: `${publishing} ${id}` })
    return id
  }).catch(fault => {
    throw isSecondAhead(fault) ? new Refused('telling.one-ahead', 'conflict', { effective }) : fault
  })
}

/** Two decided at the same moment: the index lets one through. */
const isSecondAhead = (fault: unknown): boolean =>
  fault instanceof Error && 'constraint' in fault && fault.constraint === 'publication_one_ahead'

/** The beginning of the day in Finland, or now when that has been. */
const dayOf = (date: string, now: Date): Date => new Date(Math.max(midnightInHelsinki(date).getTime(), now.getTime()))

/** It will not be published; what has been told stays told. */
export async function cancel(pool: Pool, id: Id, act: Act): Promise<void> {
  const { rowCount } = await pool.query(
    `update notice.publication set state = 'cancelled', settled_at = $2, settled_by = $3 where id = $1 and state = 'scheduled'`,
    [id, act.at, act.by],
  )
  if (rowCount === 0) throw new Refused('telling.not-scheduled', 'conflict')
}

/** It takes effect on its day although somebody was not told, and why is on record. */
export async function release(pool: Pool, id: Id, because: string, act: Act): Promise<void> {
  await transaction(pool, async client => {
    const { state, effective } = await findPublication(client, id, true)
    if (state !== 'scheduled') throw new Refused('telling.not-scheduled', 'conflict')
    await client.query('update notice.publication set untold_because = $2, waits = null where id = $1', [
      id,
      because.trim(),
    ])
    await enqueue(client, publishing, { publication: id }, { at: dayOf(effective, act.at), key: `${publishing} ${id}` })
  })
}

/** For every start: what is scheduled goes on, though its jobs had failed too often. */
export async function resumeTelling(app: Pool, now: Date): Promise<void> {
  const ahead = await scheduled(app)
  if (!ahead) return
  const { id, effective, gatheredAt, must } = ahead
  if (must !== 'nothing' && gatheredAt === null)
    await enqueue(app, gathering, { publication: id }, { at: now, key: `${gathering} ${id}` })
  await enqueue(app, publishing, { publication: id }, { at: dayOf(effective, now), key: `${publishing} ${id}` })
}

/** Tries to publish again now what waited for somebody to be told. */
export async function publishWhatWaits(client: ClientBase, id: Id, now: Date): Promise<void> {
  const { state, waits } = await findPublication(client, id)
  if (state === 'scheduled' && waits)
    await enqueue(client, publishing, { publication: id }, { at: now, key: `${publishing} ${id}` })
}
