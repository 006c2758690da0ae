/** A campaign's state follows its steps: each is a row with who, when and why, written in the transaction that changes the state. */

import type { ClientBase, Pool, PoolClient } from 'pg'
import { Refused } from '../base/errors.ts'
import type { Id } from '../base/ids.ts'
import { transaction } from '../database/transaction.ts'
import type { CampaignState } from './campaign-answers.ts'
import type { Sent } from './gate.ts'
import { type Plan, plan as planShape } from './plan.ts'

export interface Kept extends Sent {
  readonly name: string
  readonly plan: Plan
  readonly state: CampaignState
  readonly step: number
  /** Stays open for whoever is added to it. */
  readonly standing: boolean
  readonly beginsAt: Date | null
  readonly beganAt: Date | null
  readonly decidesAt: Date | null
  readonly endedAt: Date | null
}

type Row = Omit<Kept, 'plan'> & { readonly plan: unknown }

const columns = `id, purpose, kind, channel, name, plan, state, step, standing, begins_at as "beginsAt", began_at as "beganAt",
  decides_at as "decidesAt", ended_at as "endedAt"`

const kept = (row: Row): Kept => {
  const plan = planShape.parse(row.plan)
  return { ...row, plan, productGroup: plan.productGroup }
}

/** The campaign, locked when asked in a transaction for changing it. Refuses one of another purpose as absent. */
export async function readCampaign(
  db: Pool | ClientBase,
  { id, purpose }: { readonly id: Id; readonly purpose: string },
  lock = false,
): Promise<Kept> {
  const { rows } = await db.query<Row>(
    `select ${columns} from campaigns.campaign where id = $1 and purpose = $2${lock ? ' for update' : ''}`,
    [id, purpose],
  )
  if (!rows[0]) throw new Refused('campaigns.absent', 'absent')
  return kept(rows[0])
}

/** The newest first. */
export async function campaignsOf(
  app: Pool,
  purpose: string,
  { after, limit }: { readonly after?: Id | undefined; readonly limit: number },
): Promise<readonly Kept[]> {
  const { rows } = await app.query<Row>(
    `select ${columns} from campaigns.campaign where purpose = $1 and ($2::uuid is null or id < $2) order by id desc limit $3`,
    [purpose, after ?? null, limit],
  )
  return rows.map(kept)
}

/** Of every purpose, those in the state whose time has come: what concerns people before what advertises. */
export async function campaignsIn(app: Pool, state: 'scheduled' | 'sending', at: Date): Promise<readonly Kept[]> {
  const { rows } = await app.query<Row>(
    `select ${columns} from campaigns.campaign where state = $1 and begins_at <= $2 order by kind = 'service' desc, begins_at, id`,
    [state, at],
  )
  return rows.map(kept)
}

export interface Step {
  readonly did: 'made' | 'changed' | 'started' | 'began' | 'paused' | 'resumed' | 'stopped' | 'chosen' | 'done'
  readonly at: Date
  readonly by: string
  readonly why?: string | undefined
  readonly plan?: Plan | undefined
  readonly letter?: number | undefined
  /** The state after it; as before, without. */
  readonly to?: CampaignState
}

/** Writes the next step of a campaign that is locked. */
export async function takeStep(
  client: PoolClient,
  { id, step }: Pick<Kept, 'id' | 'step'>,
  taken: Step,
): Promise<void> {
  const { did, at, by, why, plan, letter, to } = taken
  await client.query(
    `insert into campaigns.step (campaign_id, n, did, at, by, why, plan, letter) values ($1, $2, $3, $4, $5, $6, $7, $8)`,
    [id, step + 1, did, at, by, why ?? null, plan ? JSON.stringify(plan) : null, letter ?? null],
  )
  await client.query(
    `update campaigns.campaign set step = $2, state = coalesce($3, state),
       ended_at = case when $3 in ('stopped', 'done') then $4 else ended_at end where id = $1`,
    [id, step + 1, to ?? null, at],
  )
}

/** The program's own step, when the campaign is still in the state that it was seen in. */
export const takeOwnStep = (
  app: Pool,
  { id, purpose, state }: Pick<Kept, 'id' | 'purpose' | 'state'>,
  taken: Omit<Step, 'by'>,
  also: (client: PoolClient, campaign: Kept) => Promise<unknown> = async () => {},
): Promise<void> =>
  transaction(app, async client => {
    const campaign = await readCampaign(client, { id, purpose }, true)
    if (campaign.state !== state) return
    await also(client, campaign)
    await takeStep(client, campaign, { ...taken, by: 'system' })
  })
