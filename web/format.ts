/** Dates, numbers and money as people write them in Finland, in each language; the register has one clock, Helsinki's. */

import type { TextLang } from '../src/texts/texts.ts'
import { langNow } from './language.ts'

const locales: Readonly<Record<TextLang, string>> = { fi: 'fi-FI', sv: 'sv-FI', en: 'en-GB' }
const before: Readonly<Record<TextLang, string>> = { fi: ' klo ', sv: ' kl. ', en: ' at ' }

const partsOf = (moment: Date) => {
  const parts = new Intl.DateTimeFormat('en-GB', {
    timeZone: 'Europe/Helsinki',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: '2-digit',
    hourCycle: 'h23',
  }).formatToParts(moment)
  return (type: Intl.DateTimeFormatPartTypes) => parts.find(part => part.type === type)?.value ?? ''
}

/** 22.11.2026; 22 November 2026 in English, where 4.5. could be taken for either. Takes a date or a moment. */
export function date(at: string | Date, lang: TextLang = langNow()): string {
  const moment = typeof at === 'string' && /^\d{4}-\d\d-\d\d$/.test(at) ? new Date(`${at}T12:00:00Z`) : new Date(at)
  const part = partsOf(moment)
  if (lang !== 'en') return `${Number(part('day'))}.${Number(part('month'))}.${part('year')}`
  return new Intl.DateTimeFormat('en-GB', { dateStyle: 'long', timeZone: 'Europe/Helsinki' }).format(moment)
}

/** 9.41 */
export function clock(at: string | Date, lang: TextLang = langNow()): string {
  const part = partsOf(new Date(at))
  return `${Number(part('hour'))}${lang === 'en' ? ':' : '.'}${part('minute')}`
}

/** 22.11.2026 klo 9.41 */
export const moment = (at: string | Date, lang: TextLang = langNow()): string =>
  `${date(at, lang)}${before[lang]}${clock(at, lang)}`

/** 1 204, with a no-break space in Finnish and Swedish. */
export const count = (number: number, lang: TextLang = langNow()): string =>
  new Intl.NumberFormat(locales[lang]).format(number)

/** Bytes as whole kilobytes or megabytes, at least one: 12 kt in Finnish, 12 kB otherwise. */
export const size = (bytes: number, lang: TextLang = langNow()): string =>
  new Intl.NumberFormat(locales[lang], { style: 'unit', unit: bytes < 1e6 ? 'kilobyte' : 'megabyte' }).format(
    Math.max(1, Math.ceil(bytes / (bytes < 1e6 ? 1e3 : 1e6))),
  )

/** Whole cents as euros: 1 204,50 € */
export const money = (cents: number, lang: TextLang = langNow()): string =>
  new Intl.NumberFormat(locales[lang], { style: 'currency', currency: 'EUR' }).format(cents / 100)

/** Whole cents as euros without the cents: 1 205 € */
export const wholeMoney = (cents: number, lang: TextLang = langNow()): string =>
  new Intl.NumberFormat(locales[lang], { style: 'currency', currency: 'EUR', maximumFractionDigits: 0 }).format(
    cents / 100,
  )

/** A fraction of one in per cent, with a decimal below ten: 42 %, 3,5 % */
export const share = (fraction: number, lang: TextLang = langNow()): string =>
  new Intl.NumberFormat(locales[lang], {
    style: 'percent',
    maximumFractionDigits: Math.abs(fraction) < 0.0995 ? 1 : 0,
  }).format(fraction)

/** A month as 2026-03: 3/2026, Mar 2026 */
export function month(of: string, lang: TextLang = langNow()): string {
  const [year = '', number = ''] = of.split('-')
  if (lang !== 'en') return `${Number(number)}/${year}`
  const short = new Intl.DateTimeFormat('en-GB', { month: 'short', timeZone: 'UTC' })
  return `${short.format(new Date(`${year}-${number}-15T12:00:00Z`))} ${year}`
}

/** The two first words' initials, whole characters in any script: for the mark beside a name. */
export function initials(name: string): string {
  const words = name.trim().split(/\s+/)
  const letters = [words[0], words.length > 1 ? words.at(-1) : undefined]
  return letters.map(word => [...(word ?? '')][0] ?? '').join('')
}
