/** Every field of an arranged meeting that leaves the server or comes to it. */

import { z } from 'zod'

const id = z.uuid()
const moment = z.iso.datetime({ offset: true })
const place = z.string().trim().min(1).max(300)

const time = { starts: moment, minutes: z.int().min(5).max(1440), place: place.nullable().optional() }

export const newMeeting = z.strictObject({
  ...time,
  subject: z.string().trim().min(1).max(300),
  invite: z.boolean().describe('The person is invited by e-mail, and told of every change'),
})
export type NewMeeting = z.infer<typeof newMeeting>

const expected = z.int().describe('`sequence` as it was last seen')
export const changedMeeting = z.strictObject({ ...time, expected })
export type ChangedMeeting = z.infer<typeof changedMeeting>
export const calledOff = z.strictObject({ expected })

export const meetingSearch = z.object({
  person: id.optional(),
  mine: z.stringbool().default(false).describe('Only those of the asker'),
  after: id.optional().describe('`next` of the page before'),
})
export type MeetingSearch = z.infer<typeof meetingSearch>

export const meeting = z.object({
  id: id.describe('Of its row of service-events too'),
  person: z.object({ id, name: z.string().nullable() }),
  starts: moment,
  ends: moment,
  place: z.string().nullable(),
  subject: z.string().nullable(),
  mine: z.boolean(),
  invited: z.boolean(),
  sequence: z.int(),
})
export type Meeting = z.infer<typeof meeting>

export const meetingList = z.object({ meetings: z.array(meeting), next: id.nullable() })
export type MeetingList = z.infer<typeof meetingList>

export const calendarFile = z.object({ name: z.string(), calendar: z.string().describe('text/calendar') })
export const feedState = z.object({ madeAt: moment.nullable() })
export const madeFeed = z.object({ url: z.url().describe('Shown once: only its hash is kept') })
