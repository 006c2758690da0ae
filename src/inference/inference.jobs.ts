/** Inferences are brought up to date every minute, and at once when a rule was saved. */

import { enqueue, type Job } from '../jobs/job.ts'
import { bringUpToDate, type Judging, purposesWithRules } from './judge.ts'
import { keepingName } from './rule.ts'

const pace = 60_000 // milliseconds between two passages

/** For every start and after every passage: the next one is in the queue, once. */
export const resumeInferring = ({ database, clock }: Pick<Judging, 'database' | 'clock'>): Promise<void> =>
  enqueue(database.app, keepingName, {}, { at: new Date(clock.now().getTime() + pace), key: keepingName })

export const keepInferences: Job<Judging> = {
  name: keepingName,
  run: async (program, _ids, stopping) => {
    for (const purpose of await purposesWithRules(program)) {
      if (stopping.aborted) break
      await bringUpToDate(program, purpose, stopping)
    }
    await resumeInferring(program)
  },
}
