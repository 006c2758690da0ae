/** Precision and recall of pairs against a known truth. */

import type { Found } from '../src/duplicates/find.ts'

export interface Measured {
  readonly precision: number
  readonly recall: number
  readonly f1: number
}

/** `who`: of each place, whom it is about. */
export function measure(
  found: readonly Pick<Found, 'a' | 'b'>[],
  who: (place: number) => number | string,
  size: number,
): Measured {
  const times = new Map<number | string, number>()
  for (let place = 0; place < size; place++) times.set(who(place), (times.get(who(place)) ?? 0) + 1)
  const there = [...times.values()].reduce((sum, count) => sum + (count * (count - 1)) / 2, 0)
  const right = found.filter(({ a, b }) => who(a) === who(b)).length
  const precision = right / Math.max(1, found.length)
  const recall = right / Math.max(1, there)
  return { precision, recall, f1: (2 * precision * recall) / Math.max(1e-9, precision + recall) }
}
