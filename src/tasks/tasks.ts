/** What staff have to do: added, given to somebody, dated and done, each turn with who, when and why. */

import type { PoolClient } from 'pg'
import { Refused } from '../base/errors.ts'
import type { Id } from '../base/ids.ts'
import { dateInHelsinki } from '../base/time.ts'
import type { PurposeAsk } from '../http/ask.ts'
import { nameActors } from '../register/actors.ts'
import { readListed } from '../register/listed.ts'
import { scopeFor } from '../register/scope.ts'
import { findOwners } from './owners.ts'
import type { NewTask, Task, TaskDetails, TaskSearch, Turn } from './task-answers.ts'
import { readTitle } from './task-words.ts'

/** Adds a task in the caller's transaction, of a client of `ask.reader`, or by itself. Answers the task. */
export async function addTask(
  ask: PurposeAsk,
  { person, title, owner, due }: NewTask,
  client: Pick<PoolClient, 'query'> = ask.reader,
): Promise<Id> {
  await checkOwner(ask, owner)
  const { rows } = await client.query<{ id: Id }>('select tasks.add($1, $2, $3, $4, $5, $6) as id', [
    ask.token,
    person ?? null,
    readTitle(title),
    staffOf(owner),
    due ?? null,
    ask.clock.now(),
  ])
  return rows[0]?.id ?? ''
}

const staffOf = (owner: Id | null | undefined): string | null => (owner ? `staff:${owner}` : null)

/** A task can be given only to whoever works for its purpose: nobody else would ever see it. */
async function checkOwner(ask: PurposeAsk, owner: Id | null | undefined): Promise<void> {
  if (!owner || `staff:${owner}` === ask.asker.actor) return
  const owners = await findOwners(ask)
  if (!owners.some(({ id }) => id === owner))
    throw new Refused('tasks.no-such-owner', 'invalid', {}, { field: 'owner' })
}

/** Takes the next turn of a task. Refuses (409) when somebody else has meanwhile, or when it is not the time for it. */
export async function takeTurn(ask: PurposeAsk, id: Id, turn: Turn): Promise<void> {
  const { did, expected, why, ...more } = turn
  const task = await readTask(ask, id)
  const owner = did === 'given' && 'owner' in more ? (more.owner ?? null) : (task.owner?.id ?? null)
  const due = did === 'dated' && 'due' in more ? (more.due ?? null) : task.due
  if (did === 'given') await checkOwner(ask, owner)
  await ask.reader.query('select tasks.take_turn($1, $2, $3, $4, $5, $6, $7, $8)', [
    ask.token,
    id,
    did,
    staffOf(owner),
    due,
    why ?? null,
    expected,
    ask.clock.now(),
  ])
}

interface Stored {
  readonly id: Id
  readonly person_id: Id | null
  readonly title: string
  readonly made_at: Date
  readonly made_by: string
  readonly turn: Id
  readonly state: Task['state']
  readonly owned_by: string | null
  readonly due: string | null
}

const columns = 'id, person_id, title, made_at, made_by, turn, state, owned_by, due::text'

/** Tasks of the purpose, a page at a time: open ones by their day, settled ones the latest first. */
export async function listTasks(
  ask: PurposeAsk,
  { which, person, after, limit }: TaskSearch,
): Promise<{ readonly tasks: readonly Task[]; readonly next: Id | null }> {
  const today = dateInHelsinki(ask.clock.now())
  const { rows } = await ask.reader.query<Stored>({
    name: 'tasks',
    text: `select ${columns} from tasks.list($1, $2, $3, $4, $5, null, $6, $7)`,
    values: [
      ask.token,
      which === 'settled',
      which === 'mine',
      which === 'overdue' ? today : null,
      person ?? null,
      after ?? null,
      limit + 1,
    ],
  })
  const shown = rows.slice(0, limit)
  return { tasks: await describe(ask, shown), next: rows.length > limit ? (shown.at(-1)?.id ?? null) : null }
}

async function readTask(ask: PurposeAsk, id: Id): Promise<Task> {
  const { rows } = await ask.reader.query<Stored>(
    `select ${columns} from tasks.list($1, false, false, null, null, $2, null, 1)`,
    [ask.token, id],
  )
  const [task] = await describe(ask, rows)
  if (!task) throw new Refused('tasks.absent', 'absent')
  return task
}

/** One task with every turn of it. */
export async function showTask(ask: PurposeAsk, id: Id): Promise<TaskDetails> {
  const task = await readTask(ask, id)
  const { rows } = await ask.reader.query<{
    id: Id
    at: Date
    by: string
    did: Turn['did'] | 'made'
    why: string | null
  }>('select id, at, by, did, why from tasks.turns($1, $2)', [ask.token, id])
  const name = await nameActors(
    ask,
    rows.map(({ by }) => by),
  )
  return {
    ...task,
    turns: rows.map(({ at, by, did, why }) => ({ at: at.toISOString(), by: name(by), did, why })),
  }
}

/** With the names of whom they are about and whose they are, as far as the purpose sees them. */
async function describe(ask: PurposeAsk, rows: readonly Stored[]): Promise<readonly Task[]> {
  const whom = [...new Set(rows.flatMap(({ person_id }) => person_id ?? []))]
  const [persons, name] = await Promise.all([
    readListed({ ask, scope: await scopeFor(ask), db: ask.reader }, whom, []),
    nameActors(
      ask,
      rows.flatMap(({ made_by, owned_by }) => [made_by, owned_by ?? []].flat()),
    ),
  ])
  const today = dateInHelsinki(ask.clock.now())
  return rows.map(row => {
    const person = persons.find(({ id }) => id === row.person_id)
    const owner = row.owned_by === null ? null : name(row.owned_by)
    return {
      id: row.id,
      title: row.title,
      state: row.state,
      person: row.person_id === null ? null : { id: row.person_id, name: person?.name ?? null },
      owner: owner && { id: owner.id.replace('staff:', ''), name: owner.name },
      due: row.due,
      late: row.state === 'open' && row.due !== null && row.due < today,
      madeAt: row.made_at.toISOString(),
      madeBy: name(row.made_by),
      turn: row.turn,
    }
  })
}

/** How many the asker has to do, and how many of them are late: for the navigation. */
export async function countWaiting(ask: PurposeAsk): Promise<{ readonly mine: number; readonly late: number }> {
  const { rows } = await ask.reader.query<{ mine: string; late: string }>(
    'select mine, late from tasks.waiting($1, $2)',
    [ask.token, dateInHelsinki(ask.clock.now())],
  )
  return { mine: Number(rows[0]?.mine ?? 0), late: Number(rows[0]?.late ?? 0) }
}
