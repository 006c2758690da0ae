/** Whether a backup is taken by itself every night, at which hour, into which folder and how many stay: the last word counts. */

import { constants } from 'node:fs'
import { access, stat } from 'node:fs/promises'
import { isAbsolute } from 'node:path'
import type { ClientBase, Pool } from 'pg'
import { Refused } from '../base/errors.ts'
import { newId } from '../base/ids.ts'
import { dateInHelsinki, midnightInHelsinki } from '../base/time.ts'
import { daysAfter } from '../base/time-limit.ts'
import { enqueue } from '../jobs/job.ts'

export interface Plan {
  readonly isOn: boolean
  /** Of Finland, 0 to 23. */
  readonly hour: number
  /** How many nightly backups there are at most, 1 to 30. */
  readonly kept: number
  /** Absolute; null: in the home. */
  readonly folder: string | null
  /** Once a week it is tried whether the newest can be restored. */
  readonly drills: boolean
}

const usualPlan: Plan = { isOn: false, hour: 2, kept: 14, folder: null, drills: true }

/** As it was last said, and when; `since` is null while nothing has been said. */
export async function planNow(app: ClientBase | Pool): Promise<Plan & { readonly since: Date | null }> {
  const { rows } = await app.query<Plan & { since: Date }>(
    `select is_on as "isOn", hour, kept, folder, drills, said_at as since from backup.plan order by id desc limit 1`,
  )
  return rows[0] ?? { ...usualPlan, since: null }
}

/** Refuses (`backup.folder`) a folder in which this process cannot write. A folder is not made: a disk that is not there would be missed. */
export async function sayPlan(app: Pool, plan: Plan, { at, by }: { at: Date; by: string }): Promise<void> {
  if (plan.isOn && plan.folder !== null) await checkFolder(plan.folder)
  await app.query(
    'insert into backup.plan (id, is_on, hour, kept, folder, drills, said_at, said_by) values ($1, $2, $3, $4, $5, $6, $7, $8)',
    [newId(), plan.isOn, plan.hour, plan.kept, plan.folder, plan.drills, at, by],
  )
  await enqueueNightly(app, at)
}

async function checkFolder(folder: string): Promise<void> {
  const isFolder = async (): Promise<boolean> => {
    if (!isAbsolute(folder) || !(await stat(folder)).isDirectory()) return false
    await access(folder, constants.W_OK | constants.X_OK)
    return true
  }
  if (!(await isFolder().catch(() => false)))
    throw new Refused('backup.folder', 'invalid', { folder }, { field: 'folder' })
}

export const nightlyJob = 'backup.nightly'

/** For every start, after every night and every new plan: the next one is in the queue, once. */
export async function enqueueNightly(app: Pool, now: Date): Promise<void> {
  const next = await nextNightly(app, now)
  if (next) await enqueue(app, nightlyJob, {}, { at: next, key: nightlyJob })
}

/** When the next one is begun: at once when this night's has been missed. Undefined when none is taken. */
export async function nextNightly(app: ClientBase | Pool, now: Date): Promise<Date | undefined> {
  const { isOn, hour, since } = await planNow(app)
  if (!isOn || since === null) return undefined
  const { rows } = await app.query<{ last: string | null }>('select max(nightly)::text as last from backup.backup')
  const today = dateInHelsinki(now)
  const at = (date: string): Date => new Date(midnightInHelsinki(date).getTime() + hour * 3_600_000)
  // Of the day on which it was switched on only what is still to come: nobody expects a backup in the middle of the day.
  const isSpent = (rows[0]?.last ?? '') >= today || at(today) < since
  return isSpent ? at(daysAfter(today, 1)) : at(today)
}
