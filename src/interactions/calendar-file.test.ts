/** A calendar is read as its sender meant it: zones, folds, charsets, updates and cancellations; what is none is refused in words. */

import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { Refused } from '../base/errors.ts'
import { readMeetings } from './calendar-file.ts'

const calendar = (lines: readonly string[], method = 'REQUEST') =>
  Buffer.from(['BEGIN:VCALENDAR', 'VERSION:2.0', `METHOD:${method}`, ...lines, 'END:VCALENDAR', ''].join('\r\n'))
const event = (...lines: readonly string[]) => ['BEGIN:VEVENT', 'UID:tapaaminen-1', ...lines, 'END:VEVENT']
const only = (bytes: Uint8Array) => readMeetings(bytes)[0]
const startsAt = (line: string) => only(calendar(event(line)))?.starts

test('a meeting with whom it is, each once, without rooms', () => {
  const lines = [
    'DTSTAMP:20260110T080000Z',
    'DTSTART;TZID=Europe/Helsinki:20260113T094100',
    'SEQUENCE:2',
    'SUMMARY:Kurssin suunnittelu\\, osa 2 ja vähän p',
    ' itempi otsikko',
    'ORGANIZER;CN="Mäkelä, Bertta":mailto:bertta@example.org',
    'ATTENDEE;CN=Aino Virtanen;PARTSTAT=ACCEPTED:MAILTO:aino@example.org',
    'ATTENDEE:mailto:Aino@example.org',
    'ATTENDEE;CUTYPE=ROOM:mailto:huone@example.org',
    'ATTENDEE:https://example.org/kokous',
  ]
  expect(only(calendar(event(...lines)))).toEqual({
    ...{ uid: 'tapaaminen-1', of: '', sequence: 2, said: '2026-01-10T08:00:00.000Z', cancelled: false },
    starts: '2026-01-13T07:41:00.000Z',
    subject: 'Kurssin suunnittelu, osa 2 ja vähän pitempi otsikko',
    attendees: [
      { email: 'bertta@example.org', name: 'Mäkelä, Bertta' },
      { email: 'Aino@example.org', name: undefined },
    ],
  })
})

test('times of every zone are the same moment', () => {
  expect(startsAt('DTSTART:20260701T060000Z')).toBe('2026-07-01T06:00:00.000Z')
  expect(startsAt('DTSTART;TZID=FLE Standard Time:20260701T090000')).toBe('2026-07-01T06:00:00.000Z')
  expect(startsAt('DTSTART;TZID=America/New_York:20260701T020000')).toBe('2026-07-01T06:00:00.000Z')
  expect(startsAt('DTSTART:20260701T090000')).toBe('2026-07-01T06:00:00.000Z')
  expect(startsAt('DTSTART;VALUE=DATE:20260701')).toBe('2026-06-30T21:00:00.000Z')
  const zone = [
    'BEGIN:VTIMEZONE',
    'TZID:Oma',
    'BEGIN:STANDARD',
    'DTSTART:16010101T000000',
    'TZOFFSETFROM:+0130',
    'TZOFFSETTO:+0130',
    'END:STANDARD',
    'END:VTIMEZONE',
  ]
  expect(only(calendar([...zone, ...event('DTSTART;TZID=Oma:20260701T073000')]))?.starts).toBe(
    '2026-07-01T06:00:00.000Z',
  )
})

test('a cancellation says so, by its method or its state; a reply tells nothing', () => {
  expect(only(calendar(event('SEQUENCE:3'), 'CANCEL'))).toMatchObject({
    cancelled: true,
    starts: undefined,
    sequence: 3,
  })
  expect(only(calendar(event('DTSTART:20260701T060000Z', 'STATUS:CANCELLED')))).toMatchObject({ cancelled: true })
  expect(readMeetings(calendar(event('DTSTART:20260701T060000Z'), 'REPLY'))).toEqual([])
  expect(only(calendar(event('DTSTART:20260708T060000Z', 'RECURRENCE-ID:20260701T060000Z')))?.of).toBe(
    '2026-07-01T06:00:00.000Z',
  )
})

test('old charsets, marks and empty lines are read; what is no calendar is refused without repeating it', () => {
  const old = Buffer.from(calendar(event('DTSTART:20260701T060000Z', 'SUMMARY:Tervehdyskäynti')).toString(), 'latin1')
  expect(only(old)?.subject).toBe('Tervehdyskäynti')
  const marked = Buffer.concat([
    Buffer.from([0xef, 0xbb, 0xbf]),
    calendar(event('DTSTART:20260701T060000Z', '', 'SUMMARY:x')),
  ])
  expect(only(marked)?.subject).toBe('x')
  const broken = [
    '',
    'Hei',
    'BEGIN:VCALENDAR',
    'BEGIN:VCARD\r\nEND:VCARD',
    calendar(event('SUMMARY:ei aikaa')).toString(),
    '\u0000'.repeat(50),
  ]
  for (const text of broken) {
    let fault: unknown
    try {
      readMeetings(Buffer.from(text))
    } catch (thrown) {
      fault = thrown
    }
    expect(fault).toBeInstanceOf(Refused)
  }
  const crowd = Array.from({ length: 201 }, (_, n) => `ATTENDEE:mailto:a${n}@example.org`)
  expect(() => readMeetings(calendar(event('DTSTART:20260701T060000Z', ...crowd)))).toThrow(
    'interactions.calendar-too-much',
  )
})

test('files of real programs are read', () => {
  const folder = join(import.meta.dirname, '..', '..', '..', 'shared', 'samples', 'icalendar')
  if (!existsSync(folder)) return void process.stderr.write('No samples of calendars beside the repository: skipped\n')
  const files = readdirSync(folder).filter(file => file.endsWith('.ics'))
  const counts = files.map(file => readMeetings(readFileSync(join(folder, file))).length)
  expect(counts.reduce((sum, count) => sum + count, 0)).toBeGreaterThan(25)
})
