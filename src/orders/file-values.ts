/** What exports of shops write alike: whole names, and several moments of which the last is that of the state. */

import { splitName } from '../import/split.ts'

export function nameParts(name: string): readonly [given: string, family: string] {
  const { given = '', family = '' } = splitName(name)
  return [given, family]
}

/** The latest of these moments, as it is written; '' when there is none. */
export const lastOf = (moments: readonly string[]): string =>
  moments
    .filter(text => !Number.isNaN(Date.parse(text)))
    .toSorted((a, b) => Date.parse(a) - Date.parse(b))
    .at(-1) ?? ''

/** A price as the intake reads it: `1 234,50` and `1,234.50` are 1234.50; '' is 0. */
export function decimalOf(price: string): string {
  const text = price.replace(/[\s\u00a0€$£]/g, '')
  const isComma = /,\d{1,2}$/.test(text)
  return (isComma ? text.replaceAll('.', '').replace(',', '.') : text.replaceAll(',', '')) || '0'
}

/** `2026-03-01 10:05` in another zone than it says; '' stays so, and what is no moment is left for the adapter to refuse. */
export const zoned = (text: string, momentOf: (date: string, time: string) => Date): string => {
  const [, date, time = '00:00'] = /^(\d{4}-\d{2}-\d{2})(?:[ T](\d{2}:\d{2}(?::\d{2})?))?$/.exec(text) ?? []
  return date === undefined ? text : momentOf(date, time).toISOString()
}
