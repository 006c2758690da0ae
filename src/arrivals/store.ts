/** What came is durable before its sender hears so: deliveries that come at the same time share a commit. */

import { setImmediate as nextTurn } from 'node:timers/promises'
import type { Pool } from 'pg'
import { Refused } from '../base/errors.ts'
import { newId } from '../base/ids.ts'
import { transaction } from '../database/transaction.ts'
import { enqueue } from '../jobs/job.ts'

/** A delivery as it is kept. */
export interface NewArrival {
  readonly id: string
  readonly connection: string
  /** SHA-256 of what the sender knows the event by. */
  readonly event: Buffer
  readonly topic: string
  readonly at: Date
  readonly bytes: number
  readonly sealed: Buffer
  readonly sealedUntil: Date
  readonly noticeVersion: number
  readonly test: boolean
  /** Staff have told whom it is about. */
  readonly choice?: Choice | undefined
}

export interface Choice {
  readonly person: string
  readonly by: string
}

/** The job that writes what has come (write.ts). */
export const writing = 'arrivals.write'

interface Waiting {
  readonly arrival: NewArrival
  readonly done: () => void
  readonly failed: (error: unknown) => void
}

/** One commit holds at most this many. */
const mostInOneWrite = 500
/** More than this waiting means that the database cannot keep up: whoever sends is told to come again. */
const mostWaiting = 20_000

/** The function that keeps one delivery, and resolves when it is durable, or is there already. */
export function openStore(app: Pool): (arrival: NewArrival) => Promise<void> {
  const waiting: Waiting[] = []
  let works = false

  async function writeAll(): Promise<void> {
    for (;;) {
      await nextTurn() // whoever comes at the same moment comes along
      const batch = waiting.splice(0, mostInOneWrite)
      if (batch.length === 0) break
      await keep(
        app,
        batch.map(({ arrival }) => arrival),
      ).then(
        () => batch.forEach(({ done }) => void done()),
        () => batch.forEach(({ failed }) => void failed(new Refused('arrivals.not-kept', 'unavailable'))),
      )
    }
    works = false
  }

  return arrival => {
    if (waiting.length >= mostWaiting) return Promise.reject(new Refused('arrivals.not-kept', 'unavailable'))
    return new Promise((done, failed) => {
      waiting.push({ arrival, done, failed })
      if (works) return
      works = true
      void writeAll()
    })
  }
}

/** What is new is kept and waits to be written; what has come before is noted with the first. */
function keep(app: Pool, arrivals: readonly NewArrival[]): Promise<void> {
  const column = <Value>(value: (arrival: NewArrival) => Value): Value[] => arrivals.map(value)
  return transaction(app, async client => {
    const { rows } = await client.query<{ id: string }>(
      `insert into arrivals.arrival (id, connection_id, event, topic, at, bytes, sealed, sealed_until, notice_version, test)
       select * from unnest($1::uuid[], $2::uuid[], $3::bytea[], $4::text[], $5::timestamptz[], $6::int[], $7::bytea[],
         $8::timestamptz[], $9::int[], $10::boolean[])
       on conflict (connection_id, event) do nothing returning id`,
      [
        column(({ id }) => id),
        column(({ connection }) => connection),
        column(({ event }) => event),
        column(({ topic }) => topic),
        column(({ at }) => at),
        column(({ bytes }) => bytes),
        column(({ sealed }) => sealed),
        column(({ sealedUntil }) => sealedUntil),
        column(({ noticeVersion }) => noticeVersion),
        column(({ test }) => test),
      ],
    )
    const kept = new Set(rows.map(({ id }) => id))
    const chosen = arrivals.flatMap(({ id, at, choice }) => (choice && kept.has(id) ? [{ id, at, ...choice }] : []))
    if (chosen.length > 0)
      await client.query(
        `insert into arrivals.choice (arrival_id, person_id, at, by)
         select c.id, c.person, c.at, c.by from jsonb_to_recordset($1) as c (id uuid, person uuid, at timestamptz, by text)`,
        [JSON.stringify(chosen)],
      )
    const again = arrivals.filter(({ id }) => !kept.has(id))
    if (again.length > 0) await noteAgain(client, again)
    if (kept.size > 0) await enqueue(client, writing, {}, { key: writing })
  })
}

const noteAgain = (client: Pick<Pool, 'query'>, again: readonly NewArrival[]) =>
  client.query(
    `insert into arrivals.step (arrival_id, id, at, actor, did)
     select a.id, g.id, g.at, 'connection:' || a.connection_id, 'duplicate'
     from unnest($1::uuid[], $2::bytea[], $3::uuid[], $4::timestamptz[]) as g (connection_id, event, id, at)
     join arrivals.arrival a on a.connection_id = g.connection_id and a.event = g.event`,
    [
      again.map(({ connection }) => connection),
      again.map(({ event }) => event),
      again.map(() => newId()),
      again.map(({ at }) => at),
    ],
  )
