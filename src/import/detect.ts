/** Every guess about how a file is written is shown with its ground, and any of them can be replaced by the importer's own word. */

import { Refused } from '../base/errors.ts'
import type { Outline } from './outline.ts'
import type { FileRecord } from './read.ts'
import type { Scan } from './scan.ts'

export const encodings = ['utf-8', 'utf-16le', 'utf-16be', 'windows-1252'] as const
export type Encoding = (typeof encodings)[number]

export const separators = [',', ';', '\t', '|'] as const
export type Separator = (typeof separators)[number]

/** How the file is to be read. */
export interface Dialect {
  readonly encoding: Encoding
  readonly separator: Separator
  /** The line, from 1, that the header begins on; what stands before it is left unread. */
  readonly headerLine: number
  readonly decimalComma: boolean
  /** Of a workbook, by its place. */
  readonly sheet: number
}

/** What somebody has chosen instead of letting it be guessed. */
export type ChosenDialect = { readonly [Part in keyof Dialect]?: Dialect[Part] | undefined }

/** On what a guess rests: the importer chose it, the file says it, its content shows it, or nothing speaks against it. */
export type Ground = 'chosen' | 'stated' | 'seen' | 'assumed'

export type Grounds = { readonly [Part in keyof Dialect]: Ground }

export interface Detected {
  readonly dialect: Dialect
  readonly grounds: Grounds
  /** The kinds of line break in the file; more than one is worth showing. */
  readonly newlines: readonly ('lf' | 'crlf' | 'cr')[]
}

/**
 * Decides from the scan of the whole file and its first bytes (at least 256 kB, or all of it).
 * Refuses (`import.mixed-encoding`) a file that is partly UTF-8 and partly not, unless the encoding is chosen.
 */
export function detect(scan: Scan, head: Uint8Array, chosen: ChosenDialect = {}): Detected {
  if (scan.bytes === 0) throw new Refused('import.empty-file', 'invalid')
  const [encoding, encodingGround] = decide(chosen.encoding, () => detectEncoding(scan, head))
  const text = decodeHead(head, encoding)
  const stated = /^sep=([,;\t|])(?:\r\n|\n|\r)/i.exec(text)
  const [separator, separatorGround] = decide(chosen.separator, () => detectSeparator(text, stated?.[1]))
  const records = countCells(text, separator)
  const [headerLine, headerGround] = decide(chosen.headerLine, () => detectHeaderLine(records, stated !== null))
  const [decimalComma, decimalGround] = decide(chosen.decimalComma, () => detectDecimalComma(text, separator))
  const kinds = ['lf', 'crlf', 'cr'] as const
  return {
    dialect: { encoding, separator, headerLine, decimalComma, sheet: 0 },
    grounds: {
      encoding: encodingGround,
      separator: separatorGround,
      headerLine: headerGround,
      decimalComma: decimalGround,
      sheet: 'stated',
    },
    newlines: kinds.filter(kind => scan.newlines[kind] > 0),
  }
}

/** The same of a workbook or of cards, which say themselves how they are written: only the sheet and its header line are open. */
export function detectIn(sheets: Outline['sheets'], rows: readonly FileRecord[], chosen: ChosenDialect): Detected {
  const [sheet, sheetGround] = decide(chosen.sheet, () => detectSheet(sheets))
  const counted = rows.map(({ line, cells }) => ({ line, cells: cells.length, blank: cells.length === 0 }))
  const [headerLine, headerGround] = decide(chosen.headerLine, () =>
    detectHeaderLine(
      counted.filter(row => !row.blank),
      false,
    ),
  )
  const [decimalComma, decimalGround] = decide(chosen.decimalComma, (): [boolean, Ground] => [false, 'stated'])
  return {
    dialect: { encoding: 'utf-8', separator: ',', headerLine, decimalComma, sheet },
    grounds: {
      encoding: 'stated',
      separator: 'stated',
      headerLine: headerGround,
      decimalComma: decimalGround,
      sheet: sheetGround,
    },
    newlines: [],
  }
}

/** The first sheet that is shown. */
export function detectSheet(sheets: Outline['sheets'] = []): [number, Ground] {
  const shown = sheets.findIndex(({ hidden }) => !hidden)
  return [Math.max(shown, 0), sheets.length > 1 ? 'assumed' : 'stated']
}

function decide<T>(chosen: T | undefined, guess: () => [T, Ground]): [T, Ground] {
  return chosen === undefined ? guess() : [chosen, 'chosen']
}

