/** The work of every morning is in the queue from the first start on. */

import type { Pool } from 'pg'
import { enqueue } from '../jobs/job.ts'

/** The job in which contracts begin, end and renew. */
export const advancing = 'agreements.advance'

/** For every start. */
export const resumeAgreements = (app: Pool): Promise<void> => enqueue(app, advancing, {}, { key: advancing })
