/** An arrival is taken back whole: what it wrote and nothing else, or it is refused by the name of what has changed since. */

import type { Pool } from 'pg'
import type { Id } from '../base/ids.ts'
import { keepErasures } from '../database/erasure-ledger.ts'
import type { Program } from '../http/program.ts'

/** Why staff take an arrival back. A word each, for whoever reads its steps: what was written about somebody stands in no free text. */
export const takeBackReasons = ['wrong-person', 'by-mistake', 'not-genuine'] as const
export type TakeBackReason = (typeof takeBackReasons)[number]

/** What goes, or would. */
export interface TakenBack {
  /** Rows of the person's categories that are put back as they were, or go. */
  readonly values: number
  /** Permits and contracts that the arrival told of. */
  readonly statements: number
  /** What the person has forbidden: it stays, at their addresses where they go themselves. */
  readonly prohibitions: number
  /** The arrival opened the person, and they go. */
  readonly person: boolean
  /** A task that it made and nobody has taken up. */
  readonly task: boolean
}

export interface TakingBack {
  readonly reader: Pick<Pool, 'query'>
  readonly token: string
}

/** What taking it back would do now; refuses as doing it would. */
export async function tryTakingBack({ reader, token }: TakingBack, arrival: Id): Promise<TakenBack> {
  return call(reader, [token, arrival, takeBackReasons[0], null])
}

/** Does it; whoever has left is on record of the home before it answers. */
export async function takeBack(
  {
    reader,
    token,
    program: { database, home, clock },
  }: TakingBack & { readonly program: Pick<Program, 'database' | 'home' | 'clock'> },
  arrival: Id,
  why: TakeBackReason,
): Promise<TakenBack> {
  const done = await call(reader, [token, arrival, why, clock.now()])
  if (done.person) await keepErasures(database.app, home)
  return done
}

async function call(reader: TakingBack['reader'], values: readonly unknown[]): Promise<TakenBack> {
  const { rows } = await reader.query<{ done: TakenBack }>('select arrivals.take_back($1, $2, $3, $4) as done', [
    ...values,
  ])
  if (!rows[0]) throw new Error('taking back answers')
  return rows[0].done
}
