/** A CSV file that opens in any spreadsheet without running anything, and reads back as it was. */

type Value = string | number | boolean | null

/** A spreadsheet takes a cell that begins so for a formula (OWASP, CSV injection). */
const formula = /^[=+\-@\t\r]/

/** The cell shielded with an apostrophe, which spreadsheets show as text. Telephone numbers (+358…) get it as well. */
export const shield = (cell: string): string => (formula.test(cell) || /^'[=+\-@\t\r']/.test(cell) ? `'${cell}` : cell)

/** The cell as it was before `shield`. */
export const unshield = (cell: string): string => (/^'[=+\-@\t\r']/.test(cell) ? cell.slice(1) : cell)

const quote = (cell: string) => (/[",;\r\n\t]|^\s|\s$/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell)

/** Numbers and truth values are themselves: a negative number is no formula. */
const cellOf = (value: Value) => quote(typeof value === 'string' ? shield(value) : value === null ? '' : String(value))

/** One record with its line end (RFC 4180: CRLF). */
export const csvRecord = (values: readonly Value[], separator: ',' | ';' = ','): string =>
  `${values.map(cellOf).join(separator)}\r\n`

/** Excel reads UTF-8 only when the file begins with this. */
export const byteOrderMark = '\uFEFF'
