/** What speaks for two persons being one, and what against it: the fields as levels, each with its weight in bits. */

import { byChance, type Model } from './model.ts'
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
export function evidenceOf(model: Model, found: Finding): readonly Evidence[] {
  const commonOf = byChance(model)
  return model.fields.flatMap(({ key, levels }, at): readonly Evidence[] => {
    const level = found.levels[at] ?? missing
    const name = levels[level]
    if (name === undefined) return []
    const own = Math.log2(model.chances[at]?.one[level] ?? 1)
    return [{ field: key, level: name, bits: Math.round(10 * (own - commonOf(at, found))) / 10 }]
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
