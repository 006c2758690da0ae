/** Every row of a sheet comes out once, with its number: values as people see them, a formula's as it was last reckoned. */

import { Refused } from '../base/errors.ts'
import { maxColumns, maxRecordBytes, maxRows, maxSheetBytes } from './limits.ts'
import { numberText } from './number-format.ts'
import type { FileRecord } from './read.ts'
import { openWorkbook, textCollector, type Workbook, xmlParser } from './workbook.ts'

/** The records of a sheet from the header line on. Rows as wide as the header at least: a sheet leaves out what is empty at the end. */
export async function* readSheet(
  bytes: AsyncIterable<Uint8Array>,
  { sheet, headerLine }: { readonly sheet: number; readonly headerLine: number },
): AsyncGenerator<readonly FileRecord[]> {
  const book = await openWorkbook(bytes)
  const reader = rowReader(await cellReader(book))
  let width: number | undefined
  let rows = 0
  const taken = () =>
    reader.take().flatMap((record): readonly FileRecord[] => {
      if (record.line < headerLine) return []
      if (++rows > maxRows + 1) throw new Refused('import.too-many-rows', 'invalid', { max: maxRows })
      width ??= record.cells.length
      const short = width - record.cells.length
      return [short > 0 ? { ...record, cells: [...record.cells, ...Array<string>(short).fill('')] } : record]
    })
  for await (const piece of book.sheetText(sheet, maxSheetBytes)) {
    reader.write(piece)
    const batch = taken()
    if (batch.length > 0) yield batch
  }
}

interface Cell {
  readonly type: string
  readonly style: number
  readonly value: string
  readonly inline: string
  readonly formula: boolean
}

/** The text of a cell; undefined where the workbook does not have it: a formula that nobody has reckoned, or one that failed. */
async function cellReader(book: Workbook): Promise<(cell: Cell) => string | undefined> {
  const [shared, formats] = [await book.sharedTexts(), await book.formats()]
  return ({ type, style, value, inline, formula }) => {
    switch (type) {
      case 's':
        return shared[Number(value)]
      case 'inlineStr':
        return inline
      case 'b':
        return value === '' ? '' : value === '1' ? 'true' : 'false'
      case 'e':
        return undefined
      case 'str':
      case 'd':
        return value
      default:
        if (value === '') return formula ? undefined : ''
        return numberText(value, formats[style] ?? { is: 'plain' }, book.from1904)
    }
  }
}

function rowReader(textOf: (cell: Cell) => string | undefined) {
  let done: FileRecord[] = []
  let [line, column, size] = [0, -1, 0]
  let cells: string[] = []
  let lost: number[] = []
  let hidden = false
  let [type, style, value, formula] = ['n', 0, '', false]
  let inValue = false
  const inline = textCollector()

  const beginRow = (at: string | undefined, isHidden: boolean) => {
    const next = at === undefined ? line + 1 : Number(at)
    if (!Number.isInteger(next) || next <= line || next > 1_048_576)
      throw new Refused('import.workbook-damaged', 'invalid')
    ;[line, column, size, cells, lost, hidden] = [next, -1, 0, [], [], isHidden]
  }
  const endCell = () => {
    const text = textOf({ type, style, value, inline: inline.take(), formula })
    if (text === '') return
    if (column >= maxColumns)
      throw new Refused('import.too-many-columns', 'invalid', { line, max: maxColumns }, { line })
    while (cells.length < column) cells.push('')
    cells[column] = text ?? ''
    if (text === undefined) lost.push(column)
    grow(text ?? '')
  }
  const grow = (text: string) => {
    size += text.length
    if (size > 2 * maxRecordBytes)
      // each text is counted as it comes and as it is kept
      throw new Refused(
        'import.record-too-long',
        'invalid',
        { line, megabytes: maxRecordBytes / 1024 / 1024 },
        { line },
      )
  }

  const parser = xmlParser({
    open: (name, attributes) => {
      if (name === 'row') beginRow(attributes.r, attributes.hidden === '1' || attributes.hidden === 'true')
      else if (name === 'c') {
        column = columnOf(attributes.r, column + 1)
        ;[type, style, value, formula] = [attributes.t ?? 'n', Number(attributes.s ?? 0), '', false]
      } else if (name === 'v') inValue = true
      else if (name === 'f') formula = true
      else inline.open(name)
    },
    text: part => {
      grow(part)
      if (inValue) value += part
      else inline.text(part)
    },
    close: name => {
      if (name === 'v') inValue = false
      else if (name === 'c') endCell()
      else if (name === 'row') done.push({ line, cells, ...(lost.length > 0 && { lost }), ...(hidden && { hidden }) })
      else inline.close(name)
    },
  })
  return {
    write: parser.write,
    take: () => {
      const taken = done
      done = []
      return taken
    },
  }
}

/** `AB12` is the 27th column from 0; what is further than any sheet goes is counted as far beyond the limit. */
function columnOf(reference: string | undefined, next: number): number {
  const letters = /^\$?([A-Za-z]{1,4})\$?\d/.exec(reference ?? '')?.[1]
  if (letters === undefined) {
    if (reference !== undefined) throw new Refused('import.workbook-damaged', 'invalid')
    return next
  }
  let column = 0
  for (const letter of letters.toUpperCase()) column = column * 26 + letter.charCodeAt(0) - 64
  return column - 1
}
