/** What was never sent is cleared every hour. */

import type { Pool } from 'pg'
import { enqueue } from '../jobs/job.ts'

export const tidying = 'inbox.tidy'

/** For every start. */
export const resumeInbox = (app: Pool): Promise<void> => enqueue(app, tidying, {}, { key: tidying })
