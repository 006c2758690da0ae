/** What the readers of single subjects share: the text in sections, and facts with the places that they came from. */

import { type Expressions, expressions } from './lexicon/statements.ts'
import type { Topic } from './lexicon/topics.ts'
import type { Lang } from './notice.ts'
import type { Section, Unit } from './read-sections.ts'
import type { Span, Thing } from './read-things.ts'

/** A thing that has no place in a draft yet. */
export type Fact = Omit<Thing, 'path' | 'label'>

/** What a reader is given. */
export interface Matter {
  readonly lang: Lang
  readonly text: string
  readonly sections: readonly Section[]
  readonly says: Expressions
}

export const matterOf = (lang: Lang, text: string, sections: readonly Section[]): Matter => ({
  lang,
  text,
  sections,
  says: expressions[lang],
})

const longestValue = 300

/** The words without line breaks, not longer than a value may be. */
export function shortened(words: string, limit = longestValue): string {
  const plain = words.replaceAll(/\s+/g, ' ').trim()
  if (plain.length <= limit) return plain
  const end = plain.lastIndexOf(' ', limit - 1)
  return `${plain.slice(0, end > limit / 2 ? end : limit - 1)}…`
}

export const spanOf = ({ start, end }: Span): Span => ({ start, end })

/** A fact that one or more sentences say. */
export const fact = (kind: Fact['kind'], value: string, from: Span | readonly Span[], known?: string): Fact => ({
  kind,
  value: shortened(value),
  ...(known !== undefined && { known }),
  spans: ('start' in from ? [from] : from).map(spanOf),
})

/** The same thing said in several places is one fact with several places; without words there is none. */
export function merged(facts: readonly Fact[]): readonly Fact[] {
  const found = new Map<string, Fact>()
  for (const one of facts.filter(({ value }) => value !== '')) {
    const key = `${one.kind} ${one.known ?? one.value.toLowerCase()}`
    const before = found.get(key)
    const more = one.spans.filter(span => !before?.spans.some(other => other.start === span.start))
    found.set(key, before === undefined ? one : { ...before, spans: [...before.spans, ...more] })
  }
  return [...found.values()]
}

/** A sentence, or the cell of a row, with what its section or column is about. */
export interface Said extends Span {
  readonly text: string
  readonly topics: readonly Topic[]
  readonly unit: Unit
  readonly section: Section
}

/** Every sentence and cell that is of the notice and not of the page. */
export function* everythingSaid({ sections }: Matter): Iterable<Said> {
  for (const section of sections)
    for (const unit of section.units) {
      const isHead = unit.kind === 'row' && unit.cells === undefined
      if (isHead || unit.page !== undefined || !/\p{L}/u.test(unit.text)) continue
      // A table of recipients or cookies has a column of purposes that are theirs, not the register's.
      const columns = !section.topics.some(topic => topic === 'disclosure' || topic === 'cookies')
      if (unit.cells === undefined) yield { ...unit, topics: section.topics, unit, section }
      else
        for (const cell of unit.cells)
          if (cell.text !== '')
            yield { ...cell, topics: columns && cell.topics.length > 0 ? cell.topics : section.topics, unit, section }
    }
}

export const isAbout = (said: Said, ...topics: readonly Topic[]): boolean =>
  topics.some(topic => said.topics.includes(topic))
