/** Whoever is new or has changed is compared with those whom an index finds, by what the last comparison of all has learnt. */

import type { Pool } from 'pg'
import type { Id } from '../base/ids.ts'
import { enqueue } from '../jobs/job.ts'
import { categoryIfAny, columnIfAny, findFunction, type PurposeScope, scopeFor } from '../register/scope.ts'
import { makeColumns } from './columns.ts'
import { askToCompare, type Comparing, propose, tokenOf } from './compare-all.ts'
import type { Compared } from './compared.ts'
import { leastChance } from './evidence.ts'
import { type Described, describeFound, scorePairs } from './find.ts'
import { amongAll, type KeptModel, keptModel, modelFor } from './kept-model.ts'
import { somePeople } from './people.ts'

export const changedJob = 'duplicates.changed'
const pace = 60_000 // milliseconds between two looks for changes

/** More than this, and comparing all is quicker. */
const mostChanges = 5000

/** For every start and after every look: the next one is in the queue, once. */
export const resumeComparing = ({ database, clock }: Pick<Comparing, 'database' | 'clock'>): Promise<void> =>
  enqueue(database.app, changedJob, {}, { at: new Date(clock.now().getTime() + pace), key: changedJob })

interface Last {
  readonly id: Id
  readonly purpose: string
  readonly reached: Id
  readonly model: unknown
}

/** For every purpose that has compared all: compares who has changed since. Answers how many were compared. */
export async function compareChanged(program: Comparing, stopping: AbortSignal): Promise<number> {
  const { app } = program.database
  const { rows } = await app.query<Last>(
    `select distinct on (purpose) id, purpose, reached, model from duplicates.run r
      where model is not null and exists (select from notice.purpose p where p.purpose = r.purpose and p.live)
      order by purpose, id desc`,
  )
  let compared = 0
  for (const last of rows) {
    const kept = keptModel.safeParse(last.model)
    if (!kept.success || stopping.aborted) continue
    const reader = program.database.purpose(last.purpose)
    const changed = await reader.query<{ person_id: Id | null; reached: Id }>(
      'select * from duplicates.changed_since($1, $2, $3)',
      [tokenOf(program, last.purpose), last.reached, mostChanges],
    )
    const persons = changed.rows.flatMap(({ person_id }) => person_id ?? [])
    if (changed.rows.length >= mostChanges) {
      await askToCompare(program, last.purpose, 'system')
      continue
    }
    const scope = await scopeFor({ purpose: last.purpose, published: await program.published(), program })
    for (const person of await somePeople(reader, scope, persons)) {
      await propose(program, scope, last, await duplicatesOf(program, scope, person, kept.data))
    }
    compared += persons.length
    const reached = changed.rows[0]?.reached
    if (reached !== undefined)
      await app.query('update duplicates.run set reached = $2 where id = $1', [last.id, reached])
  }
  return compared
}

/** Who may be the same person as this one, as far as the purpose sees. */
export async function duplicatesOf(
  program: Comparing,
  scope: PurposeScope,
  person: Compared,
  kept: KeptModel,
): Promise<readonly Described[]> {
  const reader = program.database.purpose(scope.purpose.id)
  const candidates = await candidatesFor(reader, tokenOf(program, scope.purpose.id), scope, person)
  const others = await somePeople(
    reader,
    scope,
    candidates.filter(id => id !== person.id),
  )
  const columns = makeColumns([person, ...others])
  const model = modelFor(columns, kept)
  const found = scorePairs(
    amongAll(columns, kept),
    model,
    { a: new Uint32Array(others.length), b: Uint32Array.from(others, (_, at) => at + 1) },
    leastChance,
  )
  return describeFound(amongAll(columns, kept), { model, found })
}

const mostOfOne = 20 // persons whom one value finds

/** Persons whom an index finds by what the person has: the functions of the search box, cut to what the purpose sees. */
async function candidatesFor(
  reader: Pool,
  token: string,
  scope: PurposeScope,
  person: Compared,
): Promise<readonly Id[]> {
  const points = categoryIfAny(scope, 'contact-points')
  const by = (column: string, comparison: string, values: readonly string[]) =>
    points && columnIfAny(points, column)
      ? values.map(value => ({
          text: `select person_id from ${findFunction(points)}($1, $2, $3, $4, $5) f (person_id)`,
          values: [token, column, comparison, value, mostOfOne],
        }))
      : []
  const name = [person.given, person.family].filter(Boolean).join(' ')
  const queries = [
    ...by('email', 'equals', person.emails ?? []),
    ...by(
      'email',
      'starts',
      (person.emails ?? []).map(email => email.replace(/@.*/, '@')),
    ),
    ...by('phone', 'equals', person.phones ?? []),
    ...(name === ''
      ? []
      : [{ text: 'select person_id from register.find_persons($1, $2, $3)', values: [token, name, mostOfOne * 2] }]),
  ]
  const found = await Promise.all(queries.map(query => reader.query<{ person_id: Id }>(query)))
  return [...new Set(found.flatMap(({ rows }) => rows.map(({ person_id }) => person_id)))]
}
