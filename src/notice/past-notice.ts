/** A notice that is not in force any more says so in every form that it is given in: since when, until when, and where the one in force is. */

import { text } from '../texts/texts.ts'
import type { Document, Prose } from './render-model.ts'
import { dateIn, say } from './render-sentence.ts'

/** Days are YYYY-MM-DD. */
export interface Past {
  readonly from: string
  /** The day on which the next one took its place. */
  readonly until: string
  /** sha256 of the file of the next one. */
  readonly replacedBy: string
  /** The address of the notice in force. */
  readonly now: string
}

/** The same document, opened by what became of it. */
export function asPast(document: Document, { from, until, now }: Past): Document {
  const { lang } = document
  const was = say(lang, 'notice.past.was', { from: dateIn(lang, from), until: dateIn(lang, until) })
  const past: Prose = [...was, ' ', { text: text(lang, 'notice.past.now'), href: `${now}?lang=${lang}` }]
  return { ...document, past }
}
