/** How long a purpose may keep a row: the notice's retention rule, counted from the event that it names once that has happened. */

import { dateInHelsinki } from '../base/time.ts'
import { addDuration } from '../base/time-limit.ts'
import type { Anchor, Category, Retention } from '../notice/notice.ts'
import type { Values } from './answers.ts'

/** The rule of a category for a purpose: its own, else the one for all. */
export const ruleFor = (category: Category, purpose: string): Retention | undefined =>
  category.keep.find(rule => rule.forPurpose === purpose) ?? category.keep.find(rule => rule.forPurpose === undefined)

/** What is known of the events that periods run from: dates as YYYY-MM-DD. */
export interface Events {
  /** When the row was last written. */
  readonly recorded: Date | undefined
  /** The end of the person's last relationship; undefined while one goes on, or when the purpose does not see them. */
  readonly relationshipEnded: string | undefined
  readonly row: Values
}

/** The date until which the row may be kept; null while the event has not happened or is not known here. */
export function keptUntil(rule: Retention, events: Events): string | null {
  const from = dateOf(rule.anchor, events)
  return from === undefined ? null : addDuration(from, rule.duration)
}

function dateOf(anchor: Anchor, { recorded, relationshipEnded, row }: Events): string | undefined {
  switch (anchor) {
    case 'recorded':
      return recorded && dateInHelsinki(recorded)
    case 'relationship.ended':
      return relationshipEnded
    case 'request.closed':
      return typeof row.closed === 'string' ? dateInHelsinki(new Date(row.closed)) : undefined
    default:
      return undefined
  }
}

/** The end of the last of a person's relationships, when all have ended. */
export function lastEnd(relationships: readonly Values[]): string | undefined {
  const ends = relationships.map(row => row.ended)
  return ends.every(end => typeof end === 'string') ? ends.map(String).sort().at(-1) : undefined
}
