/** An invitation, its change and its end reach a calendar as one meeting; a calendar of staff tells of nobody and ends with its link or its duty. */

import ICAL from 'ical.js'
import PostalMime from 'postal-mime'
import { afterAll, expect, test } from 'vitest'
import { runDueJobs } from '../../test/due-jobs.ts'
import { mailServer } from '../../test/mail-server.ts'
import { rightsDesk } from '../../test/rights-desk.ts'
import { sendMail } from '../mail/send.jobs.ts'
import { openMail } from '../mail/transport.ts'
import { meetingCancellation, meetingInvitation } from './invitation-message.ts'
import type { MeetingList } from './meeting-answers.ts'

const desk = await rightsDesk()
const mail = await mailServer()
const { db, answer, refusal, customer, kaisa, leo, server } = desk
afterAll(async () => {
  await mail.close()
  await desk.close()
})

const care = <Answer = void>(method: string, path: string, body?: unknown) =>
  answer<Answer>(method, path, body, kaisa, 'customer-care')
const starts = '2026-07-01T09:00:00+03:00'
const arrange = async (person: string, more: object = {}) =>
  (
    await care<{ id: string }>('POST', `/persons/${person}/meetings`, {
      ...{ starts, minutes: 45, subject: 'Kurssin suunnittelu', place: 'Esimerkkikatu 1, Helsinki', invite: true },
      ...more,
    })
  ).id
const arranged = async (person: string) =>
  (await care<MeetingList>('GET', `/arranged-meetings?person=${person}`)).meetings
/** What the last mail has for a calendar program, after what waits was sent. */
async function lastInvitation() {
  const program = { ...server.program, mail: openMail({ url: mail.url, perMinute: 1000, key: db.addressKey }) }
  expect(await runDueJobs(db, [sendMail([meetingInvitation, meetingCancellation])], program)).toEqual([])
  const read = await PostalMime.parse(mail.received.at(-1)?.raw ?? '')
  const part = read.attachments.find(({ mimeType }) => mimeType === 'text/calendar')
  const content = typeof part?.content === 'string' ? part.content : new TextDecoder().decode(part?.content)
  const calendar = new ICAL.Component(ICAL.parse(content))
  return {
    ...{ subject: read.subject, to: read.to?.[0]?.address, method: String(calendar.getFirstPropertyValue('method')) },
    event: new ICAL.Event(calendar.getFirstSubcomponent('vevent') ?? undefined),
    status: String(calendar.getFirstSubcomponent('vevent')?.getFirstPropertyValue('status')),
  }
}
const feedOf = async (url: string) => server.anonymous('GET', new URL(url).pathname)

test('invited, moved and called off: one UID, a higher sequence each time, the row with it', async () => {
  const person = await customer('Aino', 'aino@example.org')
  const id = await arrange(person)
  const first = await lastInvitation()
  expect([first.to, first.method, first.subject]).toEqual(['aino@example.org', 'REQUEST', 'Kutsu: Kurssin suunnittelu'])
  expect([first.event.sequence, first.event.location, first.event.duration.toString()]).toEqual([
    0,
    'Esimerkkikatu 1, Helsinki',
    'PT45M',
  ])
  const later = { starts: '2026-07-02T09:00:00+03:00', minutes: 60, place: null }
  await care('PUT', `/arranged-meetings/${id}`, { ...later, expected: 0 })
  const second = await lastInvitation()
  expect([second.event.uid, second.event.sequence, second.event.startDate.toString()]).toEqual([
    first.event.uid,
    1,
    '2026-07-02T09:00:00',
  ])
  expect(await desk.seen('customer-care', 'service_events', person, 'occurred')).toEqual([
    { occurred: new Date('2026-07-02T06:00:00Z') },
  ])
  expect(await refusal(`/arranged-meetings/${id}/called-off`, { expected: 0 }, kaisa, 'customer-care')).toBe(
    'meetings.changed-meanwhile',
  )
  await care('POST', `/arranged-meetings/${id}/called-off`, { expected: 1 })
  const last = await lastInvitation()
  expect([last.method, last.status, last.event.uid, last.event.sequence, last.subject]).toEqual([
    'CANCEL',
    'CANCELLED',
    first.event.uid,
    2,
    'Tapaaminen peruttiin: Kurssin suunnittelu',
  ])
  expect(await arranged(person)).toEqual([])
  expect(await desk.seen('customer-care', 'service_events', person, 'id')).toEqual([])
})

test('a file of one meeting invites nobody, and no mail leaves for whoever was not invited', async () => {
  const person = await customer('Bertta', 'bertta@example.org')
  const before = mail.received.length
  const id = await arrange(person, { invite: false })
  const { calendar } = await care<{ calendar: string }>('GET', `/arranged-meetings/${id}/calendar`)
  expect(calendar).toContain('METHOD:PUBLISH\r\n')
  expect(calendar).not.toMatch(/ATTENDEE|ORGANIZER|bertta/)
  const queued = await db.admin.query('select from mail.message where about = $1', [id])
  expect([queued.rowCount, mail.received.length]).toEqual([0, before])
  const looks = await db.app.query(`select from access.look where person_id = $1 and operation = 'meeting.file'`, [
    person,
  ])
  expect(looks.rowCount).toBe(1)
  const body = { starts: '2026-01-01T09:00:00Z', minutes: 30, subject: 'Mennyt', invite: false }
  expect(await refusal(`/persons/${person}/meetings`, body, kaisa, 'customer-care')).toBe('meetings.past')
})

test('a calendar of staff has times and nothing of anybody, is kept nowhere, and ends with its link or the duty', async () => {
  const person = await customer('Cecilia', 'cecilia@example.org')
  await arrange(person, { invite: false, subject: 'Cecilian kurssi' })
  const { url } = await care<{ url: string }>('POST', '/calendar-feed')
  const shown = await feedOf(url)
  expect([shown.status, shown.headers.get('content-type'), shown.headers.get('cache-control')]).toEqual([
    200,
    'text/calendar; charset=utf-8',
    'no-store',
  ])
  const words = await shown.text()
  expect(words).toContain('SUMMARY:Tapaaminen')
  expect(words).toContain('DTSTART;TZID=Europe/Helsinki:20260701T090000')
  expect(words).not.toMatch(/Cecilia|Virtanen|Esimerkkikatu|example\.org/)
  expect(words).not.toContain(person)
  const kept = await db.admin.query('select row_to_json(f)::text as feed from meetings.feed f')
  expect(JSON.stringify(kept.rows)).not.toContain(new URL(url).pathname.split('/').at(-1)?.replace('.ics', ''))
  const { url: another } = await care<{ url: string }>('POST', '/calendar-feed')
  expect([(await feedOf(url)).status, (await feedOf(another)).status]).toEqual([404, 200])
  await db.admin.query(`update access.duty set ended_at = now(), ended_by = 'test' where duty = 'customer-service'`)
  expect((await feedOf(another)).status).toBe(404)
  await db.admin.query(`update access.duty set ended_at = null, ended_by = null where duty = 'customer-service'`)
  await care('DELETE', '/calendar-feed')
  expect((await feedOf(another)).status).toBe(404)
  expect((await leo('POST', '/api/v1/calendar-feed', { purpose: 'customer-care' })).status).toBe(403)
})

test('an erasure leaves nothing of a meeting', async () => {
  const person = await customer('Doris', 'doris@example.org')
  const id = await arrange(person, { invite: false })
  await desk.upon(await desk.ask('erasure', person), 'erasure', {})
  expect((await db.admin.query('select from meetings.meeting where id = $1', [id])).rowCount).toBe(0)
})
