/** A document on A4 for archives and for ears: PDF/A-2a, tagged, its fonts within it, the same bytes whenever it is made. */

import { registerFonts } from './paper-font.ts'
import { describePaper } from './paper-metadata.ts'
import {
  columnWidths,
  gutter,
  heightOf,
  ink,
  margins,
  numberPages,
  type Paper,
  type Setting,
  spansOn,
} from './paper-setting.ts'
import { type Block, type Document, type Entry, type Prose, type Section, wordsOf } from './render-model.ts'

type Element = PDFKit.PDFStructureElement
type Table = Extract<Block, { kind: 'table' }>

const sizes = { title: 24, register: 12, 1: 15, 2: 11.5, table: 9.5 } as const

/** The whole file. Its dates are those of the notice, so that the same notice always gives the same bytes. */
export async function renderPdf(document: Document): Promise<Buffer> {
  const { default: PDFDocument } = await import('pdfkit') // some tens of milliseconds, which only those who print pay
  const title = `${document.title} – ${wordsOf(document.register)}`
  const at = new Date(`${document.effective}T00:00:00Z`)
  const paper = new PDFDocument({
    size: 'A4',
    margins,
    pdfVersion: '1.7',
    subset: 'PDF/A-2a',
    tagged: true,
    displayTitle: true,
    bufferPages: true,
    lang: document.lang,
    info: {
      Title: title,
      Author: document.controller,
      CreationDate: at,
      ModDate: at,
    },
  })
  const parts: Buffer[] = []
  const ended = new Promise<void>(end => paper.on('end', end))
  paper.on('data', (part: Buffer) => parts.push(part))
  registerFonts(paper, 'source-serif-4')
  write(paper, document)
  describePaper(paper, [title, document.controller], at)
  paper.end()
  await ended
  return Buffer.concat(parts)
}

function write(paper: Paper, document: Document): void {
  const root = paper.struct('Document', { lang: document.lang, title: document.title })
  paper.addStructure(root)
  const put = putting(paper)
  put.prose(root, 'H1', [document.title], { size: sizes.title, weight: 600, gap: 2 })
  put.prose(root, 'P', document.register, { size: sizes.register, color: ink.quiet, gap: 14 })
  if (document.past) put.prose(root, 'P', withAddresses(document.past), { weight: 600, gap: 12 })
  put.blocks(root, document.opening)
  for (const section of [document.summary, ...(document.objection ? [document.objection] : []), ...document.sections])
    put.section(root, section, 1)
  put.rule()
  put.blocks(root, document.closing)
  root.end()
  numberPages(paper, document)
}

/** On paper nobody can press a link: its address stands behind it. */
const withAddresses = (words: Prose): Prose =>
  words.flatMap(one => (typeof one === 'string' || one.href === undefined ? [one] : [one, `: ${one.href}`]))

