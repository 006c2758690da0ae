/** Whoever is invited and known has the meeting; an update changes it, whatever comes first; a cancellation takes it away; nobody new comes in. */

import { afterAll, beforeEach, expect, test } from 'vitest'
import { arrivalsDesk } from '../../test/arrivals-desk.ts'
import { openPerson } from '../register/persons.ts'
import { calendar } from './calendar.ts'
import { signed } from './standard-webhook.ts'

const desk = await arrivalsDesk(undefined, [calendar])
afterAll(() => desk.close())
const via = await desk.connect('calendar', { source: 'meetings', settings: { own: ['esimerkki.fi'] } })
const care = desk.ask('customer-care')

beforeEach(async () => {
  await desk.empty()
  const invited = [
    { given_name: 'Aino', email: 'aino@example.org' },
    { given_name: 'Bertta', email: 'bertta@example.org' },
  ]
  for (const { given_name, email } of invited)
    await openPerson(care, {
      source: 'forms',
      categories: { identity: [{ given_name }], 'contact-points': [{ email }] },
      statements: [{ kind: 'contract', givenAt: '2026-01-01T10:00:00.000Z' }],
    })
})

interface Told {
  readonly method?: 'REQUEST' | 'CANCEL'
  readonly sequence?: number
  readonly starts?: string
  readonly subject?: string
  readonly to?: readonly string[]
  readonly said?: string
}

const invite = ({
  method = 'REQUEST',
  sequence = 0,
  starts = '20260301T080000Z',
  subject = 'Suunnittelu',
  to = ['Aino@example.org', 'bertta@example.org'],
  said = '20260201T080000Z',
}: Told = {}) => {
  const file = [
    ...[
      'BEGIN:VCALENDAR',
      'VERSION:2.0',
      `METHOD:${method}`,
      'BEGIN:VEVENT',
      'UID:suunnittelu',
      `SEQUENCE:${sequence}`,
    ],
    ...[`DTSTAMP:${said}`, `DTSTART:${starts}`, `SUMMARY:${subject}`, 'ORGANIZER:mailto:pirkko@esimerkki.fi'],
    ...to.map(email => `ATTENDEE:mailto:${email}`),
    ...['END:VEVENT', 'END:VCALENDAR', ''],
  ].join('\r\n')
  return signed(file, 'text/calendar', via.secret, desk.db.clock.now())
}
const meetings = () => desk.rows('service_events')
const meeting = (occurred: string, subject = 'Suunnittelu') => ({ kind: 'meeting', occurred, subject })

test('each who is invited has it; one of our own is nobody, and one who is unknown waits to be known', async () => {
  await desk.arrive(via, invite({ to: ['Aino@example.org', 'bertta@example.org', 'kaarlo@example.org'] }))
  expect(await meetings()).toEqual([meeting('2026-03-01T08:00:00+00:00'), meeting('2026-03-01T08:00:00+00:00')])
  expect((await desk.states()).toSorted()).toEqual([
    'ignored not-ours',
    'refused arrivals.unknown-person',
    'written',
    'written',
  ])
  expect(await desk.rows('person')).toHaveLength(2)
})

test('an update changes it, an older word does not, and what comes again counts once', async () => {
  const later = invite({ sequence: 1, starts: '20260302T080000Z', subject: 'Suunnittelu 131052-308T' })
  await desk.arrive(via, invite(), later, later, invite({ subject: 'Vanha', said: '20260301T080000Z' }))
  expect(await meetings()).toEqual([
    meeting('2026-03-02T08:00:00+00:00', 'Suunnittelu ******-****'),
    meeting('2026-03-02T08:00:00+00:00', 'Suunnittelu ******-****'),
  ])
})

test('a meeting that is called off goes, also when its invitation comes after that', async () => {
  await desk.arrive(via, invite())
  await desk.arrive(via, invite({ method: 'CANCEL', sequence: 1, to: ['bertta@example.org'] }))
  expect(await meetings()).toHaveLength(1)
})

test('called off before it was told of, it never comes', async () => {
  await desk.arrive(via, invite({ method: 'CANCEL', sequence: 1 }), invite())
  expect(await meetings()).toEqual([])
})

test('a forged, an old and a broken delivery is not let in', async () => {
  const delivery = invite()
  const changed = { ...delivery, body: Buffer.from(new TextDecoder().decode(delivery.body).replace('Aino', 'Eino')) }
  await expect(desk.deliver(via, changed)).rejects.toMatchObject({ key: 'arrivals.not-signed' })
  const old = signed('x', 'text/calendar', via.secret, new Date(desk.db.clock.now().getTime() - 3_600_000))
  await expect(desk.deliver(via, old)).rejects.toMatchObject({ key: 'arrivals.not-signed' })
  const broken = signed('BEGIN:VCALENDAR', 'text/calendar', via.secret, desk.db.clock.now())
  await expect(desk.deliver(via, broken)).rejects.toMatchObject({ key: 'interactions.calendar-unreadable' })
  expect(await desk.states()).toEqual([])
})
