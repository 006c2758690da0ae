/** What a file is follows from its first bytes, never from its name; what is no table of people is refused in words. */

import { Refused } from '../base/errors.ts'

/** Text with separators, an Excel workbook (XLSX), or contact cards (vCard). */
export type FileKind = 'text' | 'workbook' | 'cards'

/** So many bytes tell it. */
export const startBytes = 512

const starts: readonly (readonly [string, readonly number[]])[] = [
  // Excel before 2007, and newer workbooks behind a password: both are an OLE container.
  ['import.old-workbook', [0xd0, 0xcf, 0x11, 0xe0]],
  ['import.packed', [0x1f, 0x8b]],
  ['import.no-table', [0x25, 0x50, 0x44, 0x46]], // PDF
  ['import.no-table', [0x89, 0x50, 0x4e, 0x47]],
  ['import.no-table', [0xff, 0xd8, 0xff]],
]

/** By the first `startBytes` of the file, or all of it. */
export function kindOf(start: Uint8Array): FileKind {
  const foreign = starts.find(([, bytes]) => bytes.every((byte, index) => start[index] === byte))
  if (foreign !== undefined) throw new Refused(foreign[0], 'invalid')
  if (start[0] === 0x50 && start[1] === 0x4b && start[2] === 3 && start[3] === 4) return 'workbook'
  // UTF-16 has a zero in every character of these words; a byte order mark is above ASCII.
  const words = Buffer.from(start.filter(byte => byte !== 0 && byte < 0x80)).toString('latin1')
  return /^\s*BEGIN:VCARD/i.test(words) ? 'cards' : 'text'
}
