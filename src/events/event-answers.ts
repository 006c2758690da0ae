/** What is asked and answered of events over HTTP, for the doors and the screens alike. */

import { z } from '@hono/zod-openapi'
import { langs } from '../notice/notice.ts'

const words = z.strictObject({
  title: z.string().trim().min(3).max(120),
  about: z.string().trim().min(10).max(4000),
})
export type Words = z.infer<typeof words>

export const newEvent = z.strictObject({
  kind: z.enum(['event', 'fair']).default('event'),
  name: z.string().trim().min(3).max(120).describe('The name of the event in participation; no other event has it'),
  source: z.string().max(60),
  place: z.string().trim().min(2).max(200),
  starts: z.coerce.date(),
  ends: z.coerce.date(),
  words: z.partialRecord(z.enum(langs), words),
  permits: z.string().max(60).nullable().default(null).describe('The purpose whose e-mail a box may permit'),
})
export type NewEvent = z.output<typeof newEvent>
export type NewEventBody = z.input<typeof newEvent>

const moment = z.string().openapi({ format: 'date-time' })

export const eventAnswer = z.object({
  id: z.uuid(),
  kind: z.enum(['event', 'fair']),
  name: z.string(),
  place: z.string(),
  starts: moment,
  ends: moment,
  hasEnded: z.boolean(),
  address: z.string().describe('Where anybody registers'),
})
export type EventAnswer = z.infer<typeof eventAnswer>

export const eventList = z.object({
  events: z.array(eventAnswer),
  next: z.uuid().nullable(),
  sources: z.array(z.object({ id: z.string(), name: z.string() })),
  permits: z.array(z.object({ id: z.string(), name: z.string() })),
  languages: z.array(z.enum(langs)),
  kept: z.string().describe('How long the notice keeps who took part'),
})
export type EventList = z.infer<typeof eventList>

const device = z.object({
  id: z.uuid(),
  name: z.string(),
  madeAt: moment,
  expiresAt: moment,
  works: z.boolean(),
})

export const eventDetails = eventAnswer.extend({
  participants: z.int(),
  waiting: z.int().describe('Entries that have come and are about to be written'),
  refused: z.int().describe('Entries that staff must mend in Arrivals'),
  devices: z.array(device),
})
export type EventDetails = z.infer<typeof eventDetails>

export const newDevice = z.strictObject({
  name: z.string().trim().min(2).max(80),
  hours: z.int().min(1).max(96).default(12),
})

export const participantList = z.object({
  participants: z.array(
    z.object({
      row: z.uuid(),
      person: z.object({ id: z.uuid(), name: z.string().nullable() }),
      entered: moment.nullable(),
      attended: z.boolean(),
    }),
  ),
  next: z.uuid().nullable(),
})
export type ParticipantList = z.infer<typeof participantList>
