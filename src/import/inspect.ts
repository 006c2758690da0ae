/** What the beginning of a file shows: how it is written, what it is, and what each column means; all of it can be chosen otherwise. */

import { createHash } from 'node:crypto'
import { Refused } from '../base/errors.ts'
import {
  type ChosenDialect,
  type Detected,
  type Dialect,
  detect,
  detectIn,
  detectSheet,
  type Ground,
} from './detect.ts'
import { forbiddenNumber } from './draft.ts'
import { recognise, type WholeFile } from './format.ts'
import { knownFormats } from './formats/known.ts'
import { leftOut, type Meaning } from './meaning.ts'
import { type DateOrder, dateOrderOf } from './moment.ts'
import type { Outline } from './outline.ts'
import type { FileRecord } from './read.ts'
import type { Scan } from './scan.ts'
import { suggest } from './suggest.ts'
import { readTable } from './table.ts'
import { type Warning, warningsOf } from './warnings.ts'

/** What the importer has chosen otherwise than shown. */
export interface Chosen extends ChosenDialect {
  readonly dateOrder?: DateOrder | undefined
}

/** How a file is to be read and what its columns mean: kept with the import, and remembered for files with the same header. */
export interface Mapping {
  readonly chosen: Chosen
  readonly dialect: Dialect
  readonly dateOrder: DateOrder | null
  readonly header: readonly string[]
  /** Id of the format that was recognised. */
  readonly format: string | null
  readonly meanings: readonly Meaning[]
  /** Columns whose meaning was guessed from header words or content. */
  readonly suggested: readonly number[]
  readonly wholeFile: WholeFile | null
  readonly remembered: boolean
}

export interface Inspection {
  readonly mapping: Mapping
  readonly detected: Detected
  readonly dateGround: Ground
  /** The first records after the header; the last may be cut off. */
  readonly records: readonly FileRecord[]
  readonly warnings: readonly Warning[]
}

/** How much of a file is looked at before the importer has confirmed what it is. */
export const headBytes = 256 * 1024

/** Inspects the first `headBytes` of a file, or all of a workbook. Refuses what `detect` refuses, and a file without a header. */
export async function inspect(
  scan: Scan & Partial<Outline>,
  head: Uint8Array,
  fileName: string,
  chosen: Chosen = {},
): Promise<Inspection> {
  const detected = await detectAny(scan, head, chosen)
  const { header, records } = await firstRecords(head, scan, detected.dialect, scan.bytes > head.length)
  const formats = knownFormats.filter(({ ofCards = false }) => ofCards === (scan.kind === 'cards'))
  const recognised = recognise(formats, header.cells, fileName)
  const found = recognised?.meanings ?? header.cells.map((name, index) => suggest(name, samplesOf(records, index)))
  const meanings = withoutDoubles(header.cells, found)
  const [dateOrder, dateGround] = decideDates(chosen, datesIn(records, meanings), recognised?.format.dateOrder)
  return {
    detected,
    dateGround,
    records,
    warnings: warningsOf({ header, records, meanings, dates: datesIn(records, meanings), detected, outline: scan }),
    mapping: {
      chosen,
      dialect: detected.dialect,
      dateOrder,
      header: header.cells.map(name => name.trim()),
      format: recognised?.format.id ?? null,
      meanings,
      suggested: recognised ? [] : meanings.flatMap(({ is }, index) => (is === 'left-out' ? [] : [index])),
      wholeFile: recognised?.wholeFile ?? null,
      remembered: false,
    },
  }
}

/** Equal for files whose columns have the same names in the same order. */
export const fingerprintOf = (header: readonly string[]): string =>
  createHash('sha256')
    .update(JSON.stringify(header.map(name => name.toLowerCase())))
    .digest('hex')

/** Values of a column to show: identity codes and card numbers never leave the file. */
export const samplesOf = (records: readonly FileRecord[], index: number, most = 200): readonly string[] =>
  records
    .map(({ cells }) => cells[index] ?? '')
    .filter(cell => cell.trim() !== '')
    .slice(0, most)
    .map(cell => (forbiddenNumber(cell) === undefined ? cell : '******'))

