/** What a letter says in a language, laid out once: only the values of whoever is written to are still to be put in, each into a place that is known. */

import { escaped } from '../mail/letter.ts'
import type { Block, EmailText, Paragraph, Piece, SimpleBlock } from './content.ts'
import { isLink } from './link.ts'
import { type Laid, laid } from './parts.ts'
import { isLed } from './said.ts'

export interface Template {
  readonly subject: Laid
  /** Until the footer, and after it. */
  readonly html: readonly [Laid, Laid]
  readonly text: Laid
}

/** Of a picture: its address on our own server, which says nothing of who looks at it. */
type Address = (image: string) => string

export function templateOf(one: EmailText, lang: string, address: Address): Template {
  const title = htmlLine(one.subject)
  const preheader = one.preheader.length === 0 ? [] : [...htmlLine(one.preheader), spacing]
  const [before = '', after = ''] = laid('footer') // its hole is filled for each person
  return {
    subject: plain(one.subject),
    html: [
      compact([
        ...laid('frame', { lang: [lang], title, preheader }),
        ...laid('top'),
        ...sections(one.blocks, address),
        before,
      ]),
      compact([after, ...laid('end')]),
    ],
    text: compact(joined(one.blocks.map(plainBlock), '\n\n')),
  }
}

/** The same with fewer pieces. */
function compact(all: Laid): Laid {
  const fewer: Laid[number][] = []
  let words = ''
  for (const one of all) {
    if (typeof one === 'string') {
      words += one
      continue
    }
    fewer.push(words, one)
    words = ''
  }
  return [...fewer, words]
}

/** So that mailboxes show nothing of the letter behind what is written for them. */
const spacing = '&zwnj;&nbsp;'.repeat(40)

// ── HTML ────────────────────────────────────────────────────────────────────────────────────────────────────────────

/** Blocks that follow each other stand in one section, columns in one of their own. */
function sections(blocks: readonly Block[], address: Address): Laid {
  const all: Laid[number][] = []
  let isOpen = false
  const close = (): void => {
    if (isOpen) all.push(...laid('single-end'))
    isOpen = false
  }
  for (const block of blocks) {
    if (block.kind === 'columns') {
      close()
      const [left, right] = block.columns.map(column => column.flatMap(one => row(one, { address, width: half })))
      all.push(...laid('double'), ...(left ?? []), ...laid('left'), ...(right ?? []), ...laid('right'))
      continue
    }
    if (!isOpen) all.push(...laid('single'))
    isOpen = true
    all.push(...(block.kind === 'divider' ? laid('divider') : row(block, { address, width: full })))
  }
  close()
  return all
}

/** Pixels that a picture may take: the sheet's 620 or a half of it, without the margins. */
const full = 572
const half = 262

function row(block: SimpleBlock, { address, width }: { readonly address: Address; readonly width: number }): Laid {
  switch (block.kind) {
    case 'heading':
      return laid('text', {
        content: [
          '<h2 style="font-size:22px;line-height:1.25;margin:12px 0 12px">',
          ...htmlLine(block.content),
          '</h2>',
        ],
      })
    case 'text':
      return laid('text', { content: block.paragraphs.flatMap(htmlParagraph) })
    case 'button':
      return laid('button', { href: linkTo(block.href, true), content: [escaped(block.label)] })
    case 'image':
      return laid(block.href ? 'linked-image' : 'image', {
        src: [escaped(address(block.image))],
        alt: [escaped(block.alt)],
        width: [String(Math.min(block.width, width))],
        href: linkTo(block.href, true),
      })
  }
}

const htmlParagraph = (one: Paragraph): Laid => {
  if (one.kind === 'paragraph') return ['<p style="margin:0 0 16px">', ...one.content.flatMap(htmlPiece), '</p>']
  const tag = one.numbered ? 'ol' : 'ul'
  return [
    `<${tag} style="margin:0 0 16px;padding-left:24px">`,
    ...one.items.flatMap(item => ['<li style="margin:0 0 8px">', ...item.flatMap(htmlPiece), '</li>']),
    `</${tag}>`,
  ]
}

const htmlLine = (pieces: readonly Piece[]): Laid => pieces.flatMap(one => htmlWords(one))

const htmlWords = (one: Piece): Laid =>
  'field' in one
    ? [{ field: one.field, fallback: one.fallback, escaped: true }]
    : [escaped(one.text).replaceAll('\n', '<br>')]

function htmlPiece(one: Piece): Laid {
  const bold = one.bold ? (['<strong>', '</strong>'] as const) : none
  const italic = one.italic ? (['<em>', '</em>'] as const) : none
  // A link that a revision of another time has is looked at again.
  const link =
    one.href && isLink(one.href)
      ? ([['<a href="', ...linkTo(one.href, true), '" style="color:#14573f">'], ['</a>']] as const)
      : noLink
  return [...link[0], bold[0], italic[0], ...htmlWords(one), italic[1], bold[1], ...link[1]]
}
const none = ['', ''] as const
const noLink: readonly [Laid, Laid] = [[], []]

const linkTo = (href: string, isMarkup: boolean): Laid =>
  isLed(href) ? [{ href, escaped: isMarkup }] : [isMarkup ? escaped(href) : href.replace(/^mailto:/, '')]

// ── Plain text ──────────────────────────────────────────────────────────────────────────────────────────────────────

const joined = (all: readonly Laid[], by: string): Laid => all.flatMap((one, at) => (at === 0 ? one : [by, ...one]))

function plainBlock(block: Block): Laid {
  switch (block.kind) {
    case 'heading':
      return plain(block.content)
    case 'text':
      return joined(block.paragraphs.map(plainParagraph), '\n\n')
    case 'button':
      return [`${block.label}:\n`, ...linkTo(block.href, false)]
    case 'image':
      return block.href ? [`[${block.alt}]\n`, ...linkTo(block.href, false)] : [`[${block.alt}]`]
    case 'divider':
      return ['—']
    case 'columns':
      return joined(block.columns.flat().map(plainBlock), '\n\n')
  }
}

const plainParagraph = (one: Paragraph): Laid =>
  one.kind === 'paragraph'
    ? plain(one.content)
    : joined(
        one.items.map((item, at) => [one.numbered ? `${at + 1}. ` : '- ', ...plain(item)]),
        '\n',
      )

/** Where a link leads stands behind its last words. */
export const plain = (pieces: readonly Piece[]): Laid =>
  pieces.flatMap((one, at) => {
    const words: Laid = 'field' in one ? [{ field: one.field, fallback: one.fallback, escaped: false }] : [one.text]
    const href = 'href' in one ? one.href : undefined
    const next = pieces[at + 1]
    const isLast = next === undefined || !('href' in next) || next.href !== href
    if (href === undefined || !isLast || ('text' in one && one.text === href)) return words
    return [...words, ' (', ...linkTo(href, false), ')']
  })
