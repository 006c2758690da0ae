/** A saved report is a question by name, for everybody who works for its purpose; what it answers is counted when it is asked. */

import type { Pool } from 'pg'
import { Refused } from '../base/errors.ts'
import { type Id, newId } from '../base/ids.ts'
import type { PurposeAsk } from '../http/ask.ts'
import { nameActors } from '../register/actors.ts'
import { runReport } from './report.ts'
import { type Definition, type SavedReport, definition as shape } from './report-answers.ts'

interface NewReport {
  readonly name: string
  readonly definition: Definition
}

/** Answers its id. Refuses what could not be asked. */
export async function saveReport(ask: PurposeAsk, report: NewReport): Promise<Id> {
  await runReport(ask, report.definition)
  return keepReport(ask.program.database.app, ask.purpose, report, { at: ask.clock.now(), by: ask.asker.actor })
}

/** Keeps it without asking it first. */
export async function keepReport(
  app: Pick<Pool, 'query'>,
  purpose: string,
  { name, definition }: NewReport,
  { at, by }: { readonly at: Date; readonly by: string },
): Promise<Id> {
  const id = newId()
  await app.query(
    'insert into analysis.report (id, purpose, name, definition, made_at, made_by) values ($1, $2, $3, $4, $5, $6)',
    [id, purpose, name, JSON.stringify(definition), at, by],
  )
  return id
}

/** For everybody of the purpose. Refuses what could not be asked, and a report that somebody has changed since `expected` (409). */
export async function changeReport(ask: PurposeAsk, id: Id, changed: NewReport, expected: number): Promise<void> {
  await findReport(ask, id)
  await runReport(ask, changed.definition)
  const { rowCount } = await ask.program.database.app.query(
    `update analysis.report set name = $3, definition = $4, made_at = $5, made_by = $6, revision = revision + 1
      where purpose = $1 and id = $2 and revision = $7`,
    [
      ...[ask.purpose, id, changed.name, JSON.stringify(changed.definition), ask.clock.now(), ask.asker.actor],
      expected,
    ],
  )
  if (rowCount === 0) throw new Refused('analysis.changed-meanwhile', 'conflict')
}

interface Stored {
  readonly id: Id
  readonly name: string
  readonly definition: unknown
  readonly made_at: Date
  readonly made_by: string
  readonly revision: number
}

const query = 'select id, name, definition, made_at, made_by, revision from analysis.report where purpose = $1'

/** Those of the purpose, the newest first. */
export async function listReports(
  ask: PurposeAsk,
  { after, limit }: { readonly after?: Id | undefined; readonly limit: number },
): Promise<{ readonly reports: readonly SavedReport[]; readonly next: Id | null }> {
  const { rows } = await ask.program.database.app.query<Stored>(
    `${query} and ($2::uuid is null or id < $2) order by id desc limit $3`,
    [ask.purpose, after ?? null, limit + 1],
  )
  const reports = await named(ask, rows.slice(0, limit))
  return { reports, next: rows.length > limit ? (reports.at(-1)?.id ?? null) : null }
}

export async function findReport(ask: PurposeAsk, id: Id): Promise<SavedReport> {
  const { rows } = await ask.program.database.app.query<Stored>(`${query} and id = $2`, [ask.purpose, id])
  const [found] = await named(ask, rows)
  if (!found) throw new Refused('analysis.absent', 'absent')
  return found
}

export async function removeReport(ask: PurposeAsk, id: Id): Promise<void> {
  const { rowCount } = await ask.program.database.app.query(
    'delete from analysis.report where purpose = $1 and id = $2',
    [ask.purpose, id],
  )
  if (rowCount === 0) throw new Refused('analysis.absent', 'absent')
}

async function named(ask: PurposeAsk, stored: readonly Stored[]): Promise<readonly SavedReport[]> {
  const nameOf = await nameActors(
    ask,
    stored.map(({ made_by }) => made_by),
  )
  return stored.map(({ id, name, definition, made_at, made_by, revision }) => ({
    id,
    name,
    definition: shape.parse(definition),
    madeAt: made_at.toISOString(),
    madeBy: nameOf(made_by),
    revision,
  }))
}
