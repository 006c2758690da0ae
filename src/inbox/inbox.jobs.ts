/** Files that nobody sent go in a day, and with the rows of those that were sent. */

import type { Program } from '../http/program.ts'
import { enqueue, type Job } from '../jobs/job.ts'
import { clearEnclosures } from './enclosure.ts'
import { tidying } from './tidy.ts'

type Running = Pick<Program, 'clock' | 'database' | 'home'>

/** Its name stands in 0016-inbox.sql too. */
export const clear: Job<Running> = {
  name: 'inbox.clear',
  run: ({ clock, database, home }) => clearEnclosures(database.app, home, clock.now()),
}

export const tidy: Job<Running> = {
  name: tidying,
  run: async ({ clock, database: { app }, home }) => {
    await clearEnclosures(app, home, clock.now())
    await enqueue(app, tidying, {}, { at: new Date(clock.now().getTime() + 3_600_000), key: tidying })
  },
}