const lookedAt = 200 // records

async function detectAny(scan: Scan & Partial<Outline>, head: Uint8Array, chosen: Chosen): Promise<Detected> {
  if (scan.kind === 'text') return detect(scan, head, chosen)
  const [sheet] = detectSheet(scan.sheets)
  const start = { ...anyDialect, sheet: chosen.sheet ?? sheet }
  const rows = await beginningOf(head, scan, start)
  if (rows.every(({ cells }) => cells.every(cell => cell.trim() === '')))
    throw new Refused('import.empty-sheet', 'invalid', { sheet: scan.sheets?.[start.sheet]?.name ?? '' })
  return detectIn(scan.sheets, rows, chosen)
}

const anyDialect: Dialect = { encoding: 'utf-8', separator: ',', headerLine: 1, decimalComma: false, sheet: 0 }

/** What a cut of the file may leave open; what is wrong in a whole file is told by whoever reads all of it. */
const ofACut: readonly string[] = ['import.quote-not-closed', 'import.card-not-closed']

async function beginningOf(
  head: Uint8Array,
  outline: Scan & Partial<Outline>,
  dialect: Dialect,
): Promise<FileRecord[]> {
  const found: FileRecord[] = []
  const chunks = async function* () {
    const piece = outline.kind === 'workbook' ? head.length : 8192
    for (let at = 0; at < head.length && found.length <= lookedAt; at += piece) yield head.subarray(at, at + piece)
  }
  try {
    for await (const batch of readTable(chunks(), outline, dialect)) {
      found.push(...batch)
      if (found.length > lookedAt) break
    }
  } catch (error) {
    const whole = !(error instanceof Refused) || !ofACut.includes(error.key)
    if (whole || found.length === 0) throw error
  }
  return found
}

async function firstRecords(head: Uint8Array, outline: Scan & Partial<Outline>, dialect: Dialect, isCut: boolean) {
  const [header, ...records] = await beginningOf(head, outline, dialect)
  if (header === undefined || header.cells.every(cell => cell.trim() === '')) {
    throw new Refused('import.no-header', 'invalid', { line: dialect.headerLine }, { line: dialect.headerLine })
  }
  return { header, records: records.slice(0, isCut && records.length <= lookedAt ? -1 : lookedAt) }
}

/** The first column of a header has its meaning; a second telephone is another group, a second family name is left out. */
function withoutDoubles(header: readonly string[], meanings: readonly Meaning[]): readonly Meaning[] {
  const taken = new Set<string>()
  return meanings.map((meaning, index) => {
    if (meaning.is !== 'value' && meaning.is !== 'column') return meaning
    const key = (group: number) => JSON.stringify({ ...meaning, group })
    if (!taken.has(key(meaning.group))) {
      taken.add(key(meaning.group))
      return meaning
    }
    const again = header.findIndex(name => name.trim().toLowerCase() === header[index]?.trim().toLowerCase()) < index
    if (again || meaning.is !== 'value' || (meaning.word !== 'email' && meaning.word !== 'phone'))
      return leftOut('doubled')
    let group = meaning.group + 1
    while (taken.has(key(group))) group++
    taken.add(key(group))
    return { ...meaning, group }
  })
}

const datesIn = (records: readonly FileRecord[], meanings: readonly Meaning[]) =>
  meanings.flatMap((meaning, index) =>
    meaning.is === 'moment' || (meaning.is === 'value' && meaning.word === 'birthday') || meaning.is === 'column'
      ? samplesOf(records, index)
      : [],
  )

function decideDates(
  chosen: Chosen,
  dates: readonly string[],
  usual: DateOrder | undefined,
): [DateOrder | null, Ground] {
  if (chosen.dateOrder !== undefined) return [chosen.dateOrder, 'chosen']
  const seen = dateOrderOf(dates)
  if (seen === 'day-month' || seen === 'month-day') return [seen, 'seen']
  return [seen === undefined ? (usual ?? null) : null, 'assumed']
}
