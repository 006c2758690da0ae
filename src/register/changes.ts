/** What became of a person's data: the changes that the purpose may see, the history of one field, and taking a change back. */

import { z } from 'zod'
import { Refused } from '../base/errors.ts'
import { type Id, isId } from '../base/ids.ts'
import { type NameActor, nameActors } from './actors.ts'
import type { Change, History, Timeline, Values } from './answers.ts'
import { readCursor, writeCursor } from './cursor.ts'
import { describeSaid, readStatements, type StoredStatement } from './said.ts'
import { type Asking, categoryIn, type PurposeScope, scopeFor } from './scope.ts'
import { describeSource } from './scope-words.ts'
import { foldBursts } from './timeline.ts'

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
    text: `with seen as materialized (select * from register.history($1, $2, $3, $4))
      select seen.*, (select u.id from seen u where u.undoes = seen.id limit 1) as undone from seen order by seen.id desc`,
    values: [ask.token, person, category, row],
  })
  return rows
}

const page = 200 // changes
const position = z.tuple([z.uuid()])

/** Every change of the person and everything they have said, newest first, as far as the purpose sees it. */
export async function readEveryChange(ask: Asking, person: Id): Promise<Change[]> {
  const scope = await scopeFor(ask)
  return describeAll(ask, scope, await everything(ask, scope, person))
}

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

/** The person's timeline: bursts of changes and of what the person has said, newest first. Refuses a person that the purpose does not see. */
export async function readTimeline(ask: Asking, person: Id, after: string | undefined): Promise<Timeline> {
  const scope = await scopeFor(ask)
  const [olderThan] = readCursor(after, position) ?? []
  const all = await everything(ask, scope, person)
  const left = olderThan === undefined ? all : all.filter(({ id }) => id < olderThan)
  const shown = left.slice(0, page)
  const last = shown.at(-1)
  return {
    bursts: [...foldBursts(await describeAll(ask, scope, shown))],
    next: last && left.length > page ? writeCursor([last.id]) : null,
  }
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

function describeChange(change: StoredChange, ask: Asking, scope: PurposeScope, name: NameActor): Change {
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
