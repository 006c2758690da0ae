/** Meetings as iCalendar (RFC 5545, RFC 5546): lines of 75 octets that end with CRLF, texts escaped, times by the clocks of Helsinki with their zone. */

/** Of a file: what whoever reads it is to do with it. */
export type Method = 'PUBLISH' | 'REQUEST' | 'CANCEL'

export interface CalendarEvent {
  /** The same for as long as the meeting is. */
  readonly uid: string
  /** Raised by every change that others are told of. */
  readonly sequence: number
  /** When this was said. */
  readonly said: Date
  readonly starts: Date
  readonly ends: Date
  readonly summary: string
  readonly place?: string | undefined
  readonly isCancelled?: boolean
  readonly organizer?: Person | undefined
  readonly attendee?: Person | undefined
}

interface Person {
  readonly name: string | undefined
  readonly email: string
}

const zone = 'Europe/Helsinki'

/** EU summer time, as it has been since 1996; clocks turn at 01:00 UTC. */
const zoneLines = [
  'BEGIN:VTIMEZONE',
  `TZID:${zone}`,
  'BEGIN:DAYLIGHT',
  'DTSTART:19970330T030000',
  'TZOFFSETFROM:+0200',
  'TZOFFSETTO:+0300',
  'TZNAME:EEST',
  'RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU',
  'END:DAYLIGHT',
  'BEGIN:STANDARD',
  'DTSTART:19961027T040000',
  'TZOFFSETFROM:+0300',
  'TZOFFSETTO:+0200',
  'TZNAME:EET',
  'RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU',
  'END:STANDARD',
  'END:VTIMEZONE',
]

/** The text of a calendar; `name` is what programs call it that show several. */
export function calendarText(method: Method, events: readonly CalendarEvent[], name?: string): string {
  const lines = [
    'BEGIN:VCALENDAR',
    'VERSION:2.0',
    'PRODID:-//Seloste//Seloste//FI',
    'CALSCALE:GREGORIAN',
    `METHOD:${method}`,
    ...(name === undefined ? [] : [`X-WR-CALNAME:${escaped(name)}`]),
    ...zoneLines,
    ...events.flatMap(eventLines),
    'END:VCALENDAR',
  ]
  return lines.map(line => `${folded(line)}\r\n`).join('')
}

const eventLines = (event: CalendarEvent): readonly string[] => [
  'BEGIN:VEVENT',
  `UID:${event.uid}`,
  `SEQUENCE:${event.sequence}`,
  `DTSTAMP:${inUtc(event.said)}`,
  `DTSTART;TZID=${zone}:${inHelsinki(event.starts)}`,
  `DTEND;TZID=${zone}:${inHelsinki(event.ends)}`,
  `SUMMARY:${escaped(event.summary)}`,
  ...(event.place ? [`LOCATION:${escaped(event.place)}`] : []),
  ...(event.organizer ? [`ORGANIZER${named(event.organizer)}`] : []),
  ...(event.attendee ? [`ATTENDEE;ROLE=REQ-PARTICIPANT;PARTSTAT=NEEDS-ACTION;RSVP=TRUE${named(event.attendee)}`] : []),
  `STATUS:${event.isCancelled ? 'CANCELLED' : 'CONFIRMED'}`,
  'END:VEVENT',
]

/** RFC 5545, 3.2: a quoted parameter has neither quotes nor control characters. */
const named = ({ name, email }: Person): string =>
  `${name ? `;CN="${name.replace(/[\p{Cc}"]/gu, ' ')}"` : ''}:mailto:${email}`

/** RFC 5545, 3.3.11. */
const escaped = (text: string): string =>
  text
    .replace(/[\\;,]/g, '\\$&')
    .replace(/\r\n?|\n/g, '\\n')
    .replace(/\p{Cc}/gu, ' ')

/** RFC 5545, 3.1: at most 75 octets a line, never within a character; what goes on begins with a space. */
function folded(line: string): string {
  const parts: string[] = []
  let part = ''
  let octets = 0
  for (const character of line) {
    const more = Buffer.byteLength(character)
    if (octets + more > 75) {
      parts.push(part)
      part = ''
      octets = 1 // the space
    }
    part += character
    octets += more
  }
  return [...parts, part].join('\r\n ')
}

const inUtc = (at: Date): string => at.toISOString().replace(/[-:]|\.\d+/g, '')

const clocks = new Intl.DateTimeFormat('sv-SE', { timeZone: zone, dateStyle: 'short', timeStyle: 'medium' })
const inHelsinki = (at: Date): string => clocks.format(at).replace(' ', 'T').replace(/[-:]/g, '')
