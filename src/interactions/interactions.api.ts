/** Calls and meetings over HTTP. */

import { z } from '@hono/zod-openapi'
import type { Door } from '../arrivals/receive.ts'
import { idField, route } from '../http/route.ts'
import { takeCalendar } from './calendar-upload.ts'
import { interaction, logInteraction } from './log.ts'

export const log = route({
  method: 'post',
  path: '/persons/{id}/interactions',
  summary: 'interactions.api.log',
  params: z.object({ id: idField }),
  body: interaction,
  status: 201,
  answer: z.object({
    row: z.uuid().describe('The row of service-events'),
    task: z.uuid().nullable(),
    masked: z.boolean().describe('A personal identity code was in the words, and is masked'),
  }),
  handler: async (ask, { params, body }) => {
    const logged = await logInteraction(ask, params.id, body)
    ask.saw([params.id], 'interactions.log', ['service-events'])
    return logged
  },
})

/** A file of iCalendar: its meetings come in as from a calendar that sends them by itself. */
export const calendarFile = (door: Door) =>
  route({
    method: 'post',
    path: '/meetings',
    summary: 'interactions.api.calendar',
    body: z.object({ calendar: z.string().min(1).max(500_000).describe('The text of the file (.ics)') }),
    status: 202,
    answer: z.object({ meetings: z.int(), invitations: z.int().describe('Meetings times who was invited') }),
    handler: async (ask, { body }) => {
      ask.saw([], 'interactions.calendar', [])
      return takeCalendar(ask, door, Buffer.from(body.calendar))
    },
  })
