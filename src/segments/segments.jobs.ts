/** Segments are brought up to date every minute, so that whoever reads one next has little to wait for. */

import { enqueue, type Job } from '../jobs/job.ts'
import { bringUpToDate, type Keeping, purposesWithSegments } from './members.ts'

const name = 'segments.keep'
const pace = 60_000 // milliseconds between two passages

/** For every start and after every passage: the next one is in the queue, once. */
export const resumeSegments = ({ database, clock }: Pick<Keeping, 'database' | 'clock'>): Promise<void> =>
  enqueue(database.app, name, {}, { at: new Date(clock.now().getTime() + pace), key: name })

export const keepSegments: Job<Keeping> = {
  name,
  run: async (program, _ids, stopping) => {
    for (const purpose of await purposesWithSegments(program)) {
      if (stopping.aborted) break
      await bringUpToDate(program, purpose)
    }
    await resumeSegments(program)
  },
}
