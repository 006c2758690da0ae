/** Two persons are merged by somebody's act and by nothing else, and parted again by another. */

import type { Id } from '../base/ids.ts'
import { nameActors } from '../register/actors.ts'
import type { Actor } from '../register/answers.ts'
import type { Asking } from '../register/scope.ts'

export interface Merging {
  /** Who stays. */
  readonly kept: Id
  /** Whose everything goes to the one who stays. */
  readonly lost: Id
  /** Of categories with one row a person: the columns whose value is taken from the other. */
  readonly chosen?: Readonly<Record<string, readonly string[]>> | undefined
}

/** Answers the merge, by which it can be undone. Refuses restricted persons and those whom the purpose does not see. */
export async function mergePersons(ask: Asking, { kept, lost, chosen = {} }: Merging, at: Date): Promise<Id> {
  const { rows } = await ask.reader.query<{ id: Id }>('select duplicates.merge($1, $2, $3, $4, $5) as id', [
    ask.token,
    kept,
    lost,
    JSON.stringify(chosen),
    at,
  ])
  return rows[0]?.id ?? ''
}

/** Answers the person who is there again. Refuses what cannot be parted, and says why. */
export async function partPersons(ask: Asking, merge: Id, at: Date): Promise<Id> {
  const { rows } = await ask.reader.query<{ id: Id }>('select duplicates.unmerge($1, $2, $3) as id', [
    ask.token,
    merge,
    at,
  ])
  return rows[0]?.id ?? ''
}

export interface PastMerge {
  readonly id: Id
  readonly mergedAt: Date
  readonly by: Actor
  readonly undoneAt: Date | null
  /** The key of the refusal that parting would meet now; null when it can be done. */
  readonly parting: string | null
}

/** Merges that the person is the outcome of, the latest first. */
export async function mergesOf(ask: Asking, person: Id): Promise<readonly PastMerge[]> {
  const { rows } = await ask.reader.query<{
    id: Id
    merged_at: Date
    merged_by: string
    undone_at: Date | null
    parting: string | null
  }>({ name: 'merges-of-person', text: 'select * from duplicates.merges_of($1, $2)', values: [ask.token, person] })
  const name = await nameActors(
    ask,
    rows.map(({ merged_by }) => merged_by),
  )
  return rows.map(row => ({
    id: row.id,
    mergedAt: row.merged_at,
    by: name(row.merged_by),
    undoneAt: row.undone_at,
    parting: row.parting,
  }))
}
