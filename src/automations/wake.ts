/** Whoever puts an automation on wakes the job that takes its steps, in the same transaction. */

import type { ClientBase, Pool } from 'pg'
import { enqueue } from '../jobs/job.ts'

/** The job that takes steps. */
export const passing = 'automations.pass'

/** For every start too. */
export const wakeAutomations = (db: ClientBase | Pool, at?: Date): Promise<void> =>
  enqueue(db, passing, {}, { key: passing, ...(at && { at }) })
