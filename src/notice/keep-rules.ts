/** The periods for which a category is kept, as the database counts them: one for each period that the notice says, with whose it is. */

import type { Anchor, Category, Retention } from './notice.ts'

/** A period, and the purposes that keep the category's rows for so long. */
export interface KeepRule {
  /** ISO 8601, of one unit. */
  readonly duration: string
  readonly anchor: Anchor
  readonly ending: Retention['ending']
  /** None: nobody's that uses the category now, and the period counts all the same. */
  readonly purposes: readonly string[]
}

/** A purpose's own rule comes before the one for all; purposes with the same rule share it. */
export function keepRulesOf({ keep, uses }: Pick<Category, 'keep' | 'uses'>): readonly KeepRule[] {
  const own = new Set(keep.map(({ forPurpose }) => forPurpose))
  const rules = new Map<string, KeepRule>()
  for (const { duration, anchor, ending, forPurpose } of keep) {
    const key = ruleName({ duration, anchor, ending })
    const purposes =
      forPurpose === undefined ? uses.map(({ purpose }) => purpose).filter(purpose => !own.has(purpose)) : [forPurpose]
    rules.set(key, { duration, anchor, ending, purposes: [...(rules.get(key)?.purposes ?? []), ...purposes] })
  }
  return [...rules.values()]
}

/** As the ledger of what was removed names a rule: `P24M relationship.ended delete`. */
export const ruleName = ({ duration, anchor, ending }: Pick<KeepRule, 'duration' | 'anchor' | 'ending'>): string =>
  `${duration} ${anchor} ${ending}`
