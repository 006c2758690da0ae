/** The demonstration had a fair, at which those who came were noted, and has an evening to come for which some have registered. */

import { openDoor } from '../arrivals/receive.ts'
import { writeAccepted } from '../arrivals/write.ts'
import type { Id } from '../base/ids.ts'
import { findEvent, makeEvent } from '../events/event.ts'
import type { NewEvent } from '../events/event-answers.ts'
import { takeEntry } from '../events/take-entry.ts'
import { entryAdapter } from '../participation/entry.ts'
import { scopeFor } from '../register/scope.ts'
import { atHour, atThatTime, atWork, daysAgo } from './at-work.ts'
import { customers, type Known, newcomers } from './customers.ts'
import { inThePast } from './past.ts'
import type { DemoProgram } from './year.ts'

const purpose = 'raffles'

const fair = {
  kind: 'fair',
  name: 'Oppimisen messut',
  source: 'fairs',
  place: 'Messukeskus, Helsinki',
  words: {
    fi: { title: 'Oppimisen messut', about: 'Tule tutustumaan kursseihimme osastolle 4 B 12.' },
    sv: { title: 'Mässan för lärande', about: 'Bekanta dig med våra kurser på avdelning 4 B 12.' },
    en: { title: 'The learning fair', about: 'Come and see our courses at stand 4 B 12.' },
  },
} as const
const evening = {
  kind: 'event',
  name: 'Kirjoittajien ilta',
  source: 'forms',
  place: 'Kirjakahvila, Tampere',
  words: {
    fi: { title: 'Kirjoittajien ilta', about: 'Kurssilaiset lukevat tekstejään. Kahvi tarjotaan.' },
    sv: { title: 'Skribenternas kväll', about: 'Deltagarna läser sina texter. Vi bjuder på kaffe.' },
    en: { title: 'Evening of writers', about: 'Those on our course read what they wrote. Coffee is served.' },
  },
} as const

interface Held {
  readonly event: Omit<NewEvent, 'starts' | 'ends' | 'permits'>
  /** How many days ago it began, at what hour, for how many, and when people registered. */
  readonly starts: number
  readonly from: number
  readonly hours: number
  readonly registered: number
}

/** `by`: of the staff. */
export async function invite(program: DemoProgram, by: `staff:${Id}`): Promise<void> {
  const known = await customers(program, 22, 5)
  await inThePast(program.database, 26, async () => {
    const id = await announce(program, by, { event: fair, starts: 20, from: 10, hours: 8, registered: 26 })
    await register(program, id, { at: daysAgo(program, 26), attended: false }, known.slice(0, 14))
    // Of those who registered some came, and some came who had not.
    const there = [...known.slice(0, 9), ...newcomers(4, 3_200)]
    await register(program, id, { at: atHour(program, 20, 15), attended: true }, there)
  })
  const id = await announce(program, by, { event: evening, starts: -12, from: 18, hours: 3, registered: 4 })
  await register(program, id, { at: daysAgo(program, 2), attended: false }, known.slice(14))
}

async function announce(
  program: DemoProgram,
  actor: string,
  { event, starts, from, hours, registered }: Held,
): Promise<Id> {
  const { notice } = await scopeFor({ purpose, published: await program.published(), program })
  const { database, home } = program
  const begins = atHour(program, starts, from)
  const ends = new Date(begins.getTime() + hours * 3_600_000)
  const by = { app: database.app, home, actor, clock: { now: () => daysAgo(program, registered + 10) } }
  return makeEvent(by, notice, { ...event, purpose, starts: begins, ends, permits: 'marketing' })
}

async function register(
  program: DemoProgram,
  id: Id,
  { at, attended }: { readonly at: Date; readonly attended: boolean },
  visitors: readonly Omit<Known, 'person'>[],
): Promise<void> {
  const ask = await atWork(program, { purpose, actor: 'system', at })
  const past = atThatTime(program, at)
  const door = openDoor(past, [entryAdapter])
  const event = await findEvent(program.database.app, purpose, id)
  const { notice } = await scopeFor(ask)
  for (const { given, family, email } of visitors) {
    const typed = { given, family, email, ofAge: true, permit: false }
    await takeEntry(ask, door, { event, notice, typed, path: `/event/${event.page}`, at, attended })
  }
  await writeAccepted(past, [entryAdapter], new AbortController().signal)
}
