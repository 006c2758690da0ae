/** Every night what is past its date is removed; a server that is stopped goes on where it was. */

import type { Database } from '../database/pools.ts'
import { bringInLine } from '../database/publish.ts'
import { enqueue, type Job } from '../jobs/job.ts'
import { jobOf, type Passing, pass, resumeRetention } from './passage.ts'

type Night = Passing & { readonly database: Database }

const system = 'system'

export const removeNightly: Job<Night> = {
  name: jobOf('nightly'),
  run: async (program, _ids, stopping) => {
    const { app } = program.database
    const ended = await pass(program, 'nightly', { rest: 1, stopping, actor: system })
    if (ended === undefined) return enqueue(app, jobOf('nightly'))
    // A category or a field that the notice dropped goes once its last value has gone.
    await bringInLine(program.database, program.clock)
    await resumeRetention(app, program.clock.now())
  },
}

export const tryOut: Job<Night> = {
  name: jobOf('dry'),
  run: async (program, _ids, stopping) => {
    const ended = await pass(program, 'dry', { rest: 0, stopping, actor: system })
    if (ended === undefined) await enqueue(program.database.app, jobOf('dry'))
  },
}
