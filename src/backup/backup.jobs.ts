/** A backup or a drill that was asked for on the screen is done by the queue, which begins it again after a kill; what came of it is on record. */

import { Refused } from '../base/errors.ts'
import { openHome } from '../base/home.ts'
import type { Database } from '../database/pools.ts'
import type { Program } from '../http/program.ts'
import type { Job } from '../jobs/job.ts'
import { closerOf, keysOf } from './backup-key.ts'
import {
  keptFile,
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
    await settle(database, log, ['backup', id], clock.now(), stopping, async tell => {
      await makeFolder(home)
      const { recipient } = await closerOf(home, clock)
      const taken = await takeBackup(keptFile(home, id), { database, home, clock, closer: { recipient }, tell })
      await recordTaken(database.app, id, taken, clock.now())
      await removeOld(database.app, home, clock.now())
    })
  },
}

export const prove: Job<Running> = {
  name: 'backup.drill',
  run: async ({ database, home, clock, log }, ids, stopping) => {
    const id = String(ids.drill)
    await settle(database, log, ['drill', id], clock.now(), stopping, async tell => {
      const file = keptFile(home, String(ids.backup))
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
    await recordFailed(app, work, id, fault instanceof Refused ? fault.key : 'backup.failed', at)
    if (!(fault instanceof Refused))
      log({ job: `backup.${work}`, fault: fault instanceof Error ? fault.name : typeof fault })
  }
}
