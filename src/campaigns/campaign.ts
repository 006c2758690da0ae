/** Campaigns of a purpose: made, changed while they are drafts, and then started, paused, resumed or stopped, each a step with who and why. */

import type { PoolClient } from 'pg'
import { Refused } from '../base/errors.ts'
import { type Id, newId } from '../base/ids.ts'
import { transaction } from '../database/transaction.ts'
import type { PurposeAsk } from '../http/ask.ts'
import type { Mail } from '../mail/transport.ts'
import { nameActors } from '../register/actors.ts'
import { scopeFor } from '../register/scope.ts'
import { marketingPurposes } from '../rights/objection.ts'
import type { Sms } from '../sms/gateway.ts'
import { beginning } from './begin.ts'
import type {
  Acting,
  Campaign,
  CampaignDetails,
  CampaignState,
  ChangedCampaign,
  NewCampaign,
  Outcome,
} from './campaign-answers.ts'
import { stopWaiting } from './recipients.ts'
import { campaignsOf, type Kept, readCampaign, type Step, takeStep } from './state.ts'
import { giveRest } from './trial.ts'
import { wakeCampaigns } from './wake.ts'
import type { Letters } from './written.ts'

/** Keeps a campaign as a draft. Answers its id. */
export async function makeCampaign(ask: PurposeAsk, letters: Letters, made: NewCampaign): Promise<Id> {
  await checkCampaign(ask, letters, made)
  const id = newId()
  await transaction(ask.program.database.app, async client => {
    await client.query(
      `insert into campaigns.campaign (id, purpose, kind, channel, name, plan, step) values ($1, $2, $3, $4, $5, $6, 0)`,
      [id, ask.purpose, made.kind, made.channel, made.name, JSON.stringify(made.plan)],
    )
    await takeStep(client, { id, step: 0 }, { ...said(ask), did: 'made', plan: made.plan })
  })
  return id
}

const said = ({ clock, asker }: PurposeAsk): Pick<Step, 'at' | 'by'> => ({ at: clock.now(), by: asker.actor })

/** Only a draft is changed. Refuses (409) when somebody else has meanwhile. */
export async function changeCampaign(
  ask: PurposeAsk,
  letters: Letters,
  id: Id,
  changed: ChangedCampaign,
): Promise<void> {
  await checkCampaign(ask, letters, changed)
  await onCampaign(ask, id, changed.expected, async (client, campaign) => {
    if (campaign.state !== 'draft') throw new Refused('campaigns.not-draft', 'conflict')
    await client.query('update campaigns.campaign set kind = $2, channel = $3, name = $4, plan = $5 where id = $1', [
      id,
      changed.kind,
      changed.channel,
      changed.name,
      JSON.stringify(changed.plan),
    ])
    await takeStep(client, campaign, { ...said(ask), did: 'changed', plan: changed.plan })
  })
}

const onCampaign = (
  ask: PurposeAsk,
  id: Id,
  expected: number,
  work: (client: PoolClient, campaign: Kept) => Promise<void>,
): Promise<void> =>
  transaction(ask.program.database.app, async client => {
    const campaign = await readCampaign(client, { id, purpose: ask.purpose }, true)
    if (campaign.step !== expected) throw new Refused('campaigns.changed-meanwhile', 'conflict')
    await work(client, campaign)
    await wakeCampaigns(client)
  })

/**
 * Marketing needs a purpose to which the notice gives the channel, so that the gate has a rule to go by; a service message one that
 * markets nothing and asks no permit. The letters are of the same purpose and channel, the segments too.
 */
export async function checkCampaign(
  ask: PurposeAsk,
  letters: Letters,
  { kind, channel, plan }: NewCampaign,
): Promise<void> {
  const { notice } = await scopeFor(ask)
  const rule = notice.purposes.find(({ id }) => id === ask.purpose)?.channels?.[channel]
  const needsPermit = rule !== undefined && rule !== 'never'
  if (kind === 'marketing' && !needsPermit)
    throw new Refused('campaigns.no-channel', 'invalid', {}, { field: 'channel' })
  if (kind === 'service' && (needsPermit || marketingPurposes(notice).includes(ask.purpose)))
    throw new Refused('campaigns.not-service', 'invalid', {}, { field: 'kind' })
  for (const revision of plan.letters) {
    const found = await letters.find(ask.program, ask.purpose, revision)
    if (found?.channel !== channel) throw new Refused('campaigns.no-letter', 'invalid', {}, { field: 'plan.letters' })
  }
  const segments = [plan.segment, ...plan.but]
  const { rows } = await ask.program.database.app.query<{ id: Id }>(
    'select id from segments.segment where id = any ($1) and purpose = $2 and ended_at is null',
    [segments, ask.purpose],
  )
  if (segments.some(id => rows.every(row => row.id !== id)))
    throw new Refused('campaigns.no-segment', 'invalid', {}, { field: 'plan.segment' })
}

// ── Acts ────────────────────────────────────────────────────────────────────────────────────────────────────────────

