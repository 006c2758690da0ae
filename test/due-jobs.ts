/** Jobs whose time has come by a test's clock are run by a call, so that no test waits for a worker to wake up. */

import * as library from 'graphile-worker'
import type { Job } from '../src/jobs/job.ts'
import { queuePool, usual } from '../src/jobs/queue.ts'
import { releaseTaken, tasksOf } from '../src/jobs/worker.ts'
import type { TestDatabase } from './database.ts'

/** What a job that failed is called in the log, in the order in which they failed. */
export type Faults = readonly string[]

/**
 * Runs what is due by the clock, and what that enqueues to be done at once, until nothing is left. The clock should not stand
 * before the real time: the queue goes by the database's.
 */
export async function runDueJobs<Program>(
  db: TestDatabase,
  jobs: readonly Job<Program>[],
  program: Program,
): Promise<Faults> {
  const faults: string[] = []
  const log = (line: Readonly<Record<string, string | number>>): void => void faults.push(`${line.job} ${line.fault}`)
  const taskList = tasksOf({ jobs, program, log }, new AbortController().signal)
  await releaseTaken(db.admin)
  const pgPool = queuePool({ ...db.app.options, max: 2 })
  try {
    while (await makeDue(db, Object.keys(taskList)))
      await library.runOnce({ ...usual(library), pgPool, taskList, noHandleSignals: true })
  } finally {
    await pgPool.end()
  }
  return faults
}

async function makeDue(db: TestDatabase, names: readonly string[]): Promise<boolean> {
  const { rowCount } = await db.admin.query(
    `update graphile_worker._private_jobs set run_at = now()
     where run_at <= greatest($1, now()) and is_available and attempts = 0
       and task_id in (select id from graphile_worker._private_tasks where identifier = any ($2))`,
    [db.clock.now(), names],
  )
  return rowCount !== 0
}

/** Failed jobs are tried again now, not when their time comes. */
export const forgiveFaults = (db: TestDatabase): Promise<unknown> =>
  db.admin.query(`update graphile_worker._private_jobs set attempts = 0, run_at = now()`)
