/** A timeline that reads as what happened: changes that one actor made from one source in one go stand together. */

import type { Burst, Change } from './answers.ts'

const pause = 10 * 60_000 // milliseconds without a change that end a burst

/** Folds changes, newest first, into bursts. An import is one burst however long it ran. */
export function foldBursts(changes: readonly Change[]): readonly Burst[] {
  const bursts: Change[][] = []
  for (const change of changes) {
    const last = bursts.at(-1)
    const newer = last?.at(-1)
    if (last && newer && together(newer, change)) last.push(change)
    else bursts.push([change])
  }
  return bursts.flatMap(burst => {
    const [newest] = burst
    const oldest = burst.at(-1)
    if (!newest || !oldest) return []
    return [
      { from: oldest.at, to: newest.at, by: newest.by, source: newest.source, import: newest.import, changes: burst },
    ]
  })
}

const together = (newer: Change, older: Change) =>
  newer.by.id === older.by.id &&
  newer.source.id === older.source.id &&
  newer.import === older.import &&
  (newer.import !== null || Date.parse(newer.at) - Date.parse(older.at) <= pause)
