/** What the notice does on a legitimate interest, and how that has changed from one version to another. */

import type { Notice, Text } from '../notice/notice.ts'
import { wordsOf } from '../notice/render-model.ts'
import { written } from '../notice/render-sentence.ts'
import { type TextLang, text } from '../texts/texts.ts'

/** A purpose's use of a category on the interest: which data, and where they come from. */
export interface InterestUse {
  readonly purpose: string
  readonly category: string
  readonly fields: readonly string[]
  readonly sources: readonly string[]
}

type Change = 'added' | 'removed'

export type InterestChange =
  | { readonly kind: 'words' }
  | { readonly kind: 'use'; readonly change: Change; readonly category: string; readonly purpose: string }
  | {
      readonly kind: 'field'
      readonly change: Change
      readonly category: string
      readonly purpose: string
      readonly id: string
    }
  | { readonly kind: 'source'; readonly change: Change; readonly category: string; readonly id: string }

/** In the order of the notice. */
export const usesOf = (notice: Notice, interest: string): readonly InterestUse[] =>
  notice.categories.flatMap(({ id, uses, fields, from }) =>
    uses
      .filter(({ basis }) => basis.kind === 'interest' && basis.interest === interest)
      .map(use => ({
        purpose: use.purpose,
        category: id,
        fields: use.fields ?? fields.map(field => field.id),
        sources: from,
      })),
  )

/** What a balancing test of `before` has not weighed: purposes, categories, data and sources, and the words of the interest. */
export function interestChanges(before: Notice, after: Notice, interest: string): readonly InterestChange[] {
  const [was, is] = [usesOf(before, interest), usesOf(after, interest)]
  const sameUse = (one: InterestUse) => (other: InterestUse) =>
    one.purpose === other.purpose && one.category === other.category
  const alone = (uses: readonly InterestUse[], others: readonly InterestUse[], change: Change) =>
    uses
      .filter(use => !others.some(sameUse(use)))
      .map(({ purpose, category }): InterestChange => ({ kind: 'use', change, purpose, category }))
  const within = is.flatMap(use => {
    const old = was.find(sameUse(use))
    if (!old) return []
    const { purpose, category } = use
    return changesIn(old.fields, use.fields).map(
      (one): InterestChange => ({ kind: 'field', purpose, category, ...one }),
    )
  })
  const sources = [...new Set(is.map(({ category }) => category))].flatMap(category => {
    const [old, now] = [was, is].map(uses => uses.find(use => use.category === category))
    if (!old || !now) return []
    return changesIn(old.sources, now.sources).map((one): InterestChange => ({ kind: 'source', category, ...one }))
  })
  const words: readonly InterestChange[] =
    recordWords(before, interest) === recordWords(after, interest) ? [] : [{ kind: 'words' }]
  return [...words, ...alone(is, was, 'added'), ...alone(was, is, 'removed'), ...within, ...sources]
}

function changesIn(before: readonly string[], after: readonly string[]) {
  const only = (these: readonly string[], those: readonly string[], change: Change) =>
    these.filter(id => !those.includes(id)).map(id => ({ id, change }))
  return [...only(after, before, 'added'), ...only(before, after, 'removed')]
}

/** In the language of record. */
const recordWords = ({ interests, languages: [lang = 'fi'] }: Notice, id: string): string | undefined =>
  interests.find(one => one.id === id)?.text[lang]

/** "Uusi käyttö: Myynti – Yhteystiedot." What is gone has its name from the version that had it. */
export function tellChange(lang: TextLang, one: InterestChange, before: Notice, after: Notice): string {
  if (one.kind === 'words') return text(lang, 'ui.balancing.change.words')
  const notice = one.change === 'removed' ? before : after
  const category = notice.categories.find(({ id }) => id === one.category)
  return text(lang, `ui.balancing.change.${one.kind}-${one.change}`, {
    category: nameIn(lang, notice, notice.categories, one.category),
    ...(one.kind !== 'source' && { purpose: nameIn(lang, notice, notice.purposes, one.purpose) }),
    ...(one.kind === 'field' && { what: nameIn(lang, notice, category?.fields ?? [], one.id) }),
    ...(one.kind === 'source' && { what: nameIn(lang, notice, notice.sources, one.id) }),
  })
}

/** The name of one of the notice's own things; its id when the notice has it no more. */
export function nameIn(
  lang: TextLang,
  notice: Notice,
  all: readonly { readonly id: string; readonly name: Text }[],
  id: string,
): string {
  const found = all.find(one => one.id === id)
  return found === undefined ? id : wordsOf(written(notice, lang, found.name))
}
