/** What has come is written as soon as there is room, and what is past its date is not kept until tomorrow. */

import type { Job } from '../jobs/job.ts'
import { enqueue } from '../jobs/job.ts'
import type { Adapter } from './adapter.ts'
import { enqueueTomorrow, informing, informSoon } from './inform.ts'
import { writing } from './store.ts'
import { removeOld, tidying } from './tidy.ts'
import { type Writing, writeAccepted } from './write.ts'

export const write = (adapters: readonly Adapter[]): Job<Writing> => ({
  name: writing,
  run: async (program, _ids, stopping) => {
    const ended = await writeAccepted(program, adapters, stopping)
    if (!ended) await enqueue(program.database.app, writing, {}, { key: writing })
  },
})

export const tidy: Job<Pick<Writing, 'clock' | 'database'>> = {
  name: tidying,
  run: async ({ clock, database: { app } }) => {
    await removeOld(app, clock.now())
    await enqueue(app, tidying, {}, { at: new Date(clock.now().getTime() + 3_600_000), key: tidying })
  },
}

export const inform: Job<Pick<Writing, 'clock' | 'database'>> = {
  name: informing,
  run: async ({ clock, database: { app } }) => {
    await informSoon(app, clock.now())
    await enqueueTomorrow(app, clock.now())
  },
}
