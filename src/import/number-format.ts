/** A number of a sheet is read as people see it there: a date by its format, and the zeros before a telephone number with it. */

/** What the format of a cell makes of a number. */
export type NumberFormat =
  | { readonly is: 'plain' }
  | { readonly is: 'moment' }
  /** Digits only: `prefix` stands before at least so many of them. */
  | { readonly is: 'digits'; readonly prefix: string; readonly least: number }

const plain: NumberFormat = { is: 'plain' }

/** Formats that have a number and no text (ECMA-376 18.8.30); 27–36 and 50–58 are dates of East Asian Excels. */
const isBuiltInMoment = (id: number): boolean =>
  (id >= 14 && id <= 22) || (id >= 27 && id <= 36) || (id >= 45 && id <= 47) || (id >= 50 && id <= 58)

/** By the format's number and, where the workbook defines it, its text. */
export function numberFormat(id: number, code: string | undefined): NumberFormat {
  if (code === undefined) return isBuiltInMoment(id) ? { is: 'moment' } : plain
  const [first = ''] = code.split(';')
  const bare = first.replace(/"[^"]*"|\\.|_.|\*.|\[(?!h+\]|m+\]|s+\])[^\]]*\]/gi, '')
  if (/[ymdhs]/i.test(bare) && !/general/i.test(bare)) return { is: 'moment' }
  const [, written = '', body = ''] = /^((?:"[^"]*"|\\.|\+)*)([0# ()-]+)$/.exec(first) ?? []
  const prefix = written.replaceAll('"', '').replaceAll('\\', '')
  const least = body.match(/0/g)?.length ?? 0
  return /^[+\d]*$/.test(prefix) && (prefix !== '' || least > 1) ? { is: 'digits', prefix, least } : plain
}

/** The text of a number as the sheet's XML has it. */
export function numberText(written: string, format: NumberFormat, from1904: boolean): string {
  const number = Number(written)
  if (written === '' || !Number.isFinite(number)) return written
  if (format.is === 'moment') return momentText(number, from1904) ?? plainText(number)
  if (format.is === 'digits' && Number.isSafeInteger(number) && number >= 0)
    return `${format.prefix}${String(number).padStart(format.least, '0')}`
  return plainText(number)
}

/** To the fifteen digits that a sheet shows, without an exponent. */
function plainText(number: number): string {
  const shown = Number(number.toPrecision(15))
  return Math.abs(shown) < 1e-6 && shown !== 0 ? shown.toFixed(20).replace(/0+$/, '') : String(shown)
}

const day = 86_400_000

/** A date, with its time if it has one; less than a day is a time. Undefined for what no calendar has. */
function momentText(serial: number, from1904: boolean): string | undefined {
  if (serial < 0 || serial >= 2_958_466) return undefined // 10000-01-01
  // Excel's 1900 has a 29th of February: before it every date is a day late.
  const days = from1904 ? serial + 1462 : serial < 60 ? serial + 1 : serial
  const at = new Date(Date.UTC(1899, 11, 30) + Math.round(days * 86_400) * 1000)
  const [date = '', time = ''] = at.toISOString().slice(0, 19).split('T')
  if (serial < 1 && !from1904) return time
  return at.getTime() % day === 0 ? date : `${date} ${time}`
}
