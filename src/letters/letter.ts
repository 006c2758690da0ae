/** Letters of a purpose: each save is a revision of its own, with who, when and why, and no revision ever changes. */

import type { Pool } from 'pg'
import { Refused } from '../base/errors.ts'
import { type Id, newId } from '../base/ids.ts'
import { transaction } from '../database/transaction.ts'
import type { PurposeAsk } from '../http/ask.ts'
import { nameActors } from '../register/actors.ts'
import { scopeFor } from '../register/scope.ts'
import { type Content, content as contentShape } from './content.ts'
import { checkFields, fieldsGone } from './fields.ts'
import { isReady } from './gaps.ts'
import { checkImages } from './image.ts'
import type { Letter, LetterDetails, NewLetter, NextRevision } from './letter-answers.ts'
import { langsOf } from './said.ts'

/** What campaigns, messages and automations refer to. */
export interface Revision {
  readonly id: Id
  readonly letter: Id
  readonly n: number
  readonly name: string
  readonly purpose: string
  readonly content: Content
  /** Nothing was missing in any of its languages. */
  readonly ready: boolean
}

interface Saved {
  readonly id: Id
  readonly revision: Id
}

/** Refuses what the purpose may not see, or has no picture of. */
async function check(ask: PurposeAsk, content: Content): Promise<void> {
  checkFields(await scopeFor(ask), content)
  await checkImages(ask, content)
}

/** Saves a letter for the purpose that asks. */
export async function saveLetter(ask: PurposeAsk, body: NewLetter): Promise<Saved> {
  await check(ask, body.content)
  const id = newId()
  const revision = newId()
  await transaction(ask.program.database.app, async db => {
    await db.query(
      `insert into letters.letter (id, purpose, channel, name, revision, made_at, made_by) values ($1, $2, $3, $4, 1, $5, $6)`,
      [id, ask.purpose, body.content.channel, body.name, ask.clock.now(), ask.asker.actor],
    )
    await db.query(...insertRevision(ask, { id: revision, letter: id, n: 1 }, body))
  })
  return { id, revision }
}

/** Saves the next revision. Refuses (409) when somebody else has meanwhile, or the channel is another. */
export async function changeLetter(ask: PurposeAsk, id: Id, body: NextRevision): Promise<Saved> {
  await check(ask, body.content)
  const revision = newId()
  await transaction(ask.program.database.app, async db => {
    const { rowCount } = await db.query(
      `update letters.letter set name = $3, revision = revision + 1
       where id = $1 and purpose = $2 and revision = $4 and channel = $5 and ended_at is null`,
      [id, ask.purpose, body.name, body.expected, body.content.channel],
    )
    if (rowCount === 0) {
      const { channel } = await read(ask, id)
      throw channel === body.content.channel
        ? new Refused('letters.changed-meanwhile', 'conflict')
        : new Refused('letters.other-channel', 'invalid', {}, { field: 'content' })
    }
    await db.query(...insertRevision(ask, { id: revision, letter: id, n: body.expected + 1 }, body))
  })
  return { id, revision }
}

const insertRevision = (
  ask: PurposeAsk,
  { id, letter, n }: { readonly id: Id; readonly letter: Id; readonly n: number },
  { name, content, why }: Pick<NewLetter, 'name' | 'content' | 'why'>,
): [string, unknown[]] => [
  `insert into letters.revision (id, letter_id, n, name, content, ready, at, by, why, notice_version)
   values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`,
  [
    ...[id, letter, n, name, JSON.stringify(content), isReady(content)],
    ...[ask.clock.now(), ask.asker.actor, why ?? null, ask.published.version],
  ],
]

/** The letter is offered no more; its revisions stay, for whoever was sent one. */
export async function endLetter(ask: PurposeAsk, id: Id): Promise<void> {
  await read(ask, id)
  await ask.program.database.app.query(
    'update letters.letter set ended_at = $3, ended_by = $4 where id = $1 and purpose = $2 and ended_at is null',
    [id, ask.purpose, ask.clock.now(), ask.asker.actor],
  )
}

interface Stored {
  readonly id: Id
  readonly channel: Letter['channel']
  readonly name: string
  readonly revision: Id
  readonly n: number
  readonly content: unknown
  readonly ready: boolean
  readonly at: Date
  readonly by: string
}

