/** A backup or a drill that was asked for on the screen is done by the queue, which begins it again after a kill; what came of it is on record. */

import type { Pool } from 'pg'
import { Refused } from '../base/errors.ts'
import { openHome } from '../base/home.ts'
import type { Id } from '../base/ids.ts'
import { dateInHelsinki } from '../base/time.ts'
import type { Database } from '../database/pools.ts'
import { transaction } from '../database/transaction.ts'
import type { Program } from '../http/program.ts'
import { enqueue, type Job } from '../jobs/job.ts'
import { closerOf, keysOf } from './backup-key.ts'
import { enqueueNightly, nextNightly, nightlyJob, planNow } from './plan.ts'
import {
  askedFile,
  askForDrill,
  askForNightly,
  makeFolder,
  progress,
  recordDrilled,
  recordFailed,
  recordTaken,
  removeOld,
  type Work,
} from './record.ts'
import { drill } from './restore.ts'
import { takeBackup } from './take-backup.ts'

type Running = Program & { readonly database: Database }

export const take: Job<Running> = {
  name: 'backup.take',
  run: async ({ database, home, clock, log }, ids, stopping) => {
    const id = String(ids.backup)
    await keep(id, { database, home, clock, log }, stopping)
  },
}

/** The backup of every night. Its outcome is on record like any other's: one that fails is told, and the next night tries again. */
export const takeNightly: Job<Running> = {
  name: nightlyJob,
  run: async (program, _ids, stopping) => {
    const { app } = program.database
    const now = program.clock.now()
    const [next, { folder, drills }] = [await nextNightly(app, now), await planNow(app)]
    if (next && next <= now) {
      const backup = await askForNightly(app, dateInHelsinki(now), folder, now)
      await keep(backup, program, stopping)
      if (drills) await proveWeekly(app, backup, now)
    }
    await enqueueNightly(app, program.clock.now())
  },
}

/** Asks for a drill of this backup, when it was taken and none was asked for in the last week. */
const proveWeekly = (app: Pool, backup: Id, at: Date): Promise<void> =>
  transaction(app, async client => {
    const { rows } = await client.query<{ due: boolean }>(
      // Not a whole week: the night does not begin at the same second, nor with summer time at the same hour.
      `select b.state = 'done' and not exists (select from backup.drill d where d.asked_at > $2::timestamptz - interval '6 days 12 hours') as due
       from backup.backup b where b.id = $1`,
      [backup, at],
    )
    if (rows[0]?.due !== true) return
    const drill = await askForDrill(client, backup, { at, by: 'system' })
    await enqueue(client, 'backup.drill', { drill, backup })
  })

/** Takes a backup that was asked for into its file, and removes the old ones. */
async function keep(
  id: Id,
  { database, home, clock, log }: Pick<Running, 'database' | 'home' | 'clock' | 'log'>,
  stopping: AbortSignal,
): Promise<void> {
  await settle(database, log, ['backup', id], clock.now(), stopping, async tell => {
    await makeFolder(home)
    const { recipient } = await closerOf(home, clock)
    const file = await askedFile(database.app, home, id)
    const taken = await takeBackup(file, { database, home, clock, closer: { recipient }, tell })
    await recordTaken(database.app, id, taken, clock.now())
    await removeOld(database.app, home, (await planNow(database.app)).kept, clock.now())
  })
}

export const prove: Job<Running> = {
  name: 'backup.drill',
  run: async ({ database, home, clock, log }, ids, stopping) => {
    const id = String(ids.drill)
    await settle(database, log, ['drill', id], clock.now(), stopping, async tell => {
      const file = await askedFile(database.app, home, String(ids.backup))
      const { secret } = openHome(home)
      const opener = { keys: keysOf(home) }
      const proved = await drill({ file, opener, database, secret, home, clock, tell })
      await recordDrilled(database.app, id, proved, clock.now())
    })
  },
}

/** What fails is told and not tried again by itself; what a stop of the server interrupts is. */
async function settle(
  { app }: Database,
  log: Program['log'],
  [work, id]: readonly [Work, string],
  at: Date,
  stopping: AbortSignal,
  run: (tell: (share: number) => void) => Promise<void>,
): Promise<void> {
  const note = progress(app, work, id)
  try {
    await run(share => {
      stopping.throwIfAborted()
      note(share)
    })
  } catch (fault) {
    if (stopping.aborted) throw fault
    await recordFailed(app, work, id, fault, at)
    if (!(fault instanceof Refused))
      log({ job: `backup.${work}`, fault: fault instanceof Error ? fault.name : typeof fault })
  }
}
