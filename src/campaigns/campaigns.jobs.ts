/** The queue sends campaigns again when the next thing of one is to be done. */

import { enqueue, type Job } from '../jobs/job.ts'
import type { Delivering } from './deliver.ts'
import { sendDue } from './send-due.ts'
import { sendingJob } from './wake.ts'
import type { Letters } from './written.ts'

export const sendCampaigns = (letters: Letters): Job<Delivering> => ({
  name: sendingJob,
  run: async (program, _ids, stopping) => {
    const at = await sendDue(program, letters, stopping)
    if (at) await enqueue(program.database.app, sendingJob, {}, { at, key: sendingJob })
  },
})
