/** How long the notice keeps who took part, in words, for the page on which they are asked and for staff. */

import type { Lang, Notice } from '../notice/notice.ts'
import { periodPhrase } from '../notice/render-categories.ts'
import { wordsOf } from '../notice/render-model.ts'

/** «6 kuukautta tapahtuman päättymisestä» */
export function keptWords(notice: Notice, lang: Lang, purpose: string): string {
  const keep = notice.categories.find(({ id }) => id === 'participation')?.keep ?? []
  const rule = keep.find(({ forPurpose }) => forPurpose === purpose) ?? keep.find(one => one.forPurpose === undefined)
  return rule ? wordsOf(periodPhrase(lang, rule)) : ''
}
