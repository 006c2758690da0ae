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
}

const layout = readFileSync(join(import.meta.dirname, 'layout.html'), 'utf8')

/** The letter as an HTML document for mail programs: no picture, no script, nothing from elsewhere. */
export function htmlOf({ lang, title, blocks, footer }: Letter): string {
  const parts: Readonly<Record<string, string>> = {
    lang,
    title: escaped(title),
    body: `<h1 style="font-size:24px;line-height:1.25;margin:24px 0 16px">${escaped(title)}</h1>${blocks.map(htmlBlock).join('')}`,
    footer: footer.map(htmlBlock).join(''),
  }
  return layout.replace(/\{\{(\w+)\}\}/g, (_, part: string) => parts[part] ?? '')
}

/** The same for those who read plain text. */
export const textOf = ({ title, blocks, footer }: Letter): string =>
  `${[title, ...blocks.map(textBlock), '—', ...footer.map(textBlock)].join('\n\n')}\n`

function htmlBlock(block: Block): string {
  switch (block.kind) {
    case 'paragraph':
      return `<p style="margin:0 0 16px">${escaped(block.text)}</p>`
    case 'list':
      return `<ul style="margin:0 0 16px;padding-left:24px">${block.items.map(item => `<li style="margin:0 0 8px">${escaped(item)}</li>`).join('')}</ul>`
    case 'link':
      return `<p style="margin:0 0 16px"><a href="${escaped(block.href)}" style="color:#14573f">${escaped(block.label)}</a></p>`
  }
}

function textBlock(block: Block): string {
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
const escaped = (text: string): string => text.replace(/[&<>"']/g, letter => entities[letter] ?? letter)
