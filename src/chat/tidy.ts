/** A talk is kept as long as other arrivals are as they came, and then forgotten; what became of it stands where the notice says. */

import type { Pool } from 'pg'
import { enqueue } from '../jobs/job.ts'
import { keptDays } from './chat-door.ts'

export const tidying = 'chat.tidy'

export async function tidyTalks(app: Pool, now: Date): Promise<void> {
  await app.query('delete from chat.talk where last_at < $1', [new Date(now.getTime() - keptDays * 86_400_000)])
}

export const resumeChats = (app: Pool): Promise<void> => enqueue(app, tidying, {}, { key: tidying })
