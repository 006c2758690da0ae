/** Screenings of purposes (Art. 35): each save is a revision of its own, and no yes and no overruling is without its reason. */

import type { Pool } from 'pg'
import { Refused } from '../base/errors.ts'
import { dateInHelsinki } from '../base/time.ts'
import { authorIn, changedMeanwhile, type Revision, type Save } from './revision.ts'
import { neededByRule, questions, type ScreeningAnswers } from './screening-questions.ts'

export interface Screening extends Revision {
  readonly purpose: string
  /** The version of the notice whose purpose was screened. */
  readonly version: number
  readonly answers: ScreeningAnswers
  readonly needed: boolean
  /** Why the outcome is not the rule's; null when it is. */
  readonly overruled: string | null
  readonly conclusion: string
  /** The assessment itself, once it has been made: its date (YYYY-MM-DD) and where it is. */
  readonly assessment: { readonly on: string; readonly reference: string } | null
  /** YYYY-MM-DD */
  readonly review: string
}

const columns = `e.purpose, e.revision, e.at, ${authorIn('e.by')} as by, e.why, e.notice_version as version, e.answers, e.needed,
  e.overruled, e.conclusion, e.review::text,
  case when e.assessed is not null then json_build_object('on', e.assessed, 'reference', e.assessment) end as assessment`

/** Every revision of every screening, or of that of one purpose, newest first. */
export async function listScreenings(app: Pool, purpose?: string): Promise<readonly Screening[]> {
  const { rows } = await app.query<Screening>(
    `select ${columns} from accountability.screening e where $1::text is null or e.purpose = $1
     order by e.purpose, e.revision desc`,
    [purpose ?? null],
  )
  return rows
}

export type NewScreening = Omit<Screening, keyof Revision>

/** Adds a revision; refused when a yes or an outcome against the rule has no reason, and when somebody has saved another meanwhile. */
export async function saveScreening(
  app: Pool,
  screening: NewScreening,
  { expected, at, by, why }: Save,
): Promise<number> {
  refuseUnfounded(screening, dateInHelsinki(at))
  const { purpose, version, answers, needed, overruled, conclusion, assessment, review } = screening
  const { rowCount } = await app.query(
    `insert into accountability.screening (purpose, revision, at, by, why, notice_version, answers, needed, overruled,
       conclusion, assessed, assessment, review)
     select $1, $2 + 1, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13
     where coalesce((select max(revision) from accountability.screening where purpose = $1), 0) = $2
     on conflict do nothing`, // of two at the same moment one is first
    [
      ...[purpose, expected, at, by, why, version, answers, needed, overruled, conclusion],
      ...[assessment?.on, assessment?.reference, review],
    ],
  )
  if (rowCount === 1) return expected + 1
  const [latest] = await listScreenings(app, purpose)
  throw latest ? changedMeanwhile(latest) : new Refused('accountability.no-screening', 'absent')
}

function refuseUnfounded({ answers, needed, overruled, assessment, review }: NewScreening, today: string): void {
  const refuse = (key: string, field: string) => new Refused(`accountability.${key}`, 'invalid', {}, { field })
  const bare = questions.find(one => answers[one].yes && answers[one].reason === '')
  if (bare !== undefined) throw refuse('yes-without-reason', `answers.${bare}.reason`)
  if ((needed !== neededByRule(answers)) !== (overruled !== null)) throw refuse('overruled-why', 'overruled')
  if (assessment !== null && assessment.on > today) throw refuse('assessed-in-future', 'assessment.on')
  if (review <= today) throw refuse('review-in-past', 'review')
}
