/** When its time has come a reminder goes to the administrators, if the clock of the breach still runs then. */

import type { Pool } from 'pg'
import type { Clock } from '../base/time.ts'
import { transaction } from '../database/transaction.ts'
import type { Job } from '../jobs/job.ts'
import { readBreach } from './ledger.ts'
import { remind as queueReminder, reminding } from './reminder.ts'

export const remind: Job<{ readonly clock: Clock; readonly database: { readonly app: Pool } }> = {
  name: reminding,
  run: ({ clock, database }, { breach, hours }) =>
    transaction(database.app, async client =>
      queueReminder(client, await readBreach(client, String(breach)), Number(hours), clock.now()),
    ),
}
