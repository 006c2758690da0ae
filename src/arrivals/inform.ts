/** Whoever is to be told from where their data came is written to by e-mail, by itself a week before the day at the latest (Art. 14(3)(a)). */

import type { ClientBase, Pool } from 'pg'
import { dateInHelsinki, momentInHelsinki } from '../base/time.ts'
import { daysAfter } from '../base/time-limit.ts'
import { enqueue } from '../jobs/job.ts'

/** The job that does so every morning. */
export const informing = 'arrivals.inform'

/** So many days before their day persons are written to unasked: whom it does not reach can still be told by post. */
const early = 7

/** Queues a message for whoever is to be told until `until` (YYYY-MM-DD; for all without it). `again`: also whom none has reached. Answers for how many. */
export async function informByMail(
  app: Pool | ClientBase,
  { until, again, at }: { readonly until?: string | undefined; readonly again: boolean; readonly at: Date },
): Promise<number> {
  const { rows } = await app.query<{ queued: number }>('select arrivals.inform_by_mail($1, $2, $3) as queued', [
    until ?? null,
    again,
    at,
  ])
  return rows[0]?.queued ?? 0
}

/** Those whose day is near and whom nobody has told yet. */
export const informSoon = (app: Pool, at: Date): Promise<number> =>
  informByMail(app, { until: daysAfter(dateInHelsinki(at), early), again: false, at })

export interface ToInform {
  readonly waiting: number
  /** Past their day. */
  readonly late: number
  /** Whom no e-mail reaches: to be told by post. */
  readonly post: number
  /** Their day is three days away or less, and nothing is on its way. */
  readonly idle: number
}

/** How many are to be told. Nothing of a person. */
export async function countToInform(app: Pool | ClientBase, at: Date): Promise<ToInform> {
  const today = dateInHelsinki(at)
  const { rows } = await app.query<ToInform>('select waiting, late, post, idle from arrivals.count_informing($1, $2)', [
    today,
    daysAfter(today, 3),
  ])
  return rows[0] ?? { waiting: 0, late: 0, post: 0, idle: 0 }
}

/** Seven in the morning in Finland. */
const morningOf = (day: string): Date => momentInHelsinki(day, 7)

export const enqueueTomorrow = (app: Pool, now: Date): Promise<void> =>
  enqueue(app, informing, {}, { at: morningOf(daysAfter(dateInHelsinki(now), 1)), key: informing })

/** For every start: this morning's, at once if it was missed. */
export const resumeInforming = (app: Pool, now: Date): Promise<void> =>
  enqueue(app, informing, {}, { at: morningOf(dateInHelsinki(now)), key: informing })
