/** Nothing reaches SQL text but through here: every name and every text is quoted, whoever chose it. */

import type { ColumnType } from './notice.ts'

/** An identifier; PostgreSQL would cut one of more than 63 bytes without a word. */
export function quoteName(name: string): string {
  if (name.includes('\0') || Buffer.byteLength(name) > 63) throw new RangeError(`Not a name for the database: ${name}`)
  return `"${name.replaceAll('"', '""')}"`
}

/** A text literal, safe whatever standard_conforming_strings says. */
export const quoteText = (text: string): string =>
  text.includes('\\') ? `E'${text.replaceAll('\\', '\\\\').replaceAll("'", "''")}'` : `'${text.replaceAll("'", "''")}'`

export const quoteNames = (names: readonly string[]): string => names.map(quoteName).join(', ')

/** A literal of type text[]. */
export const quoteTexts = (texts: readonly string[]): string => `array[${texts.map(quoteText).join(', ')}]::text[]`

/** Only types whose comparisons are leakproof: others run after the policy, and their indexes are never used. */
const sqlTypes: Readonly<Record<ColumnType, string>> = {
  text: 'text',
  integer: 'bigint',
  money: 'bigint', // cents
  date: 'date',
  time: 'timestamptz',
  boolean: 'boolean',
}

export const sqlType = (type: ColumnType): string => sqlTypes[type]
