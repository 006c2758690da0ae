/** What a form changes of a row, and where two people gave the same column different values. */

import type { Values } from './answers.ts'

/** Only what differs from what is kept; null where a value was emptied. */
export function changedValues(kept: Values, typed: Values): Values {
  return Object.fromEntries(Object.entries(typed).filter(([name, value]) => (kept[name] ?? null) !== (value ?? null)))
}

/** The values that two people gave to the same columns: theirs is kept, ours is in the form. */
export function conflicting(first: Values, now: Values, typed: Values): readonly string[] {
  return Object.keys(typed).filter(
    name => (first[name] ?? null) !== (now[name] ?? null) && (typed[name] ?? null) !== (now[name] ?? null),
  )
}
