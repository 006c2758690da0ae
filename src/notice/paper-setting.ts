/** Words on paper: runs of one font within one paragraph, broken into lines, each in the element that reads it aloud. */

import { text } from '../texts/texts.ts'
import { runsOf, type Weight } from './paper-font.ts'
import { type Document, type Prose, type Span, wordsOf } from './render-model.ts'

export type Paper = PDFKit.PDFDocument

/** In points, as every measure here. */
export const margins = { top: 68, bottom: 76, left: 72, right: 72 }
export const ink = { text: '#1b211e', quiet: '#5b655f', line: '#c9d0cc', pine: '#1f5541' }
/** Between two columns of a table. */
export const gutter = 10

const body = 10.5
const lineGap = 1.6

/** How a paragraph is set. */
export interface Setting {
  readonly size?: number
  readonly weight?: Weight
  readonly color?: string
  readonly indent?: number
  /** Below it. */
  readonly gap?: number
}

export interface Place {
  readonly x: number
  readonly y: number
  readonly width: number
  readonly gap: number
}

type Child = (() => void) | PDFKit.PDFStructureElement

/** What draws the phrase when its element is added; words in another language are an element of their own. */
export function spansOn(paper: Paper, words: Prose, set: Setting, place: Place): Child[] {
  const spans = words.map((span): Span => (typeof span === 'string' ? { text: span } : span))
  return spans.map((span, at): Child => {
    const part = { isFirst: at === 0, isLast: at === spans.length - 1 }
    const draw = (): void => say(paper, span, set, place, part)
    return span.lang === undefined ? draw : paper.struct('Span', { lang: span.lang }, [draw])
  })
}

function say(
  paper: Paper,
  { text: words, strong }: Span,
  { size = body, weight = 400, color = ink.text }: Setting,
  { x, y, width, gap }: Place,
  { isFirst, isLast }: { readonly isFirst: boolean; readonly isLast: boolean },
): void {
  const runs = runsOf(words === '' ? ' ' : words, strong ? 600 : weight)
  paper.fontSize(size).fillColor(color)
  for (const [at, run] of runs.entries()) {
    paper.font(run.font)
    const options = { continued: !(isLast && at === runs.length - 1), lineGap, paragraphGap: gap }
    if (isFirst && at === 0) paper.text(run.text, x, y, { ...options, width })
    else paper.text(run.text, options)
  }
}

/** How high the phrase becomes at this width; measured in its most usual font. */
export function heightOf(paper: Paper, words: Prose, { size = body, weight = 400 }: Setting, width: number): number {
  const plain = wordsOf(words)
  const [run] = runsOf(plain === '' ? ' ' : plain, weight)
  return paper
    .font(run?.font ?? 'latin-400')
    .fontSize(size)
    .heightOfString(plain, { width, lineGap })
}

/** Each at least as wide as its longest word, which is not broken; what is left goes where there is most to say. */
export function columnWidths(
  paper: Paper,
  rows: readonly (readonly Prose[])[],
  { size = body }: Setting,
  width: number,
): readonly number[] {
  paper.font('latin-600').fontSize(size)
  const columns = Math.max(...rows.map(cells => cells.length))
  const cellsOf = (column: number): readonly string[] => rows.map(cells => wordsOf(cells[column] ?? []))
  const least: number[] = []
  const weights: number[] = []
  for (let column = 0; column < columns; column++) {
    const cells = cellsOf(column)
    const words = cells.flatMap(cell => cell.split(/(?<=[\s-])/))
    least.push(Math.max(...words.map(word => paper.widthOfString(word.trim()))) + gutter + 1)
    weights.push(Math.sqrt(cells.reduce((sum, cell) => sum + cell.length, 0)))
  }
  const sum = (numbers: readonly number[]): number => numbers.reduce((all, one) => all + one, 0)
  const left = width - sum(least)
  // More words than paper: then words are broken after all.
  if (left < 0) return least.map(one => (one * width) / sum(least))
  return least.map((one, column) => one + (left * (weights[column] ?? 0)) / sum(weights))
}

/** "Sivu 2/7" at the foot of every page, which nobody needs to hear. */
export function numberPages(paper: Paper, { lang, title, effective }: Document): void {
  const { start, count } = paper.bufferedPageRange()
  for (let page = start; page < start + count; page++) {
    paper.switchToPage(page)
    const y = paper.page.height - margins.bottom + 30
    paper.page.margins.bottom = 0 // else what stands below the margin begins a page
    paper.markContent('Artifact', { type: 'Pagination' })
    const width = paper.page.width - margins.left - margins.right
    const options = { width, lineBreak: false } as const
    paper.font('latin-400').fontSize(8.5).fillColor(ink.quiet)
    paper.text(`${title} ${effective}`, margins.left, y, options)
    paper.text(text(lang, 'notice.paper.page', { page: page + 1, of: count }), margins.left, y, {
      ...options,
      align: 'right',
    })
    paper.endMarkedContent()
    paper.page.margins.bottom = margins.bottom
  }
}
