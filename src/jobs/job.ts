/** Work that must follow is a row of the queue, written in the transaction that makes it necessary; it carries ids and nothing else. */

import type { ClientBase, Pool } from 'pg'
import { isId } from '../base/ids.ts'

/** Ids of rows, and numbers of versions: never a name, an address or a text. */
export type JobIds = Readonly<Record<string, string | number>>

/** What a job is: a capability's `.jobs.ts` exports it, running.ts lists it, the worker runs it. */
export interface Job<Program> {
  /** As the queue knows it: `mail.send`. */
  readonly name: string
  /**
   * Does it. It may be run again after it was done, or half done: a kill leaves no mark of how far it came. `stopping` is
   * aborted when the server is told to stop: a long job then ends at its next whole step and enqueues the rest.
   */
  readonly run: (program: Program, ids: JobIds, stopping: AbortSignal) => Promise<void>
}

export interface When {
  /** Not before this moment. */
  readonly at?: Date
  /** Of jobs with the same key that have not begun only the last one stands. */
  readonly key?: string
}

/** Enqueues in the caller's transaction: what is rolled back has enqueued nothing. Jobs of one name follow each other. */
export async function enqueue(
  client: ClientBase | Pool,
  name: string,
  ids: JobIds = {},
  { at, key }: When = {},
): Promise<void> {
  const strange = Object.entries(ids).find(([, value]) => typeof value === 'string' && !isId(value))
  if (strange) throw new RangeError(`job ${name}: ${strange[0]} is no id`)
  await client.query(
    `select from graphile_worker.add_job($1, payload := $2::json, queue_name := $1, run_at := $3::timestamptz, job_key := $4)`,
    [name, JSON.stringify(ids), at ?? null, key ?? null],
  )
}
