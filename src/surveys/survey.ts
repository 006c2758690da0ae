/** A survey is changed by revisions until it opens; from then on it asks what it asked first, until it closes for good. */

import pg, { type Pool } from 'pg'
import { Refused } from '../base/errors.ts'
import { type Id, newId, newSecret } from '../base/ids.ts'
import { transaction } from '../database/transaction.ts'
import { enqueue } from '../jobs/job.ts'
import type { Notice } from '../notice/notice.ts'
import { categoryIfAny, columnIfAny, type PurposeScope } from '../register/scope.ts'
import { faultsIn } from './check.ts'
import { type Content, content as contentShape } from './content.ts'
import type { NewSurvey, NextRevision, Opening, states } from './survey-answers.ts'

export interface Survey {
  readonly id: Id
  readonly page: string
  readonly purpose: string
  readonly source: string
  readonly name: string
  readonly keeps: 'anonymous' | 'named'
  readonly revision: number
  readonly content: Content
  readonly segment: Id | null
  readonly openedAt: Date | null
  readonly closesAt: Date | null
  readonly closedAt: Date | null
  readonly reminders: number
  readonly remindedAt: Date | null
  /** Counted when it was closed. */
  readonly invited: number | null
  readonly answered: number | null
}

const columns = `s.id, s.page, s.purpose, s.source, s.name, s.keeps, s.revision, r.content, s.segment_id as segment, s.opened_at as "openedAt",
  s.closes_at as "closesAt", s.closed_at as "closedAt", s.reminders, s.reminded_at as "remindedAt", s.invited, s.answered`
const from = 'surveys.survey s join surveys.revision r on r.survey_id = s.id and r.n = s.revision'

export type SurveyState = (typeof states)[number]

/** One whose time is over is closed, also while the job that closes it has not come to it. */
export function stateOf({ openedAt, closesAt, closedAt }: Survey, now: Date): SurveyState {
  if (openedAt === null) return 'draft'
  return closedAt || (closesAt && closesAt <= now) ? 'closed' : 'open'
}

/** Names of jobs that follow: `writing` together what waits, `closing` at its time, `inviting` whoever is in the segment. */
export const jobNames = { writing: 'surveys.write', closing: 'surveys.close', inviting: 'surveys.invite' } as const

const day = 86_400_000

/** How a survey is kept by name: the notice gives its purpose the category, with each of its columns. */
export function mayKeepByName(scope: PurposeScope): boolean {
  const place = categoryIfAny(scope, 'surveys')
  return (
    place?.mayWrite === true &&
    ['survey', 'question', 'answer', 'answered'].every(name => columnIfAny(place, name) !== undefined)
  )
}

export const writesByEmail = ({ purpose }: PurposeScope): boolean => (purpose.channels.email ?? 'never') !== 'never'

const sourceIn = (notice: Notice): string => {
  const sources = notice.categories.find(({ id }) => id === 'surveys')?.from ?? []
  return sources.find(id => id === 'forms') ?? sources[0] ?? ''
}

interface By {
  readonly app: Pool
  readonly actor: string
  readonly at: Date
}

/** Makes one, not open yet. Refuses a name that another has, and answers by name where the notice has no place for them. */
export async function makeSurvey(
  { app, actor, at }: By,
  scope: PurposeScope,
  { name, keeps, content }: NewSurvey,
): Promise<Id> {
  if (categoryIfAny(scope, 'surveys') === undefined || (keeps === 'named' && !mayKeepByName(scope)))
    throw new Refused('surveys.no-place', 'conflict', { purpose: scope.purpose.id })
  const id = newId()
  await transaction(app, async client => {
    await client.query(
      `insert into surveys.survey (id, page, purpose, source, name, keeps, revision, made_at, made_by) values ($1, $2, $3, $4, $5, $6, 1, $7, $8)`,
      [id, newSecret(), scope.purpose.id, sourceIn(scope.notice), name, keeps, at, actor],
    )
    await client.query('insert into surveys.revision (survey_id, n, content, at, by) values ($1, 1, $2, $3, $4)', [
      id,
      content,
      at,
      actor,
    ])
  }).catch((fault: unknown) => {
    if (fault instanceof pg.DatabaseError && fault.code === '23505' && fault.constraint === 'survey_name_key')
      throw new Refused('surveys.name-taken', 'conflict', {}, { field: 'name' })
    throw fault
  })
  return id
}

