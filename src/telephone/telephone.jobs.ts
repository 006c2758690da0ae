/** Recordings that a telephone system tells of are fetched, and their files go whenever what tells of them does. */

import type { Pool } from 'pg'
import type { Program } from '../http/program.ts'
import { enqueue, type Job } from '../jobs/job.ts'
import { fetchRecording } from './fetch-recording.ts'
import { clearRecordings } from './recording.ts'

type Running = Pick<Program, 'clock' | 'database' | 'home'>
const tidying = 'telephone.tidy'

/** Their names stand in 0014-telephone.sql too. */
export const fetch: Job<Pick<Program, 'clock' | 'database' | 'home' | 'sign'>> = {
  name: 'telephone.fetch',
  run: (program, { arrival }) => fetchRecording(program, String(arrival)),
}

export const clear: Job<Running> = {
  name: 'telephone.clear',
  run: ({ clock, database, home }) => clearRecordings(database.app, home, clock.now()),
}

export const tidy: Job<Running> = {
  name: tidying,
  run: async ({ clock, database, home }) => {
    await clearRecordings(database.app, home, clock.now())
    await enqueue(database.app, tidying, {}, { at: new Date(clock.now().getTime() + 3_600_000), key: tidying })
  },
}

/** For every start. */
export const resumeRecordings = (app: Pool): Promise<void> => enqueue(app, tidying, {}, { key: tidying })
