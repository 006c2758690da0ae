/** Every morning contracts begin, end and renew by their days; files of documents that nothing tells of go. */

import { newId } from '../base/ids.ts'
import { dateInHelsinki, momentInHelsinki } from '../base/time.ts'
import { daysAfter } from '../base/time-limit.ts'
import type { Program } from '../http/program.ts'
import { enqueue, type Job } from '../jobs/job.ts'
import { rightsPurpose } from '../mail/recipient.ts'
import { clearDocuments } from './document.ts'
import { advancing } from './upkeep.ts'

type Running = Pick<Program, 'clock' | 'database' | 'home' | 'published' | 'sign'>

export const advance: Job<Running> = {
  name: advancing,
  run: async ({ clock, database, home, published, sign }) => {
    const now = clock.now()
    const today = dateInHelsinki(now)
    const purpose = rightsPurpose(await published())
    const token = sign({ actor: 'system', purpose, request: newId() })
    await database.purpose(purpose).query('select agreements.advance($1, $2, $3)', [token, today, now])
    await clearDocuments(database.app, home)
    await enqueue(database.app, advancing, {}, { at: momentInHelsinki(daysAfter(today, 1), 4), key: advancing })
  },
}

/** Its name stands in 0014-agreements.sql too. */
export const clear: Job<Pick<Program, 'database' | 'home'>> = {
  name: 'agreements.clear',
  run: ({ database, home }) => clearDocuments(database.app, home),
}