/** Saves the next revision. Refuses (409) when somebody else has meanwhile, or when it has been opened. */
export async function changeSurvey(
  { app, actor, at }: By,
  survey: Survey,
  { content, expected }: NextRevision,
): Promise<void> {
  await transaction(app, async client => {
    const { rowCount } = await client.query(
      'update surveys.survey set revision = revision + 1 where id = $1 and revision = $2 and opened_at is null',
      [survey.id, expected],
    )
    if (rowCount === 0)
      throw new Refused(survey.openedAt ? 'surveys.open-already' : 'surveys.changed-meanwhile', 'conflict')
    await client.query('insert into surveys.revision (survey_id, n, content, at, by) values ($1, $2, $3, $4, $5)', [
      survey.id,
      expected + 1,
      content,
      at,
      actor,
    ])
  })
}

/** From now on it is answered, and never changed again. Whoever is in the segment is invited by a job. */
export async function openSurvey(
  { app, actor, at }: By,
  survey: Survey,
  scope: PurposeScope,
  { segment, closes }: Opening,
): Promise<void> {
  const [fault] = faultsIn(survey.content)
  if (fault) throw new Refused('surveys.faults', 'invalid', {}, { field: fault.field })
  if (closes <= at || closes.getTime() - at.getTime() > 366 * day)
    throw new Refused('surveys.closes', 'invalid', {}, { field: 'closes' })
  if (segment === null && survey.keeps === 'named')
    throw new Refused('surveys.named-is-invited', 'invalid', {}, { field: 'segment' })
  if (segment !== null && !writesByEmail(scope))
    throw new Refused('surveys.no-email', 'conflict', { purpose: scope.purpose.id })
  await transaction(app, async client => {
    if (segment !== null) {
      const { rowCount } = await client.query(
        'select from segments.segment where id = $1 and purpose = $2 and ended_at is null',
        [segment, survey.purpose],
      )
      if (rowCount === 0) throw new Refused('segments.absent', 'absent')
    }
    const { rowCount } = await client.query(
      `update surveys.survey set opened_at = $2, opened_by = $3, segment_id = $4, closes_at = $5
       where id = $1 and opened_at is null and revision = $6`,
      [survey.id, at, actor, segment, closes, survey.revision],
    )
    if (rowCount === 0) throw new Refused('surveys.open-already', 'conflict')
    const key = `${jobNames.closing} ${survey.id}`
    await enqueue(client, jobNames.closing, { survey: survey.id }, { at: closes, key })
    if (segment !== null)
      await enqueue(client, jobNames.inviting, { survey: survey.id }, { key: `${jobNames.inviting} ${survey.id}` })
  })
}

/** It takes no answers from now on; the job that ends it writes what waits. */
export async function closeSurvey({ app, actor, at }: By, survey: Survey): Promise<void> {
  await transaction(app, async client => {
    const { rowCount } = await client.query(
      `update surveys.survey set closes_at = $2, closed_by = $3 where id = $1 and opened_at is not null and closed_at is null and closes_at > $2`,
      [survey.id, at, actor],
    )
    if (rowCount === 0) throw new Refused('surveys.not-open', 'conflict')
    await enqueue(client, jobNames.closing, { survey: survey.id }, { key: `${jobNames.closing} ${survey.id}` })
  })
}

/** Of one purpose, newest first, a page by key. */
export async function listSurveys(
  app: Pool,
  purpose: string,
  { after, limit }: { readonly after?: Id | undefined; readonly limit: number },
): Promise<{ readonly surveys: readonly Survey[]; readonly next: Id | null }> {
  const { rows } = await app.query<Survey>(
    `select ${columns} from ${from} where s.purpose = $1 and ($2::uuid is null or s.id < $2) order by s.id desc limit $3`,
    [purpose, after ?? null, limit + 1],
  )
  const surveys = rows.slice(0, limit).map(read)
  return { surveys, next: rows.length > limit ? (surveys.at(-1)?.id ?? null) : null }
}

const read = (row: Survey): Survey => ({ ...row, content: contentShape.parse(row.content) })

export async function surveyById(app: Pool, id: Id): Promise<Survey | undefined> {
  const { rows } = await app.query<Survey>(`select ${columns} from ${from} where s.id = $1`, [id])
  return rows[0] && read(rows[0])
}

/** For staff, of the purpose that they work for. */
export async function findSurvey(app: Pool, purpose: string, id: Id): Promise<Survey> {
  const found = await surveyById(app, id)
  if (found?.purpose !== purpose) throw new Refused('surveys.absent', 'absent')
  return found
}

/** By the address of its page; undefined when there is none. */
export async function surveyOfPage(app: Pool, page: string): Promise<Survey | undefined> {
  const { rows } = await app.query<Survey>(`select ${columns} from ${from} where s.page = $1`, [page])
  return rows[0] && read(rows[0])
}
