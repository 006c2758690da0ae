/** What a person gains and loses when their duties change: purposes that no other duty gives them, and the administration. */

import { administrator, type Duty } from './staff-asks.web.ts'

export interface DutyChange {
  /** Ids of purposes. */
  readonly gained: readonly string[]
  readonly lost: readonly string[]
  /** There was a purpose, and there is none any more. */
  readonly isLeftWithout: boolean
  readonly administration: 'begins' | 'ends' | 'same'
}

/** Undefined when nothing would change. */
export function dutyChange(
  before: readonly string[],
  after: readonly string[],
  duties: readonly Duty[],
): DutyChange | undefined {
  if (before.length === after.length && before.every(duty => after.includes(duty))) return undefined
  const purposesOf = (held: readonly string[]) =>
    new Set(duties.filter(({ id }) => held.includes(id)).flatMap(({ purposes }) => purposes))
  const [had, has] = [purposesOf(before), purposesOf(after)]
  const [administered, administers] = [before.includes(administrator), after.includes(administrator)]
  return {
    gained: [...has].filter(id => !had.has(id)),
    lost: [...had].filter(id => !has.has(id)),
    isLeftWithout: had.size > 0 && has.size === 0,
    administration: administered === administers ? 'same' : administers ? 'begins' : 'ends',
  }
}
