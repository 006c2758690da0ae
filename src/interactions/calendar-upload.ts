/** A calendar file that staff have goes the way of what a calendar sends by itself: through the connection of their purpose. */

import type { Pool } from 'pg'
import type { Door } from '../arrivals/receive.ts'
import { Refused } from '../base/errors.ts'
import type { PurposeAsk } from '../http/ask.ts'
import { calendarKind, invitationsIn } from './calendar.ts'

/** How many meetings the file tells of, and how many invitations there are in it. */
interface Taken {
  readonly meetings: number
  readonly invitations: number
}

/** Keeps it; what becomes of each invitation stands on the screen of arrivals. Refuses (`interactions.no-calendar`) without a connection. */
export async function takeCalendar(ask: PurposeAsk, door: Door, body: Uint8Array): Promise<Taken> {
  const connection = await calendarOf(ask.program.database.app, ask.purpose)
  if (!connection) throw new Refused('interactions.no-calendar', 'absent')
  const invitations = invitationsIn(body)
  await door.keep(connection, { method: 'POST', headers: new Headers(), query: new URLSearchParams(), body }, false)
  return { meetings: new Set(invitations.map(({ uid, of }) => `${uid} ${of}`)).size, invitations: invitations.length }
}

async function calendarOf(app: Pool, purpose: string) {
  const { rows } = await app.query<{ id: string; kind: string; keep_days: number }>(
    `select id, kind, keep_days from arrivals.connection
     where kind = $1 and purpose = $2 and paused_at is null order by made_at, id limit 1`,
    [calendarKind, purpose],
  )
  return rows[0]
}
