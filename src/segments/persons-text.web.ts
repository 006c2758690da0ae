/** How many persons, as the purpose may know it: a number, about so many, or only that they are few. */

import { count } from '../../web/format.ts'
import type { Say } from '../../web/language.ts'

export function personsText(
  say: Say,
  { persons, about }: { readonly persons: number | null; readonly about: boolean },
): string {
  if (persons === null) return say('ui.segments.few')
  return about ? say('ui.segments.about', { n: count(persons) }) : count(persons)
}
