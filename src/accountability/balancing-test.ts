/** Balancing tests of legitimate interests (Art. 6(1)(f)): purpose, necessity, balance; each save is a revision of its own. */

import type { Pool } from 'pg'
import { Refused } from '../base/errors.ts'
import { dateInHelsinki } from '../base/time.ts'
import { type Answers, type Decision, questions } from './balancing-questions.ts'
import { authorIn, changedMeanwhile, type Revision, type Save } from './revision.ts'

export interface BalancingTest extends Revision {
  readonly interest: string
  /** The version of the notice whose uses of the interest were weighed. */
  readonly version: number
  readonly answers: Answers
  /** Null while it is being written. */
  readonly decision: Decision | null
}

const columns = `t.interest, t.revision, t.at, ${authorIn('t.by')} as by, t.why, t.notice_version as version, t.answers,
  case when t.outcome is not null then json_build_object('outcome', t.outcome, 'approvedBy', t.approved_by,
    'approved', t.approved, 'validUntil', t.valid_until) end as decision`

/** Every revision of every test, newest first. */
export async function listTests(app: Pool): Promise<readonly BalancingTest[]> {
  const { rows } = await app.query<BalancingTest>(
    `select ${columns} from accountability.balancing_test t order by t.interest, t.revision desc`,
  )
  return rows
}

/** Every revision of the test of one interest, newest first; none when nobody has begun it. */
export async function readTests(app: Pool, interest: string): Promise<readonly BalancingTest[]> {
  const { rows } = await app.query<BalancingTest>(
    `select ${columns} from accountability.balancing_test t where t.interest = $1 order by t.revision desc`,
    [interest],
  )
  return rows
}

export interface NewTest {
  readonly interest: string
  readonly version: number
  readonly answers: Answers
  readonly decision: Decision | null
}

/** Adds a revision; refused when somebody has saved another meanwhile, and a decision while a question has no answer. */
export async function saveTest(app: Pool, test: NewTest, { expected, at, by, why }: Save): Promise<number> {
  const { interest, version, answers, decision } = test
  if (decision !== null) refuseUnfounded(answers, decision, dateInHelsinki(at))
  const { rowCount } = await app.query(
    `insert into accountability.balancing_test (interest, revision, at, by, why, notice_version, answers, outcome, approved_by,
       approved, valid_until)
     select $1, $2 + 1, $3, $4, $5, $6, $7, $8, $9, $10, $11
     where coalesce((select max(revision) from accountability.balancing_test where interest = $1), 0) = $2
     on conflict do nothing`, // of two at the same moment one is first
    [
      ...[interest, expected, at, by, why, version, answers],
      ...[decision?.outcome, decision?.approvedBy, decision?.approved, decision?.validUntil],
    ],
  )
  if (rowCount === 1) return expected + 1
  const [latest] = await readTests(app, interest)
  throw latest ? changedMeanwhile(latest) : new Refused('accountability.no-test', 'absent')
}

function refuseUnfounded(answers: Answers, { approved, validUntil }: Decision, today: string): void {
  const open = questions.find(question => (answers[question] ?? '').trim() === '')
  if (open !== undefined) throw new Refused('accountability.question-open', 'invalid', {}, { field: `answers.${open}` })
  if (approved > today)
    throw new Refused('accountability.approved-in-future', 'invalid', {}, { field: 'decision.approved' })
  if (validUntil <= approved)
    throw new Refused('accountability.valid-before-approved', 'invalid', {}, { field: 'decision.validUntil' })
}
