/** What passages found and did, as they counted it: nothing of anybody, so it is kept for good. */

import type { Pool } from 'pg'
import { Refused } from '../base/errors.ts'
import type { Id } from '../base/ids.ts'
import type { Kind } from './passage.ts'

export interface Run {
  readonly id: Id
  readonly kind: Kind
  /** What was due before this day: YYYY-MM-DD. */
  readonly day: string
  readonly startedAt: Date
  readonly endedAt: Date | null
  readonly noticeVersion: number
  /** Persons looked at so far. */
  readonly persons: number
  /** Persons of whom nothing was left. */
  readonly forgotten: number
}

/** What became of rows that were past their date, or why they stay. */
export interface Outcome {
  readonly category: string
  readonly rule: string
  readonly outcome: 'removed' | 'anonymised' | 'restricted' | 'restriction' | 'hold' | 'request'
  readonly rows: number
  /** The due date that was passed first. */
  readonly oldest: string
}

/** So many rows of a category fall due in a week or a month, by one rule. */
export interface Coming {
  readonly category: string
  readonly rule: string
  /** First day of the week or month; null: the event from which the period runs has not come. */
  readonly from: string | null
  readonly rows: number
}

const columns = `id, kind, day, started_at as "startedAt", ended_at as "endedAt", notice_version as "noticeVersion", persons, forgotten`

/** Newest first, after a run that was the last of a page. */
export async function listRuns(app: Pool, limit: number, after?: Id): Promise<readonly Run[]> {
  const { rows } = await app.query<Run>(
    `select ${columns} from retention.run
     where $2::uuid is null or (started_at, id) < (select r.started_at, r.id from retention.run r where r.id = $2)
     order by started_at desc, id desc limit $1`,
    [limit, after ?? null],
  )
  return rows
}

export async function findRun(app: Pool, id: Id): Promise<Run> {
  const { rows } = await app.query<Run>(`select ${columns} from retention.run where id = $1`, [id])
  if (!rows[0]) throw new Refused('retention.no-run', 'absent')
  return rows[0]
}

/** The last passage that came to its end: of this kind, or of either, for both reckon every row. */
export async function lastRun(app: Pool, kind?: Kind): Promise<Run | undefined> {
  const { rows } = await app.query<Run>(
    `select ${columns} from retention.run where ended_at is not null and ($1::text is null or kind = $1) order by ended_at desc limit 1`,
    [kind ?? null],
  )
  return rows[0]
}

/** Passages that have not ended, one of a kind at most. */
export async function goingRuns(app: Pool): Promise<readonly Run[]> {
  const { rows } = await app.query<Run>(
    `select ${columns} from retention.run where ended_at is null order by started_at desc`,
  )
  return rows
}

export async function outcomesOf(app: Pool, run: Id): Promise<readonly Outcome[]> {
  const { rows } = await app.query<Outcome>(
    'select category, rule, outcome, rows, oldest from retention.outcome where run_id = $1 order by category, rule, outcome',
    [run],
  )
  return rows
}

/** What falls due from the day of the passage on: twelve weeks week by week, or month by month; what is past its date is in the first. */
export async function comingOf(app: Pool, run: Run, unit: 'week' | 'month'): Promise<readonly Coming[]> {
  const { rows } = await app.query<Coming>(
    `select category, rule, nullif(date_trunc($2, greatest(due, $3::date)), 'infinity')::date as "from", sum(rows)::bigint as rows
     from retention.forecast where run_id = $1 and ($2 = 'month' or due = 'infinity' or due < $3::date + 84)
     group by 1, 2, 3 order by 3 nulls last, 1, 2`,
    [run.id, unit, run.day],
  )
  return rows
}

export interface Statistic {
  readonly category: string
  readonly year: number
  /** Columns of codes, by name; none: what was too few of a kind to be told apart. */
  readonly facts: Readonly<Record<string, string | boolean>>
  readonly rows: number
}

/** What is left of anonymised rows; fewer than five of the others are not told either. */
export async function statisticsOf(app: Pool): Promise<readonly Statistic[]> {
  const { rows } = await app.query<Statistic>(
    `select category, year, facts, rows from retention.statistic where rows >= 5 order by year desc, category, rows desc`,
  )
  return rows
}
