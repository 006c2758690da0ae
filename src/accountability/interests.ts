/** Each legitimate interest of the notice with its balancing test, and whether that test still weighs what is done today. */

import type { Pool } from 'pg'
import { Refused } from '../base/errors.ts'
import { publishedSource } from '../http/published-versions.ts'
import type { Interest, Notice } from '../notice/notice.ts'
import { parse } from '../notice/parse.ts'
import type { Decision } from './balancing-questions.ts'
import { type BalancingTest, listTests } from './balancing-test.ts'
import { type InterestChange, interestChanges } from './interest.ts'

/**
 * `missing`: nobody has begun; `unfinished`: no decision yet; `against`: the interest does not prevail; `changed`: the notice does
 * something else on it now than what was weighed; `expired`: its last day has passed; `holds`: it carries the processing.
 */
export const testStates = ['missing', 'unfinished', 'against', 'changed', 'expired', 'holds'] as const
export type TestState = (typeof testStates)[number]

export interface WeighedInterest {
  readonly interest: Interest
  readonly state: TestState
  /** The last revision with a decision. */
  readonly standing: DecidedTest | undefined
  /** The last revision of all. */
  readonly latest: BalancingTest | undefined
  /** Since the standing test. */
  readonly changes: readonly InterestChange[]
  /** The notice that the standing test weighed. */
  readonly weighed: Notice | undefined
}

type DecidedTest = BalancingTest & { readonly decision: Decision }

/** A published notice and its number. */
export interface InForce {
  readonly version: number
  readonly notice: Notice
}

/** What requests know as published, when something is. */
export function inForce({
  version,
  notice,
}: {
  readonly version: number
  readonly notice?: Notice | undefined
}): InForce {
  if (!notice) throw new Refused('telling.nothing-in-force', 'conflict')
  return { version, notice }
}

/** The interests in the notice's order. `today` is YYYY-MM-DD. */
export async function weighedInterests(app: Pool, now: InForce, today: string): Promise<readonly WeighedInterest[]> {
  const tests = Map.groupBy(await listTests(app), ({ interest }) => interest)
  return Promise.all(
    now.notice.interests.map(async interest => {
      const own = tests.get(interest.id) ?? []
      const standing = own.find(isDecided)
      const weighed = standing && (await noticeAt(app, now, standing.version))
      const changes = weighed ? interestChanges(weighed, now.notice, interest.id) : []
      return { interest, state: stateOf(own, standing, changes, today), standing, latest: own[0], changes, weighed }
    }),
  )
}

const isDecided = (test: BalancingTest): test is DecidedTest => test.decision !== null

function stateOf(
  tests: readonly BalancingTest[],
  standing: DecidedTest | undefined,
  changes: readonly InterestChange[],
  today: string,
): TestState {
  if (!standing) return tests.length > 0 ? 'unfinished' : 'missing'
  const { outcome, validUntil } = standing.decision
  if (outcome === 'does-not-prevail') return 'against'
  if (changes.length > 0) return 'changed'
  return validUntil < today ? 'expired' : 'holds'
}

/** The notice of a version; refused when there is none. */
export async function noticeAt(app: Pool, now: InForce, version: number): Promise<Notice> {
  if (version === now.version) return now.notice
  const source = await publishedSource(app, version)
  if (source === undefined) throw new Refused('notice.no-version', 'absent', { version })
  const { notice } = parse(source)
  if (!notice) throw new Refused('publish.unreadable', 'conflict')
  return notice
}
