/** A table goes out as a file that opens in any spreadsheet, and no cell of it is taken for a formula. */

import { buffer } from 'node:stream/consumers'
import { byteOrderMark, csvRecord } from '../base/csv.ts'
import type { TextLang } from '../texts/texts.ts'
import { zipped } from './zip-file.ts'

export const tableFormats = ['csv', 'xlsx'] as const
type TableFormat = (typeof tableFormats)[number]

export type Cell = string | number

interface TableFile {
  readonly name: string
  readonly type: string
  readonly base64: string
}

/** `name`: without its ending. A CSV file is written as spreadsheets of the language expect it: in Finnish and Swedish `;` and a decimal comma. */
export async function tableFileOf(
  lines: readonly (readonly Cell[])[],
  {
    name,
    format,
    lang,
    at,
  }: { readonly name: string; readonly format: TableFormat; readonly lang: TextLang; readonly at: Date },
): Promise<TableFile> {
  const bytes = format === 'xlsx' ? await workbookOf(lines, at) : Buffer.from(byteOrderMark + csvOf(lines, lang))
  const type = format === 'csv' ? 'text/csv' : 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'
  return { name: `${name}.${format}`, type, base64: bytes.toString('base64') }
}

/** Without the mark by which spreadsheets know UTF-8. */
export function csvOf(lines: readonly (readonly Cell[])[], lang: TextLang): string {
  const separator = lang === 'en' ? ',' : ';'
  const written = (cell: Cell) =>
    typeof cell === 'number' && separator === ';' ? String(cell).replace('.', ',') : cell
  return lines.map(line => csvRecord(line.map(written), separator)).join('')
}

const xml = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
const main = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main'
const relations = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships'
const packaged = 'http://schemas.openxmlformats.org/package/2006'

const escaped = (value: string): string =>
  value
    .replace(/(?![\t\n\r])\p{Cc}|[\ufffe\uffff]/gu, '') // XML 1.0 holds no others of them
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')

/** One sheet of a workbook (ECMA-376), its first line standing. Text is text: no cell is taken for a formula. */
async function workbookOf(lines: readonly (readonly Cell[])[], at: Date): Promise<Buffer> {
  const cell = (value: Cell) =>
    typeof value === 'number'
      ? `<c><v>${value}</v></c>`
      : `<c t="inlineStr"><is><t xml:space="preserve">${escaped(value)}</t></is></c>`
  const rows = lines.map((line, n) => `<row r="${n + 1}">${line.map(cell).join('')}</row>`).join('')
  const panes =
    '<sheetViews><sheetView workbookViewId="0"><pane ySplit="1" topLeftCell="A2" state="frozen"/></sheetView></sheetViews>'
  const type = 'application/vnd.openxmlformats-officedocument.spreadsheetml'
  const parts: readonly (readonly [name: string, content: string])[] = [
    [
      '[Content_Types].xml',
      `<Types xmlns="${packaged}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Override PartName="/xl/workbook.xml" ContentType="${type}.sheet.main+xml"/><Override PartName="/xl/worksheets/sheet1.xml" ContentType="${type}.worksheet+xml"/></Types>`,
    ],
    [
      '_rels/.rels',
      `<Relationships xmlns="${packaged}/relationships"><Relationship Id="r1" Type="${relations}/officeDocument" Target="xl/workbook.xml"/></Relationships>`,
    ],
    [
      'xl/workbook.xml',
      `<workbook xmlns="${main}" xmlns:r="${relations}"><sheets><sheet name="Seloste" sheetId="1" r:id="r1"/></sheets></workbook>`,
    ],
    [
      'xl/_rels/workbook.xml.rels',
      `<Relationships xmlns="${packaged}/relationships"><Relationship Id="r1" Type="${relations}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>`,
    ],
    ['xl/worksheets/sheet1.xml', `<worksheet xmlns="${main}">${panes}<sheetData>${rows}</sheetData></worksheet>`],
  ]
  const entries = async function* () {
    for (const [name, content] of parts) yield { name, bytes: Buffer.from(xml + content) }
  }
  return buffer(zipped(entries(), at, true))
}
