/** A date is read as the file writes it or not at all: the order of day and month is never guessed from one value. */

export type DateOrder = 'day-month' | 'month-day'

/** What a file's values show about their order; `both` when they contradict each other, undefined when every value fits either way. */
export function dateOrderOf(values: Iterable<string>): DateOrder | 'both' | undefined {
  let order: DateOrder | undefined
  for (const value of values) {
    const match = ambiguous.exec(value.trim())
    if (match === null) continue
    const [first, second] = [Number(match[1]), Number(match[2])]
    const shows = first > 12 && second <= 12 ? 'day-month' : second > 12 && first <= 12 ? 'month-day' : undefined
    if (shows === undefined) continue
    if (order !== undefined && order !== shows) return 'both'
    order = shows
  }
  return order
}

const clock = String.raw`(?:[T ]+(?:klo |kl\. )?(\d{1,2})[:.](\d{2})(?:[:.](\d{2})(?:\.\d+)?)?\s*([ap]m)?\s*(z|utc|gmt|[+-]\d{2}:?\d{2})?)?`
const iso = new RegExp(String.raw`^(\d{4})[-/](\d{1,2})[-/](\d{1,2})${clock}$`, 'i')
const dotted = new RegExp(String.raw`^(\d{1,2})\.(\d{1,2})\.(\d{4})${clock}$`, 'i')
const ambiguous = new RegExp(String.raw`^(\d{1,2})[-/](\d{1,2})[-/](\d{4})${clock}$`, 'i')
const named = new RegExp(String.raw`^(\d{1,2}) ([a-z]{3})[a-z]*\.?,? (\d{4})${clock}$`, 'i')
const months = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec']

/**
 * The moment in UTC, or undefined when the text is no date or its order is not known. A date without a time is its midnight.
 * Without a zone UTC is meant, as Mailchimp, Kajabi, Stripe and Wix do.
 */
export function readMoment(text: string, order: DateOrder | undefined): Date | undefined {
  const written = text.trim()
  let match = iso.exec(written)
  if (match !== null) return moment(match[1], match[2], match[3], match.slice(4))
  match = dotted.exec(written)
  if (match !== null) return moment(match[3], match[2], match[1], match.slice(4))
  match = named.exec(written)
  if (match !== null) {
    const month = months.indexOf((match[2] ?? '').toLowerCase()) + 1
    return moment(match[3], String(month), match[1], match.slice(4))
  }
  match = ambiguous.exec(written)
  if (match === null || order === undefined) return undefined
  return order === 'day-month'
    ? moment(match[3], match[2], match[1], match.slice(4))
    : moment(match[3], match[1], match[2], match.slice(4))
}

function moment(
  year = '',
  month = '',
  day = '',
  [hour = '0', minute = '0', second = '0', half, zone]: readonly (string | undefined)[],
): Date | undefined {
  const [y, m, d] = [Number(year), Number(month), Number(day)]
  const date = new Date(Date.UTC(y, m - 1, d))
  if (y < 1900 || date.getUTCMonth() !== m - 1 || date.getUTCDate() !== d) return undefined
  let hours = Number(hour)
  if (half !== undefined) hours = (hours % 12) + (half.toLowerCase() === 'pm' ? 12 : 0)
  if (hours > 23 || Number(minute) > 59 || Number(second) > 59) return undefined
  date.setUTCHours(hours, Number(minute) - zoneMinutes(zone), Number(second))
  return date
}

function zoneMinutes(zone: string | undefined): number {
  const match = /^([+-])(\d{2}):?(\d{2})$/.exec(zone ?? '')
  if (match === null) return 0
  return (match[1] === '-' ? -1 : 1) * (Number(match[2]) * 60 + Number(match[3]))
}
