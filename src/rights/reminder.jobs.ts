/** Every morning those whose duty it is are reminded of the requests whose day has come. */

import type { Pool } from 'pg'
import { transaction } from '../database/transaction.ts'
import type { Program } from '../http/program.ts'
import type { Job } from '../jobs/job.ts'
import { enqueueTomorrow, remind as queueReminders, reminding } from './reminder.ts'

export const remind: Job<Pick<Program, 'clock' | 'published'> & { readonly database: { readonly app: Pool } }> = {
  name: reminding,
  run: async ({ clock, database, published }) => {
    const notice = await published()
    await transaction(database.app, client => queueReminders(client, notice, clock.now()))
    await enqueueTomorrow(database.app, clock.now())
  },
}
