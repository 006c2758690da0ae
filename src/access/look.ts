/** A look is durable before its answer leaves: readers who look at the same time share an INSERT, a seal and a commit. */

import { setImmediate as nextTurn } from 'node:timers/promises'
import type { Pool } from 'pg'
import { Refused } from '../base/errors.ts'
import { isId, newId } from '../base/ids.ts'
import type { Clock } from '../base/time.ts'
import type { Look } from '../http/program.ts'

export interface LookLog {
  /** Resolves when every row is durable; rejects, with nothing to answer, when they could not be written. */
  record(looks: readonly Look[]): Promise<void>
  /** Writes what waits and takes no more. */
  close(): Promise<void>
}

interface Waiting {
  readonly looks: readonly Look[]
  readonly done: () => void
  readonly failed: (error: unknown) => void
}

/** One statement writes at most this many rows, so that a long list does not make the others wait. */
const mostInOneWrite = 2_000
/**
 * So many writes are under way at once, each with its own chain of seals; there is place for four. One is fastest: with more the
 * same looks take more commits (docs/decisions/0005).
 */
const usualLanes = 1
/** More than this waiting means that the database cannot keep up: further readers are refused at once. */
const mostWaiting = 50_000

export function openLookLog(pool: Pool, clock: Clock, lanes: 1 | 2 | 3 | 4 = usualLanes): LookLog {
  const waiting: Waiting[] = []
  let rowsWaiting = 0
  let closed = false
  const freeLanes = Array.from({ length: lanes }, (_, lane) => lane)
  const writing = new Set<Promise<void>>()

  // A lane writes one batch at a time: what comes in meanwhile makes up the next one.
  async function writeAll(lane: number): Promise<void> {
    for (;;) {
      await nextTurn() // everybody who was answered at the same moment looks again at the same moment
      if (waiting.length === 0) break
      const batch = takeBatch()
      const looks = batch.flatMap(waiter => waiter.looks)
      try {
        await write(pool, lane, looks, clock.now())
        for (const { done } of batch) done()
      } catch {
        for (const { failed } of batch) failed(unavailable())
      }
    }
    freeLanes.unshift(lane)
  }

  function takeBatch(): Waiting[] {
    let rows = 0
    let end = 0
    do rows += waiting[end++]?.looks.length ?? 0
    while (rows < mostInOneWrite && end < waiting.length)
    rowsWaiting -= rows
    return waiting.splice(0, end)
  }

  function startLane(): void {
    const lane = freeLanes.shift()
    if (lane === undefined) return
    const written = writeAll(lane).finally(() => writing.delete(written))
    writing.add(written)
  }

  return {
    record(looks) {
      if (closed || rowsWaiting + looks.length > mostWaiting) return Promise.reject(unavailable())
      // One row that PostgreSQL refuses would refuse all that are written with it.
      if (looks.some(({ personId }) => personId !== null && !isId(personId)))
        return Promise.reject(new Error('a look names a person by something that is no id'))
      return new Promise((done, failed) => {
        waiting.push({ looks, done, failed })
        rowsWaiting += looks.length
        startLane()
      })
    },
    async close() {
      closed = true
      await Promise.all(writing)
    },
  }
}

const unavailable = () => new Refused('http.looks-unavailable', 'unavailable')

// What looks have in common is sent once: a screen asks for many persons, and a minute's work knows few combinations. Arrays of
// ids and numbers need no quoting, so they are written by joining.
//
// A seal's hash covers the hash before it in its lane: n and n - 4. A writer in another process may take the same number first:
// its key then refuses ours and we try again upon the new head.
const insert = `
  with rows as materialized (
    select look.id, timestamptz 'epoch' + look.ms * interval '1 millisecond' as at, about.actor, about.purpose, look.person_id,
      about.operation, string_to_array(about.categories, E'\\x1e') as categories, look.request_id, about.notice_version
    from unnest($1::uuid[], $2::bigint[], $3::uuid[], $4::uuid[], $5::int[]) as look (id, ms, person_id, request_id, place)
    join unnest($6::text[], $7::text[], $8::text[], $9::text[], $10::int[])
      with ordinality as about (actor, purpose, operation, categories, notice_version, place) using (place)
  ), head as (
    select n, hash from access.look_seal where n % 4 = $12 order by n desc limit 1
  ), seal as (
    insert into access.look_seal (n, at, looks, hash)
    select coalesce((select n from head), $12) + 4, $11, count(*), sha256(coalesce((select hash from head), '') || string_agg(
      access.look_hash(id, at, access.look_actor(actor, person_id), purpose, access.look_whom(id, person_id), operation, categories, request_id, notice_version), '' order by id))
    from rows
    returning n
  )
  insert into access.look (id, at, actor, purpose, person_id, operation, categories, request_id, notice_version, seal)
  select rows.*, seal.n from rows, seal`

/** The looks as columns: ids that sort as they were made, then what each has of its own, then what they have in common. */
function columnsOf(looks: readonly Look[]): readonly unknown[] {
  const common = new Map<string, { readonly place: number; readonly look: Look }>()
  const places = looks.map(look => {
    const { actor, purpose, operation, categories, noticeVersion } = look
    const key = `${noticeVersion} ${actor} ${purpose} ${operation} ${categories.join(' ')}`
    const known = common.get(key)
    if (known) return known.place
    common.set(key, { place: common.size + 1, look })
    return common.size
  })
  const about = [...common.values()].map(({ look }) => look)
  const first = newId().slice(0, -4)
  return [
    bare(looks, (_, n) => first + n.toString(16).padStart(4, '0')),
    bare(looks, ({ at }) => at.getTime()),
    bare(looks, ({ personId }) => personId ?? 'null'),
    bare(looks, ({ requestId }) => requestId),
    `{${places.join()}}`,
    about.map(({ actor }) => actor),
    about.map(({ purpose }) => purpose),
    about.map(({ operation }) => operation),
    about.map(({ categories }) => categories.join('\x1e')),
    about.map(({ noticeVersion }) => noticeVersion),
  ]
}

const bare = (looks: readonly Look[], value: (look: Look, n: number) => string | number): string =>
  `{${looks.map(value).join()}}`

async function write(pool: Pool, lane: number, looks: readonly Look[], at: Date): Promise<void> {
  if (looks.length === 0) return
  const columns = columnsOf(looks)
  for (let tries = 1; ; tries++) {
    try {
      await pool.query({ name: 'record-looks', text: insert, values: [...columns, at, lane] })
      return
    } catch (error) {
      const code = typeof error === 'object' && error !== null && 'code' in error ? error.code : undefined
      if (tries > 20) throw error
      if (code === '23514') await prepareLooks(pool, looks)
      else if (code !== '23505') throw error
    }
  }
}

/** Makes the partitions for the months that the looks fall in, and for the month after each. */
async function prepareLooks(pool: Pool, looks: readonly Look[]): Promise<void> {
  for (const month of new Set(looks.map(({ at }) => at.toISOString().slice(0, 7))))
    await pool.query('select access.prepare_looks($1, 1)', [`${month}-01`])
}
