/** A draft of the notice changes only by saves that know the revision before them, so that nobody writes over what they have not read. */

import type { ClientBase, Pool } from 'pg'
import type { Act } from '../access/staff.ts'
import { Refused } from '../base/errors.ts'
import { type Id, newId } from '../base/ids.ts'
import { transaction } from '../database/transaction.ts'

/** A member of staff as drafts tell of them; the name is null when the actor was nobody of the staff. */
export interface Author {
  readonly actor: string
  readonly name: string | null
}

export interface DraftEntry {
  readonly id: Id
  readonly name: string
  readonly revision: number
  /** The published version that it began from. */
  readonly basedOn: number | null
  readonly createdAt: Date
  readonly createdBy: Author
  readonly changedAt: Date
  readonly changedBy: Author
}

export interface Draft extends DraftEntry {
  readonly text: string
}

/** One saved text of a draft. `restores` is the earlier revision whose text it brought back. */
export interface Revision {
  readonly revision: number
  readonly at: Date
  readonly by: Author
  readonly restores: number | null
}

/** A save was made, or somebody had saved meanwhile: then their draft, and nothing was written. */
export type Saved =
  | { readonly saved: true; readonly revision: number; readonly at: Date }
  | { readonly saved: false; readonly meanwhile: Draft }

export const longestName = 200

/** Five times the longest notice that we have seen; the language itself reads 128 Ki characters. */
export const longestText = 512 * 1024

const author = (column: string) =>
  `json_build_object('actor', ${column}, 'name', (select s.name from access.staff s where 'staff:' || s.id = ${column}))`

const entryColumns = `d.id, d.name, d.revision, d.based_on as "basedOn", d.created_at as "createdAt",
  ${author('d.created_by')} as "createdBy", d.changed_at as "changedAt", ${author('d.changed_by')} as "changedBy"`

/** Drafts that have not been discarded, the one changed last first. */
export async function listDrafts(pool: Pool): Promise<readonly DraftEntry[]> {
  const { rows } = await pool.query<DraftEntry>(
    `select ${entryColumns} from notice.draft d where d.discarded_at is null order by d.changed_at desc, d.id`,
  )
  return rows
}

/** The draft as it was saved last; refused when there is none or it was discarded. */
export async function readDraft(db: Pool | ClientBase, id: Id): Promise<Draft> {
  const { rows } = await db.query<Draft>(
    `select ${entryColumns}, d.source_text as text from notice.draft d where d.id = $1 and d.discarded_at is null`,
    [id],
  )
  if (!rows[0]) throw new Refused('drafts.no-such-draft', 'absent')
  return rows[0]
}

export interface NewDraft {
  readonly name: string
  readonly text: string
  readonly basedOn: number | null
}

/** Opens a draft at revision 1. */
export const openDraft = (pool: Pool, { name, text, basedOn }: NewDraft, act: Act): Promise<Id> =>
  transaction(pool, async client => {
    const id = newId()
    await client.query(
      `insert into notice.draft (id, name, source_text, revision, based_on, created_at, created_by, changed_at, changed_by)
       values ($1, $2, $3, 1, $4, $5, $6, $5, $6)`,
      [id, name.trim(), text, basedOn, act.at, act.by],
    )
    await keepRevision(client, { id, revision: 1, text, restores: null }, act)
    return id
  })

/** Saves the text over revision `expected`; the same text again is no new revision. */
export const saveDraft = (pool: Pool, id: Id, text: string, expected: number, act: Act): Promise<Saved> =>
  transaction(pool, client => save(client, { id, text, expected, restores: null }, act))

/** Brings the text of an earlier revision back as a new one. */
export const restoreRevision = (pool: Pool, id: Id, revision: number, expected: number, act: Act): Promise<Saved> =>
  transaction(pool, async client =>
    save(client, { id, text: await readRevision(client, id, revision), expected, restores: revision }, act),
  )

interface Save {
  readonly id: Id
  readonly text: string
  readonly expected: number
  readonly restores: number | null
}

async function save(client: ClientBase, { id, text, expected, restores }: Save, act: Act): Promise<Saved> {
  await client.query('select from notice.draft where id = $1 for update', [id])
  const now = await readDraft(client, id)
  if (now.text === text) return { saved: true, revision: now.revision, at: now.changedAt }
  if (now.revision !== expected) return { saved: false, meanwhile: now }
  const revision = expected + 1
  await client.query(
    'update notice.draft set source_text = $2, revision = $3, changed_at = $4, changed_by = $5 where id = $1',
    [id, text, revision, act.at, act.by],
  )
  await keepRevision(client, { id, revision, text, restores }, act)
  return { saved: true, revision, at: act.at }
}

async function keepRevision(
  client: ClientBase,
  { id, revision, text, restores }: { id: Id; revision: number; text: string; restores: number | null },
  act: Act,
): Promise<void> {
  await client.query(
    'insert into notice.draft_revision (draft_id, revision, source_text, at, by, restores) values ($1, $2, $3, $4, $5, $6)',
    [id, revision, text, act.at, act.by, restores],
  )
}

export async function renameDraft(pool: Pool, id: Id, name: string): Promise<void> {
  const { rowCount } = await pool.query('update notice.draft set name = $2 where id = $1 and discarded_at is null', [
    id,
    name.trim(),
  ])
  if (rowCount === 0) throw new Refused('drafts.no-such-draft', 'absent')
}

/** Takes the draft out of the list; its texts stay. */
export async function discardDraft(pool: Pool, id: Id, act: Act): Promise<void> {
  const { rowCount } = await pool.query(
    'update notice.draft set discarded_at = $2, discarded_by = $3 where id = $1 and discarded_at is null',
    [id, act.at, act.by],
  )
  if (rowCount === 0) throw new Refused('drafts.no-such-draft', 'absent')
}

/** The texts that were saved, newest first: at most `most`, before revision `before`. */
export async function listRevisions(pool: Pool, id: Id, before: number, most: number): Promise<readonly Revision[]> {
  const { rows } = await pool.query<Revision>(
    `select r.revision, r.at, ${author('r.by')} as by, r.restores
     from notice.draft_revision r where r.draft_id = $1 and r.revision < $2 order by r.revision desc limit $3`,
    [id, before, most],
  )
  return rows
}

/** The text of one revision, also of a discarded draft. */
export async function readRevision(db: Pool | ClientBase, id: Id, revision: number): Promise<string> {
  const { rows } = await db.query<{ text: string }>(
    'select source_text as text from notice.draft_revision where draft_id = $1 and revision = $2',
    [id, revision],
  )
  if (!rows[0]) throw new Refused('drafts.no-such-revision', 'absent', { revision })
  return rows[0].text
}
