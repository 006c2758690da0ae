/** A block while it is written: every field is there, empty or not, in each language. */

import type { Lang } from '../notice/notice.ts'
import type { Content, Words } from './slot-answers.ts'

type Block = Content['blocks'][number]

interface WordsDraft {
  readonly heading: string
  readonly text: string
  readonly linkWords: string
  readonly linkAddress: string
}

export interface Draft {
  /** Of the screen alone. */
  readonly key: string
  readonly name: string
  readonly segment: string
  readonly words: Readonly<Record<Lang, WordsDraft>>
}

const wordsDraft = (words: Words | undefined): WordsDraft => ({
  heading: words?.heading ?? '',
  text: words?.text ?? '',
  linkWords: words?.link?.words ?? '',
  linkAddress: words?.link?.address ?? '',
})

export const draftOf = ({ name, segment, words }: Pick<Block, 'name' | 'segment' | 'words'>): Draft => ({
  key: crypto.randomUUID(),
  name,
  segment,
  words: { fi: wordsDraft(words.fi), sv: wordsDraft(words.sv), en: wordsDraft(words.en) },
})

export const emptyBlock = (segment: string): Draft => draftOf({ name: '', segment, words: {} })

/** A language in which nothing was written is left out; one that was begun goes as it is, so that what it lacks is told. */
export function slotOf({ name, segment, words }: Draft): Block {
  const said = Object.entries(words).flatMap(([lang, { heading, text, linkWords, linkAddress }]) => {
    const hasLink = linkWords.trim() !== '' || linkAddress.trim() !== ''
    if (heading.trim() === '' && text.trim() === '' && !hasLink) return []
    const link = hasLink && { link: { words: linkWords, address: linkAddress.trim() } }
    return [[lang, { heading, ...(text.trim() && { text }), ...link }]]
  })
  return { name, segment, words: Object.fromEntries(said) }
}
