/** Every statutory period is counted in one way: Regulation (EEC, Euratom) No 1182/71, in Finnish time, with the public holidays of Finland. */

import { dateInHelsinki, midnightInHelsinki } from './time.ts'

/**
 * The periods of the law in force, as ISO 8601: a change of the law (96 hours in the Commission's proposal COM(2025) 837) is a
 * change here. Whoever starts a period keeps its end, so that a later change moves nothing that was counted before.
 */
export const statutory = {
  /** Art. 33(1): from becoming aware of a personal data breach to notifying the authority. */
  breachToAuthority: 'PT72H',
  /** Art. 12(3): from receiving a request to answering it. */
  answerToRequest: 'P1M',
  /** Art. 12(3): the same, extended by two further months. Counted from the receipt too. */
  extendedAnswer: 'P3M',
  /** Art. 14(3)(a): from obtaining data elsewhere to telling the person. */
  tellOfOrigin: 'P1M',
} as const

const day = 86_400_000

interface Period {
  readonly count: number
  readonly unit: 'H' | 'D' | 'W' | 'M' | 'Y'
}

function periodOf(duration: string): Period {
  const [, hours, count, unit] = /^P(?:T(\d{1,5})H|(\d{1,5})([DWMY]))$/.exec(duration) ?? []
  if (hours !== undefined) return { count: Number(hours), unit: 'H' }
  if (unit === 'D' || unit === 'W' || unit === 'M' || unit === 'Y') return { count: Number(count), unit }
  throw new RangeError(`not a period of hours, days, weeks, months or years: ${duration}`)
}

/**
 * When a period that begins with an event has passed: `PT72H`, `P14D`, `P2W`, `P1M`, `P1Y`. Hours run on through nights and
 * weekends, from the moment of the event: Art. 3(1) of the Regulation would leave out the hour of the event, so ours never end
 * later than the law's. Anything else ends with the last day, that is at the midnight after it.
 */
export function endOf(event: Date, duration: string): Date {
  const { count, unit } = periodOf(duration)
  if (unit === 'H') return new Date(event.getTime() + count * 3_600_000)
  return midnightInHelsinki(daysAfter(lastDay(dateInHelsinki(event), duration), 1))
}

/**
 * The last day (YYYY-MM-DD) of a period of days, weeks, months or years, the day of the event not counted (Art. 3(1)). What would
 * end on a Saturday, a Sunday or a public holiday ends with the next working day (Art. 3(4)), and a period of two days or more has
 * at least two working days (Art. 3(5)).
 */
export function lastDay(event: string, duration: string): string {
  const { count, unit } = periodOf(duration)
  if (unit === 'H') throw new RangeError('a period of hours has no last day')
  const needed = unit === 'D' && count < 2 ? 1 : 2
  let last = addDuration(event, duration)
  while (!isWorkingDay(last) || !hasWorkingDays(event, last, needed)) last = daysAfter(last, 1)
  return last
}

/** Whether so many working days lie after `event`, up to and with `last`. */
function hasWorkingDays(event: string, last: string, needed: number): boolean {
  let found = 0
  for (let date = last; date > event && found < needed; date = daysAfter(date, -1)) if (isWorkingDay(date)) found += 1
  return found >= needed
}

/** Date and duration in days, weeks, months or years; a month from 31 January ends on the last day of February (Art. 3(2)(c)). */
export function addDuration(date: string, duration: string): string {
  const { count, unit } = periodOf(duration)
  if (unit === 'H') throw new RangeError('hours are no days')
  if (unit === 'D' || unit === 'W') return daysAfter(date, unit === 'W' ? count * 7 : count)
  const [year = 0, month = 1, dayOfMonth = 1] = date.split('-').map(Number)
  const months = month - 1 + (unit === 'Y' ? count * 12 : count)
  const daysInMonth = new Date(Date.UTC(year, months + 1, 0)).getUTCDate()
  return isoDate(Date.UTC(year, months, Math.min(dayOfMonth, daysInMonth)))
}

/** Neither Saturday, Sunday nor public holiday. Midsummer Eve and Christmas Eve, on which many offices are shut, are working days. */
export function isWorkingDay(date: string): boolean {
  const weekday = new Date(`${date}T00:00:00Z`).getUTCDay()
  return weekday !== 0 && weekday !== 6 && !publicHolidays(Number(date.slice(0, 4))).has(date)
}

const known = new Map<number, ReadonlySet<string>>()

/** The public holidays of Finland in a year, also those that always fall on a Saturday or a Sunday. */
export function publicHolidays(year: number): ReadonlySet<string> {
  const holidays = known.get(year) ?? new Set(holidaysOf(year))
  known.set(year, holidays)
  return holidays
}

function holidaysOf(year: number): readonly string[] {
  const fixed = ['01-01', '01-06', '05-01', '12-06', '12-25', '12-26'].map(date => `${year}-${date}`)
  const easter = easterSunday(year)
  // Good Friday, Easter Sunday and Monday, Ascension, Whit Sunday.
  const movable = [-2, 0, 1, 39, 49].map(days => daysAfter(easter, days))
  return [...fixed, ...movable, saturdayFrom(`${year}-06-20`), saturdayFrom(`${year}-10-31`)] // Midsummer, All Saints
}

function saturdayFrom(date: string): string {
  const weekday = new Date(`${date}T00:00:00Z`).getUTCDay()
  return daysAfter(date, 6 - weekday)
}

/** The Sunday after the first full moon of spring as the Gregorian calendar reckons it (Meeus, Astronomical Algorithms, ch. 8). */
export function easterSunday(year: number): string {
  const moon = year % 19
  const century = Math.floor(year / 100)
  const inCentury = year % 100
  const leaps = Math.floor((century - Math.floor((century + 8) / 25) + 1) / 3)
  const epact = (19 * moon + century - Math.floor(century / 4) - leaps + 15) % 30
  const weekday = (32 + 2 * (century % 4) + 2 * Math.floor(inCentury / 4) - epact - (inCentury % 4)) % 7
  const correction = Math.floor((moon + 11 * epact + 22 * weekday) / 451)
  const sum = epact + weekday - 7 * correction + 114
  return isoDate(Date.UTC(year, Math.floor(sum / 31) - 1, (sum % 31) + 1))
}

/** The date so many days later, or earlier. */
export const daysAfter = (date: string, days: number): string => isoDate(Date.parse(`${date}T00:00:00Z`) + days * day)

const isoDate = (at: number) => new Date(at).toISOString().slice(0, 10)
