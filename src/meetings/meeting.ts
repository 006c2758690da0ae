/** A meeting is arranged with its row of service-events or not at all; each change is told to whoever was invited, and raises the sequence. */

import { Refused } from '../base/errors.ts'
import type { Id } from '../base/ids.ts'
import { transaction } from '../database/transaction.ts'
import type { PurposeAsk } from '../http/ask.ts'
import { maskIdentityCodes } from '../register/hetu.ts'
import { readListed } from '../register/listed.ts'
import { addRowIn, changeRowIn, removeRowIn } from '../register/persons.ts'
import { readLine } from '../register/plain-text.ts'
import { categoryIfAny, categoryIn, columnIfAny, scopeFor } from '../register/scope.ts'
import { calendarText } from './calendar-text.ts'
import type { ChangedMeeting, Meeting, MeetingSearch, NewMeeting } from './meeting-answers.ts'

const category = 'service-events'
/** The source of the notice from which meetings come. */
const source = 'meetings'
const page = 50

interface Stored {
  readonly id: Id
  readonly person: Id
  readonly starts: Date
  readonly ends: Date
  readonly place: string | null
  readonly held_by: string
  readonly invited: boolean
  readonly sequence: number
  readonly said_at: Date
  readonly cancelled_at: Date | null
}

/** Answers its id. Refused where the notice gives the purpose no `service-events` or no source `meetings`, and for a time that has been. */
export async function arrangeMeeting(ask: PurposeAsk, person: Id, input: NewMeeting): Promise<Id> {
  const { starts, ends, place } = timeOf(ask, input)
  const { columns } = categoryIn(await scopeFor(ask), category)
  const all = { kind: 'meeting', occurred: starts.toISOString(), subject: input.subject }
  const values = Object.fromEntries(
    Object.entries(all).filter(([name]) => columns.some(column => column.name === name)),
  )
  return transaction(ask.reader, async client => {
    const id = await addRowIn(client, ask, person, category, { source, values })
    await client.query('select meetings.arrange($1, $2, $3, $4, $5, $6, $7, $8)', [
      ask.token,
      id,
      person,
      starts,
      ends,
      place,
      input.invite,
      ask.clock.now(),
    ])
    return id
  })
}

/** Another time or place. Refused (409) when somebody else has changed it since `expected`. */
export async function changeMeeting(ask: PurposeAsk, id: Id, input: ChangedMeeting): Promise<Id> {
  const { starts, ends, place } = timeOf(ask, input)
  const { person, starts: before } = await findMeeting(ask, id)
  const { columns } = categoryIn(await scopeFor(ask), category)
  const isMoved = starts.getTime() !== before.getTime() && columns.some(({ name }) => name === 'occurred')
  await transaction(ask.reader, async client => {
    if (isMoved)
      await changeRowIn(client, ask, person, {
        category,
        row: id,
        source,
        values: { occurred: starts.toISOString() },
        expected: await lastChange(ask, person, id),
      })
    await client.query('select meetings.change($1, $2, $3, $4, $5, $6, $7)', [
      ask.token,
      id,
      starts,
      ends,
      place,
      input.expected,
      ask.clock.now(),
    ])
  })
  return person
}

/** It is called off: its row goes, and whoever was invited is told. */
export async function callOff(ask: PurposeAsk, id: Id, expected: number): Promise<Id> {
  const { person } = await findMeeting(ask, id)
  await transaction(ask.reader, async client => {
    await client.query('select meetings.change($1, $2, null, null, null, $3, $4)', [
      ask.token,
      id,
      expected,
      ask.clock.now(),
    ])
    await removeRowIn(client, ask, person, category, id, { source, expected: await lastChange(ask, person, id) })
  })
  return person
}

/** Those that have not ended, the next first. */
export async function listMeetings(
  ask: PurposeAsk,
  { person, mine, after }: MeetingSearch,
): Promise<{ readonly meetings: readonly Meeting[]; readonly next: Id | null }> {
  const { rows } = await ask.reader.query<Stored>('select * from meetings.list($1, $2, null, $3, $4)', [
    ask.token,
    { person, mine, from: ask.clock.now().toISOString() },
    after ?? null,
    page + 1,
  ])
  const shown = rows.slice(0, page)
  return { meetings: await describe(ask, shown), next: rows.length > page ? (shown.at(-1)?.id ?? null) : null }
}

/** One meeting as a file for a calendar program; it invites nobody by itself. */
export async function meetingFile(
  ask: PurposeAsk,
  id: Id,
): Promise<{ readonly person: Id; readonly calendar: string }> {
  const found = await findMeeting(ask, id)
  const [told] = await describe(ask, [found])
  const { place, starts, ends, sequence, said_at: said } = found
  const summary = told?.subject ?? told?.person.name ?? ''
  const event = { uid: uidOf(ask.program.url, id), sequence, said, starts, ends, summary, place: place ?? undefined }
  return { person: found.person, calendar: calendarText('PUBLISH', [event]) }
}

/** The same in every file and invitation. */
export const uidOf = (url: string, id: Id): string => `${id}@${new URL(url).hostname}`

async function findMeeting(ask: PurposeAsk, id: Id): Promise<Stored> {
  const { rows } = await ask.reader.query<Stored>('select * from meetings.list($1, $2, $3, null, 1)', [
    ask.token,
    {},
    id,
  ])
  const [found] = rows
  if (!found || found.cancelled_at !== null) throw new Refused('meetings.absent', 'absent')
  return found
}

/** The row's last change, by which nobody else's is overwritten. */
async function lastChange(ask: PurposeAsk, person: Id, id: Id): Promise<Id> {
  const { rows } = await ask.reader.query<{ id: Id }>('select id from register.history($1, $2, $3, $4) limit 1', [
    ask.token,
    person,
    category,
    id,
  ])
  return rows[0]?.id ?? id
}

async function describe(ask: PurposeAsk, rows: readonly Stored[]): Promise<readonly Meeting[]> {
  const scope = await scopeFor(ask)
  const scoped = categoryIfAny(scope, category)
  const persons = await readListed({ ask, scope, db: ask.reader }, [...new Set(rows.map(({ person }) => person))], [])
  const ids = rows.map(({ id }) => id)
  const words =
    scoped && columnIfAny(scoped, 'subject')
      ? (
          await ask.reader.query<{ id: Id; subject: string | null }>(
            `select id, subject from ${scoped.table} where person_id = any ($1) and id = any ($2)`,
            [rows.map(({ person }) => person), ids],
          )
        ).rows
      : []
  return rows.map(({ id, person, starts, ends, place, held_by, invited, sequence }) => ({
    ...{ id, place, invited, sequence, mine: held_by === ask.asker.actor },
    person: { id: person, name: persons.find(one => one.id === person)?.name ?? null },
    starts: starts.toISOString(),
    ends: ends.toISOString(),
    subject: words.find(one => one.id === id)?.subject ?? null,
  }))
}

function timeOf(
  { clock }: PurposeAsk,
  { starts: at, minutes, place }: Pick<NewMeeting, 'starts' | 'minutes' | 'place'>,
) {
  const starts = new Date(at)
  if (starts.getTime() <= clock.now().getTime()) throw new Refused('meetings.past', 'invalid', {}, { field: 'starts' })
  return {
    starts,
    ends: new Date(starts.getTime() + minutes * 60_000),
    place: place ? maskIdentityCodes(readLine(place)).text : null,
  }
}
