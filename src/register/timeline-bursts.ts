/** A timeline that reads as what happened: what one actor did from one source in one go stands together. */

import type { TimelineLine } from './answers.ts'

const pause = 10 * 60_000 // milliseconds without another that end a burst

/** Folds lines, newest first, into bursts. An import is one burst however long it ran. */
export function foldBursts(lines: readonly TimelineLine[]): readonly (readonly TimelineLine[])[] {
  const bursts: TimelineLine[][] = []
  for (const line of lines) {
    const last = bursts.at(-1)
    const newer = last?.at(-1)
    if (last && newer && together(newer, line)) last.push(line)
    else bursts.push([line])
  }
  return bursts
}

const together = (newer: TimelineLine, older: TimelineLine): boolean =>
  newer.burst !== null &&
  newer.burst === older.burst &&
  (isOfImport(newer) || Date.parse(newer.at) - Date.parse(older.at) <= pause)

const isOfImport = ({ changes: [first] }: TimelineLine): boolean => (first?.import ?? null) !== null
