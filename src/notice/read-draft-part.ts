/** What the parts of a draft are made of: lines, and the facts that came to stand in them. */

import type { Fact } from './read-fact.ts'

/** Lines of the draft and where the facts that they hold came to stand. */
export interface Part {
  readonly lines: readonly string[]
  readonly paths: readonly (readonly [Fact, string])[]
}

export const nothing: Part = { lines: [], paths: [] }

/** Facts of one kind, in the order of the text. */
export type Of = (kind: Fact['kind']) => readonly Fact[]
