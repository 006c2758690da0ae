/** What staff may choose of when they announce a raffle or an event follows from the notice alone. */

import type { Lang, Notice } from '../notice/notice.ts'
import { inWords } from '../register/scope-words.ts'
import { keptWords } from './kept.ts'
import { permitWays, sourcesOf } from './place.ts'

/** Sources, permits and languages in words, and how long who takes part is kept for this purpose. */
export const choicesFor = (notice: Notice, lang: Lang, purpose: string) => ({
  sources: notice.sources
    .filter(({ id }) => sourcesOf(notice).includes(id))
    .map(({ id, name }) => ({ id, name: inWords(name, notice, lang) })),
  permits: permitWays(notice).map(way => ({ id: way.purpose.id, name: inWords(way.purpose.name, notice, lang) })),
  languages: [...notice.languages],
  kept: keptWords(notice, lang, purpose),
})
