/** Lengths of time as a shop owner writes them ("24 months") and as ISO 8601 has them (P24M): one form inside. */

const units: Readonly<Record<string, string>> = { day: 'D', week: 'W', month: 'M', year: 'Y' }

/** "24 months", "1 year", "P24M", "at once" → P24M, P1Y, P24M, P0D; undefined for anything else, and for above 100 years. */
export function durationOf(words: string): string | undefined {
  const said = words.trim().toLowerCase()
  if (said === 'at once' || said === 'immediately') return 'P0D'
  const plain = /^(\d{1,5}) (day|week|month|year)s?$/.exec(said)
  const duration =
    plain === null ? /^p\d{1,5}[dwmy]$/.exec(said)?.[0].toUpperCase() : `P${Number(plain[1])}${units[plain[2] ?? '']}`
  return duration !== undefined && daysIn(duration) <= 36_525 ? duration : undefined
}

/** About how many days a duration of one unit is; a month is 30.44. For comparing, not for reckoning due dates. */
export function daysIn(duration: string): number {
  const [, count = '0', unit = 'D'] = /^P(\d+)([DWMY])$/.exec(duration) ?? []
  return Number(count) * ({ D: 1, W: 7, M: 30.44, Y: 365.25 }[unit] ?? 1)
}
