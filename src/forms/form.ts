/** A form is opened and closed with who and when; what it says is changed only by a further version, and by nobody over another's change. */

import { randomBytes } from 'node:crypto'
import type { ClientBase, Pool } from 'pg'
import { addOwnConnection, type Connecting } from '../arrivals/connection.ts'
import { Refused } from '../base/errors.ts'
import { type Id, newId } from '../base/ids.ts'
import { transaction } from '../database/transaction.ts'
import type { Notice } from '../notice/notice.ts'
import type { FormContent } from './content.ts'

/** The kind of connection that a form is. */
export const formKind = 'form'

export interface FormRow {
  readonly id: Id
  readonly address: string
  readonly name: string
  readonly purpose: string
  readonly source: string
  readonly keepDays: number
  readonly openedAt: Date | null
  readonly closesAt: Date | null
  readonly version: number
  readonly content: FormContent
  readonly changedAt: Date
}

const columns = `f.id, f.address, c.name, c.purpose, c.source, c.keep_days as "keepDays", f.opened_at as "openedAt",
  f.closes_at as "closesAt", v.version, v.content, v.made_at as "changedAt"`
const latest = `from forms.form f join arrivals.connection c on c.id = f.id
  join lateral (select * from forms.version v where v.form_id = f.id order by v.version desc limit 1) v on true`

export const isOpen = ({ openedAt, closesAt }: Pick<FormRow, 'openedAt' | 'closesAt'>, now: Date): boolean =>
  openedAt !== null && (closesAt === null || closesAt > now)

export interface NewForm {
  readonly name: string
  readonly purpose: string
  readonly source: string
  readonly content: FormContent
}

/** Makes a form, closed, with its first version. So long what comes is kept sealed: 14 days. */
export function makeForm(by: Connecting, notice: Notice, made: NewForm): Promise<Id> {
  return transaction(by.app, async client => {
    const id = await addOwnConnection(client, by, notice, { ...made, kind: formKind, keepDays: 14 })
    const address = randomBytes(9).toString('base64url')
    await client.query('insert into forms.form (id, address, made_at, made_by) values ($1, $2, $3, $4)', [
      id,
      address,
      by.clock.now(),
      by.actor,
    ])
    await addVersion(client, by, id, 1, made.content)
    await note(client, by, id, 'made')
    return id
  })
}

/** A further version; `expected` is the one that it was made from. */
export function changeForm(
  by: Connecting,
  purpose: string,
  id: Id,
  expected: number,
  content: FormContent,
): Promise<number> {
  return transaction(by.app, async client => {
    await client.query('select from forms.form where id = $1 for update', [id])
    const { version } = await findForm(client, purpose, id)
    if (version !== expected) throw new Refused('forms.changed-meanwhile', 'conflict', { version })
    await addVersion(client, by, id, version + 1, content)
    await note(client, by, id, 'changed')
    return version + 1
  })
}

/** From now on it takes what is sent, until `closesAt` when that is told; or it does not any more. */
export function openForm(by: Connecting, id: Id, open: { readonly until: Date | null } | false): Promise<void> {
  return transaction(by.app, async client => {
    await client.query('update forms.form set opened_at = $2, closes_at = $3 where id = $1', [
      id,
      open ? by.clock.now() : null,
      open ? open.until : null,
    ])
    await note(client, by, id, open ? 'opened' : 'closed')
  })
}

/** Those of a purpose, newest first; without a purpose all of them. */
export async function listForms(app: Pool, purpose: string | undefined): Promise<readonly FormRow[]> {
  const { rows } = await app.query<FormRow>(
    `select ${columns} ${latest} where $1::text is null or c.purpose = $1 order by f.made_at desc, f.id`,
    [purpose ?? null],
  )
  return rows
}

/** One of a purpose with its latest version; without a purpose of any. */
export async function findForm(db: Pool | ClientBase, purpose: string | undefined, id: Id): Promise<FormRow> {
  const { rows } = await db.query<FormRow>(
    `select ${columns} ${latest} where f.id = $1 and ($2::text is null or c.purpose = $2)`,
    [id, purpose ?? null],
  )
  if (!rows[0]) throw new Refused('forms.absent', 'absent')
  return rows[0]
}

/** By its address; undefined where there is none. */
export async function formAt(app: Pool, address: string): Promise<FormRow | undefined> {
  const { rows } = await app.query<FormRow>({
    name: 'form-at',
    text: `select ${columns} ${latest} where f.address = $1`,
    values: [address],
  })
  return rows[0]
}

export interface VersionRow {
  readonly version: number
  readonly content: FormContent
  readonly madeAt: Date
  readonly madeBy: string
}

export async function listVersions(app: Pool, id: Id): Promise<readonly VersionRow[]> {
  const { rows } = await app.query<VersionRow>(
    `select version, content, made_at as "madeAt", made_by as "madeBy" from forms.version where form_id = $1 order by version desc`,
    [id],
  )
  return rows
}

/** An earlier version, by which somebody fetched the page. */
export async function versionOf(app: Pool, id: Id, version: number): Promise<FormContent | undefined> {
  const { rows } = await app.query<{ content: FormContent }>(
    'select content from forms.version where form_id = $1 and version = $2',
    [id, version],
  )
  return rows[0]?.content
}

export interface FormCounts {
  readonly written: number
  readonly refused: number
  readonly accepted: number
  /** Waiting for the confirmation of an address, confirmed, and never confirmed. */
  readonly unconfirmed: number
  readonly confirmed: number
  readonly lapsed: number
  /** Of the last seven days: machines, forged and stale pages. */
  readonly turnedAway: number
  readonly lastAt: Date | null
}

export async function countForms(app: Pool, ids: readonly Id[], now: Date): Promise<ReadonlyMap<Id, FormCounts>> {
  const { rows } = await app.query<FormCounts & { id: Id }>(
    `select f.id, a.written, a.refused, a.accepted, a."lastAt", w.unconfirmed, w.confirmed, w.lapsed, coalesce(t.times, 0)::int as "turnedAway"
     from unnest($1::uuid[]) f (id)
     cross join lateral (select count(*) filter (where state in ('written', 'ignored'))::int as written,
       count(*) filter (where state = 'refused')::int as refused, count(*) filter (where state in ('accepted', 'waiting'))::int as accepted,
       max(at) as "lastAt" from arrivals.arrival where connection_id = f.id) a
     cross join lateral (select count(*) filter (where confirmed_at is null and expires_at > $2)::int as unconfirmed,
       count(*) filter (where confirmed_at is not null)::int as confirmed,
       count(*) filter (where confirmed_at is null and expires_at <= $2)::int as lapsed
       from forms.waiting where form_id = f.id) w
     left join lateral (select sum(times) as times from arrivals.turned_away
       where connection_id = f.id and last_at > $2::timestamptz - interval '7 days') t on true`,
    [ids, now],
  )
  return new Map(rows.map(({ id, ...counts }) => [id, counts]))
}

const addVersion = (client: ClientBase, by: Connecting, id: Id, version: number, content: FormContent) =>
  client.query('insert into forms.version (form_id, version, content, made_at, made_by) values ($1, $2, $3, $4, $5)', [
    id,
    version,
    content,
    by.clock.now(),
    by.actor,
  ])

const note = (client: ClientBase, by: Connecting, id: Id, did: string) =>
  client.query('insert into forms.event (form_id, id, at, actor, did) values ($1, $2, $3, $4, $5)', [
    id,
    newId(),
    by.clock.now(),
    by.actor,
    did,
  ])
