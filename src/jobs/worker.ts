/** Jobs run one after the other inside the server, by one server of a register at a time; what a killed one held is taken up again at once. */

import { setTimeout as pause } from 'node:timers/promises'
import type { Runner, TaskList } from 'graphile-worker'
import type pg from 'pg'
import { Refused } from '../base/errors.ts'
import type { Database } from '../database/pools.ts'
import type { Job, JobIds } from './job.ts'
import { queuePool, usual } from './queue.ts'

export interface Worker {
  /** Takes no more jobs and resolves when the one in progress has ended. */
  stop(): Promise<void>
}

export interface WorkerOptions<Program> {
  readonly database: Pick<Database, 'app'>
  readonly jobs: readonly Job<Program>[]
  readonly program: Program
  /** Begins so many milliseconds later: the first moments of a start belong to the requests. */
  readonly after?: number
  /** A line about a job that failed and will be tried again; nobody's data. */
  readonly log: (line: Readonly<Record<string, string | number>>) => void
}

// Of this database: who holds it is the one server that runs jobs, so whatever else is marked as taken was taken by a dead one.
const working = 7_356_007

/** A job that is enqueued is noticed at once; this is for those whose time comes, in milliseconds. */
const pollInterval = 5_000
/** How long a running job is waited for when the server stops, in milliseconds. */
const patience = 10_000
/** Between tries to take the queue from another server, or to reach the database again, in milliseconds. */
const again = 5_000

/** Starts to work. Never rejects: a database that is away for a while is waited for. */
export function startWorker<Program>(options: WorkerOptions<Program>): Worker {
  const stopping = new AbortController()
  const { signal } = stopping
  const work = async (): Promise<void> => {
    if (options.after) await pause(options.after, undefined, { signal }).catch(() => {})
    while (!signal.aborted) {
      try {
        await takeTurn(options, signal)
      } catch (fault) {
        options.log({ fault: nameOf(fault), job: 'worker' })
      }
      await pause(again, undefined, { signal }).catch(() => {})
    }
  }
  const ended = work()
  return {
    stop: () => {
      stopping.abort()
      return ended
    },
  }
}

/** Works as long as the queue is ours and the database is there. */
async function takeTurn<Program>(options: WorkerOptions<Program>, stopping: AbortSignal): Promise<void> {
  const pgPool = queuePool({ ...options.database.app.options, max: 4 })
  try {
    const holder = await pgPool.connect()
    let runner: Runner | undefined
    const stop = (): void => void runner?.stop().catch(() => {}) // it has stopped by itself
    try {
      const { rows } = await holder.query<{ ours: boolean }>('select pg_try_advisory_lock($1) as ours', [working])
      if (!rows[0]?.ours || stopping.aborted) return
      await releaseTaken(holder)
      const library = await import('graphile-worker')
      runner = await library.run({
        ...usual(library),
        pgPool,
        taskList: tasksOf(options, stopping),
        concurrency: 2,
        pollInterval,
        gracefulShutdownAbortTimeout: patience,
        noHandleSignals: true,
        parsedCronItems: [],
      })
      stopping.addEventListener('abort', stop)
      holder.on('error', stop)
      if (stopping.aborted) stop()
      await runner.promise
    } finally {
      stopping.removeEventListener('abort', stop)
      holder.release(true) // closing the connection lets the lock go
    }
  } finally {
    await pgPool.end()
  }
}

/** What a server that was killed had taken; the queue itself would wait four hours. */
export async function releaseTaken(client: pg.ClientBase | pg.Pool): Promise<void> {
  await client.query(`select from graphile_worker.force_unlock_workers(array(
    select locked_by from graphile_worker._private_jobs where locked_by is not null
    union select locked_by from graphile_worker._private_job_queues where locked_by is not null))`)
}

/** The jobs as the queue runs them. A fault is kept by the queue, so it gets the fault's name and never its message. */
export function tasksOf<Program>(
  { jobs, program, log }: Pick<WorkerOptions<Program>, 'jobs' | 'program' | 'log'>,
  stopping: AbortSignal,
): TaskList {
  return Object.fromEntries(
    jobs.map(({ name, run }) => [
      name,
      async (payload: unknown, { job }) => {
        try {
          await run(program, payload as JobIds, stopping)
        } catch (fault) {
          log({ job: name, attempt: job.attempts, fault: nameOf(fault) })
          throw new Error(nameOf(fault))
        }
      },
    ]),
  )
}

function nameOf(fault: unknown): string {
  if (fault instanceof Refused) return fault.key
  if (!(fault instanceof Error)) return typeof fault
  return 'code' in fault ? `${fault.name} ${fault.code}` : fault.name
}
