/** One kind of entry of a person's timeline is declared by its own capability; the register reads it without knowing it. */

import type { Id } from '../base/ids.ts'
import type { TextKey } from '../texts/texts.ts'
import type { Change, Source } from './answers.ts'
import type { Asking, PurposeScope } from './scope.ts'

/** The entry after which a page goes on. Entries stand in the order of their moment, in milliseconds, and of their id. */
export interface TimelinePlace {
  readonly at: Date
  readonly id: Id
}

export interface TimelinePage {
  readonly person: Id
  /** Only what is older than this; undefined: from the newest. */
  readonly before: TimelinePlace | undefined
  /** No more than so many. */
  readonly max: number
}

/** Something that happened, as the capability tells it. */
export interface TimelineEntry extends TimelinePlace {
  /** Who did it, as recorded: `staff:<id>`, `key:<id>`, `person:<id>`, `system`. */
  readonly by: string
  /** One sentence, with its actor's name in it; without a full stop. */
  readonly sentence: (who: string) => string
  /** What was said, in more words. */
  readonly more?: string | undefined
  /** The screen on which it goes on: `/requests/<id>`. */
  readonly opens?: string | undefined
  readonly source?: Source | undefined
  /** What it changed of the person's data, for whoever opens it. */
  readonly changes?: readonly Change[] | undefined
  /** Neighbours that share it within ten minutes are shown as one line that opens. */
  readonly burst?: string | undefined
}

/** All entries of one kind. The database decides which of them the purpose may see: what it may not is not there. */
export interface TimelineSource {
  /** By which staff choose it: `contact`. */
  readonly kind: string
  /** What the filter calls it. */
  readonly name: TextKey
  /** Whether the purpose can have any; always, without it. */
  readonly isFor?: (scope: PurposeScope) => boolean
  /** Newest first. Quick for a person with ten thousand of them. */
  readonly read: (ask: Asking, page: TimelinePage) => Promise<readonly TimelineEntry[]>
}

/** For a source that reads few: those of them that the page has room for. */
export const onPage = <Entry extends TimelinePlace>(all: readonly Entry[], { before, max }: TimelinePage): Entry[] =>
  all
    .filter(entry => before === undefined || isNewer(before, entry))
    .toSorted((a, b) => (isNewer(a, b) ? -1 : 1))
    .slice(0, max)

/** Whether `a` stands above `b`. */
export function isNewer(a: TimelinePlace, b: TimelinePlace): boolean {
  const apart = a.at.getTime() - b.at.getTime()
  return apart > 0 || (apart === 0 && a.id > b.id)
}

/** The place as parameters of SQL: `(at, id) < ($n, $n + 1)`. */
export const placeValues = ({ before }: TimelinePage): readonly [Date | null, Id | null] => [
  before?.at ?? null,
  before?.id ?? null,
]
