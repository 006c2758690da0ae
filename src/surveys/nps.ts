/** The net promoter score stands with the interval that its number of answers leaves open. */

export const npsClasses = ['promoter', 'passive', 'detractor'] as const
export type NpsClass = (typeof npsClasses)[number]

/** From 0 to 10, as the question is answered. */
export const npsClassOf = (answer: number): NpsClass =>
  answer >= 9 ? 'promoter' : answer >= 7 ? 'passive' : 'detractor'

export interface Nps {
  /** Promoters less detractors, in per cent of all who answered: from −100 to 100. */
  readonly score: number
  /** Within this the score lies with 95 per cent confidence, were those who answered drawn at random. */
  readonly low: number
  readonly high: number
  readonly answers: number
}

/**
 * Undefined when nobody answered. The interval is the adjusted Wald interval of B. Rocks (The American Statistician 70, 2016): three
 * answers are added, ¾ promoters, 1½ passives and ¾ detractors, so that it holds for few answers and for unanimous ones.
 */
export function npsOf({ promoter, passive, detractor }: Readonly<Record<NpsClass, number>>): Nps | undefined {
  const answers = promoter + passive + detractor
  if (answers === 0) return undefined
  const n = answers + 3
  const [p, d] = [(promoter + 0.75) / n, (detractor + 0.75) / n]
  const half = 1.959964 * Math.sqrt((p + d - (p - d) ** 2) / n)
  return {
    score: (100 * (promoter - detractor)) / answers,
    low: 100 * Math.max(-1, p - d - half),
    high: 100 * Math.min(1, p - d + half),
    answers,
  }
}
