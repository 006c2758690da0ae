/** What came, from where, and what became of it; whatever was not written can be, once what stood in its way is mended. */

import type { Pool, PoolClient } from 'pg'
import { Refused } from '../base/errors.ts'
import { type Id, newId } from '../base/ids.ts'
import { transaction } from '../database/transaction.ts'
import { enqueue } from '../jobs/job.ts'
import { writing } from './store.ts'
import type { TakeBackReason } from './take-back.ts'

export const arrivalStates = ['accepted', 'written', 'waiting', 'refused', 'ignored'] as const
export type ArrivalState = (typeof arrivalStates)[number]

export interface ArrivalRow {
  readonly id: Id
  readonly connection: Id
  readonly kind: string
  readonly name: string
  readonly source: string
  readonly topic: string
  readonly at: Date
  readonly state: ArrivalState
  readonly reason: string | null
  readonly args: Readonly<Record<string, string | number>> | null
  readonly settledAt: Date | null
  readonly person: Id | null
  readonly reference: string | null
  readonly test: boolean
  readonly noticeVersion: number
  /** Until when it is kept as it came, and could be tried again; null once it is gone. */
  readonly keptUntil: Date | null
  /** How many times it came again. */
  readonly again: number
}

const columns = `a.id, a.connection_id as connection, c.kind, c.name, c.source, a.topic, a.at, a.state, a.reason, a.args,
  a.settled_at as "settledAt", a.person_id as person, a.reference, a.test, a.notice_version as "noticeVersion",
  case when a.sealed is not null then a.sealed_until end as "keptUntil",
  (select count(*) from arrivals.step s where s.arrival_id = a.id and s.did = 'duplicate')::int as again`

export interface Narrowing {
  readonly state?: ArrivalState | undefined
  readonly connection?: Id | undefined
  readonly after?: Id | undefined
  readonly limit: number
}

/** Newest first, a page by key. Without a purpose, of every one: for who sees no person. */
export async function listArrivals(
  app: Pool,
  purpose: string | undefined,
  { state, connection, after, limit }: Narrowing,
): Promise<{ readonly arrivals: readonly ArrivalRow[]; readonly next: Id | null }> {
  const { rows } = await app.query<ArrivalRow>(
    `select ${columns} from arrivals.arrival a join arrivals.connection c on c.id = a.connection_id
     where ($1::text is null or c.purpose = $1) and ($2::text is null or a.state = $2) and ($3::uuid is null or a.connection_id = $3)
       and ($4::uuid is null or a.id < $4)
     order by a.id desc limit $5`,
    [purpose ?? null, state ?? null, connection ?? null, after ?? null, limit + 1],
  )
  const arrivals = rows.slice(0, limit)
  return { arrivals, next: rows.length > limit ? (arrivals.at(-1)?.id ?? null) : null }
}

/** How many are in each state, of one purpose. */
export async function countArrivals(app: Pool, purpose: string): Promise<Readonly<Record<ArrivalState, number>>> {
  const { rows } = await app.query<{ state: ArrivalState; count: number }>(
    `select a.state, count(*)::int as count from arrivals.arrival a
     where a.connection_id in (select id from arrivals.connection where purpose = $1) group by a.state`,
    [purpose],
  )
  const found = new Map(rows.map(({ state, count }) => [state, count]))
  return {
    accepted: found.get('accepted') ?? 0,
    written: found.get('written') ?? 0,
    waiting: found.get('waiting') ?? 0,
    refused: found.get('refused') ?? 0,
    ignored: found.get('ignored') ?? 0,
  }
}

export interface Step {
  readonly at: Date
  readonly actor: string
  readonly did: string
  readonly details: { readonly left?: readonly string[]; readonly why?: TakeBackReason }
}

/** With what came, while it is kept, and the settings by which it is read. */
export type Kept = ArrivalRow & { readonly sealed: Buffer | null; readonly settings: unknown }

/** Those of this purpose. */
export async function findKept(app: Pool, purpose: string, ids: readonly Id[]): Promise<readonly Kept[]> {
  const { rows } = await app.query<Kept>(
    `select ${columns}, a.sealed, c.settings from arrivals.arrival a join arrivals.connection c on c.id = a.connection_id
     where a.id = any ($1::uuid[]) and c.purpose = $2`,
    [ids, purpose],
  )
  return rows
}

/** One of this purpose, with its steps. */
export async function findArrival(
  app: Pool,
  purpose: string,
  id: Id,
): Promise<Kept & { readonly steps: readonly Step[] }> {
  const [found] = await findKept(app, purpose, [id])
  if (!found) throw new Refused('arrivals.absent', 'absent')
  const steps = await app.query<Step>(
    'select at, actor, did, details from arrivals.step where arrival_id = $1 order by id limit 200',
    [id],
  )
  return { ...found, steps: steps.rows }
}

export interface Replaying {
  readonly app: Pool
  readonly actor: string
  readonly at: Date
}

/** What was not written; what somebody has taken back only where it is named. */
const isOpen = (named: string): string =>
  `(a.state in ('refused', 'waiting') or ${named} and a.state = 'ignored' and a.reason = 'taken-back')`

/** Tries again what was not written and is still kept: one, or all of a purpose. Answers how many. */
export function replay(by: Replaying, purpose: string | undefined, only?: Id): Promise<number> {
  return transaction(by.app, async client => {
    const { rows } = await client.query<{ id: Id }>(
      `update arrivals.arrival a set state = 'accepted', reason = null, args = null, settled_at = null
       from arrivals.connection c
       where c.id = a.connection_id and ($1::text is null or c.purpose = $1) and ${isOpen('$2::uuid is not null')} and a.sealed is not null
         and ($2::uuid is null or a.id = $2)
       returning a.id`,
      [purpose ?? null, only ?? null],
    )
    await noteSteps(client, by, rows, 'replayed')
    if (rows.length > 0) await enqueue(client, writing, {}, { key: writing })
    return rows.length
  })
}

/** Staff have said whom an arrival is about; null: somebody new. */
export function choosePerson(by: Replaying, arrival: Id, person: Id | null): Promise<void> {
  return transaction(by.app, async client => {
    await client.query(
      `insert into arrivals.choice (arrival_id, person_id, at, by) values ($1, $2, $3, $4)
       on conflict (arrival_id) do update set person_id = excluded.person_id, at = excluded.at, by = excluded.by`,
      [arrival, person, by.at, by.actor],
    )
    const { rows } = await client.query<{ id: Id }>(
      `update arrivals.arrival a set state = 'accepted', reason = null, args = null, settled_at = null
       where a.id = $1 and a.state <> 'waiting' and ${isOpen('true')} and a.sealed is not null returning a.id`,
      [arrival],
    )
    if (rows.length === 0) throw new Refused('arrivals.settled-meanwhile', 'conflict')
    await noteSteps(client, by, rows, 'chosen')
    await enqueue(client, writing, {}, { key: writing })
  })
}

const noteSteps = (
  client: PoolClient,
  { actor, at }: Replaying,
  arrivals: readonly { readonly id: Id }[],
  did: string,
) =>
  client.query(
    `insert into arrivals.step (arrival_id, id, at, actor, did) select a.arrival, a.id, $3, $4, $5 from unnest($1::uuid[], $2::uuid[]) as a (arrival, id)`,
    [arrivals.map(({ id }) => id), arrivals.map(() => newId()), at, actor, did],
  )
