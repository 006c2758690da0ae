/** A trial of two letters is decided by its stated rule: the one that more of its recipients answered, or ordered after, goes to the rest. */

import type { PoolClient } from 'pg'
import { type Id, newId } from '../base/ids.ts'
import type { Program } from '../http/program.ts'
import { campaignsIn, type Kept, takeOwnStep } from './state.ts'

type Deciding = Pick<Program, 'clock' | 'database' | 'sign'>

/** Within so many days after they were sent to, things that people did are told of a campaign. */
export const followedFor = 30

export interface Followed {
  readonly letter: number | null
  readonly what: 'withdrawn' | 'replied' | 'ordered'
  /** After how many whole days; -1 says only that such things are seen. */
  readonly day: number
  readonly n: number
}

export async function followed(
  { database, sign }: Deciding,
  { id, purpose }: { readonly id: Id; readonly purpose: string },
) {
  const token = sign({ actor: 'system', purpose, request: newId() })
  const { rows } = await database
    .purpose(purpose)
    .query<Followed>('select letter, what, day, n::int from campaigns.followed($1, $2, $3)', [token, id, followedFor])
  return rows
}

/** Decides every trial whose time has come; one that was paused meanwhile is decided when it goes on. */
export async function decideDue(program: Deciding): Promise<void> {
  const now = program.clock.now()
  for (const campaign of await campaignsIn(program.database.app, 'sending', now)) {
    if (campaign.decidesAt === null || campaign.decidesAt > now) continue
    const letter = await better(program, campaign)
    await takeOwnStep(program.database.app, campaign, { did: 'chosen', at: now, letter }, client =>
      giveRest(client, campaign.id, letter),
    )
  }
}

/** The rest get this letter. */
export async function giveRest(client: PoolClient, campaign: Id, letter: number): Promise<void> {
  await client.query('update campaigns.recipient set letter = $2 where campaign_id = $1 and letter is null', [
    campaign,
    letter,
  ])
  await client.query('update campaigns.campaign set decides_at = null where id = $1', [campaign])
}

/** When both did as well, or nobody did anything, the first. */
async function better(program: Deciding, campaign: Kept): Promise<number> {
  const what = campaign.plan.trial?.by === 'orders' ? 'ordered' : 'replied'
  const found = await followed(program, campaign)
  const { rows } = await program.database.app.query<{ letter: number; sent: number }>(
    `select letter, count(*)::int as sent from campaigns.recipient where campaign_id = $1 and state = 'sent' group by 1`,
    [campaign.id],
  )
  const rate = (letter: number): number => {
    const did = found.filter(one => one.letter === letter && one.what === what).reduce((sum, { n }) => sum + n, 0)
    return did / Math.max(rows.find(one => one.letter === letter)?.sent ?? 0, 1)
  }
  return rate(1) > rate(0) ? 1 : 0
}
