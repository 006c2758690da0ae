/** Until when notice must be given, and when somebody is reminded of it. */

import { daysAfter } from '../base/time-limit.ts'
import type { Terms } from './agreement-answers.ts'

/** Days before the last day to give notice. */
const remindedBefore = 14

/** YYYY-MM-DD, or null for a contract without an end: there notice may be given on any day. */
export const noticeBy = ({ ends, notice_days }: Pick<Terms, 'ends' | 'notice_days'>): string | null =>
  ends ? daysAfter(ends, -(notice_days ?? 0)) : null

/** Two weeks before that day, and today when it is nearer; null when the day has passed or there is none. */
export function remindOn(terms: Pick<Terms, 'ends' | 'notice_days'>, today: string): string | null {
  const last = noticeBy(terms)
  if (last === null || last < today) return null
  const wished = daysAfter(last, -remindedBefore)
  return wished < today ? today : wished
}
