/** What exports of shops write alike: whole names, and several moments of which the last is that of the state. */

import { splitName } from '../import/split.ts'

export function nameParts(name: string): readonly [given: string, family: string] {
  const { given = '', family = '' } = splitName(name)
  return [given, family]
}

/** The latest of these moments, as it is written; '' when there is none. */
export const lastOf = (moments: readonly string[]): string =>
  moments
    .filter(text => !Number.isNaN(Date.parse(text)))
    .toSorted((a, b) => Date.parse(a) - Date.parse(b))
    .at(-1) ?? ''
