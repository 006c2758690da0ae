/** What a file that is no plain text consists of, found when it arrives: the sheets of a workbook, the columns that its cards fill. */

import { cardColumns } from './card-table.ts'
import type { FileKind } from './kind.ts'
import { openWorkbook, type Sheet } from './workbook.ts'

export interface Outline {
  readonly kind: FileKind
  /** Of a workbook, in its order. */
  readonly sheets?: readonly Sheet[]
  /** Of cards: every column that some card fills. */
  readonly columns?: readonly string[]
  /** Of cards: pictures, sounds and keys in them, which are never read. */
  readonly dropped?: number
}

/** Refuses a file that is not what its first bytes say, and what is beyond the limits. */
export async function outlineOf(kind: FileKind, bytes: () => AsyncIterable<Uint8Array>): Promise<Outline> {
  switch (kind) {
    case 'text':
      return { kind }
    case 'workbook':
      return { kind, sheets: (await openWorkbook(bytes())).sheets }
    case 'cards':
      return { kind, ...(await cardColumns(bytes())) }
  }
}
