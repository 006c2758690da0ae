/** A run of the checks in the queue: it sees to the next night first, so that a fault of one night does not end them. */

import type { Job } from '../jobs/job.ts'
import type { PromiseCheck } from './promise.ts'
import { type Checking, runChecks } from './run.ts'
import { checkAtNight, checking, checkNow } from './schedule.ts'

export const checkPromises = (checks: readonly PromiseCheck[]): Job<Checking> => ({
  name: checking,
  run: async (program, _ids, stopping) => {
    const { app } = program.database
    await checkAtNight(app, program.clock.now())
    await runChecks(program, checks, stopping)
    if (stopping.aborted) await checkNow(app, program.clock.now())
  },
})
