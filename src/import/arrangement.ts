/** A file of a partner's or an authority's register is taken under what was agreed with them: its source, its contract, its fields. */

import type { Pool } from 'pg'
import { Refused } from '../base/errors.ts'
import { type Id, isId, newId } from '../base/ids.ts'
import { dateInHelsinki } from '../base/time.ts'
import type { Notice, Source } from '../notice/notice.ts'

export interface NewArrangement {
  readonly source: string
  readonly partner: string
  /** Its name and number. */
  readonly contract: string
  /** `category.field` of the notice. */
  readonly fields: readonly string[]
  readonly often: string
  /** The last day of the contract; null while it is in force until somebody ends it. */
  readonly until: string | null
}

export interface Arrangement extends NewArrangement {
  readonly id: Id
  readonly madeAt: Date
  readonly endedAt: Date | null
}

/** Sources that are not the persons themselves: of these there is something to agree. */
export const partnerSources = ({ sources }: Notice): readonly Source[] =>
  sources.filter(({ kind }) => kind === 'third-party' || kind === 'public')

/** Fields that the notice lets come from the source, as category.field. */
export const declaredFields = ({ categories }: Notice, source: string): readonly string[] =>
  categories
    .filter(({ stored, from }) => stored === 'table' && from.includes(source))
    .flatMap(({ id, fields }) => fields.map(field => `${id}.${field.id}`))

const columns = 'id, source, partner, contract, fields, often, until::text, made_at as "madeAt", ended_at as "endedAt"'

/** Those that stand first, then those that have ended; the latest first. */
export async function listArrangements(app: Pool): Promise<readonly Arrangement[]> {
  const { rows } = await app.query<Arrangement>(
    `select ${columns} from intake.arrangement order by ended_at desc nulls first, id desc limit 500`,
  )
  return rows
}

/** Keeps what was agreed. Refuses a source that the notice has not, and what is agreed but not declared in it. */
export async function addArrangement(
  app: Pool,
  notice: Notice,
  made: NewArrangement,
  { at, actor }: { readonly at: Date; readonly actor: string },
): Promise<Id> {
  if (!partnerSources(notice).some(({ id }) => id === made.source)) {
    const known = partnerSources(notice).map(({ id }) => id)
    const args = { source: made.source, known: known.join(', ') }
    throw new Refused('import.source-not-declared', 'invalid', args, { field: 'source' })
  }
  if (isOver(made, at))
    throw new Refused('import.arrangement-over', 'invalid', { until: made.until ?? '' }, { field: 'until' })
  const declared = declaredFields(notice, made.source)
  const undeclared = made.fields.filter(field => !declared.includes(field))
  if (undeclared.length > 0)
    throw new Refused('import.agreed-not-declared', 'invalid', { fields: undeclared.join(', ') }, { field: 'fields' })
  const id = newId()
  await app.query(
    `insert into intake.arrangement (id, source, partner, contract, fields, often, until, made_at, made_by)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
    [id, made.source, made.partner, made.contract, [...new Set(made.fields)], made.often, made.until, at, actor],
  )
  return id
}

/** Nothing more comes under it; what came stays, with its contract told. */
export async function endArrangement(app: Pool, id: Id, { at, actor }: { readonly at: Date; readonly actor: string }) {
  const { rowCount } = await app.query(
    'update intake.arrangement set ended_at = $2, ended_by = $3 where id = $1 and ended_at is null',
    [id, at, actor],
  )
  if (rowCount !== 1) throw new Refused('import.no-arrangement', 'absent')
}

/** The one that a file comes under. Refuses one that has ended or whose last day is past, and one of another source. */
export async function arrangementFor(app: Pool, id: Id, source: string, at: Date): Promise<Arrangement> {
  const { rows } = await app.query<Arrangement>(
    `select ${columns} from intake.arrangement where id = $1 and ended_at is null`,
    [isId(id) ? id : null],
  )
  const [found] = rows
  if (!found) throw new Refused('import.no-arrangement', 'invalid', {}, { field: 'arrangement' })
  if (found.source !== source)
    throw new Refused('import.arrangement-source', 'invalid', { source: found.source }, { field: 'arrangement' })
  if (isOver(found, at))
    throw new Refused('import.arrangement-over', 'invalid', { until: found.until ?? '' }, { field: 'arrangement' })
  return found
}

/** Whether its last day is past. */
export const isOver = ({ until }: Pick<Arrangement, 'until'>, at: Date): boolean =>
  until !== null && until < dateInHelsinki(at)
