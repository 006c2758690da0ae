/** Answers are written together, whoever is in the segment is invited, and a survey ends at its time, also when no server ran then. */

import type { Program } from '../http/program.ts'
import { enqueue, type Job } from '../jobs/job.ts'
import { writeTogether } from './anonymous.ts'
import { endSurvey, surveysToEnd } from './closing.ts'
import { invite } from './invitation.ts'
import { jobNames, surveyById } from './survey.ts'

export const write: Job<Program> = {
  name: jobNames.writing,
  run: ({ database, home }, { survey }) => writeTogether({ app: database.app, home }, String(survey)),
}

export const inviting: Job<Program> = {
  name: jobNames.inviting,
  run: async (program, ids, stopping) => {
    const survey = await surveyById(program.database.app, String(ids.survey))
    if (survey) await invite(program, survey, stopping)
  },
}

export const end: Job<Program> = {
  name: jobNames.closing,
  run: (program, { survey }) => endSurvey(program, String(survey)),
}

/** For every start. */
export async function resumeSurveys({ database, clock }: Pick<Program, 'database' | 'clock'>): Promise<void> {
  for (const survey of await surveysToEnd({ database, clock }))
    await enqueue(database.app, jobNames.closing, { survey }, { key: `${jobNames.closing} ${survey}` })
}
