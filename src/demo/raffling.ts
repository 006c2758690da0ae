/** The demonstration has drawn one raffle, whose winner agreed to be named, and another takes entries. */

import { openDoor } from '../arrivals/receive.ts'
import { writeAccepted } from '../arrivals/write.ts'
import type { Id } from '../base/ids.ts'
import { entryAdapter, keepEntry, keyOf } from '../participation/entry.ts'
import { emailKeyOf } from '../participation/entry-form.ts'
import { draw, freeze } from '../raffles/drawing.ts'
import { agree, namesOf, winnersOf } from '../raffles/naming.ts'
import { noteWinners } from '../raffles/note-winners.ts'
import { findRaffle, makeRaffle, type Raffle } from '../raffles/raffle.ts'
import type { NewRaffle } from '../raffles/raffle-answers.ts'
import { scopeFor } from '../register/scope.ts'
import { atHour, atThatTime, daysAgo } from './at-work.ts'
import { customers, type Known, newcomers } from './customers.ts'
import { inThePast } from './past.ts'
import type { DemoProgram } from './year.ts'

const purpose = 'raffles'
const rules = {
  fi: 'Arvontaan osallistutaan kerran. Voittaja arvotaan arvonnan päätyttyä, ja hänelle kerrotaan sähköpostilla.',
  sv: 'Var och en deltar en gång. Vinnaren dras när lotteriet är slut och får veta det per e-post.',
  en: 'Everybody enters once. The winner is drawn when the raffle has closed and is told by e-mail.',
}
const who = { fi: 'Kaikki 13 vuotta täyttäneet.', sv: 'Alla som har fyllt 13 år.', en: 'Everybody of 13 or more.' }

const told = (titles: Record<'fi' | 'sv' | 'en', string>, prizes: Record<'fi' | 'sv' | 'en', string>) => {
  const inOne = (lang: 'fi' | 'sv' | 'en') => ({
    title: titles[lang],
    prize: prizes[lang],
    rules: rules[lang],
    who: who[lang],
  })
  return { fi: inOne('fi'), sv: inOne('sv'), en: inOne('en') }
}

const [course, books] = [
  told(
    { fi: 'Kurssiarvonta', sv: 'Kurslotteriet', en: 'Course raffle' },
    {
      fi: 'Vapaavalintainen verkkokurssi',
      sv: 'En valfri nätkurs',
      en: 'An online course of your choice',
    },
  ),
  told(
    { fi: 'Voita kirjapaketti', sv: 'Vinn ett bokpaket', en: 'Win a parcel of books' },
    { fi: 'Kolme kirjaa kirjoittamisesta', sv: 'Tre böcker om skrivande', en: 'Three books about writing' },
  ),
]

/** `by`: of the staff. */
export async function raffle(program: DemoProgram, by: `staff:${Id}`): Promise<void> {
  const known = await customers(program, 24, 3)
  await inThePast(program.database, 30, async () => {
    const drawn = await announce(program, by, {
      name: 'Kurssiarvonta',
      words: course,
      winners: 2,
      from: 44,
      to: 16,
    })
    await enter(atThatTime(program, daysAgo(program, 30)), drawn, [...known.slice(0, 15), ...newcomers(4, 3_000)])
  })
  await inThePast(program.database, 15, () => drawIt(atThatTime(program, daysAgo(program, 15)), by))
  const open = await announce(program, by, { name: 'Kirjapaketti', words: books, winners: 1, from: 3, to: -18 })
  await enter(atThatTime(program, daysAgo(program, 1)), open, [...known.slice(15), ...newcomers(2, 3_100)])
}

interface Announced extends Pick<NewRaffle, 'name' | 'words' | 'winners'> {
  /** How many days ago it opens and closes. */
  readonly from: number
  readonly to: number
}

async function announce(program: DemoProgram, actor: string, { from, to, ...made }: Announced): Promise<Raffle> {
  const { notice } = await scopeFor({ purpose, published: await program.published(), program })
  const [opens, closes] = [atHour(program, from, 9), atHour(program, to, 21)]
  const { app } = program.database
  const announced = { app, home: program.home, actor, clock: { now: () => daysAgo(program, from + 1) } }
  const more = { purpose, kind: 'raffle', source: 'raffles', opens, closes, permits: 'marketing' } as const
  return findRaffle(app, purpose, await makeRaffle(announced, notice, { ...made, ...more }))
}

async function enter(program: DemoProgram, raffle: Raffle, entrants: readonly Omit<Known, 'person'>[]): Promise<void> {
  const door = openDoor(program, [entryAdapter])
  const { version } = await program.published()
  for (const { given, family, email } of entrants)
    await keepEntry(door, raffle.connection, {
      ...{ given, family, email, ofAge: true, byContract: true, permit: null, lang: 'fi', noticeVersion: version },
      key: keyOf(raffle.salt, emailKeyOf(email) ?? ''),
      kind: raffle.kind,
      event: raffle.name,
      at: program.clock.now().toISOString(),
      place: `${program.url}/raffle/${raffle.page}`,
    })
  await writeAccepted(program, [entryAdapter], new AbortController().signal)
}

/** Of the two who won, one has agreed. */
async function drawIt(program: DemoProgram, actor: string): Promise<void> {
  const { app } = program.database
  const { rows } = await app.query<{ id: Id }>('select id from raffles.raffle where purpose = $1', [purpose])
  const by = { app, actor, reader: program.database.purpose(purpose), at: program.clock.now() }
  for (const { id } of rows) {
    await freeze(by, await findRaffle(app, purpose, id))
    const frozen = await findRaffle(app, purpose, id)
    await draw(by, frozen)
    await noteWinners(program, id)
    const [winner] = await winnersOf(program, frozen)
    const names = winner && (await namesOf(program, frozen, winner.person))
    if (winner && names) await agree(program, frozen, { person: winner.person, name: names.short, lang: 'fi' })
  }
}
