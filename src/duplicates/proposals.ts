/** Proposals as staff see them: pairs of persons whom their purpose sees, the likeliest first, until somebody says what they are. */

import { z } from 'zod'
import { Refused } from '../base/errors.ts'
import { type Id, isId } from '../base/ids.ts'
import { transaction } from '../database/transaction.ts'
import type { ListedPerson } from '../register/answers.ts'
import { readCursor, writeCursor } from '../register/cursor.ts'
import { listedCategories, readListed } from '../register/listed.ts'
import { type Asking, scopeFor } from '../register/scope.ts'
import type { Evidence, Verdict } from './evidence.ts'

export const proposalStates = ['open', 'dismissed'] as const
export type ProposalState = (typeof proposalStates)[number]

export interface Proposal {
  readonly a: ListedPerson
  readonly b: ListedPerson
  readonly chance: number
  readonly verdict: Verdict
  readonly evidence: readonly Evidence[]
  readonly foundAt: Date
  readonly decidedAt: Date | null
}

export interface Wanted {
  readonly state: ProposalState
  readonly verdicts: readonly Verdict[]
  /** Those of one person only. */
  readonly person?: Id | undefined
  readonly limit: number
  readonly after?: string | undefined
}

interface Stored {
  readonly a: Id
  readonly b: Id
  readonly weight: number
  readonly chance: number
  readonly verdict: Verdict
  readonly evidence: readonly Evidence[]
  readonly found_at: Date
  readonly decided_at: Date | null
}

const position = z.tuple([z.number(), z.uuid(), z.uuid()])

/** A page of proposals, and the categories of which it shows something. */
export async function listProposals(
  ask: Asking,
  { state, verdicts, person, limit, after }: Wanted,
): Promise<{
  readonly proposals: readonly Proposal[]
  readonly next: string | null
  readonly categories: readonly string[]
}> {
  const scope = await scopeFor(ask)
  const [weight, a, b] = readCursor(after, position) ?? [null, null, null]
  const { rows } = await ask.reader.query<Stored>({
    name: 'duplicate-proposals',
    text: 'select * from duplicates.proposals($1, $2, $3, $4, $5, $6, $7, $8)',
    values: [ask.token, state, verdicts, person ?? null, weight, a, b, limit + 1],
  })
  const shown = rows.slice(0, limit)
  const persons = await transaction(ask.reader, db =>
    readListed({ ask, scope, db }, [...new Set(shown.flatMap(pair => [pair.a, pair.b]))], []),
  )
  const byId = new Map(persons.map(one => [one.id, one]))
  const last = shown.at(-1)
  return {
    proposals: shown.flatMap(pair => {
      const [one, other] = [byId.get(pair.a), byId.get(pair.b)]
      if (!one || !other) return [] // hidden since the page was found
      const { chance, verdict, evidence, found_at, decided_at } = pair
      return [{ a: one, b: other, chance, verdict, evidence, foundAt: found_at, decidedAt: decided_at }]
    }),
    next: rows.length > limit && last ? writeCursor([last.weight, last.a, last.b]) : null,
    categories: listedCategories(scope, []),
  }
}

/** How many are open, by verdict. */
export async function countOpen(ask: Asking): Promise<Readonly<Record<Verdict, number>>> {
  const { rows } = await ask.reader.query<{ verdict: Verdict; count: number }>({
    name: 'duplicate-counts',
    text: 'select verdict, count::float8 as count from duplicates.count_open($1)',
    values: [ask.token],
  })
  const of = (verdict: Verdict) => rows.find(row => row.verdict === verdict)?.count ?? 0
  return { certain: of('certain'), likely: of('likely'), possible: of('possible') }
}

/** Says that the two are two, or takes that back; refuses (`duplicates.no-proposal`) a pair that is not proposed. */
export async function dismiss(ask: Asking, pair: readonly [Id, Id], dismissed: boolean, at: Date): Promise<void> {
  if (!pair.every(isId)) throw new Refused('duplicates.no-proposal', 'absent')
  await ask.reader.query('select duplicates.dismiss($1, $2, $3, $4, $5)', [ask.token, ...pair, dismissed, at])
}
