/** The notice as a document: numbered sections of sentences, each with the place in the notice that it says aloud. */

import type { Lang } from './notice.ts'

/** A run of text. `lang` is set when the words are in another language than the document. */
export interface Span {
  readonly text: string
  readonly href?: string
  readonly strong?: true
  readonly lang?: Lang
  readonly mark?: Mark
}

/** How the statement before it stands at this moment: laid over a document when it is shown, never part of a version. */
export interface Mark {
  readonly kind: 'kept' | 'broken' | 'unknown'
  /** "tarkistettu 23.11.2026: pitää paikkansa" */
  readonly words: string
  /** The same words stand beside an earlier statement: here they are for those who do not see the sign. */
  readonly again?: true
}

/** A sentence or a phrase; plain strings are in the document's language. */
export type Prose = readonly (string | Span)[]

/** Where a block comes from: `categories.identity.keep`, the same path that findings of `check` carry. */
export interface Sourced {
  readonly path: string
  /** Other places that the same words stand for. */
  readonly also?: readonly string[]
}

export interface Paragraph extends Sourced {
  readonly kind: 'paragraph'
  readonly text: Prose
}

export interface List extends Sourced {
  readonly kind: 'list'
  readonly items: readonly (Sourced & { readonly text: Prose })[]
}

/** Short lines one under another, as an address is written. */
export interface Lines extends Sourced {
  readonly kind: 'lines'
  readonly items: readonly (Sourced & { readonly text: Prose })[]
}

/** A named thing, what it is, and statements about it. */
export interface Entry extends Sourced {
  readonly term: Prose
  readonly text: Prose
  readonly details: readonly (Sourced & { readonly text: Prose })[]
}

export interface Entries extends Sourced {
  readonly kind: 'entries'
  readonly items: readonly Entry[]
}

/** Every row opens with the cell that names it. */
export interface Table extends Sourced {
  readonly kind: 'table'
  readonly caption: string
  readonly columns: readonly string[]
  readonly rows: readonly (Sourced & { readonly cells: readonly Prose[] })[]
}

export type Block = Paragraph | List | Lines | Entries | Table

export interface Section extends Sourced {
  /** The anchor; the same in every language, so that a link survives a change of language. */
  readonly id: string
  /** `4` or `4.2`; sections that stand outside the numbering have none. */
  readonly number?: string
  readonly heading: string
  /** Art. 21(4): set apart from everything else. */
  readonly prominent?: true
  readonly blocks: readonly Block[]
  readonly sections: readonly Section[]
}

export interface Document {
  readonly lang: Lang
  /** The languages that the notice is given in; the first is the language of record. */
  readonly languages: readonly Lang[]
  readonly title: string
  readonly register: Prose
  readonly controller: string
  readonly effective: string
  readonly reviewed?: string
  /** sha256 of the notice's file. */
  readonly hash: string
  /** What became of a notice that is not in force any more. */
  readonly past?: Prose
  readonly opening: readonly Block[]
  readonly summary: Section
  /** Unnumbered and prominent; undefined when nothing in the notice can be objected to. */
  readonly objection?: Section
  readonly sections: readonly Section[]
  readonly closing: readonly Block[]
}

/** Every section in the order in which it is read, subsections after their parent. */
export function sectionsOf(document: Document): readonly Section[] {
  const walk = (sections: readonly Section[]): readonly Section[] =>
    sections.flatMap(section => [section, ...walk(section.sections)])
  return walk([
    document.summary,
    ...(document.objection === undefined ? [] : [document.objection]),
    ...document.sections,
  ])
}

/** The same phrase with neighbouring plain words as one. */
export const merged = (prose: Prose): Prose =>
  prose.reduce<(string | Span)[]>((all, part) => {
    const last = all.at(-1)
    if (typeof part === 'string' && typeof last === 'string') all[all.length - 1] = last + part
    else all.push(part)
    return all
  }, [])

/** The plain words of a phrase. */
export const wordsOf = (prose: Prose): string =>
  prose.map(span => (typeof span === 'string' ? span : span.text)).join('')
