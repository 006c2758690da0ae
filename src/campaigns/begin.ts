/** When its time has come, a campaign's recipients are written down: who is in its segment by then, when each is due, and which letter they get. */

import { Refused } from '../base/errors.ts'
import { type Id, newId } from '../base/ids.ts'
import type { Program } from '../http/program.ts'
import { bringUpToDate } from '../segments/members.ts'
import { earliest, localMoment } from './hours.ts'
import type { Plan } from './plan.ts'
import { campaignsIn, type Kept, takeOwnStep } from './state.ts'

export type Beginning = Pick<Program, 'clock' | 'database' | 'published' | 'sign'>

const hour = 3_600_000

/** When the first of its recipients may be due. */
export function beginning({ when }: Plan, now: Date): Date {
  if (when === 'now') return now
  return 'at' in when ? new Date(when.at) : earliest(when.local.date, when.local.hour)
}

/** Begins every campaign whose time has come. One that cannot is paused, with why. */
export async function beginDue(program: Beginning): Promise<void> {
  const { app } = program.database
  const now = program.clock.now()
  for (const campaign of await campaignsIn(app, 'scheduled', now)) {
    const { trial } = campaign.plan
    try {
      await writeDown(program, campaign)
    } catch (error) {
      if (!(error instanceof Refused)) throw error
      await takeOwnStep(app, campaign, { did: 'paused', at: now, why: error.key, to: 'paused' })
      continue
    }
    // Decided so long after the last letters of the trial are due, where they follow the sun.
    const last = typeof campaign.plan.when === 'object' && 'local' in campaign.plan.when ? 26 * hour : 0
    const decides = trial && trial.by !== 'hand' ? new Date(now.getTime() + last + trial.hours * hour) : null
    await takeOwnStep(app, campaign, { did: 'began', at: now, to: 'sending' }, client =>
      client.query('update campaigns.campaign set began_at = $2, decides_at = $3 where id = $1', [
        campaign.id,
        now,
        decides,
      ]),
    )
  }
}

/** May be done again: nobody is sent anything before it has been done whole. */
async function writeDown(program: Beginning, { id, purpose, plan }: Kept): Promise<void> {
  await bringUpToDate(program, purpose)
  const reader = program.database.purpose(purpose)
  const token = program.sign({ actor: 'system', purpose, request: newId() })
  const at = program.clock.now()
  const { when, trial } = plan
  const local = typeof when === 'object' && 'local' in when ? when.local : undefined
  const due = local ? localMoment(undefined, local.date, local.hour) : at
  await reader.query('select campaigns.fill($1, $2, $3, $4, $5, $6)', [
    token,
    id,
    plan.segment,
    plan.but,
    due,
    trial ? null : 0,
  ])
  if (local) {
    const { rows } = await reader.query<{ country: string | null }>(
      'select country from campaigns.countries($1, $2) country',
      [token, id],
    )
    const hours = rows.flatMap(({ country }) =>
      country === null ? [] : [[country, localMoment(country, local.date, local.hour).toISOString()] as const],
    )
    await reader.query('select campaigns.set_hours($1, $2, $3)', [token, id, JSON.stringify(Object.fromEntries(hours))])
  }
  if (trial) await draw(program, id, trial.share)
}

/** Half of the share gets each letter, drawn by chance; the rest wait until it is decided. */
const draw = ({ database }: Beginning, id: Id, share: number): Promise<unknown> =>
  database.app.query(
    `update campaigns.recipient r set letter = case when d.n <= d.half then 0 when d.n <= 2 * d.half then 1 end
     from (select message, row_number() over (order by md5(message::text)) as n,
         least(ceil(count(*) over () * $2 / 200.0), ceil(count(*) over () / 2.0)) as half
       from campaigns.recipient where campaign_id = $1) d
     where r.message = d.message and r.state = 'waiting'`,
    [id, share],
  )