export interface Carriers {
  readonly mail: Pick<Mail, 'configured'>
  readonly sms: Pick<Sms, 'configured'>
}

const from: Readonly<Record<Acting['act'], readonly CampaignState[]>> = {
  start: ['draft'],
  pause: ['scheduled', 'sending'],
  resume: ['paused'],
  stop: ['scheduled', 'sending', 'paused'],
  choose: ['sending', 'paused'],
}

/** Starts, pauses, resumes or stops it, or chooses the letter of a trial. Refuses what its state does not allow. */
export async function actUpon(
  ask: PurposeAsk,
  { mail, sms }: Carriers,
  letters: Letters,
  id: Id,
  acting: Acting,
): Promise<void> {
  const { act, expected, why, letter } = acting
  const seen = await readCampaign(ask.program.database.app, { id, purpose: ask.purpose })
  if (act === 'start' || act === 'resume') {
    await checkCampaign(ask, letters, seen)
    const isCarried = seen.channel === 'email' ? mail.configured : sms.configured
    if (!isCarried) throw new Refused(`campaigns.no-${seen.channel}`, 'conflict')
  }
  await onCampaign(ask, id, expected, async (client, campaign) => {
    if (!from[act].includes(campaign.state)) throw new Refused('campaigns.not-now', 'conflict')
    const now = ask.clock.now()
    const step = { ...said(ask), why }
    switch (act) {
      case 'start':
        await client.query('update campaigns.campaign set begins_at = $2 where id = $1', [
          id,
          beginning(campaign.plan, now),
        ])
        return takeStep(client, campaign, { ...step, did: 'started', to: 'scheduled' })
      case 'pause':
        return takeStep(client, campaign, { ...step, did: 'paused', to: 'paused' })
      case 'resume':
        return takeStep(client, campaign, { ...step, did: 'resumed', to: campaign.beganAt ? 'sending' : 'scheduled' })
      case 'stop':
        await stopWaiting(client, id, now)
        return takeStep(client, campaign, { ...step, did: 'stopped', to: 'stopped' })
      case 'choose': {
        const { rows } = await client.query(
          'select from campaigns.recipient where campaign_id = $1 and letter is null limit 1',
          [id],
        )
        if (letter === undefined || rows.length === 0) throw new Refused('campaigns.nothing-to-choose', 'conflict')
        await giveRest(client, id, letter)
        return takeStep(client, campaign, { ...step, did: 'chosen', letter })
      }
    }
  })
}

// ── Reading ─────────────────────────────────────────────────────────────────────────────────────────────────────────

export async function listCampaigns(
  ask: PurposeAsk,
  { after, limit }: { readonly after?: Id | undefined; readonly limit: number },
): Promise<{ readonly campaigns: readonly Campaign[]; readonly next: Id | null }> {
  const found = await campaignsOf(ask.program.database.app, ask.purpose, { after, limit: limit + 1 })
  const page = found.slice(0, limit)
  return {
    campaigns: await describe(ask, page),
    next: found.length > limit ? (page.at(-1)?.id ?? null) : null,
  }
}

export async function showCampaign(ask: PurposeAsk, id: Id): Promise<CampaignDetails> {
  const { app } = ask.program.database
  const kept = await readCampaign(app, { id, purpose: ask.purpose })
  const [[one], { rows: steps }] = await Promise.all([
    describe(ask, [kept]),
    app.query<{ n: number; did: Step['did']; at: Date; by: string; why: string | null; letter: number | null }>(
      'select n, did, at, by, why, letter from campaigns.step where campaign_id = $1 order by n desc',
      [id],
    ),
  ])
  if (!one) throw new Refused('campaigns.absent', 'absent')
  const nameOf = await nameActors(
    ask,
    steps.map(({ by }) => by),
  )
  return {
    ...one,
    plan: kept.plan,
    decidesAt: kept.decidesAt?.toISOString() ?? null,
    chosen: steps.find(({ did }) => did === 'chosen')?.letter ?? null,
    steps: steps.map(({ at, by, ...step }) => ({ ...step, at: at.toISOString(), by: nameOf(by) })),
  }
}

async function describe(ask: PurposeAsk, kept: readonly Kept[]): Promise<readonly Campaign[]> {
  const { rows } = await ask.program.database.app.query<{ campaign: Id; outcome: Outcome; persons: number }>(
    `select campaign_id as campaign, state as outcome, count(*)::int as persons from campaigns.recipient
     where campaign_id = any ($1) group by 1, 2 order by 3 desc`,
    [kept.map(({ id }) => id)],
  )
  return kept.map(({ id, name, kind, channel, state, step, beginsAt, endedAt }) => ({
    ...{ id, name, kind, channel, state, step },
    beginsAt: beginsAt?.toISOString() ?? null,
    endedAt: endedAt?.toISOString() ?? null,
    recipients: rows.flatMap(({ campaign, outcome, persons }) => (campaign === id ? [{ outcome, persons }] : [])),
  }))
}
