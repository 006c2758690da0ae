/** What became of a person's data: the changes that the purpose may see, the history of one field, and taking a change back. */

import { Refused } from '../base/errors.ts'
import { type Id, isId } from '../base/ids.ts'
import { type NameActor, nameActors } from './actors.ts'
import type { Change, History, Values } from './answers.ts'
import { describeSaid, readStatements, type StoredStatement } from './said.ts'
import { type Asking, categoryIn, type PurposeScope, scopeFor } from './scope.ts'
import { describeSource } from './scope-words.ts'
import { placeValues, type TimelinePage } from './timeline-source.ts'

interface StoredChange {
  readonly id: Id
  readonly at: Date
  readonly actor: string
  readonly purpose: string
  readonly source: string
  readonly source_ref: string | null
  readonly notice_version: number
  readonly category: string
  readonly row_id: Id
  readonly before: Values | null
  readonly after: Values | null
  readonly import_id: Id | null
  readonly undoes: Id | null
  readonly undone: Id | null
}

/** The changes of the person, newest first, as far as the purpose sees them; `undone` is the change that took one back. */
async function readChanges(ask: Asking, person: Id, category: string | null, row: Id | null): Promise<StoredChange[]> {
  if (!isId(person) || (row !== null && !isId(row))) return []
  const { rows } = await ask.reader.query<StoredChange>({
    name: 'changes-of-person',
    text: `with seen as materialized (select * from register.history($1, $2, $3, $4)),
        took_back as materialized (select distinct on (undoes) undoes, id from seen where undoes is not null order by undoes, id desc)
      select seen.*, took_back.id as undone from seen left join took_back on took_back.undoes = seen.id order by seen.id desc`,
    values: [ask.token, person, category, row],
  })
  return rows
}

/**
 * A page of the changes, newest first. `apart`: category → column; additions of rows with a value in it are left out, for they stand on
 * the timeline by themselves.
 */
export async function readChangesPage(
  ask: Asking,
  page: TimelinePage,
  apart: Readonly<Record<string, string>>,
): Promise<readonly StoredChange[]> {
  const { rows } = await ask.reader.query<StoredChange>({
    name: 'changes-page',
    text: 'select * from register.changes_page($1, $2, $3, $4, $5, $6)',
    values: [ask.token, page.person, ...placeValues(page), page.max, apart],
  })
  return rows
}

/** Every change of the person and everything they have said, newest first, as far as the purpose sees it: read once, told in any language. */
export async function holdEveryChange(ask: Asking, person: Id): Promise<(inTheirs: Asking) => Promise<Change[]>> {
  const scope = await scopeFor(ask)
  const all = await everything(ask, scope, person)
  return inTheirs => describeAll(inTheirs, scope, all)
}

export const readEveryChange = async (ask: Asking, person: Id): Promise<Change[]> =>
  (await holdEveryChange(ask, person))(ask)

async function everything(
  ask: Asking,
  scope: PurposeScope,
  person: Id,
): Promise<readonly (StoredChange | StoredStatement)[]> {
  const [changes, statements] = await Promise.all([
    readChanges(ask, person, null, null),
    readStatements(ask, scope, person),
  ])
  if (changes.length === 0) throw new Refused('register.person-absent', 'absent')
  return [...changes, ...statements].sort((a, b) => (a.id < b.id ? 1 : -1)) // ids are in the order of time
}

/** Every change of one column of one row. */
export async function readHistory(
  ask: Asking,
  person: Id,
  category: string,
  row: Id,
  column: string,
): Promise<History> {
  const scope = await scopeFor(ask)
  const { columns } = categoryIn(scope, category)
  if (!columns.some(({ name }) => name === column)) {
    throw new Refused('register.column-not-given', 'forbidden', { category, column: column.slice(0, 60) })
  }
  const all = await readChanges(ask, person, category, row)
  if (all.length === 0) throw new Refused('register.row-absent', 'absent', { category })
  const touching = all.filter(({ before, after }) => column in { ...before, ...after })
  return { changes: await describeAll(ask, scope, touching) }
}

async function describeAll(
  ask: Asking,
  scope: PurposeScope,
  changes: readonly (StoredChange | StoredStatement)[],
): Promise<Change[]> {
  const name = await nameActors(
    ask,
    changes.map(change => ('kind' in change ? change.recorded_by : change.actor)),
  )
  return changes.map(change =>
    'kind' in change ? describeSaid(change, ask, scope, name) : describeChange(change, ask, scope, name),
  )
}

/** A stored change as whoever asks reads it. */
export function describeChange(change: StoredChange, ask: Asking, scope: PurposeScope, name: NameActor): Change {
  const { before, after } = change
  return {
    id: change.id,
    at: change.at.toISOString(),
    by: name(change.actor),
    purpose: change.purpose,
    source: describeSource(change.source, scope.notice, ask.lang),
    reference: change.source_ref,
    noticeVersion: change.notice_version,
    category: change.category,
    row: change.row_id,
    did: before === null ? 'added' : after === null ? 'removed' : 'changed',
    fields: Object.keys({ ...before, ...after }).map(column => ({
      column,
      before: before?.[column] ?? null,
      after: after?.[column] ?? null,
    })),
    said: null,
    import: change.import_id,
    undoes: change.undoes,
    undone: change.undone,
  }
}

/** Puts back what the change replaced; refused by name when it has moved since. Answers the row that changed. */
export async function undoChange(ask: Asking, change: Id): Promise<Id> {
  if (!isId(change)) throw new Refused('register.change-absent', 'absent')
  const { rows } = await ask.reader.query<{ row: Id }>('select register.undo($1, $2) as row', [ask.token, change])
  const [done] = rows
  if (!done) throw new Refused('register.change-absent', 'absent')
  return done.row
}
