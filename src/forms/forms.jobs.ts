/** What somebody wrote and never confirmed is not kept until tomorrow; files go to their row, and with it. */

import type { Program } from '../http/program.ts'
import { enqueue, type Job } from '../jobs/job.ts'
import { read } from './form-adapter.ts'
import { clearFiles as clear, placeFiles as place } from './sent-file.ts'
import { tidying, tidyWaiting } from './waiting.ts'

export const tidyForms: Job<Pick<Program, 'clock' | 'database' | 'home'>> = {
  name: tidying,
  run: async ({ clock, database, home }) => {
    const { app } = database
    await tidyWaiting(app, clock.now())
    await clear({ clock, database, home })
    await enqueue(app, tidying, {}, { at: new Date(clock.now().getTime() + 3_600_000), key: tidying })
  },
}

/** Their names stand in 0015-sent-files.sql too. */
export const placeFiles: Job<Pick<Program, 'database' | 'home' | 'sign'>> = {
  name: 'forms.place',
  run: (program, { arrival }) => place(program, String(arrival), delivery => read(delivery).files?.sent ?? []),
}

export const clearFiles: Job<Pick<Program, 'clock' | 'database' | 'home'>> = { name: 'forms.clear', run: clear }
