/** What is told of a thing ends the same in whatever order it is told, and however often: each part has its latest word. */

import type { Told, Word } from './adapter.ts'

/** Both together. Commutative, associative and idempotent. */
export function tellAlso(known: Told, more: Told): Told {
  const words = Object.entries(more).filter(([part, word]) => {
    const before = Object.hasOwn(known, part) ? known[part] : undefined
    return before === undefined || isLater(word, before)
  })
  return { ...known, ...Object.fromEntries(words) }
}

/** Two words of one moment and rank that differ must have an order too, or the order of arrival would decide. */
function isLater(one: Word, other: Word): boolean {
  if (one.at !== other.at) return one.at > other.at
  if (one.rank !== other.rank) return one.rank > other.rank
  return canonical(one.value) > canonical(other.value)
}

/** JSON with its keys in order: the database gives them back in another order than they were written in. */
const canonical = (value: unknown): string =>
  JSON.stringify(value, (_, part: unknown) =>
    typeof part === 'object' && part !== null && !Array.isArray(part)
      ? Object.fromEntries(Object.entries(part).sort(([a], [b]) => (a < b ? -1 : 1)))
      : part,
  ) ?? ''
