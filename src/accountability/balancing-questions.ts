/** What a balancing test asks and what it may decide: known to the server and the screens alike. */

/** The three steps of the test and their questions, as EDPB Guidelines 1/2024 and the Finnish authority have them. */
export const steps = {
  purpose: ['interest', 'benefit', 'lawful'],
  necessity: ['need', 'alternatives', 'minimal'],
  balance: ['data', 'persons', 'expectations', 'impact', 'safeguards', 'conclusion'],
} as const
export type Step = keyof typeof steps
export type Question = (typeof steps)[Step][number]
export const questions: readonly Question[] = Object.values(steps).flat()

export const outcomes = ['prevails', 'prevails-with-safeguards', 'does-not-prevail'] as const
export type Outcome = (typeof outcomes)[number]

export type Answers = Readonly<Partial<Record<Question, string>>>

/** What was decided, by whom and until when; dates are YYYY-MM-DD. */
export interface Decision {
  readonly outcome: Outcome
  readonly approvedBy: string
  readonly approved: string
  readonly validUntil: string
}
