/** The parts of parts.html, each with holes into which a letter puts what it says. */

import { readFileSync } from 'node:fs'
import { join } from 'node:path'

/** Markup, and in between the values of the person who is written to. */
export type Laid = readonly (string | Slot | LinkSlot)[]

export interface Slot {
  readonly field: string
  readonly fallback: string
  /** As it stands in an element or an attribute; else as it is. */
  readonly escaped: boolean
}

/** Where a link leads: there, or over this server to there. */
export interface LinkSlot {
  readonly href: string
  readonly escaped: boolean
}

type Cut =
  | 'frame'
  | 'top'
  | 'single'
  | 'text'
  | 'button'
  | 'image'
  | 'linked-image'
  | 'divider'
  | 'single-end'
  | 'double'
  | 'left'
  | 'right'
  | 'footer'
  | 'end'

/** From one marker to the next, by the name of the first; each as pieces of markup with the name of a hole between two. */
const parts: ReadonlyMap<string, readonly string[]> = new Map(
  `<!-- cut:frame -->${readFileSync(join(import.meta.dirname, 'parts.html'), 'utf8')}`
    .split(/<!-- cut:(?=[a-z-]+ -->)/)
    .slice(1)
    .map(part => {
      const end = part.indexOf(' -->')
      return [part.slice(0, end), part.slice(end + 4).split(/\{\{(\w+)\}\}/)]
    }),
)

/** A part with its holes filled. */
export function laid(cut: Cut, holes: Readonly<Record<string, Laid>> = {}): Laid {
  const part = parts.get(cut)
  if (!part) throw new Error(`parts.html has no part ${cut}`)
  return part.flatMap((piece, at) => (at % 2 === 0 ? [piece] : (holes[piece] ?? [])))
}
