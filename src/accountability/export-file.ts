/** What is kept here leaves in four forms: a page and a paper to read, a table for spreadsheets, data for programs. */

import { byteOrderMark, csvRecord } from '../base/csv.ts'
import type { Lang, Notice } from '../notice/notice.ts'
import type { Block, Document, Prose, Section } from '../notice/render-model.ts'
import { noticePage } from '../notice/render-page.ts'
import { renderPdf } from '../notice/render-pdf.ts'
import { written } from '../notice/render-sentence.ts'
import { noticeStyle } from '../notice/render-style.ts'

export const formats = ['html', 'pdf', 'csv', 'json'] as const
export type Format = (typeof formats)[number]

/** The same thing in every form; only the form that is asked for is made. */
export interface Exported {
  /** Of the file, without its ending. */
  readonly name: string
  readonly document: () => Document
  /** The first row names the columns. */
  readonly table: () => readonly (readonly string[])[]
  readonly data: () => unknown
}

export interface ExportFile {
  readonly name: string
  readonly type: string
  readonly bytes: Buffer
}

export async function fileIn(format: Format, exported: Exported): Promise<ExportFile> {
  const name = `${exported.name}.${format}`
  switch (format) {
    case 'html':
      return { name, type: 'text/html', bytes: Buffer.from(noticePage(exported.document(), { css: noticeStyle })) }
    case 'pdf':
      return { name, type: 'application/pdf', bytes: await renderPdf(exported.document()) }
    case 'csv': {
      // Semicolons and a byte order mark, for that is how Excel opens a file in Finland.
      const records = exported.table().map(cells => csvRecord(cells, ';'))
      return { name, type: 'text/csv', bytes: Buffer.from(byteOrderMark + records.join('')) }
    }
    case 'json':
      return { name, type: 'application/json', bytes: Buffer.from(`${JSON.stringify(exported.data(), null, 2)}\n`) }
  }
}

/** A section before it is numbered. */
export interface Part {
  readonly heading: string
  readonly blocks?: readonly Block[]
  readonly parts?: readonly Part[]
}

export interface Paper {
  readonly lang: Lang
  readonly title: string
  readonly opening: Prose
  readonly summary: Part
  readonly parts: readonly Part[]
  readonly closing: Prose
  /** YYYY-MM-DD: the day of which it is true, and the date of the file. */
  readonly date: string
}

/** A document of the controller, set like the notice. */
export const paperOf = (notice: Notice, { lang, title, opening, summary, parts, closing, date }: Paper): Document => ({
  lang,
  languages: [lang],
  title,
  register: written(notice, lang, notice.register.name),
  controller: notice.controller.name,
  effective: date,
  hash: notice.hash,
  opening: paragraphs(opening),
  summary: sectionOf(summary, 'summary'),
  sections: parts.map((part, index) => sectionOf(part, `part-${index + 1}`, `${index + 1}`)),
  closing: paragraphs(closing),
})

const sectionOf = ({ heading, blocks = [], parts = [] }: Part, id: string, number?: string): Section => ({
  id,
  ...(number !== undefined && { number }),
  heading,
  path: '',
  blocks,
  sections: parts.map((part, index) => sectionOf(part, `${id}-${index + 1}`, number && `${number}.${index + 1}`)),
})

export const paragraphs = (...all: readonly Prose[]): readonly Block[] =>
  all.filter(words => words.length > 0).map(text => ({ kind: 'paragraph', path: '', text }))

/** "Allekirjoitettu: 1.2.2026", one under another; what has no value is left out. */
export const lines = (items: readonly (readonly [label: string, value: string])[]): readonly Block[] => [
  {
    kind: 'lines',
    path: '',
    items: items
      .filter(([, value]) => value !== '')
      .map(([label, value]) => ({ path: '', text: [{ text: `${label}: `, strong: true }, value] })),
  },
]

export const bullets = (items: readonly string[]): readonly Block[] =>
  items.length === 0 ? [] : [{ kind: 'list', path: '', items: items.map(text => ({ path: '', text: [text] })) }]