function detectEncoding(scan: Scan, head: Uint8Array): [Encoding, Ground] {
  if (head[0] === 0xff && head[1] === 0xfe) return ['utf-16le', 'stated']
  if (head[0] === 0xfe && head[1] === 0xff) return ['utf-16be', 'stated']
  if (head[0] === 0xef && head[1] === 0xbb && head[2] === 0xbf && scan.stray === 0) return ['utf-8', 'stated']
  const { even, odd } = scan.zeros
  const many = scan.bytes / 8 // a quarter of the characters at least
  if (odd > many && odd > even * 4) return ['utf-16le', 'seen']
  if (even > many && even > odd * 4) return ['utf-16be', 'seen']
  if (scan.stray === 0) return scan.multibyte > 0 ? ['utf-8', 'seen'] : ['utf-8', 'assumed']
  if (scan.multibyte > 0) {
    throw new Refused('import.mixed-encoding', 'invalid', {
      line: scan.firstStrayLine ?? 1,
      other: scan.firstMultibyteLine ?? 1,
    })
  }
  return ['windows-1252', 'seen']
}

/** The first characters without a byte order mark; a character that the cut broke is left out. */
function decodeHead(head: Uint8Array, encoding: Encoding): string {
  return new TextDecoder(encoding).decode(head, { stream: true })
}

interface CellCount {
  readonly line: number
  readonly cells: number
  readonly blank: boolean
}

const sampleRecords = 100

/** How many cells each of the first records has, with quotation marks understood. The last record may be cut off. */
function countCells(text: string, separator: string): readonly CellCount[] {
  const records: CellCount[] = []
  let [line, start, cells, quoted, blank, cellIsEmpty] = [1, 1, 1, false, true, true]
  for (let i = 0; i < text.length && records.length < sampleRecords; i++) {
    const character = text[i]
    const newline = character === '\n' || (character === '\r' && text[i + 1] !== '\n')
    if (newline) line++
    if (quoted) {
      if (character !== '"') continue
      if (text[i + 1] === '"') i++
      else quoted = false
    } else if (character === '"' && cellIsEmpty) {
      quoted = true
      cellIsEmpty = false
    } else if (newline) {
      records.push({ line: start, cells, blank })
      ;[start, cells, blank, cellIsEmpty] = [line, 1, true, true]
    } else if (character === separator) {
      cells++
      cellIsEmpty = true
    } else if (character !== '\r') {
      cellIsEmpty = false
      blank = false
    }
  }
  if (records.length === 0 || !blank || cells > 1) records.push({ line: start, cells, blank: blank && cells === 1 })
  return records.filter(record => !(record.blank && record.cells === 1))
}

/** The number of cells that most records have; of equals the greater. */
function usualCells(records: readonly CellCount[]): { readonly cells: number; readonly share: number } {
  const counts = new Map<number, number>()
  for (const { cells } of records) counts.set(cells, (counts.get(cells) ?? 0) + 1)
  let [best, times] = [1, 0]
  for (const [cells, count] of counts) {
    if (count > times || (count === times && cells > best)) [best, times] = [cells, count]
  }
  return { cells: best, share: records.length === 0 ? 0 : times / records.length }
}

function detectSeparator(text: string, stated: string | undefined): [Separator, Ground] {
  const named = separators.find(separator => separator === stated)
  if (named !== undefined) return [named, 'stated']
  let best: { separator: Separator; score: number } | undefined
  for (const separator of separators) {
    const { cells, share } = usualCells(countCells(text, separator))
    if (cells === 1) continue
    const score = share + Math.min(cells, 20) / 100
    if (best === undefined || score > best.score) best = { separator, score }
  }
  return best === undefined ? [',', 'assumed'] : [best.separator, 'seen']
}

function detectHeaderLine(records: readonly CellCount[], separatorStated: boolean): [number, Ground] {
  const after = separatorStated ? records.slice(1) : records
  const { cells } = usualCells(after)
  // A preamble is much narrower than the table: LinkedIn writes three lines of one cell before the header.
  const header = after.find(record => record.cells > cells / 2) ?? after[0]
  if (header === undefined) throw new Refused('import.empty-file', 'invalid')
  return [header.line, header === after[0] ? 'assumed' : 'seen']
}

function detectDecimalComma(text: string, separator: Separator): [boolean, Ground] {
  // Where the separator is a comma, a decimal comma stands within quotation marks.
  const edge = separator === ',' ? '"' : '(?:^|[";\\t|\\r\\n])'
  const commas = text.match(new RegExp(`${edge}-?\\d[\\d \u00a0.]*,\\d{1,2}(?!\\d)`, 'g'))?.length ?? 0
  const points = text.match(/(?:^|[",;\t|\r\n])-?\d+\.\d{1,2}(?![\d.])/g)?.length ?? 0
  if (commas !== points) return [commas > points, 'seen']
  return [separator === ';', 'assumed']
}
