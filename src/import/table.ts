/** A file of any kind comes out as records under one header: what follows does not ask what it was. */

import { readCardTable } from './card-table.ts'
import type { Dialect } from './detect.ts'
import type { Outline } from './outline.ts'
import { type FileRecord, readRecords } from './read.ts'
import { readSheet } from './sheet.ts'

/** The records from the header on. Refuses what is damaged or beyond the limits, with its line. */
export function readTable(
  bytes: AsyncIterable<Uint8Array>,
  { kind, columns }: Outline,
  dialect: Dialect,
): AsyncGenerator<readonly FileRecord[]> {
  if (kind === 'workbook') return readSheet(bytes, dialect)
  if (kind === 'cards') return readCardTable(bytes, columns ?? [])
  return readRecords(bytes, dialect)
}
