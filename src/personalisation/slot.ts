/** Slots of a purpose: each save is a version of its own, with who, when and why, and only for segments that the purpose has. */

import type { Pool } from 'pg'
import { Refused } from '../base/errors.ts'
import { type Id, newId } from '../base/ids.ts'
import { transaction } from '../database/transaction.ts'
import type { PurposeAsk } from '../http/ask.ts'
import { nameActors } from '../register/actors.ts'
import { type ScopedCategory, scopeFor } from '../register/scope.ts'
import { segmentNames } from '../segments/segment.ts'
import {
  type Content,
  content as contentShape,
  type NewSlot,
  type NextVersion,
  type Slot,
  type SlotDetails,
} from './slot-answers.ts'
import { snippetFor } from './snippet.ts'

/** Where it is written what somebody was shown, so that it stands on their page, and goes when the notice says. */
export async function measuresOf(ask: Pick<PurposeAsk, 'purpose' | 'published' | 'program'>): Promise<ScopedCategory> {
  const { categories } = await scopeFor(ask)
  const measures = categories.find(({ category, mayWrite }) => category.id === 'marketing-measures' && mayWrite)
  if (!measures) throw new Refused('personalisation.not-told', 'forbidden', { purpose: ask.purpose })
  return measures
}

/** Refuses a segment that is not one of the purpose's. */
async function checked(ask: PurposeAsk, { content }: NewSlot): Promise<Content> {
  await measuresOf(ask)
  const named = await segmentNames(ask, segmentsIn(content.blocks))
  const absent = content.blocks.findIndex(({ segment }) => !named.has(segment))
  if (absent >= 0) {
    throw new Refused('personalisation.segment-absent', 'invalid', {}, { field: `content.blocks.${absent}.segment` })
  }
  return content
}

const segmentsIn = (blocks: Content['blocks']): readonly Id[] => blocks.map(({ segment }) => segment)

const addVersion = `insert into personalisation.version (slot_id, n, name, content, at, by, why, notice_version)
  values ($1, $2, $3, $4, $5, $6, $7, $8)`

/** Answers its id. Refuses a purpose that may not write down what it shows. */
export async function saveSlot(ask: PurposeAsk, body: NewSlot): Promise<Id> {
  const content = await checked(ask, body)
  const [id, at, by] = [newId(), ask.clock.now(), ask.asker.actor]
  await transaction(ask.program.database.app, async db => {
    await db.query(
      'insert into personalisation.slot (id, purpose, name, version, made_at, made_by) values ($1, $2, $3, 1, $4, $5)',
      [id, ask.purpose, body.name, at, by],
    )
    await db.query(addVersion, [id, 1, body.name, content, at, by, body.why ?? null, ask.published.version])
  })
  return id
}

/** Refuses (409) when somebody else has saved since `expected` was seen. */
export async function changeSlot(ask: PurposeAsk, id: Id, { expected, ...body }: NextVersion): Promise<void> {
  const content = await checked(ask, body)
  await transaction(ask.program.database.app, async db => {
    const { rowCount } = await db.query(
      `update personalisation.slot set name = $3, version = version + 1
        where id = $1 and purpose = $2 and version = $4 and ended_at is null`,
      [id, ask.purpose, body.name, expected],
    )
    if (rowCount === 0) {
      await findSlot(ask, id)
      throw new Refused('personalisation.changed-meanwhile', 'conflict')
    }
    const made = [body.name, content, ask.clock.now(), ask.asker.actor, body.why ?? null, ask.published.version]
    await db.query(addVersion, [id, expected + 1, ...made])
  })
}

/** Everybody sees the page's own content from now on; its versions stay. */
export async function endSlot(ask: PurposeAsk, id: Id): Promise<void> {
  await findSlot(ask, id)
  await ask.program.database.app.query(
    'update personalisation.slot set ended_at = $3, ended_by = $4 where id = $1 and purpose = $2 and ended_at is null',
    [id, ask.purpose, ask.clock.now(), ask.asker.actor],
  )
}

