/** A campaign that stays open sends its one letter to whoever is added, by the same gate and as surely as any other; it ends when it is stopped. */

import type { PoolClient } from 'pg'
import { type Id, newId } from '../base/ids.ts'
import type { Sent } from './gate.ts'
import { plan as planShape } from './plan.ts'
import { stopWaiting } from './recipients.ts'
import { readCampaign, takeStep } from './state.ts'

interface Opening extends Pick<Sent, 'purpose' | 'kind' | 'channel' | 'productGroup'> {
  readonly name: string
  readonly letter: Id
  /** Whom it is for, as its plan says. */
  readonly segment: Id
  readonly at: Date
  readonly by: string
}

/** Answers its id. Nobody is in it yet. */
export async function openStanding(client: PoolClient, opening: Opening): Promise<Id> {
  const { purpose, kind, channel, name, letter, segment, productGroup, at, by } = opening
  const id = newId()
  const plan = planShape.parse({ letters: [letter], segment, ...(productGroup && { productGroup }) })
  await client.query(
    `insert into campaigns.campaign (id, purpose, kind, channel, name, plan, step, standing, state, begins_at, began_at)
     values ($1, $2, $3, $4, $5, $6, 0, true, 'sending', $7, $7)`,
    [id, purpose, kind, channel, name, JSON.stringify(plan), at],
  )
  await takeStep(client, { id, step: 0 }, { did: 'made', at, by, plan })
  await takeStep(client, { id, step: 1 }, { did: 'began', at, by })
  return id
}

/** It goes on, stands still, or ends for good and for whoever waits. Nothing when it is so already. */
export async function turnStanding(
  client: PoolClient,
  { id, purpose }: Pick<Sent, 'id' | 'purpose'>,
  to: 'sending' | 'paused' | 'stopped',
  { at, by }: { readonly at: Date; readonly by: string },
): Promise<void> {
  const campaign = await readCampaign(client, { id, purpose }, true)
  if (campaign.state === to || campaign.state === 'stopped') return
  if (to === 'stopped') await stopWaiting(client, id, at)
  const did = { sending: 'resumed', paused: 'paused', stopped: 'stopped' } as const
  await takeStep(client, campaign, { did: did[to], at, by, to })
}
