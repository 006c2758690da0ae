/** Dates as notices write them: 1.2.2024, 2024-02-01, 14 March 2025, tammikuu 2025. */

import { terms } from './lexicon/term.ts'

/** A date, YYYY-MM-DD; the first of the month when the text names only the month. */
export interface FoundDate {
  readonly value: string
  readonly start: number
}

const numeric = /(?<![\d.])(\d{1,2})[./](\d{1,2})[./](\d{4})(?!\d)|(?<!\d)(\d{4})-(\d{2})-(\d{2})(?!\d)/g

/** `months` are the names of the months, January first, as terms. */
export function datesIn(text: string, months: readonly string[]): readonly FoundDate[] {
  const found: FoundDate[] = []
  for (const match of text.matchAll(numeric)) {
    const [, day, month, year, isoYear, isoMonth, isoDay] = match
    const value = dateOf(year ?? isoYear, month ?? isoMonth, day ?? isoDay)
    if (value !== undefined) found.push({ value, start: match.index })
  }
  const expressions = /(?:19|20)\d{2}/.test(text) ? months.map(name => terms([name])) : []
  for (const year of text.matchAll(/(?<![\d./-])(?:19|20)\d{2}(?!\d|[/-])/g)) {
    const from = Math.max(0, year.index - 30)
    const before = text.slice(from, year.index)
    const month = expressions.findIndex(name => name.test(before))
    if (month < 0) continue
    const day =
      /(?<!\d)(\d{1,2})(?:\.|st|nd|rd|th)?(?: of)? \p{L}+,? ?$/u.exec(before)?.[1] ??
      /\p{L} (\d{1,2})(?:st|nd|rd|th)?,? ?$/u.exec(before)?.[1]
    const value = dateOf(year[0], String(month + 1), day ?? '1')
    if (value !== undefined) found.push({ value, start: from + (expressions[month]?.exec(before)?.index ?? 0) })
  }
  return found
}

function dateOf(year = '', month = '', day = ''): string | undefined {
  const value = `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`
  const date = new Date(`${value}T00:00:00Z`)
  const known = !Number.isNaN(date.getTime()) && date.toISOString().startsWith(value)
  return known && Number(year) >= 1970 && Number(year) <= 2100 ? value : undefined
}
