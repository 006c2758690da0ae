/** The demonstration meets its customers: calls and meetings of the last weeks with what came of them, and some that are arranged. */

import type { Id } from '../base/ids.ts'
import { dateInHelsinki, momentInHelsinki } from '../base/time.ts'
import { isWorkingDay } from '../base/time-limit.ts'
import { logInteraction } from '../interactions/log.ts'
import { arrangeMeeting } from '../meetings/meeting.ts'
import { atWork, daysAgo } from './at-work.ts'
import { customers } from './customers.ts'
import type { DemoProgram } from './year.ts'

const purpose = 'customer-care'

/** How many days ago, what it was, what came of it, and what is still to be done in so many days. */
const logged = [
  [2, 'call', 'in', 'Kysyi kurssin todistuksesta', 'Luvattiin lähettää se.', ['Lähetä todistus', 2]],
  [6, 'call', 'out', 'Laskun eräpäivä', 'Eräpäivää siirrettiin viikolla.', undefined],
  [
    9,
    'meeting',
    undefined,
    'Henkilöstön koulutus ensi vuonna',
    'Toivoo tarjousta kolmesta kurssista.',
    ['Tee tarjous henkilöstön kursseista', 5],
  ],
  [16, 'call', 'in', 'Kirjautuminen ei onnistunut', 'Salasana vaihdettiin yhdessä.', undefined],
] as const

/** In how many days, at what hour, for how long, what about and where. */
const arranged = [
  [1, 10, 30, 'Kurssin aloitus', 'Puhelin'],
  [3, 13, 60, 'Henkilöstön koulutus: sisältö ja aikataulu', 'Kuviteltu Kahvila, Helsinki'],
  [8, 9, 45, 'Palaute syksyn kurssista', 'Videopuhelu'],
] as const

/** `by`: of the staff. */
export async function meet(program: DemoProgram, by: `staff:${Id}`): Promise<void> {
  const some = await customers(program, logged.length + arranged.length, 7)
  for (const [n, [days, kind, direction, subject, outcome, todo]] of logged.entries()) {
    const person = some[n]?.person
    if (person === undefined) return
    const ask = await atWork(program, { purpose, actor: by, at: daysAgo(program, 0) })
    await logInteraction(ask, person, {
      ...{ kind, subject, outcome, occurred: daysAgo(program, days).toISOString() },
      ...(direction && { direction }),
      ...(todo && { followUp: { title: todo[0], due: dateInHelsinki(daysAgo(program, -todo[1])) } }),
    })
  }
  const now = await atWork(program, { purpose, actor: by, at: daysAgo(program, 0) })
  for (const [n, [days, hour, minutes, subject, place]] of arranged.entries()) {
    const person = some[logged.length + n]?.person
    if (person === undefined) return
    const starts = momentInHelsinki(workingDay(program, days), hour)
    await arrangeMeeting(now, person, { starts: starts.toISOString(), minutes, subject, place, invite: false })
  }
}

/** The first working day from so many days on. */
function workingDay(program: DemoProgram, days: number): string {
  const day = dateInHelsinki(daysAgo(program, -days))
  return isWorkingDay(day) ? day : workingDay(program, days + 1)
}
