/** Two documents as one, with what went and what came marked: every word of both is in it once, in its order. */

import { alignment } from './alignment.ts'
import { type Block, type Document, type Prose, type Section, sectionsOf, wordsOf } from './render-model.ts'

export interface Marked {
  readonly text: string
  readonly mark?: 'removed' | 'added'
}

/** A statement of the notice: a paragraph, an item of a list, what an entry is called, or a row of a table. */
export interface RedlineLine {
  readonly kind: 'paragraph' | 'item' | 'term' | 'row'
  readonly path: string
  readonly parts: readonly Marked[]
}

export interface RedlineSection {
  readonly id: string
  readonly level: 2 | 3
  /** Numbered as the later document numbers it; the earlier one when only that has it. */
  readonly heading: readonly Marked[]
  readonly lines: readonly RedlineLine[]
}

interface Line {
  readonly kind: RedlineLine['kind']
  readonly path: string
  readonly text: string
}

/** Both documents must be in the same language. */
export function redlineOf(before: Document, after: Document): readonly RedlineSection[] {
  const [was, is] = [partsOf(before), partsOf(after)]
  return alignment(was, is, ({ id }) => id).map(([old, next]) => {
    const { id, level } = next ?? old ?? { id: '', level: 2 as const }
    return {
      id,
      level,
      heading: marked(old?.heading, next?.heading),
      lines: redlined(old?.lines ?? [], next?.lines ?? []),
    }
  })
}

interface Part {
  readonly id: string
  readonly level: 2 | 3
  readonly heading: string
  readonly lines: readonly Line[]
}

/** The document's opening, its sections one after another, and its closing. */
function partsOf(document: Document): readonly Part[] {
  const below = new Set(document.sections.flatMap(({ sections }) => sections))
  const sectionPart = (section: Section): Part => ({
    id: section.id,
    level: below.has(section) ? 3 : 2,
    heading: section.heading,
    lines: linesOf(section.blocks),
  })
  return [
    { id: 'opening', level: 2, heading: document.title, lines: linesOf(document.opening) },
    ...sectionsOf(document).map(sectionPart),
    { id: 'closing', level: 2, heading: '', lines: linesOf(document.closing) },
  ]
}

const linesOf = (blocks: readonly Block[]): readonly Line[] => blocks.flatMap(lines).filter(({ text }) => text !== '')

function lines(block: Block): readonly Line[] {
  const line = (kind: Line['kind'], path: string, words: Prose): Line => ({ kind, path, text: wordsOf(words) })
  switch (block.kind) {
    case 'paragraph':
      return [line('paragraph', block.path, block.text)]
    case 'list':
    case 'lines':
      return block.items.map(({ path, text }) => line('item', path, text))
    case 'entries':
      return block.items.flatMap(({ path, term, text, details }) => [
        line('term', path, term),
        line('paragraph', path, text),
        ...details.map(detail => line('item', detail.path, detail.text)),
      ])
    case 'table':
      return block.rows.map(({ path, cells }) => ({ kind: 'row', path, text: cells.map(wordsOf).join(' · ') }))
  }
}

/** Statements of the same place are compared word by word; the rest came or went whole. */
const redlined = (before: readonly Line[], after: readonly Line[]): readonly RedlineLine[] =>
  alignment(before, after, ({ kind, path }) => `${kind} ${path}`).map(([old, next]) => {
    const { kind, path } = next ?? old ?? { kind: 'paragraph' as const, path: '' }
    return { kind, path, parts: marked(old?.text, next?.text) }
  })

/** Less than this part of the words in common, and the statement is another one: words here and there would only confuse. */
const alike = 0.4

function marked(before: string | undefined, after: string | undefined): readonly Marked[] {
  const whole = (text: string | undefined, mark: 'removed' | 'added'): readonly Marked[] =>
    text === undefined || text === '' ? [] : [{ text, mark }]
  if (before === after) return before === undefined || before === '' ? [] : [{ text: before }]
  const [was, is] = [wordsIn(before), wordsIn(after)]
  const aligned = alignment(was, is, word => word)
  const same = aligned.filter(([old, next]) => old !== undefined && next !== undefined).length
  if (same < alike * Math.max(was.length, is.length)) return [...whole(before, 'removed'), ...whole(after, 'added')]
  return merged(
    aligned.flatMap(([old, next]): readonly Marked[] => {
      if (old !== undefined && next !== undefined) return [{ text: next }]
      return old === undefined ? whole(next, 'added') : whole(old, 'removed')
    }),
  )
}

/** Words with the space that follows them, so that they give the text again. */
const wordsIn = (text: string | undefined): readonly string[] => text?.match(/\S+\s*/g) ?? []

const merged = (parts: readonly Marked[]): readonly Marked[] =>
  parts.reduce<Marked[]>((all, part) => {
    const last = all.at(-1)
    if (last !== undefined && last.mark === part.mark) all[all.length - 1] = { ...last, text: last.text + part.text }
    else all.push(part)
    return all
  }, [])
