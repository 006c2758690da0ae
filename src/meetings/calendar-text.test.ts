/** What goes out is read back by another's reader as it was meant, in every season, and keeps to the form of RFC 5545. */

import ICAL from 'ical.js'
import { expect, test } from 'vitest'
import { calendarText } from './calendar-text.ts'

const event = {
  uid: '0199c0de-0000-7000-8000-000000000001@example.fi',
  sequence: 3,
  said: new Date('2026-03-01T08:00:00Z'),
  starts: new Date('2026-03-28T10:00:00Z'),
  ends: new Date('2026-03-28T11:00:00Z'),
  summary:
    'Kurssin suunnittelu, osa 2; "äidin" polku \\ ja tämä on tarkoituksella niin pitkä otsikko että rivi taittuu 😀😀😀😀😀😀',
  place: 'Esimerkkikatu 1,\nHelsinki',
  organizer: { name: 'Kurssit "Oy"', email: 'kurssit@example.fi' },
  attendee: { name: 'Aino Virtanen', email: 'aino@example.org' },
}

const read = (text: string) => {
  const calendar = new ICAL.Component(ICAL.parse(text))
  return { calendar, event: new ICAL.Event(calendar.getFirstSubcomponent('vevent') ?? undefined) }
}

test('another reader has the same meeting, its text unharmed', () => {
  const { calendar, event: found } = read(calendarText('REQUEST', [event], 'Tapaamiset'))
  expect(calendar.getFirstPropertyValue('method')).toBe('REQUEST')
  expect([found.uid, found.sequence, found.summary, found.location]).toEqual([
    event.uid,
    3,
    event.summary,
    'Esimerkkikatu 1,\nHelsinki',
  ])
  expect(found.attendees.map(one => [one.getFirstValue(), one.getFirstParameter('cn')])).toEqual([
    ['mailto:aino@example.org', 'Aino Virtanen'],
  ])
})

test('its zone tells the same moments in winter, in summer and around both turns of the clocks', () => {
  const moments = [
    '2026-01-15T10:00',
    '2026-07-15T10:00',
    '2026-03-29T00:30',
    '2026-03-29T01:30',
    '2026-10-25T02:30',
    '2031-07-01T10:00',
  ]
  for (const at of moments) {
    const starts = new Date(`${at}:00Z`)
    const { calendar, event: found } = read(calendarText('PUBLISH', [{ ...event, starts, ends: starts }]))
    const zone = new ICAL.Timezone(calendar.getFirstSubcomponent('vtimezone') ?? undefined)
    found.startDate.zone = zone
    expect([at, found.startDate.toJSDate().toISOString()]).toEqual([at, starts.toISOString()])
  }
})

test('no line is longer than 75 octets, every one ends with CRLF, and none is cut within a character', () => {
  const text = calendarText('CANCEL', [{ ...event, isCancelled: true }])
  const lines = text.split('\r\n')
  expect(lines.pop()).toBe('')
  expect(lines.filter(line => Buffer.byteLength(line) > 75 || /[\r\n\ufffd]/.test(line))).toEqual([])
  expect(Math.max(...lines.map(line => Buffer.byteLength(line)))).toBeGreaterThan(70)
  expect(text).toContain('STATUS:CANCELLED')
})
