/** A condition is counted for the purpose that asks, with whom the gate would leave out and why; a purpose that is not given who persons are gets no small groups. */

import { Refused } from '../base/errors.ts'
import { transaction } from '../database/transaction.ts'
import type { PurposeAsk } from '../http/ask.ts'
import type { Condition } from '../register/condition.ts'
import { namesFor } from '../register/condition-names.ts'
import { type Plan, planFor } from '../register/condition-plan.ts'
import { printCondition } from '../register/condition-print.ts'
import { readCondition } from '../register/condition-read.ts'
import { countOfFew, fewOf, parameters, personsOf } from '../register/condition-sql.ts'
import { categoryIfAny, type PurposeScope, scopeFor } from '../register/scope.ts'
import { text } from '../texts/texts.ts'
import type { Counted, Counting } from './segment-answers.ts'

type Said = Pick<Counting, 'condition' | 'sentence'>

/** The condition, whether it came as such or in words. Refuses both at once, and what is not understood, with its place. */
export async function conditionOf(ask: PurposeAsk, { condition, sentence }: Said): Promise<Condition> {
  if ((condition === undefined) === (sentence === undefined))
    throw new Refused('segments.one-of-two', 'invalid', {}, { field: 'condition' })
  if (condition) return condition
  return readCondition(sentence ?? '', await namesFor(ask, ask.lang), ask.lang)
}

export async function countPersons(ask: PurposeAsk, counting: Counting): Promise<Counted> {
  const condition = await conditionOf(ask, counting)
  const scope = await scopeFor(ask)
  const plan = planFor(condition, scope, ask.clock.now())
  const channel = counting.channel
  const gatePlan =
    channel && planFor({ all: [condition, { permission: ask.purpose, channel }] }, scope, ask.clock.now())
  const persons = await countOf(ask, plan)
  const all = isNameless(scope) ? await countOf(ask, { kind: 'all', of: [] }) : undefined
  return {
    sentence: printCondition(condition, await namesFor(ask, ask.lang), ask.lang),
    condition,
    ...(all === undefined ? { persons, about: false } : { persons: shown(persons, all), about: true }),
    gate: gatePlan && all === undefined ? await judge(ask, plan, channel) : null,
  }
}

/** A purpose that sees neither names nor addresses does not learn who somebody is, and not by a small group either. */
export const isNameless = (scope: PurposeScope): boolean =>
  !categoryIfAny(scope, 'identity') && !categoryIfAny(scope, 'contact-points')

/** Of fewer persons than these nothing is told where they are not named. */
export const fewest = 5

/** Null for a group of a few, or for all but a few; else to the nearest ten, so that two counts do not differ by one person. */
export const shown = (persons: number, all: number): number | null =>
  [persons, all - persons].some(n => n > 0 && n < fewest) ? null : Math.round(persons / 10) * 10

type Counter = Pick<PurposeAsk, 'reader' | 'token' | 'clock'>

const askedNow = ({ token, clock }: Counter) => ({ token, at: clock.now() })

/** What a query over everybody for whom it holds answers, in a transaction in which reading by the set is not hindered. */
export const bySet = <Answer>(
  ask: Counter,
  plan: Plan,
  query: (persons: string, bind: (value: unknown) => string) => string,
): Promise<readonly Answer[]> =>
  transaction(ask.reader, async db => {
    // Sets of a million ids are joined in memory; compiling a query of a second would take as long as it saves.
    await db.query(`set local work_mem = '64MB'; set local jit = off; set local statement_timeout = '60s'`)
    const asked = askedNow(ask)
    const few = await fewOf(db, plan, asked)
    const { values, bind } = parameters()
    const { rows } = await db.query(query(personsOf(plan, { ...asked, bind, few }), bind), values)
    return rows
  })

/** How many persons whom the purpose sees it holds for. */
export async function countOf(ask: Counter, plan: Plan): Promise<number> {
  const few = await countOfFew(ask.reader, plan, askedNow(ask))
  if (few !== undefined) return few
  // What a group gives is of the persons whom the purpose sees already, each once; so is a category with one row a person.
  const isOnce =
    plan.kind === 'rows' ? plan.scoped.category.rows === 'one' : ['all', 'not', 'permission'].includes(plan.kind)
  const each = isOnce ? '' : 'distinct '
  const [row] = await bySet<{ n: number }>(
    ask,
    plan,
    persons => `select count(*)::int as n from (select ${each}s.person_id from (${persons}) s) each_once`,
  )
  return row?.n ?? 0
}

async function judge(ask: PurposeAsk, plan: Plan, channel: NonNullable<Counting['channel']>): Promise<Counted['gate']> {
  const rows = await bySet<{ allowed: boolean; reason: string; n: number }>(
    ask,
    plan,
    (persons, bind) => `select g.allowed, g.reason, count(*)::int as n
      from register.may_send(${bind(ask.token)}, array(${persons}), ${bind(ask.purpose)}, ${bind(channel)}, ${bind(ask.clock.now())}) g
      group by 1, 2 order by 3 desc, 2`,
  )
  const sum = (some: typeof rows) => some.reduce((all, { n }) => all + n, 0)
  const leftOut = rows.filter(({ allowed }) => !allowed)
  return {
    allowed: sum(rows.filter(({ allowed }) => allowed)),
    leftOut: leftOut.map(({ reason, n }) => ({
      reason,
      name: text(ask.lang, `permissions.reason.${reason as 'unknown'}`),
      persons: n,
    })),
  }
}
