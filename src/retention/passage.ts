/** A passage goes through the whole register, some persons at a time: each step is one transaction, so a passage may be cut anywhere and goes on there. */

import { setTimeout as pause } from 'node:timers/promises'
import type { Pool } from 'pg'
import { type Id, newId } from '../base/ids.ts'
import { dateInHelsinki, midnightInHelsinki } from '../base/time.ts'
import { daysAfter } from '../base/time-limit.ts'
import { keepErasures } from '../database/erasure-ledger.ts'
import type { Database } from '../database/pools.ts'
import type { Program } from '../http/program.ts'
import { enqueue } from '../jobs/job.ts'
import { rightsPurpose } from '../mail/recipient.ts'

/** `nightly` removes what is due; `dry` reckons and counts the same, and removes nothing. */
export type Kind = 'nightly' | 'dry'
/** Every kind there is. */
export const kinds: readonly Kind[] = ['nightly', 'dry']

export type Passing = Pick<Program, 'clock' | 'home' | 'published' | 'sign'> & {
  readonly database: Pick<Database, 'app' | 'purpose' | 'inUse'>
}

/** The jobs of a passage, by its kind. */
export const jobOf = (kind: Kind): string => `retention.${kind}`

/** Persons of one step, unless told: a step costs almost the same for a hundred, and whoever is in it waits until it ends (decision 0013). */
const usualPart = 1000

/** While others work, a step is shorter, and pauses so many times what it took: they keep nineteen twentieths of the machine. */
const among = { part: 250, rest: 12 }

export interface Pace {
  /** Pauses after each step for so many times what it took, and longer while others work; 0: never. */
  readonly rest: number
  readonly stopping: AbortSignal
  /** Who has it done, for the ledger: `system`, `staff:<id>`. */
  readonly actor: string
  /** Persons of one step. */
  readonly part?: number
}

/** Goes on with the passage of this kind that has not ended, or begins one; undefined when it was told to stop before the end. */
export async function pass(
  program: Passing,
  kind: Kind,
  { rest, stopping, actor, part }: Pace,
): Promise<Id | undefined> {
  const purpose = rightsPurpose(await program.published())
  const rights = program.database.purpose(purpose)
  const token = () => program.sign({ actor, purpose, request: newId() }) // holds for five minutes, and a passage may take hours
  const run = await begin(rights, token(), kind, program.clock.now())
  for (;;) {
    if (stopping.aborted) return undefined
    const paced = rest > 0 && program.database.inUse() > 0 ? among : { part: usualPart, rest }
    const began = performance.now()
    const ended = await step(rights, [token(), run, part ?? paced.part, program.clock.now()])
    await keepErasures(program.database.app, program.home)
    if (ended) return run
    await pause((performance.now() - began) * paced.rest, undefined, { signal: stopping }).catch(() => {})
  }
}

async function begin(rights: Pool, token: string, kind: Kind, now: Date): Promise<Id> {
  const { rows } = await rights.query<{ id: Id }>('select register.begin_retention($1, $2, $3, $4, $5) as id', [
    token,
    kind,
    dateInHelsinki(now),
    now,
    newId(),
  ])
  if (!rows[0]) throw new Error('begin_retention gave no row')
  return rows[0].id
}

/** True when the passage has ended. */
async function step(
  rights: Pool,
  values: readonly [token: string, run: Id, part: number, now: Date],
): Promise<boolean> {
  const { rows } = await rights.query<{ ended: boolean }>('select register.step_retention($1, $2, $3, $4) as ended', [
    ...values,
  ])
  return rows[0]?.ended ?? false
}

/** Three in the morning: the day has turned, and hardly anybody works. */
const hour = 3

/** When the next nightly passage is to begin: this night's at once if it has been missed. */
export function nextNight(last: string | undefined, now: Date): Date {
  const today = dateInHelsinki(now)
  const at = (date: string) => new Date(midnightInHelsinki(date).getTime() + hour * 3_600_000)
  return last !== undefined && last >= today ? at(daysAfter(today, 1)) : at(today)
}

/** For every start, and after every night: the next one is in the queue, once. */
export async function resumeRetention(app: Pool, now: Date): Promise<void> {
  const { rows } = await app.query<{ day: string | null; dry: boolean }>(
    `select max(day) filter (where kind = 'nightly' and ended_at is not null)::text as day,
       coalesce(bool_or(kind = 'dry' and ended_at is null), false) as dry from retention.run`,
  )
  const name = jobOf('nightly')
  await enqueue(app, name, {}, { at: nextNight(rows[0]?.day ?? undefined, now), key: name })
  if (rows[0]?.dry) await enqueue(app, jobOf('dry'), {}, { key: jobOf('dry') })
}
