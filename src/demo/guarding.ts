/** A month at the doors of the demonstration: staff who come to work, a few mistyped passwords, and three things that were unusual. */

import { randomBytes } from 'node:crypto'
import { newId } from '../base/ids.ts'
import { dateInHelsinki, momentInHelsinki } from '../base/time.ts'
import { isWorkingDay } from '../base/time-limit.ts'
import { openAttempts } from '../security/attempts.ts'
import { listFindings, reviewFinding } from '../security/findings.ts'
import { measures } from '../security/measures.ts'
import { chanceFrom, oneOf } from './invented.ts'
import type { DemoProgram, Staff } from './year.ts'

const day = 86_400_000
const days = 29
// Of the documentation's networks (RFC 5737): nobody is there.
const [office, fair, attacker] = ['192.0.2.10', '198.51.100.7', '203.0.113.66']
const [desktop, laptop] = ['Esimerkkiselain Windows', 'Esimerkkiselain Macintosh']

/** The first of the staff shows the demonstration around, and has never signed in; the others have. */
export async function guardTheDoors(program: DemoProgram, [guide, ...colleagues]: Staff): Promise<void> {
  const { app } = program.database
  const now = program.clock.now()
  const chance = chanceFrom(44)
  let at = now
  const attempts = openAttempts(app, { now: () => at }, randomBytes(32))
  /** What is unusual is seen within the hour. */
  const judged = async () => {
    await attempts.settled()
    await app.query('select security.judge($1, $2)', [at, JSON.stringify(measures)])
  }
  const dateOf = (ago: number) => dateInHelsinki(new Date(now.getTime() - ago * day))
  const fairDay = [12, 11, 10, 9, 8, 7].find(ago => isWorkingDay(dateOf(ago)))
  const traveller = colleagues.at(-1)?.id
  for (let ago = days; ago > 0; ago--) {
    const today = dateOf(ago)
    const opens = (hour: number) =>
      new Date(momentInHelsinki(today, hour).getTime() + Math.floor(chance() * 50) * 60_000)
    if (isWorkingDay(today))
      for (const { id } of colleagues) {
        at = opens(8)
        if (chance() < 0.15) attempts.note({ what: 'second-factor', address: office, as: id })
        const isAway = ago === fairDay && id === traveller
        const [address, browser] = isAway ? [fair, laptop] : [office, desktop]
        attempts.note({ what: 'came-in', address, staff: id, browser })
      }
    await judged()
    at = opens(13)
    for (let n = Math.floor(chance() * 7); n > 0; n--)
      attempts.note({ what: 'missed', address: `203.0.113.${n}`, door: oneOf(chance, ['/my/:secret', '/f/:form']) })
    if (ago === 5)
      for (let n = 0; n < 140; n++)
        attempts.note({ what: 'password', address: attacker, as: `tili${n % 37}@example.org` })
    if (ago === 3) for (let n = 0; n < 64; n++) attempts.note({ what: 'form', address: attacker, door: '/forms/:form' })
    await judged()
  }
  // They were told when they were seen.
  await app.query('select security.take_untold($1, $1)', [now])
  if (guide) await review(program, `staff:${guide.id}`)
}

/** Somebody else than the traveller has looked into where they came from. */
async function review({ database, clock, sign }: DemoProgram, actor: string): Promise<void> {
  const purpose = 'security'
  const ask = {
    ...{ clock, reader: database.purpose(purpose), asker: { kind: 'staff' as const } },
    token: sign({ actor, purpose, request: newId() }),
  }
  const { findings } = await listFindings(ask, { open: true, limit: 50 })
  for (const { id, kind } of findings)
    if (kind === 'new-place')
      await reviewFinding(ask, id, 'Oli messuilla uudella kannettavalla. Kysyttiin häneltä itseltään.')
}
