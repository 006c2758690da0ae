/** The work of every morning is in the queue from the first start on. */

import type { Pool } from 'pg'
import { enqueue } from '../jobs/job.ts'

/** The job in which what is past its last day ends. */
export const keeping = 'publication.keep'

/** For every start. */
export const resumePublications = (app: Pool): Promise<void> => enqueue(app, keeping, {}, { key: keeping })
