/** What a letter says, read out of its content: its languages, personal fields and pictures. */

import type { Lang } from '../notice/notice.ts'
import type { Content, EmailText, Piece, SimpleBlock } from './content.ts'

/** In each language that there is. */
export const textsIn = <Text>(texts: Readonly<Partial<Record<Lang, Text | undefined>>>): readonly Text[] =>
  Object.values(texts).filter(one => one !== undefined)

export const langsOf = ({ texts }: Content): readonly Lang[] =>
  (['fi', 'sv', 'en'] as const).filter(lang => texts[lang] !== undefined)

/** In which of its languages a letter is written to somebody whose own is `wanted`: theirs, or the first that it has. */
export const langIn = (content: Content, wanted: Lang): Lang | undefined => {
  const langs = langsOf(content)
  return langs.find(lang => lang === wanted) ?? langs[0]
}

/** Every block, those of columns in the order in which they are read. */
export const blocksIn = ({ blocks }: EmailText): readonly (SimpleBlock | { readonly kind: 'divider' })[] =>
  blocks.flatMap(one => (one.kind === 'columns' ? one.columns.flat() : [one]))

const piecesIn = (block: ReturnType<typeof blocksIn>[number]): readonly Piece[] =>
  block.kind === 'heading'
    ? block.content
    : block.kind === 'text'
      ? block.paragraphs.flatMap(one => (one.kind === 'list' ? one.items.flat() : one.content))
      : []

/** The personal fields of all languages, each once. */
export function fieldsIn(content: Content): readonly string[] {
  const all: readonly Piece[] =
    content.channel === 'sms'
      ? textsIn(content.texts).flatMap(({ body }) => body)
      : textsIn(content.texts).flatMap(one => [...one.subject, ...one.preheader, ...blocksIn(one).flatMap(piecesIn)])
  return [...new Set(all.flatMap(one => ('field' in one ? [one.field] : [])))]
}

/** Where its links of the web lead, each once, in their order: the n-th of a revision stays the n-th. */
export const linksIn = (one: EmailText): readonly string[] => [
  ...new Set(
    blocksIn(one)
      .flatMap(block =>
        block.kind === 'button' || block.kind === 'image'
          ? [block.href]
          : piecesIn(block).flatMap(piece => ('href' in piece ? (piece.href ?? []) : [])),
      )
      .filter(isLed),
  ),
]

/** An address of e-mail leads nowhere. */
export const isLed = (href: string): boolean => href.startsWith('https:')

export const imagesIn = (content: Content): readonly string[] =>
  content.channel === 'sms'
    ? []
    : [
        ...new Set(
          textsIn(content.texts).flatMap(one => blocksIn(one).flatMap(of => (of.kind === 'image' ? [of.image] : []))),
        ),
      ]
