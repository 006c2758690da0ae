/** Every check is asked, one after the other, each within its time: one that throws or does not come back cannot be known, and stops no other. */

import { Refused } from '../base/errors.ts'
import type { Settings } from '../base/settings.ts'
import type { Database } from '../database/pools.ts'
import type { Program } from '../http/program.ts'
import { rightsPurpose } from '../mail/recipient.ts'
import { type TextKey, textIfAny } from '../texts/texts.ts'
import { keepFindings } from './finding.ts'
import { cannotTell, type Outcome, type PromiseCheck, type PromiseContext } from './promise.ts'

/** The part of the program that a run takes. */
export type Checking = Pick<Program, 'clock' | 'home' | 'published' | 'sign'> & {
  readonly database: Database
  readonly settings: Settings
}

/** The longest that one check may take, in milliseconds. */
const longest = 120_000

/**
 * Asks the checks that the notice in force has a place for, and keeps what they found. Answers it too. Nothing is kept of a run
 * that was stopped.
 */
export async function runChecks(
  program: Checking,
  checks: readonly PromiseCheck[],
  stopping: AbortSignal = new AbortController().signal,
): Promise<ReadonlyMap<string, Outcome>> {
  const { clock, database, settings } = program
  const published = await program.published()
  const { notice, version } = published
  if (notice === undefined) return new Map()
  const at = clock.now()
  const common: Omit<PromiseContext, 'stopping'> = {
    at,
    clock,
    version,
    notice,
    database,
    rights: database.purpose(rightsPurpose(published)),
    settings,
    program,
  }
  const outcomes = new Map<string, Outcome>()
  for (const check of checks) {
    if (check.places(notice).length === 0) continue
    outcomes.set(check.id, await ask(check, common, stopping))
    if (stopping.aborted) return new Map()
  }
  await keepFindings(database.app, outcomes, { at, version })
  return outcomes
}

/** What the check answers; why it could not be known when it throws, takes too long, or gives figures that might be somebody's. */
export async function ask(
  check: PromiseCheck,
  context: Omit<PromiseContext, 'stopping'>,
  stopping: AbortSignal,
  patience = longest,
): Promise<Outcome> {
  const limit = AbortSignal.any([stopping, AbortSignal.timeout(patience)])
  try {
    return onlyFigures(await Promise.race([check.run({ ...context, stopping: limit }), failWhen(limit)]))
  } catch (fault) {
    return cannotTell(reasonOf(fault, limit))
  }
}

function onlyFigures(outcome: Outcome): Outcome {
  const figures: readonly unknown[] = outcome.state === 'unknown' ? [] : Object.values(outcome.figures)
  if (figures.every(value => value instanceof Date || Number.isFinite(value))) return outcome
  throw new RangeError('a figure is neither a number nor a moment')
}

const failWhen = (limit: AbortSignal): Promise<never> =>
  new Promise((_, failed) => {
    const fail = (): void => failed(new Error('a check took too long'))
    if (limit.aborted) fail()
    limit.addEventListener('abort', fail, { once: true })
  })

function reasonOf(fault: unknown, limit: AbortSignal): TextKey {
  if (fault instanceof Refused && isWhole(`errors.${fault.key}`)) return `errors.${fault.key}` as TextKey
  return limit.aborted ? 'promises.why.too-long' : 'promises.why.fault'
}

/** There is such a text, and it needs no arguments: they are not kept, for they might name somebody. */
const isWhole = (key: string): boolean => textIfAny('fi', key)?.includes('{{') === false
