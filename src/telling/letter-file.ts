/** Letters on A4 with the address in the window of the envelope, tagged so that they can be read aloud, one person after another in one file. */

import { dateInHelsinki } from '../base/time.ts'
import type { Block, Letter } from '../mail/letter.ts'
import { registerFonts, runsOf, type Weight } from '../notice/paper-font.ts'
import { dateIn } from '../notice/render-sentence.ts'
import { lettersFor, type Writing } from './announce.ts'
import type { Addressee } from './letters.ts'
import type { Publication } from './publication.ts'

const millimetre = 72 / 25.4
const left = 20 * millimetre
/** Where the window of a C5 or E65 envelope shows the address, from the top; the sender stands above it, the date beside it. */
const window = { sender: 12 * millimetre, address: 45 * millimetre, body: 95 * millimetre }

/** A letter to each, in the order given. */
export const letterFile = async (
  program: Writing,
  publication: Publication,
  addressees: readonly Addressee[],
  at: Date,
): Promise<Buffer> => printed(await lettersFor(program, publication, addressees), addressees, at)

/** Letters that have been written, to addressees in the same order. */
export async function printed(
  letters: readonly (Letter | undefined)[],
  addressees: readonly Addressee[],
  at: Date,
): Promise<Buffer> {
  const { default: PDFDocument } = await import('pdfkit') // only where letters are printed
  const [first] = letters
  const paper = new PDFDocument({
    size: 'A4',
    margins: { top: left, bottom: left, left, right: left },
    autoFirstPage: false,
    pdfVersion: '1.7',
    tagged: true,
    displayTitle: true,
    lang: first?.lang ?? 'fi',
    info: { Title: first?.title ?? '', CreationDate: at },
  })
  const parts: Buffer[] = []
  const ended = new Promise<void>(end => paper.on('end', end))
  paper.on('data', (part: Buffer) => parts.push(part))
  registerFonts(paper, 'source-sans-3')
  for (const [place, addressee] of addressees.entries()) {
    const letter = letters[place]
    if (letter) write(paper, letter, addressee, dateIn(letter.lang, dateInHelsinki(at)))
  }
  paper.end()
  await ended
  return Buffer.concat(parts)
}

type Paper = PDFKit.PDFDocument

interface Set {
  readonly size?: number
  readonly weight?: Weight
  readonly indent?: number
  /** Below, in points. */
  readonly gap?: number
}

function write(paper: Paper, letter: Letter, { name, address }: Addressee, date: string): void {
  paper.addPage()
  const sheet = paper.struct('Sect', { lang: letter.lang, title: letter.title })
  paper.addStructure(sheet)
  const put = (tag: string, words: string, set: Set = {}): void => {
    sheet.add(paper.struct(tag, {}, [() => line(paper, words, set)]))
  }
  const [, ...sender] = letter.footer
  paper.y = window.sender
  for (const block of sender) for (const words of wordsOf(block)) put('P', words, { size: 9, gap: 0 })
  put('P', date, { size: 9, gap: 0 })
  paper.y = window.address
  for (const words of [name, ...address]) put('P', words, { gap: 0 })
  paper.y = window.body
  put('H1', letter.title, { size: 15, weight: 600, gap: 10 })
  for (const block of letter.blocks) {
    const isList = block.kind === 'list'
    for (const words of wordsOf(block))
      put(isList ? 'LI' : 'P', isList ? `– ${words}` : words, { indent: isList ? 10 : 0 })
  }
  const [why] = letter.footer
  for (const words of why ? wordsOf(why) : []) put('P', words, { size: 9 })
}

function wordsOf(block: Block): readonly string[] {
  if (block.kind === 'list') return block.items
  return [block.kind === 'link' ? `${block.label}: ${block.href}` : block.text]
}

/** One paragraph below the last one. */
function line(paper: Paper, words: string, { size = 11, weight = 400, indent = 0, gap = 7 }: Set): void {
  const runs = runsOf(words === '' ? ' ' : words, weight)
  paper.fontSize(size)
  runs.forEach(({ font, text }, at) => {
    const continued = at < runs.length - 1
    const rest = { continued, lineGap: 2, paragraphGap: gap }
    paper.font(font)
    if (at === 0) paper.text(text, left + indent, paper.y, { ...rest, width: paper.page.width - 2 * left - indent })
    else paper.text(text, rest)
  })
}
