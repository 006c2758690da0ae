/** What is missing before a letter may be sent in a language: told while it is written, and asked again before anybody gets it. */

import type { Lang } from '../notice/notice.ts'
import type { Block, Content, EmailText, Piece, SimpleBlock } from './content.ts'
import { langsOf, textsIn } from './said.ts'

export interface Gap {
  /** `fewer` hinders nothing: another language has more blocks. */
  readonly what: 'absent' | 'subject' | 'blocks' | 'empty' | 'label' | 'link' | 'alt' | 'body' | 'fewer'
  /** Which block, from 0. */
  readonly block?: number
}

const isEmpty = (pieces: readonly Piece[]): boolean => pieces.every(one => !('field' in one) && one.text.trim() === '')

function gapsOfSimple(block: SimpleBlock): readonly Gap['what'][] {
  switch (block.kind) {
    case 'heading':
      return isEmpty(block.content) ? ['empty'] : []
    case 'text':
      return block.paragraphs.every(one => (one.kind === 'list' ? one.items.every(isEmpty) : isEmpty(one.content)))
        ? ['empty']
        : []
    case 'button':
      return [...(block.label.trim() ? [] : ['label' as const]), ...(block.href ? [] : ['link' as const])]
    case 'image':
      return block.alt.trim() ? [] : ['alt']
  }
}

/** Of one block, as they stand in it. */
export function gapsOfBlock(block: Block): readonly Gap['what'][] {
  if (block.kind === 'divider') return []
  if (block.kind !== 'columns') return gapsOfSimple(block)
  return block.columns.some(column => column.length === 0) ? ['empty'] : block.columns.flat().flatMap(gapsOfSimple)
}

function gapsOfEmail(one: EmailText, most: number): readonly Gap[] {
  return [
    ...(isEmpty(one.subject) ? [{ what: 'subject' as const }] : []),
    ...(one.blocks.length === 0 ? [{ what: 'blocks' as const }] : []),
    ...one.blocks.flatMap((block, at) => [...new Set(gapsOfBlock(block))].map(what => ({ what, block: at }))),
    ...(one.blocks.length > 0 && one.blocks.length < most ? [{ what: 'fewer' as const }] : []),
  ]
}

/** In the order in which a letter is read. */
export function gapsIn(content: Content, lang: Lang): readonly Gap[] {
  if (content.channel === 'sms') {
    const one = content.texts[lang]
    if (!one) return [{ what: 'absent' }]
    return isEmpty(one.body) ? [{ what: 'body' }] : []
  }
  const one = content.texts[lang]
  if (!one) return [{ what: 'absent' }]
  return gapsOfEmail(one, Math.max(...textsIn(content.texts).map(({ blocks }) => blocks.length)))
}

/** Whether it may be sent: it has a language, and each that it has is whole. */
export const isReady = (content: Content): boolean =>
  langsOf(content).length > 0 &&
  langsOf(content).every(lang => gapsIn(content, lang).every(({ what }) => what === 'fewer'))
