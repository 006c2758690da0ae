/** Whether a purpose needs an impact assessment (Art. 35): nine criteria, the authority's list, and a rule. */

/** WP248 rev.01, III.B(a): of two of them an assessment follows. */
export const criteria = [
  'scoring',
  'automated',
  'monitoring',
  'sensitive',
  'large-scale',
  'combining',
  'vulnerable',
  'innovative',
  'barrier',
] as const

/** The Finnish authority's list of 21.12.2018 (Art. 35(4)). */
export const listed = ['biometric', 'genetic', 'location', 'not-informed', 'whistleblowing'] as const

export const questions = [...criteria, ...listed]
export type Question = (typeof questions)[number]

/** The reason is needed where the answer is yes. */
export interface ScreeningAnswer {
  readonly yes: boolean
  readonly reason: string
}
export type ScreeningAnswers = Readonly<Record<Question, ScreeningAnswer>>

/** Two criteria, or the list: biometric data with one criterion more, the others by themselves. */
export function neededByRule(answers: ScreeningAnswers): boolean {
  const met = criteria.filter(one => answers[one].yes).length
  return met >= 2 || listed.some(one => answers[one].yes && (one !== 'biometric' || met >= 1))
}