function putting(paper: Paper) {
  const width = paper.page.width - margins.left - margins.right
  const bottom = paper.page.height - margins.bottom

  /** A new page unless so many points are left on this one. */
  const need = (height: number): void => {
    if (paper.y + height > bottom) paper.addPage()
  }

  const artifact = (draw: () => void): void => {
    paper.markContent('Artifact', { type: 'Layout' })
    draw()
    paper.endMarkedContent()
  }

  const rule = (): void => {
    need(24)
    const y = paper.y + 6
    artifact(() =>
      paper
        .moveTo(margins.left, y)
        .lineTo(margins.left + width, y)
        .lineWidth(0.5)
        .strokeColor(ink.line)
        .stroke(),
    )
    paper.y = y + 12
  }

  /** Words in another language are an element of their own, so that they are read aloud in it. */
  const prose = (parent: Element, tag: string, words: Prose, set: Setting = {}): void => {
    const { indent = 0, gap = 6 } = set
    const place = { x: margins.left + indent, y: paper.y, width: width - indent, gap }
    parent.add(paper.struct(tag, {}, spansOn(paper, words, set, place)))
  }

  const section = (parent: Element, one: Section, level: 1 | 2): void => {
    need(level === 1 ? 84 : 60)
    const own = paper.struct('Sect', { title: one.heading })
    parent.add(own)
    if (level === 1) paper.y += 10
    const heading = `${one.number === undefined ? '' : `${one.number}  `}${one.heading}`
    if (level === 1) paper.outline.addItem(heading)
    if (one.prominent) rule()
    prose(own, level === 1 ? 'H2' : 'H3', [heading], {
      size: sizes[level],
      weight: 600,
      gap: level === 1 ? 7 : 5,
      ...(level === 1 && { color: ink.pine }),
    })
    blocks(own, one.blocks)
    if (one.prominent) rule()
    for (const below of one.sections) section(own, below, 2)
    own.end()
  }

  const blocks = (parent: Element, all: readonly Block[]): void => {
    for (const one of all) block(parent, one)
    if (all.length > 0) paper.y += 3
  }

  const block = (parent: Element, one: Block): void => {
    switch (one.kind) {
      case 'paragraph':
        prose(parent, 'P', one.text)
        break
      case 'lines': {
        for (const line of one.items) prose(parent, 'P', line.text, { gap: 0 })
        paper.y += 6
        break
      }
      case 'list':
        list(parent, one.items, 0)
        break
      case 'entries': {
        for (const item of one.items) entry(parent, item)
        break
      }
      case 'table':
        table(parent, one)
        break
    }
  }

  const list = (
    parent: Element,
    items: readonly { readonly text: Prose }[],
    indent: number,
    set: Setting = {},
  ): void => {
    const own = paper.struct('L')
    parent.add(own)
    for (const item of items) {
      need(26)
      const line = paper.struct('LI')
      own.add(line)
      const y = paper.y
      const place = { x: margins.left + indent, y, width: 10, gap: 0 }
      line.add(paper.struct('Lbl', {}, spansOn(paper, ['•'], set, place)))
      paper.y = y
      prose(line, 'LBody', item.text, { ...set, indent: indent + 11, gap: 3 })
      line.end()
    }
    own.end()
    paper.y += 3
  }

  const entry = (parent: Element, { term, text: words, details }: Entry): void => {
    need(44)
    const own = paper.struct('Div')
    parent.add(own)
    prose(own, 'P', term, { weight: 600, gap: 1 })
    if (words.length > 0) prose(own, 'P', words, { gap: details.length > 0 ? 2 : 8 })
    if (details.length > 0) list(own, details, 4, { color: ink.quiet })
    own.end()
  }

  const table = (parent: Element, { caption, columns, rows }: Table): void => {
    need(90)
    const own = paper.struct('Table')
    parent.add(own)
    prose(own, 'Caption', [caption], { size: sizes.table, color: ink.quiet, gap: 4 })
    const widths = columnWidths(
      paper,
      [columns.map(column => [column]), ...rows.map(({ cells }) => cells)],
      { size: sizes.table },
      width,
    )
    const row = (cells: readonly Prose[], tagOf: (column: number) => 'TH' | 'TD', scope: 'Column' | 'Row'): void => {
      const set = (column: number): Setting => ({ size: sizes.table, weight: tagOf(column) === 'TH' ? 600 : 400 })
      const heights = cells.map((cell, column) => heightOf(paper, cell, set(column), (widths[column] ?? 0) - gutter))
      need(Math.max(...heights) + 8)
      const y = paper.y
      artifact(() =>
        paper
          .moveTo(margins.left, y)
          .lineTo(margins.left + width, y)
          .lineWidth(0.5)
          .strokeColor(ink.line)
          .stroke(),
      )
      const line = paper.struct('TR')
      own.add(line)
      let x = margins.left
      for (const [column, cell] of cells.entries()) {
        const tag = tagOf(column)
        const place = { x, y: y + 4, width: (widths[column] ?? 0) - gutter, gap: 0 }
        line.add(paper.struct(tag, tag === 'TH' ? scoped(scope) : {}, spansOn(paper, cell, set(column), place)))
        x += widths[column] ?? 0
      }
      line.end()
      paper.y = y + Math.max(...heights) + 8
    }
    row(
      columns.map(column => [column]),
      () => 'TH',
      'Column',
    )
    for (const { cells } of rows) row(cells, column => (column === 0 ? 'TH' : 'TD'), 'Row')
    own.end()
    paper.y += 8
  }

  return { prose, section, blocks, rule }
}

/** Which cells a heading speaks for; pdfkit knows it, its types do not. */
const scoped = (scope: 'Column' | 'Row'): PDFKit.Mixins.StructureElementOptions & { scope: string } => ({ scope })
