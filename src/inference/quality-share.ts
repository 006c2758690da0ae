/** How often a rule was right is told as a share of so many that one more or less does not turn it, and of fewer not at all. */

import type { Quality } from './rule-answers.ts'

/** Of fewer persons nothing is told: one of one would be a hundred per cent. */
export const fewestToTell = 20

type OutOf = Quality['months'][number]['inferred']

/** `few`: they are too few to tell; `withheld`: they may not be told; null: there were none. */
export function shareIn({ met, of }: OutOf): number | 'few' | 'withheld' | null {
  if (met === null || of === null) return 'withheld'
  if (of === 0) return null
  return of < fewestToTell ? 'few' : met / of
}
