/** Meetings that a calendar tells of: a contact of each who was invited and is known, changed by its updates, gone when it is called off. */

import { z } from 'zod'
import { adapter, type Delivery } from '../arrivals/adapter.ts'
import { readExactly } from '../arrivals/signature.ts'
import { Refused } from '../base/errors.ts'
import { readMeetings } from './calendar-file.ts'
import { isSigned, signed } from './standard-webhook.ts'

/** The purpose's connection of this kind is also where staff put a file. */
export const calendarKind = 'calendar'

/** One meeting with one who was invited: what a file is kept as. */
const invited = z.object({
  uid: z.string(),
  of: z.string(),
  sequence: z.number(),
  said: z.string(),
  cancelled: z.boolean(),
  starts: z.string().optional(),
  subject: z.string(),
  email: z.string(),
  name: z.string().optional(),
})
type Invited = z.infer<typeof invited>

/** Each of a file apart, so that one who cannot be told keeps no other from it. */
export function invitationsIn(file: Uint8Array): readonly Invited[] {
  return readMeetings(file).flatMap(({ attendees, ...meeting }) =>
    attendees.map(attendee => ({ ...meeting, ...attendee })),
  )
}

function invitation({ body }: Delivery): Invited {
  const read = invited.safeParse(readExactly(body))
  if (!read.success) throw new Refused('interactions.calendar-unreadable', 'invalid')
  return read.data
}

/** Of two words on a meeting the one of the higher sequence stands, and of one sequence the later. */
const orderOf = ({ sequence, said }: Invited): string => `${String(sequence).padStart(10, '0')} ${said}`

const trial = 'kokeilu'

export const calendar = adapter({
  kind: calendarKind,
  method: 'POST',
  secret: 'made',
  tellsMaker: true,
  settings: z.object({
    own: z
      .array(z.string().max(200))
      .max(50)
      .default([])
      .describe('Domains of our own addresses: nobody of them is a customer'),
  }),
  authenticate: isSigned,
  split: ({ method, headers, query, body }) =>
    invitationsIn(body).map(one => ({ method, headers, query, body: Buffer.from(JSON.stringify(one)) })),
  identify: delivery => {
    const one = invitation(delivery)
    const state = one.cancelled ? 'cancelled' : 'told'
    return {
      id: `${one.uid} ${one.of} ${orderOf(one)} ${state} ${one.email.toLowerCase()}`,
      topic: `meeting.${state}`,
      test: one.uid === trial,
    }
  },
  translate: (delivery, { connection, settings }) => {
    const one = invitation(delivery)
    const domain = one.email.split('@').at(-1)?.toLowerCase() ?? ''
    if (settings.own.some(own => own.toLowerCase() === domain)) return { ignored: 'not-ours' }
    const reference = [one.uid, one.of].filter(part => part !== '').join(' ')
    return {
      about: { email: one.email },
      ofKnown: true,
      reference: reference.slice(0, 200),
      rows: [],
      said: [],
      thing: {
        group: connection,
        reference: `${reference} ${one.email.toLowerCase()}`,
        category: 'service-events',
        told: { meeting: { at: orderOf(one), rank: one.cancelled ? 1 : 0, value: one } },
        rows: ({ meeting }) => rowsOf(invited.parse(meeting?.value)),
      },
    }
  },
  sample: (secret, now) => {
    const at = now.toISOString().replace(/[-:]|\.\d+/g, '')
    const lines = [
      'BEGIN:VCALENDAR',
      'VERSION:2.0',
      'PRODID:-//Seloste//fi',
      'METHOD:REQUEST',
      'BEGIN:VEVENT',
      `UID:${trial}`,
    ]
    const rest = [
      `DTSTAMP:${at}`,
      `DTSTART:${at}`,
      'SUMMARY:Kokeilu',
      'ATTENDEE:mailto:kokeilu@example.org',
      'END:VEVENT',
      'END:VCALENDAR',
      '',
    ]
    return signed([...lines, ...rest].join('\r\n'), 'text/calendar', secret, now)
  },
})

function rowsOf({ cancelled, starts, subject }: Invited) {
  if (cancelled || starts === undefined) return {}
  return { meeting: { kind: 'meeting', occurred: starts, subject: subject || null } } as const
}
