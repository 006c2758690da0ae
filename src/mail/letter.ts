/** A letter is written once, as blocks of plain words, and is the same in HTML, in plain text and on paper. */

import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Lang } from '../notice/notice.ts'

export type Block =
  | { readonly kind: 'paragraph'; readonly text: string }
  | { readonly kind: 'list'; readonly items: readonly string[] }
  /** `label` says where it leads; on paper and in plain text the address stands after it. */
  | { readonly kind: 'link'; readonly label: string; readonly href: string }

export interface Letter {
  readonly lang: Lang
  readonly title: string
  readonly blocks: readonly Block[]
  /** Who sends it and why: the controller, the contact for questions. */
  readonly footer: readonly Block[]
  /** Of a meeting: what calendar programs take from the letter (RFC 6047). */
  readonly calendar?: { readonly method: string; readonly content: string }
  readonly correspondence?: Correspondence
}

/** What a member of staff writes to one person, in a thread of e-mail: it has no heading, and is no machine's. */
export interface Correspondence {
  /** An address of ours. */
  readonly sender: string
  /** Message-IDs of the thread, that of the letter which is answered the last (RFC 5322, 3.6.4). */
  readonly chain: readonly string[]
  readonly enclosures: readonly { readonly name: string; readonly type: string; readonly content: Buffer }[]
  /** What is answered, below the answer. */
  readonly quoted?: { readonly opening: string; readonly text: string } | undefined
}

/** A letter of somebody's own making, which is laid out with what the sending adds to its footer. */
export interface LaidOut extends Pick<Letter, 'lang' | 'title' | 'footer' | 'calendar' | 'correspondence'> {
  readonly lay: (footer: readonly Block[]) => { readonly html: string; readonly text: string }
}

const layout = readFileSync(join(import.meta.dirname, 'layout.html'), 'utf8')

/** The letter as an HTML document for mail programs: no picture, no script, nothing from elsewhere. */
export function htmlOf({ lang, title, blocks, footer, correspondence }: Letter): string {
  const heading = `<h1 style="font-size:24px;line-height:1.25;margin:24px 0 16px">${escaped(title)}</h1>`
  const parts: Readonly<Record<string, string>> = {
    lang,
    title: escaped(title),
    body: `${correspondence ? '' : heading}${blocks.map(htmlBlock).join('')}${quoteInHtml(correspondence)}`,
    footer: footer.map(htmlBlock).join(''),
  }
  return layout.replace(/\{\{(\w+)\}\}/g, (_, part: string) => parts[part] ?? '')
}

/** The same for those who read plain text. */
export const textOf = ({ title, blocks, footer, correspondence }: Letter): string =>
  `${[
    ...(correspondence ? [] : [title]),
    ...blocks.map(textBlock),
    ...(correspondence?.quoted ? [`${correspondence.quoted.opening}\n${quotedLines(correspondence.quoted.text)}`] : []),
    '—',
    ...footer.map(textBlock),
  ].join('\n\n')}\n`

const quotedLines = (text: string): string => text.replace(/^/gm, '> ')

const quoteInHtml = (correspondence: Correspondence | undefined): string =>
  correspondence?.quoted
    ? `<p style="margin:0 0 8px">${escaped(correspondence.quoted.opening)}</p>
<blockquote style="margin:0 0 16px;padding-left:12px;border-left:2px solid #b9c4be">${escaped(correspondence.quoted.text).replaceAll('\n', '<br>')}</blockquote>`
    : ''

export function htmlBlock(block: Block): string {
  switch (block.kind) {
    case 'paragraph':
      return `<p style="margin:0 0 16px">${escaped(block.text).replaceAll('\n', '<br>')}</p>`
    case 'list':
      return `<ul style="margin:0 0 16px;padding-left:24px">${block.items.map(item => `<li style="margin:0 0 8px">${escaped(item)}</li>`).join('')}</ul>`
    case 'link':
      return `<p style="margin:0 0 16px"><a href="${escaped(block.href)}" style="color:#14573f">${escaped(block.label)}</a></p>`
  }
}

export function textBlock(block: Block): string {
  switch (block.kind) {
    case 'paragraph':
      return block.text
    case 'list':
      return block.items.map(item => `- ${item}`).join('\n')
    case 'link':
      return `${block.label}:\n${block.href}`
  }
}

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
}
/** Text as it stands in an element or an attribute. */
export const escaped = (text: string): string => text.replace(/[&<>"']/g, letter => entities[letter] ?? letter)