const letterQuery = `select l.id, l.channel, l.name, r.id as revision, r.n, r.content, r.ready, r.at, r.by
  from letters.letter l join letters.revision r on r.letter_id = l.id and r.n = l.revision
  where l.purpose = $1 and l.ended_at is null`

async function read(ask: PurposeAsk, id: Id): Promise<Stored> {
  const { rows } = await ask.program.database.app.query<Stored>(`${letterQuery} and l.id = $2`, [ask.purpose, id])
  const [found] = rows
  if (!found) throw new Refused('letters.absent', 'absent')
  return found
}

export interface Listing {
  readonly channel?: Letter['channel'] | undefined
  readonly after?: Id | undefined
  readonly limit: number
}

/** Letters of the purpose, the newest first. */
export async function listLetters(
  ask: PurposeAsk,
  { channel, after, limit }: Listing,
): Promise<{ readonly letters: readonly Letter[]; readonly next: Id | null }> {
  const { rows } = await ask.program.database.app.query<Stored>(
    `${letterQuery} and ($2::uuid is null or l.id < $2) and ($3::text is null or l.channel = $3)
     order by l.id desc limit $4`,
    [ask.purpose, after ?? null, channel ?? null, limit + 1],
  )
  const page = rows.slice(0, limit)
  const nameOf = await nameActors(
    ask,
    page.map(({ by }) => by),
  )
  const letters = page.map(one => ({ ...one, ...summaryOf(one), changedBy: nameOf(one.by) }))
  return { letters, next: rows.length > limit ? (letters.at(-1)?.id ?? null) : null }
}

const summaryOf = ({ content, at }: Stored) => ({
  langs: [...langsOf(contentShape.parse(content))],
  changedAt: at.toISOString(),
})

export async function showLetter(ask: PurposeAsk, id: Id): Promise<LetterDetails> {
  const stored = await read(ask, id)
  const { rows } = await ask.program.database.app.query<{
    id: Id
    n: number
    name: string
    at: Date
    by: string
    why: string | null
  }>('select id, n, name, at, by, why from letters.revision where letter_id = $1 order by n desc', [id])
  const nameOf = await nameActors(
    ask,
    rows.map(({ by }) => by),
  )
  const content = contentShape.parse(stored.content)
  return {
    ...stored,
    ...summaryOf(stored),
    changedBy: nameOf(stored.by),
    content,
    fieldsGone: [...fieldsGone(await scopeFor(ask), content)],
    revisions: rows.map(({ at, by, ...one }) => ({ ...one, at: at.toISOString(), by: nameOf(by) })),
  }
}

const revisions = new WeakMap<Pool, Map<Id, Revision>>()

/**
 * A revision of a purpose's letter, also of one that has ended; refuses any other (`letters.absent`). It never changes, so it is read
 * once, and what is rendered of it is laid out once.
 */
export async function readRevision(
  { program, purpose }: Pick<PurposeAsk, 'purpose'> & { readonly program: Pick<PurposeAsk['program'], 'database'> },
  id: Id,
): Promise<Revision> {
  const revision = await findRevision(program.database.app, id)
  if (revision?.purpose !== purpose) throw new Refused('letters.absent', 'absent')
  return revision
}

/** The same of any purpose's. */
export async function findRevision(app: Pool, id: Id): Promise<Revision | undefined> {
  const known = revisions.get(app) ?? new Map<Id, Revision>()
  revisions.set(app, known)
  const revision = known.get(id) ?? (await loadRevision(app, id))
  if (!revision) return undefined
  known.delete(id)
  known.set(id, revision) // those that were asked for last are kept
  for (const oldest of known.keys()) if (known.size > keptRevisions) known.delete(oldest)
  return revision
}
const keptRevisions = 50

async function loadRevision(app: Pool, id: Id): Promise<Revision | undefined> {
  const { rows } = await app.query<Omit<Revision, 'content'> & { content: unknown }>(
    `select r.id, r.letter_id as letter, r.n, r.name, l.purpose, r.content, r.ready
     from letters.revision r join letters.letter l on l.id = r.letter_id where r.id = $1`,
    [id],
  )
  return rows[0] && { ...rows[0], content: contentShape.parse(rows[0].content) }
}
