/** What is kept here is never written over: a save adds a revision to the one that its author had read, and says why. */

import type { Act } from '../access/staff.ts'
import { Refused } from '../base/errors.ts'

/** Who saved a revision, when and why. */
export interface Revision {
  readonly revision: number
  readonly at: Date
  readonly by: Author
  readonly why: string
}

/** The name is null when the actor was nobody of the staff, or is no more. */
export interface Author {
  readonly actor: string
  readonly name: string | null
}

/** A save: `expected` is the revision that was read before it, 0 for the first. */
export interface Save extends Act {
  readonly expected: number
  readonly why: string
}

/** The author in a column, as a column of the answer. */
export const authorIn = (column: string): string =>
  `json_build_object('actor', ${column}, 'name', (select s.name from access.staff s where 'staff:' || s.id = ${column}))`

/** Of a save that found another revision than it expected. */
export const changedMeanwhile = ({ by, revision }: Revision): Refused =>
  new Refused('accountability.changed-meanwhile', 'conflict', { name: by.name ?? by.actor, revision })
