/** What somebody wrote and never confirmed is not kept until tomorrow. */

import type { Program } from '../http/program.ts'
import { enqueue, type Job } from '../jobs/job.ts'
import { tidying, tidyWaiting } from './waiting.ts'

export const tidyForms: Job<Pick<Program, 'clock' | 'database'>> = {
  name: tidying,
  run: async ({ clock, database: { app } }) => {
    await tidyWaiting(app, clock.now())
    await enqueue(app, tidying, {}, { at: new Date(clock.now().getTime() + 3_600_000), key: tidying })
  },
}
