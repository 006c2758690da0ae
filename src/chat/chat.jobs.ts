/** What was said is with the intake a moment later, again after a kill; what is past its time is not kept until tomorrow. */

import type { Program } from '../http/program.ts'
import { enqueue, type Job } from '../jobs/job.ts'
import { type Handing, handTalk } from './hand.ts'
import { handing } from './talk.ts'
import { tidying, tidyTalks } from './tidy.ts'

export const hand: Job<Handing> = {
  name: handing,
  run: (program, { talk }) => handTalk(program, String(talk)),
}

export const tidy: Job<Pick<Program, 'clock' | 'database'>> = {
  name: tidying,
  run: async ({ clock, database: { app } }) => {
    await tidyTalks(app, clock.now())
    await enqueue(app, tidying, {}, { at: new Date(clock.now().getTime() + 3_600_000), key: tidying })
  },
}
