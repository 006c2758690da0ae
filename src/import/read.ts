/** Every record of a file comes out once, with the line that it begins on; nothing is dropped, mended or guessed on the way. */

import { once } from 'node:events'
import { type CsvError, parse } from 'csv-parse'
import { Refused } from '../base/errors.ts'
import type { Dialect, Encoding } from './detect.ts'
import { maxColumns, maxRecordBytes, maxRows } from './limits.ts'

export interface FileRecord {
  /** The line of the file, from 1, that the record begins on. */
  readonly line: number
  readonly cells: readonly string[]
  /** Places of cells whose value the file does not have: a formula of a sheet that failed, or that nobody has reckoned. */
  readonly lost?: readonly number[]
  /** A row of a sheet that is not shown there. */
  readonly hidden?: boolean
}

/**
 * The records from the header on, in batches as large as a chunk of the file gives. A blank line gives a record of one empty cell.
 * Refuses with the line: a quotation mark that is never closed, too many columns, too many rows, a record beyond 1 MB.
 */
export async function* readRecords(
  chunks: AsyncIterable<Uint8Array>,
  dialect: Pick<Dialect, 'encoding' | 'separator' | 'headerLine'>,
): AsyncGenerator<readonly FileRecord[]> {
  let batch: FileRecord[] = []
  let refusal: Refused | undefined
  let rows = 0
  let line = 1
  let parserLines = 0

  const take = (cells: readonly string[], linesSoFar: number) => {
    const start = line
    // The parser counts a CRLF inside quotation marks as two lines; the cells themselves do not lie.
    line += linesSoFar - parserLines === 1 ? 1 : 1 + lineBreaks(cells)
    parserLines = linesSoFar
    if (start < dialect.headerLine || refusal !== undefined) return
    if (cells.length > maxColumns) {
      refusal = new Refused('import.too-many-columns', 'invalid', { line: start, max: maxColumns }, { line: start })
    } else if (++rows > maxRows + 1) {
      refusal = new Refused('import.too-many-rows', 'invalid', { max: maxRows })
    } else batch.push({ line: start, cells })
  }

  const parser = parse({
    delimiter: dialect.separator,
    record_delimiter: ['\r\n', '\n', '\r'],
    relax_column_count: true,
    relax_quotes: true,
    max_record_size: maxRecordBytes,
    on_record: (cells: string[], context) => {
      take(cells, context.lines)
      // Each record counts as the first: of one that is not as wide as the first the parser makes a fault that nobody reads, in 0.1 ms.
      Object.assign(parser.info, { records: 0 })
      return null
    },
  })
  let failure: unknown
  parser.on('error', error => {
    failure = error
  })
  parser.resume()

  const check = () => {
    if (refusal !== undefined) throw refusal
    if (failure !== undefined) throw asRefusal(failure, line)
  }

  try {
    for await (const text of decode(chunks, dialect.encoding)) {
      if (!parser.write(text)) await once(parser, 'drain').catch(() => {}) // what went wrong is kept in `failure`
      check()
      if (batch.length > 0) {
        const full = batch
        batch = []
        yield full
      }
    }
    const closed = once(parser, 'close').catch(() => {})
    parser.end()
    await closed
    check()
    if (batch.length > 0) yield batch
  } finally {
    parser.destroy()
  }
}

function lineBreaks(cells: readonly string[]): number {
  let count = 0
  for (const cell of cells) count += cell.match(/\r\n|\n|\r/g)?.length ?? 0
  return count
}

/** UTF-8 goes through as it is; the rest becomes text. A byte order mark is not part of the first header. */
async function* decode(chunks: AsyncIterable<Uint8Array>, encoding: Encoding): AsyncGenerator<string> {
  const decoder = new TextDecoder(encoding)
  for await (const chunk of chunks) yield decoder.decode(chunk, { stream: true })
  yield decoder.decode()
}

/** The parser's error as a refusal that says where the record begins. `line` is the line after the last whole record. */
function asRefusal(error: unknown, line: number): unknown {
  const code = error instanceof Error && 'code' in error ? (error as CsvError).code : undefined
  if (code === 'CSV_QUOTE_NOT_CLOSED') return new Refused('import.quote-not-closed', 'invalid', { line }, { line })
  if (code === 'CSV_MAX_RECORD_SIZE') {
    return new Refused('import.record-too-long', 'invalid', { line, megabytes: maxRecordBytes / 1024 / 1024 }, { line })
  }
  return error
}
