/** Breaches are opened and written on; an entry is never changed, and nobody writes after something that they have not read. */

import type { ClientBase, Pool } from 'pg'
import type { Act } from '../access/staff.ts'
import { authorIn } from '../accountability/revision.ts'
import { Refused } from '../base/errors.ts'
import { type Id, newId } from '../base/ids.ts'
import { dateInHelsinki } from '../base/time.ts'
import { endOf, statutory } from '../base/time-limit.ts'
import { transaction } from '../database/transaction.ts'
import { type Breach, breachOf, type Opened } from './breach.ts'
import type { Described, Entry, Facts, NewEntry } from './entry.ts'
import { enqueueReminders } from './reminder.ts'
import { checkEntry, checkFacts, checkNaming } from './rules.ts'

// Of this database: two breaches opened at the same moment do not get the same reference.
const opening = 'select pg_advisory_xact_lock(7356108)'

export interface Writing {
  /** Somebody has looked that the texts name nobody, though something in them looks like it. */
  readonly checked: boolean
}

/** Opens a breach: from now on the clock is seen, and administrators are reminded of it. */
export const openBreach = (pool: Pool, facts: Facts, { checked }: Writing, act: Act): Promise<Id> =>
  transaction(pool, async client => {
    checkFacts(facts, act.at)
    checkNaming(facts, checked)
    const id = newId()
    await client.query(opening)
    await client.query(
      `insert into breaches.breach (id, reference, opened_at, opened_by)
       select $1, $2 || '-' || count(*) + 1, $3, $4 from breaches.breach where starts_with(reference, $2 || '-')`,
      [id, dateInHelsinki(act.at).slice(0, 4), act.at, act.by],
    )
    const content = withDue(facts, undefined)
    await append(client, id, { n: 1, kind: 'described', content, why: undefined }, act)
    await enqueueReminders(client, id, new Date(content.due))
    return id
  })

export interface Continuing extends Writing {
  /** The number of the last entry that was read. */
  readonly expected: number
  readonly why?: string | undefined
}

/** Writes the next entry; refused when somebody else has written meanwhile. */
export const writeEntry = (
  pool: Pool,
  id: Id,
  entry: NewEntry,
  { expected, why, checked }: Continuing,
  act: Act,
): Promise<void> =>
  transaction(pool, async client => {
    const breach = await readBreach(client, id)
    if (breach.last !== expected) throw new Refused('breaches.changed-meanwhile', 'conflict')
    checkEntry(breach, entry, act.at, why)
    checkNaming({ ...entry.content, why: why ?? '' }, checked)
    const content = entry.kind === 'described' ? withDue(entry.content, breach.facts) : entry.content
    await append(client, id, { n: expected + 1, kind: entry.kind, content, why }, act)
    if ('due' in content && content.due !== breach.facts.due) await enqueueReminders(client, id, new Date(content.due))
  })

/** The end of the clock is counted once: it moves only with the moment of becoming aware. */
const withDue = (facts: Facts, before: Described | undefined): Described => ({
  ...facts,
  due:
    before?.awareAt === facts.awareAt
      ? before.due
      : endOf(new Date(facts.awareAt), statutory.breachToAuthority).toISOString(),
})

async function append(
  client: ClientBase,
  id: Id,
  { n, kind, content, why }: { n: number; kind: Entry['kind']; content: object; why: string | undefined },
  { at, by }: Act,
): Promise<void> {
  // Of two who write at the same moment the second finds the number taken.
  const { rowCount } = await client.query(
    `insert into breaches.entry (breach_id, n, kind, content, why, at, by) values ($1, $2, $3, $4, $5, $6, $7)
     on conflict do nothing`,
    [id, n, kind, JSON.stringify(content), why ?? null, at, by],
  )
  if (rowCount === 0) throw new Refused('breaches.changed-meanwhile', 'conflict')
}

const openedColumns = `b.id, b.reference, b.opened_at as "openedAt", ${authorIn('b.opened_by')} as "openedBy"`

/** The breach as it stands; refused when there is none. */
export async function readBreach(db: Pool | ClientBase, id: Id): Promise<Breach> {
  const [found] = await withEntries(
    db,
    await db.query<Opened>(`select ${openedColumns} from breaches.breach b where b.id = $1`, [id]),
  )
  if (!found) throw new Refused('breaches.no-such-breach', 'absent')
  return found
}

/** The breaches, the one opened last first: at most `most`, opened before `after`. */
export const listBreaches = async (
  db: Pool | ClientBase,
  { after, most }: { readonly after?: Id | undefined; readonly most?: number } = {},
): Promise<readonly Breach[]> =>
  withEntries(
    db,
    await db.query<Opened>(
      `select ${openedColumns} from breaches.breach b where $1::uuid is null or b.id < $1 order by b.id desc limit $2`,
      [after ?? null, most ?? null],
    ),
  )

async function withEntries(
  db: Pool | ClientBase,
  { rows: opened }: { readonly rows: readonly Opened[] },
): Promise<readonly Breach[]> {
  const { rows } = await db.query<Entry & { breach: Id }>(
    `select e.breach_id as breach, e.n, e.kind, e.content, e.why, e.at, ${authorIn('e.by')} as by
     from breaches.entry e where e.breach_id = any ($1::uuid[]) order by e.breach_id, e.n`,
    [opened.map(({ id }) => id)],
  )
  const entries = Map.groupBy(rows, ({ breach }) => breach)
  return opened.map(one => breachOf(one, entries.get(one.id) ?? []))
}