export interface StoredSlot {
  readonly id: Id
  readonly purpose: string
  readonly name: string
  readonly version: number
  readonly content: Content
  readonly at: Date
  readonly by: string
}

const slotQuery = `select s.id, s.purpose, s.name, s.version, v.content, v.at, v.by
  from personalisation.slot s join personalisation.version v on v.slot_id = s.id and v.n = s.version
  where s.ended_at is null`

/** Of whatever purpose; undefined when there is none, or it has ended. */
export async function slotIfAny(app: Pool, id: Id): Promise<StoredSlot | undefined> {
  const { rows } = await app.query<StoredSlot>(`${slotQuery} and s.id = $1`, [id])
  const [found] = rows
  return found && { ...found, content: contentShape.parse(found.content) }
}

/** Refuses one that the purpose does not have. */
export async function findSlot(ask: Pick<PurposeAsk, 'program' | 'purpose'>, id: Id): Promise<StoredSlot> {
  const found = await slotIfAny(ask.program.database.app, id)
  if (found?.purpose !== ask.purpose) throw new Refused('personalisation.absent', 'absent')
  return found
}

/** The latest of the purpose, so many at most. */
export async function slotsOf(app: Pool, purpose: string, most: number): Promise<readonly StoredSlot[]> {
  const { rows } = await app.query<StoredSlot>(`${slotQuery} and s.purpose = $1 order by s.id desc limit $2`, [
    purpose,
    most,
  ])
  return rows.map(row => ({ ...row, content: contentShape.parse(row.content) }))
}

/** Slots of the purpose, the newest first. */
export async function listSlots(
  ask: PurposeAsk,
  { after, limit }: { readonly after?: Id | undefined; readonly limit: number },
): Promise<{ readonly slots: readonly Slot[]; readonly next: Id | null }> {
  const { rows } = await ask.program.database.app.query<StoredSlot>(
    `${slotQuery} and s.purpose = $1 and ($2::uuid is null or s.id < $2) order by s.id desc limit $3`,
    [ask.purpose, after ?? null, limit + 1],
  )
  const slots = await describe(ask, rows.slice(0, limit))
  return { slots, next: rows.length > limit ? (slots.at(-1)?.id ?? null) : null }
}

export async function showSlot(ask: PurposeAsk, id: Id): Promise<SlotDetails> {
  const stored = await findSlot(ask, id)
  const [[described], { rows }] = await Promise.all([
    describe(ask, [stored]),
    ask.program.database.app.query<{
      n: number
      name: string
      at: Date
      by: string
      why: string | null
      notice_version: number
    }>('select n, name, at, by, why, notice_version from personalisation.version where slot_id = $1 order by n desc', [
      id,
    ]),
  ])
  if (!described) throw new Refused('personalisation.absent', 'absent')
  const nameOf = await nameActors(
    ask,
    rows.map(({ by }) => by),
  )
  return {
    ...described,
    content: stored.content,
    snippet: snippetFor(ask.program.url, id),
    versions: rows.map(({ at, by, notice_version, ...version }) => ({
      ...version,
      at: at.toISOString(),
      by: nameOf(by),
      noticeVersion: notice_version,
    })),
  }
}

async function describe(ask: PurposeAsk, stored: readonly StoredSlot[]): Promise<readonly Slot[]> {
  const blocks = stored.flatMap(({ content }) => content.blocks)
  const [named, nameOf] = await Promise.all([
    segmentNames(ask, segmentsIn(blocks)),
    nameActors(
      ask,
      stored.map(({ by }) => by),
    ),
  ])
  return stored.map(({ id, name, version, content, at, by }) => ({
    id,
    name,
    version,
    blocks: content.blocks.map(({ name, segment }) => ({ name, segment: named.get(segment) ?? null })),
    changedAt: at.toISOString(),
    changedBy: nameOf(by),
  }))
}
