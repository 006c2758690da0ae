/** A condition as a list puts it to use: who passes, looked up by an index where there is one, and whether one person does. */

import type { Condition } from './condition.ts'
import { type Plan, planFor } from './condition-plan.ts'
import { type Bind, type Compiling, holdsFor, personsOf, wholly } from './condition-sql.ts'
import type { PurposeScope } from './scope.ts'

export interface CompiledFilter {
  /** The first `most` persons for whom it holds, as a query; undefined when they can only be told by asking of each. */
  readonly persons: ((most: string, bind: Bind) => string) | undefined
  /** Whether it holds for the person in this column. */
  readonly holds: (person: string, bind: Bind) => string
}

/** `n`: which of the list's filters it is, for a refusal to name. */
export function compileFilter(
  condition: Condition,
  n: number,
  scope: PurposeScope,
  asked: Pick<Compiling, 'token' | 'at'>,
): CompiledFilter {
  const plan = planFor(condition, scope, asked.at, `filters.${n}`)
  return {
    persons: plan.kind === 'not' ? undefined : (most, bind) => firstOf(plan, { ...asked, bind }, most),
    holds: (person, bind) => holdsFor(plan, person, { ...asked, bind }),
  }
}

function firstOf(plan: Plan, compiling: Compiling, most: string): string {
  const found = plan.kind === 'rows' ? wholly(plan, compiling, most) : undefined
  return found ?? `select f.person_id from (${personsOf(plan, compiling)}) f limit ${most}`
}
