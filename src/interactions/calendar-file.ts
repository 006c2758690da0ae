/** What a file of iCalendar (RFC 5545, RFC 5546) says of meetings: when, with whom, whether it stands. Repetition is not spun out. */

import ICAL from 'ical.js'
import { Refused } from '../base/errors.ts'
import { withoutControls } from '../register/plain-text.ts'

export interface Attendee {
  readonly email: string
  readonly name: string | undefined
}

export interface Meeting {
  readonly uid: string
  /** Of which time of a repeated meeting it tells; empty of the meeting itself. */
  readonly of: string
  readonly sequence: number
  /** When it was said, ISO 8601 in UTC; the latest of one sequence stands. */
  readonly said: string
  readonly cancelled: boolean
  /** ISO 8601 in UTC; undefined of a cancellation that does not tell. */
  readonly starts: string | undefined
  readonly subject: string
  readonly attendees: readonly Attendee[]
}

const most = { meetings: 500, attendees: 200 }

/** Methods that tell of a meeting; replies and refusals of others tell nothing that the register keeps. */
const methods = ['PUBLISH', 'REQUEST', 'ADD', 'CANCEL']

/** The meetings of a file, in its order. Refuses (`interactions.calendar-…`) what is no calendar, and what is too much. */
export function readMeetings(bytes: Uint8Array): readonly Meeting[] {
  const calendars = parse(textOf(bytes))
  const meetings = calendars.flatMap(calendar => {
    const method = wordOf(calendar, 'method')?.toUpperCase() ?? 'PUBLISH'
    if (!methods.includes(method)) return []
    return calendar.getAllSubcomponents('vevent').map(event => meetingOf(event, method))
  })
  if (meetings.length > most.meetings || meetings.some(({ attendees }) => attendees.length > most.attendees))
    throw new Refused('interactions.calendar-too-much', 'invalid', most)
  return meetings
}

/** UTF-8 with or without its mark, as the standard has it; else the Latin-1 of old programs. */
function textOf(bytes: Uint8Array): string {
  try {
    return withoutControls(new TextDecoder('utf-8', { fatal: true }).decode(bytes))
  } catch {
    return withoutControls(new TextDecoder('windows-1252').decode(bytes))
  }
}

function parse(text: string): readonly ICAL.Component[] {
  try {
    // Several calendars may follow each other in one file.
    const parsed: unknown = ICAL.parse(text.replace(/\r?\n[ \t]*(?=\r?\n)/g, ''))
    const all = Array.isArray(parsed) && Array.isArray(parsed[0]) ? parsed : [parsed]
    const components = all.map(one => new ICAL.Component(one))
    if (components.length > 0 && components.every(({ name }) => name === 'vcalendar')) return components
  } catch {
    // told below: what ical.js says of it repeats the line, which is somebody's
  }
  throw new Refused('interactions.calendar-unreadable', 'invalid')
}

function meetingOf(event: ICAL.Component, method: string): Meeting {
  const cancelled = method === 'CANCEL' || wordOf(event, 'status')?.toUpperCase() === 'CANCELLED'
  const starts = momentOf(event, 'dtstart')
  const subject = (wordOf(event, 'summary') ?? '').trim().slice(0, 300)
  // Old programs give no UID: what is called the same at the same time is the same.
  const uid = wordOf(event, 'uid') ?? (starts && `${starts} ${subject}`)
  if (!uid || (starts === undefined && !cancelled)) throw new Refused('interactions.calendar-unreadable', 'invalid')
  return {
    uid: uid.slice(0, 500),
    of: momentOf(event, 'recurrence-id') ?? '',
    sequence: Math.max(0, Math.trunc(Number(wordOf(event, 'sequence') ?? 0)) || 0),
    said: momentOf(event, 'dtstamp') ?? momentOf(event, 'last-modified') ?? '',
    cancelled,
    starts,
    subject,
    attendees: attendeesOf(event),
  }
}

/** Whoever is invited, and whoever invites, each once. Rooms and things are not. */
function attendeesOf(event: ICAL.Component): readonly Attendee[] {
  const found = new Map<string, Attendee>()
  for (const property of [...event.getAllProperties('organizer'), ...event.getAllProperties('attendee')]) {
    const address = String(property.getFirstValue() ?? '')
    const email = /^mailto:(.+@.+)$/i.exec(address)?.[1]?.trim()
    const kind = String(property.getFirstParameter('cutype') ?? 'INDIVIDUAL').toUpperCase()
    if (email === undefined || !['INDIVIDUAL', 'UNKNOWN'].includes(kind)) continue
    const name = property.getFirstParameter('cn')
    found.set(email.toLowerCase(), { email, name: name ? String(name) : undefined })
  }
  return [...found.values()]
}

function wordOf(component: ICAL.Component, name: string): string | undefined {
  const value = component.getFirstPropertyValue(name)
  return value === null || value === undefined ? undefined : String(value)
}

/** Zones as Windows calls them, of the countries round about. */
const windowsZones: Readonly<Record<string, string>> = {
  'FLE Standard Time': 'Europe/Helsinki',
  'W. Europe Standard Time': 'Europe/Berlin',
  'Romance Standard Time': 'Europe/Paris',
  'GMT Standard Time': 'Europe/London',
  'E. Europe Standard Time': 'Europe/Chisinau',
  'Russian Standard Time': 'Europe/Moscow',
}

/** Undefined of what is none: ical.js reads a value when it is asked for. */
function readValueOf(property: ICAL.Property | null): unknown {
  try {
    return property?.getFirstValue()
  } catch {
    return undefined
  }
}

/** A time without a zone is Helsinki's; one in a zone that only the file knows is reckoned by the file. */
function momentOf(event: ICAL.Component, name: string): string | undefined {
  const property = event.getFirstProperty(name)
  const value = readValueOf(property)
  if (!property || !(value instanceof ICAL.Time)) return undefined
  const { utcTimezone, localTimezone } = ICAL.Timezone
  const named = String(property.getFirstParameter('tzid') ?? '')
  const zone = windowsZones[named] ?? named
  const isReckoned = value.zone === utcTimezone || (value.zone !== localTimezone && !isZone(zone))
  const at = isReckoned ? value.toJSDate() : inZone(value, isZone(zone) ? zone : 'Europe/Helsinki')
  return Number.isNaN(at.getTime()) ? undefined : at.toISOString()
}

function isZone(zone: string): boolean {
  try {
    return zone !== '' && new Intl.DateTimeFormat('en', { timeZone: zone }) !== undefined
  } catch {
    return false
  }
}

/** The moment at which the clocks of the zone show this; in the hour that they skip, an hour later. */
function inZone({ year, month, day, hour, minute, second }: ICAL.Time, zone: string): Date {
  const shown = Date.UTC(year, month - 1, day, hour, minute, second)
  const first = shown - offsetAt(shown, zone)
  return new Date(shown - offsetAt(first, zone))
}

/** How far ahead of UTC the zone is then, in milliseconds. */
function offsetAt(at: number, zone: string): number {
  const parts = new Intl.DateTimeFormat('en-GB', {
    ...{ timeZone: zone, hourCycle: 'h23', year: 'numeric', month: 'numeric', day: 'numeric' },
    ...{ hour: 'numeric', minute: 'numeric', second: 'numeric' },
  }).formatToParts(at)
  const part = (type: Intl.DateTimeFormatPartTypes) => Number(parts.find(one => one.type === type)?.value)
  return Date.UTC(part('year'), part('month') - 1, part('day'), part('hour'), part('minute'), part('second')) - at
}
