/** Whoever changes a campaign wakes the job that sends, in the same transaction. */

import type { ClientBase, Pool } from 'pg'
import { enqueue } from '../jobs/job.ts'

/** The job that sends. */
export const sendingJob = 'campaigns.send'

/** For every start too: what a killed server has left is settled, and what waits goes on. */
export const wakeCampaigns = (db: ClientBase | Pool): Promise<void> => enqueue(db, sendingJob, {}, { key: sendingJob })
