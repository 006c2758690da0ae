/** Campaigns are begun, decided, sent and ended when it is time; whatever a kill has cut off is settled before anything else is sent. */

import { Refused } from '../base/errors.ts'
import { enqueue } from '../jobs/job.ts'
import { texting } from '../sms/outbox.ts'
import { beginDue } from './begin.ts'
import { away, byMail, bySms, type Carry } from './carry.ts'
import { type Delivering, deliver, openingPace } from './deliver.ts'
import { filledMinutes, settleCut } from './recipients.ts'
import { campaignsIn, type Kept, takeOwnStep } from './state.ts'
import { minuteOf, momentOf, throttle as openThrottle, type Throttle } from './throttle.ts'
import { decideDue } from './trial.ts'
import type { Letters } from './written.ts'

/** So many messages are handed over at a time. */
const connections = 8

/** Answers when the next thing is to be done; undefined when nothing is. */
export async function sendDue(program: Delivering, letters: Letters, stopping: AbortSignal): Promise<Date | undefined> {
  const { database, clock, mail, sms } = program
  const { app } = database
  await settleCut(app, clock.now())
  const lines = mail.configured ? await Promise.all(Array.from({ length: connections }, () => mail.line())) : []
  const notice = (await program.published()).notice
  if (!notice) throw new Refused('mail.no-sender', 'conflict')
  const carriers: Readonly<Record<Kept['channel'], readonly Carry[]>> = {
    email: lines.map(line => byMail(line, notice)),
    sms: sms.configured ? [bySms(sms, app)] : [],
  }
  const pace = openPace(program)
  const throttles = new Map<number, Throttle>()
  const filled = await filledMinutes(app, momentOf(minuteOf(clock.now())))
  const throttleOf = (perMinute: number): Throttle => {
    const known = throttles.get(perMinute) ?? openThrottle(perMinute, filled)
    throttles.set(perMinute, known)
    return known
  }
  const batches = openingPace()
  let isAway = false
  let waitsFor: Date | undefined
  try {
    for (let worked = true; worked && !isAway && !stopping.aborted; ) {
      worked = false
      await beginDue(program)
      await decideDue(program)
      for (const campaign of await campaignsIn(app, 'sending', clock.now())) {
        const room = campaign.channel === 'email' ? await pace.room() : Number.POSITIVE_INFINITY
        if (room === 0) waitsFor = pace.next()
        if (room === 0 || carriers[campaign.channel].length === 0) continue
        const by = {
          letters,
          stopping,
          carriers: carriers[campaign.channel],
          throttle: throttleOf(campaign.plan.perMinute),
          pace: batches,
        }
        const under = { ...campaign, letters: campaign.plan.letters }
        const delivered = await deliver(program, under, by, room).catch(ifRefused)
        if (delivered instanceof Refused) {
          // The notice in force, or a letter, does not let it be sent: that holds up no other campaign.
          await takeOwnStep(app, campaign, { did: 'paused', at: clock.now(), why: delivered.key, to: 'paused' })
          continue
        }
        const { taken, handed, stopped } = delivered
        if (campaign.channel === 'email') pace.spend(handed)
        else if (handed > 0) await enqueue(app, texting, {}, { key: texting })
        isAway ||= stopped
        worked ||= taken > 0
        if (taken === 0 && !campaign.standing) await endIfDone(program, campaign)
      }
    }
  } finally {
    for (const line of lines) line.close()
  }
  const next = stopping.aborted ? clock.now() : await nextDue(program, carriers)
  if (!next) return undefined
  const pause = isAway ? new Date(clock.now().getTime() + away * 60_000) : waitsFor
  return pause && pause > next ? pause : next
}

function ifRefused(fault: unknown): Refused {
  if (!(fault instanceof Refused)) throw fault
  return fault
}

/** MAIL_PER_MINUTE holds for all that is sent by e-mail together; what others have sent in this minute counts. */
function openPace({ database, clock, mail }: Delivering) {
  let minute = -1
  let left = 0
  return {
    room: async (): Promise<number> => {
      const now = minuteOf(clock.now())
      if (now !== minute) {
        const { rows } = await database.app.query<{ sent: number }>(
          `select count(*)::int as sent from mail.message where tried_at >= $1`,
          [momentOf(now)],
        )
        left = mail.perMinute - (rows[0]?.sent ?? 0)
        minute = now
      }
      return Math.max(left, 0)
    },
    spend: (n: number): void => {
      left -= n
    },
    next: (): Date => momentOf(minute + 1),
  }
}

/** A campaign is done when nobody waits for it, whatever became of each. */
async function endIfDone({ database, clock }: Delivering, campaign: Kept): Promise<void> {
  const { rows } = await database.app.query(
    `select from campaigns.recipient where campaign_id = $1 and state in ('waiting', 'sending') limit 1`,
    [campaign.id],
  )
  if (rows.length === 0) await takeOwnStep(database.app, campaign, { did: 'done', at: clock.now(), to: 'done' })
}

/** When the next thing is to be done; of a channel that nothing carries, nothing is. */
async function nextDue(
  { database }: Delivering,
  carriers: Readonly<Record<string, readonly Carry[]>>,
): Promise<Date | undefined> {
  const open = Object.entries(carriers).flatMap(([channel, some]) => (some.length > 0 ? [channel] : []))
  const { rows } = await database.app.query<{ next: Date | null }>(
    `select min(g.next) as next from (
      select c.begins_at as next from campaigns.campaign c where c.state = 'scheduled'
      union all select c.decides_at from campaigns.campaign c where c.state = 'sending'
      union all select w.next_at from campaigns.campaign c cross join lateral (select r.next_at from campaigns.recipient r
        where r.campaign_id = c.id and r.state = 'waiting' and r.letter is not null order by r.next_at limit 1) w
        where c.state = 'sending' and c.channel = any ($1)) g`,
    [open],
  )
  return rows[0]?.next ?? undefined
}
