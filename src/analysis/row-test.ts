/** What is asked of the rows of a report is asked of their classes: a value, or whole months. */

import { Refused } from '../base/errors.ts'
import type { Part } from './fold.ts'
import type { Definition } from './report-answers.ts'
import type { Dimension } from './subject.ts'

export interface RowTest {
  readonly dimension: Dimension
  readonly passes: (value: string | null) => boolean
}

/** Whether the test holds of a class; of one that is told together with others it does not. */
export const holds = ({ passes }: RowTest, part: Part | undefined): boolean =>
  part !== undefined && part !== false && passes(part)

/** Refuses a comparison that the dimension cannot take, and days within a month. */
export function testFor(
  dimension: Dimension,
  { is, value }: Definition['where'][number],
  today: string,
  at: string,
): RowTest {
  const allowed = dimension.kind === 'month' ? ['from', 'before', 'within', 'known'] : ['equals', 'differs', 'known']
  if (!allowed.includes(is))
    throw new Refused(
      'register.filter-operator',
      'invalid',
      { field: dimension.id, is, allowed: allowed.join(', ') },
      { field: at },
    )
  return { dimension, passes: compare(is, value, today, at) }
}

function compare(is: string, value: unknown, today: string, at: string): RowTest['passes'] {
  if (is === 'known') return one => (one !== null) === (value !== false)
  const wanted = String(value ?? '').trim()
  if (is === 'within') {
    const first = monthBefore(today, wanted, at)
    return one => one !== null && one >= first && one <= today.slice(0, 7)
  }
  if (is === 'from' || is === 'before') {
    const [, month] = /^(\d{4}-\d{2})-01$/.exec(wanted) ?? []
    if (!month) throw new Refused('analysis.whole-months', 'invalid', {}, { field: at })
    return one => one !== null && (is === 'from' ? one >= month : one < month)
  }
  const same = (one: string) => one.toLowerCase() === wanted.toLowerCase()
  return one => one !== null && same(one) === (is === 'equals')
}

/** The month that lies so many months or years before this day's. */
function monthBefore(today: string, period: string, at: string): string {
  const [, count = '', unit] = /^P(\d{1,3})([MY])$/.exec(period) ?? []
  const months = Number(count) * (unit === 'Y' ? 12 : 1)
  if (months < 1) throw new Refused('analysis.whole-months', 'invalid', {}, { field: at })
  const [year = 0, month = 0] = today.split('-').map(Number)
  return new Date(Date.UTC(year, month - 1 - months, 1)).toISOString().slice(0, 7)
}
