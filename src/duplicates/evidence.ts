/** What speaks for two persons being one, and what against it: the fields as levels, each with its weight in bits. */

import type { Model } from './model.ts'
import { type Finding, missing } from './pair.ts'

export interface Evidence {
  /** The key of the field: `given`, `email`, `other:<header>`. */
  readonly field: string
  /** How like the two are in it. */
  readonly level: string
  /** Bits, to a tenth: above zero it speaks for one person, below it against. */
  readonly bits: number
}

/** The fields that both have, in their order. */
export function evidenceOf({ fields, chances }: Model, { levels, shares }: Finding): readonly Evidence[] {
  return fields.flatMap(({ key, levels: names, exact }, at): readonly Evidence[] => {
    const level = levels[at] ?? missing
    const chance = chances[at]
    const name = names[level]
    if (chance === undefined || name === undefined) return []
    const common = level < exact ? Math.max(shares[at] ?? 0, 1e-7) : (chance.any[level] ?? 1)
    return [{ field: key, level: name, bits: Math.round(10 * Math.log2((chance.one[level] ?? 1) / common)) / 10 }]
  })
}

/** Colleagues share an organisation, neighbours a town, many a language: a namesake among them is no wonder. */
const identifies = (field: string): boolean =>
  ['email', 'phone', 'street'].includes(field) || field.startsWith('other:')

export type Verdict = 'certain' | 'likely' | 'possible'

/** Below this chance a pair is not told at all. */
export const leastChance = 0.2
const certainChance = 0.99

/**
 * `certain` may be proposed in bulk: the chance is overwhelming, the name is the same but for how it is written, something beside the
 * name is the very same, and nothing speaks against it but a move. Whom that lets through was measured (docs/duplicates.md).
 */
export function verdictOf(chance: number, evidence: readonly Evidence[]): Verdict {
  const bits = (field: string): number => evidence.find(one => one.field === field)?.bits ?? 0
  const beside = evidence.some(
    ({ field, level, bits: of }) => of > 3 && /^same(-box)?$/.test(level) && identifies(field),
  )
  const against = evidence.some(({ field, bits: of }) => of < -3 && field !== 'place' && field !== 'street')
  if (chance >= certainChance && bits('given') > 1 && bits('family') > 0 && beside && !against) return 'certain'
  return chance >= 0.8 ? 'likely' : 'possible'
}
