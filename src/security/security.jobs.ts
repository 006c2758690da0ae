/** Soon after something was tried it is seen what is unusual, and told once in an hour at most; what has served its time goes every day. */

import type { ClientBase, Pool } from 'pg'
import type { Id } from '../base/ids.ts'
import type { Clock } from '../base/time.ts'
import { transaction } from '../database/transaction.ts'
import type { Program } from '../http/program.ts'
import { enqueue, type Job } from '../jobs/job.ts'
import { queueMessages } from '../mail/outbox.ts'
import { alerting, ownAlerting } from './alert-message.ts'
import { daysBefore, kept, measures } from './measures.ts'

const judging = 'security.judge'
const hour = 3_600_000
const day = 24 * hour

type Judging = Pick<Program, 'clock' | 'published'> & { readonly database: { readonly app: Pool } }

/** Those who may sign in and administer the server, or have one of these duties. */
export type FindWatchers = (client: ClientBase, duties: readonly string[]) => Promise<readonly Id[]>

export const judge = (findWatchers: FindWatchers): Job<Judging> => ({
  name: judging,
  run: async program => {
    const { app } = program.database
    const at = program.clock.now()
    await app.query('select security.judge($1, $2)', [at, JSON.stringify(measures)])
    const waits = await tell(program, findWatchers, at)
    await app.query('select security.forget($1, $2, $3)', [
      daysBefore(at, kept.attempts),
      daysBefore(at, kept.entries),
      daysBefore(at, kept.findings),
    ])
    await judgeAt(app, new Date(at.getTime() + (waits ? hour : day)))
  },
})

/** Answers whether something waits to be told, because something was told less than an hour ago. */
async function tell({ database: { app }, published }: Judging, findWatchers: FindWatchers, at: Date): Promise<boolean> {
  const { duties } = await published()
  const watching = duties.filter(({ purposes }) => purposes.includes('security')).map(({ id }) => id)
  return transaction(app, async client => {
    const { rows } = await client.query<{ id: Id; kind: string; staff_id: Id | null; waits: boolean }>(
      'select * from security.take_untold($1, $2)',
      [at, new Date(at.getTime() - hour)],
    )
    if (rows.some(({ waits }) => waits)) return true
    const [first] = rows
    if (first === undefined) return false
    await queueMessages(client, { kind: alerting, about: first.id, persons: await findWatchers(client, watching), at })
    for (const { id, staff_id } of rows)
      if (staff_id !== null) await queueMessages(client, { kind: ownAlerting, about: id, persons: [staff_id], at })
    return false
  })
}

const judgeAt = (app: Pool, at: Date): Promise<void> => enqueue(app, judging, {}, { at, key: `${judging} later` })

/** For every start: what was tried while nobody looked is looked at, and what is old goes. */
export const resumeJudging = ({ database, clock }: { database: { app: Pool }; clock: Clock }): Promise<void> =>
  judgeAt(database.app, clock.now())
