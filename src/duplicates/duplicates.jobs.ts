/** Comparing all when it is asked for, and whoever has changed every minute. */

import { enqueue, type Job } from '../jobs/job.ts'
import { type Comparing, compareAll, compareJob, findRun } from './compare-all.ts'
import { changedJob, compareChanged, resumeComparing } from './compare-changed.ts'

export const compareEverybody: Job<Comparing> = {
  name: compareJob,
  run: async (program, { run }, stopping) => {
    const id = String(run)
    await compareAll(program, id, stopping)
    const now = await findRun(program, id)
    if (now?.endedAt === null) await enqueue(program.database.app, compareJob, { run: id })
  },
}

export const compareWhoChanged: Job<Comparing> = {
  name: changedJob,
  run: async (program, _ids, stopping) => {
    await compareChanged(program, stopping)
    await resumeComparing(program)
  },
}
