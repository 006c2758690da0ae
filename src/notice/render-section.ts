/** Sections get their numbers and headings here, and what has nothing to say is left out. */

import { type TextKey, text } from '../texts/texts.ts'
import type { Lang } from './notice.ts'
import { type Block, type Entry, merged, type Prose, type Section, type Sourced } from './render-model.ts'

/** Every id has its heading among the texts, `notice.headings.<id>`. */
export type SectionId = Extract<TextKey, `notice.headings.${string}`> extends `notice.headings.${infer Id}` ? Id : never

/** A section before it has its number. */
export interface Draft extends Sourced {
  readonly id: SectionId
  readonly blocks?: readonly Block[]
  readonly sections?: readonly Draft[]
}

export type Line = Sourced & { readonly text: Prose }

/** The sections that have something to say, numbered 1, 2, 2.1 … */
export function numbered(lang: Lang, drafts: readonly Draft[], parent = ''): readonly Section[] {
  return drafts.filter(speaks).map((draft, index) => {
    const number = `${parent}${index + 1}`
    return { ...titled(lang, draft), number, sections: numbered(lang, draft.sections ?? [], `${number}.`) }
  })
}

/** A section outside the numbering. */
export const titled = (lang: Lang, draft: Draft): Section => ({
  id: draft.id,
  heading: text(lang, `notice.headings.${draft.id}`),
  path: draft.path,
  blocks: draft.blocks ?? [],
  sections: [],
})

export const speaks = (draft: Draft): boolean => (draft.blocks ?? []).length > 0 || (draft.sections ?? []).some(speaks)

/** A paragraph, or nothing when there are no words for it. */
export const paragraph = (path: string, words: Prose): readonly Block[] =>
  words.length === 0 ? [] : [{ kind: 'paragraph', path, text: words }]

/** Sentences of one paragraph with a space between. */
export const sentences = (...all: readonly Prose[]): Prose =>
  merged(all.filter(one => one.length > 0).flatMap((one, index) => (index === 0 ? one : [' ', ...one])))

export const list = (path: string, items: readonly Line[]): readonly Block[] =>
  items.length === 0 ? [] : [{ kind: 'list', path, items }]

export const entries = (path: string, items: readonly Entry[]): readonly Block[] =>
  items.length === 0 ? [] : [{ kind: 'entries', path, items }]
