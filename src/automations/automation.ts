/** Automations of a purpose: made, changed, put on and off and ended, each a turn with who, when and why; their letters are sent by campaigns that stand open. */

import type { ClientBase, Pool, PoolClient } from 'pg'
import { Refused } from '../base/errors.ts'
import { type Id, newId } from '../base/ids.ts'
import { checkCampaign } from '../campaigns/campaign.ts'
import { plan as campaignPlan } from '../campaigns/plan.ts'
import { openStanding, turnStanding } from '../campaigns/standing.ts'
import { wakeCampaigns } from '../campaigns/wake.ts'
import type { Letters } from '../campaigns/written.ts'
import { transaction } from '../database/transaction.ts'
import type { PurposeAsk } from '../http/ask.ts'
import type { AutomationState, ChangedAutomation, NewAutomation, Turn } from './automation-answers.ts'
import { campaignsOf, takeIn } from './pass.ts'
import { type Plan, plan as planShape } from './plan.ts'
import { wakeAutomations } from './wake.ts'

export interface Kept {
  readonly id: Id
  readonly purpose: string
  readonly name: string
  readonly kind: NewAutomation['kind']
  readonly state: AutomationState
  readonly plan: Plan
  readonly turn: number
}

const columns = 'id, purpose, name, kind, state, plan, turn'
const kept = (row: Kept): Kept => ({ ...row, plan: planShape.parse(row.plan) })

/** Locked when asked in a transaction for changing it. Refuses one of another purpose as absent. */
export async function readAutomation(
  db: Pool | ClientBase,
  { id, purpose }: Pick<Kept, 'id' | 'purpose'>,
  lock = false,
): Promise<Kept> {
  const { rows } = await db.query<Kept>(
    `select ${columns} from automations.automation where id = $1 and purpose = $2${lock ? ' for update' : ''}`,
    [id, purpose],
  )
  if (!rows[0]) throw new Refused('automations.absent', 'absent')
  return kept(rows[0])
}

/** The newest first; those that have ended at the end of the page with the others. */
export async function automationsOf(
  app: Pool,
  purpose: string,
  { after, limit }: { readonly after?: Id | undefined; readonly limit: number },
): Promise<readonly Kept[]> {
  const { rows } = await app.query<Kept>(
    `select ${columns} from automations.automation where purpose = $1 and ($2::uuid is null or id < $2) order by id desc limit $3`,
    [purpose, after ?? null, limit],
  )
  return rows.map(kept)
}

/** Of every purpose. */
export async function automationsOn(app: Pool): Promise<readonly Kept[]> {
  const { rows } = await app.query<Kept>(
    `select ${columns} from automations.automation a where a.state = 'on'
       and exists (select from notice.purpose p where p.purpose = a.purpose and p.live) order by id`,
  )
  return rows.map(kept)
}

export const letterOf = ({ does }: Plan['steps'][number]): Id | undefined =>
  'letter' in does ? does.letter : undefined

/** Each letter must be one that a campaign of the kind may send to the segment. */
async function check(ask: PurposeAsk, letters: Letters, { kind, plan }: NewAutomation): Promise<void> {
  const but = plan.until === null ? [] : [plan.until]
  for (const [at, step] of plan.steps.entries()) {
    const letter = letterOf(step)
    if (letter === undefined) continue
    const field = `plan.steps.${at}.does.letter`
    const found = await letters.find(ask.program, ask.purpose, letter)
    if (!found) throw new Refused('campaigns.no-letter', 'invalid', {}, { field })
    const asCampaign = campaignPlan.parse({ letters: [letter], segment: plan.when, but })
    await checkCampaign(ask, letters, { name: found.name, kind, channel: found.channel, plan: asCampaign })
  }
}

const addTurn = (
  client: PoolClient,
  ask: PurposeAsk,
  id: Id,
  n: number,
  did: string,
  more: { why?: string; plan?: Plan } = {},
) =>
  client.query(
    'insert into automations.turn (automation_id, n, did, at, by, why, plan) values ($1, $2, $3, $4, $5, $6, $7)',
    [...[id, n, did, ask.clock.now(), ask.asker.actor], more.why ?? null, more.plan ? JSON.stringify(more.plan) : null],
  )

/** Keeps it as a draft: nobody goes through it yet. Answers its id. */
export async function makeAutomation(ask: PurposeAsk, letters: Letters, made: NewAutomation): Promise<Id> {
  await check(ask, letters, made)
  const id = newId()
  await transaction(ask.program.database.app, async client => {
    await client.query(
      `insert into automations.automation (id, purpose, name, kind, state, plan, turn) values ($1, $2, $3, $4, 'draft', $5, 1)`,
      [id, ask.purpose, made.name, made.kind, JSON.stringify(made.plan)],
    )
    await addTurn(client, ask, id, 1, 'made', { plan: made.plan })
  })
  return id
}

/** Only while it is not on. Whoever is underway goes on with the step of that number of the new plan. Refuses (409) when somebody else has changed it. */
export async function changeAutomation(
  ask: PurposeAsk,
  letters: Letters,
  id: Id,
  { expected, ...changed }: ChangedAutomation,
): Promise<void> {
  await check(ask, letters, changed)
  await onAutomation(ask, id, expected, async (client, { state, turn }) => {
    if (state !== 'draft' && state !== 'off') throw new Refused('automations.not-off', 'conflict')
    await client.query(
      'update automations.automation set name = $2, kind = $3, plan = $4, turn = turn + 1 where id = $1',
      [...[id, changed.name, changed.kind, JSON.stringify(changed.plan)]],
    )
    await addTurn(client, ask, id, turn + 1, 'changed', { plan: changed.plan })
  })
}

const onAutomation = (
  ask: PurposeAsk,
  id: Id,
  expected: number,
  work: (client: PoolClient, automation: Kept) => Promise<void>,
): Promise<void> =>
  transaction(ask.program.database.app, async client => {
    const automation = await readAutomation(client, { id, purpose: ask.purpose }, true)
    if (automation.turn !== expected) throw new Refused('automations.changed-meanwhile', 'conflict')
    await work(client, automation)
    await wakeAutomations(client)
    await wakeCampaigns(client)
  })

const from: Readonly<Record<Turn['did'], readonly AutomationState[]>> = {
  on: ['draft', 'off'],
  off: ['on'],
  ended: ['draft', 'on', 'off'],
}

/** Puts it on or off, or ends it. What waits to be sent waits while it is off, and is not sent any more when it has ended. */
export async function turnAutomation(ask: PurposeAsk, letters: Letters, id: Id, turn: Turn): Promise<void> {
  const seen = await readAutomation(ask.program.database.app, { id, purpose: ask.purpose })
  if (turn.did === 'on') {
    await check(ask, letters, seen)
    // Whoever is in the segment already is noted first, so that nobody else is taken for them.
    if (seen.state === 'draft' && seen.turn === turn.expected && !seen.plan.present)
      await takeIn(ask.program, seen, true)
  }
  await onAutomation(ask, id, turn.expected, async (client, automation) => {
    if (!from[turn.did].includes(automation.state)) throw new Refused('automations.not-now', 'conflict')
    await client.query('update automations.automation set state = $2, turn = turn + 1 where id = $1', [id, turn.did])
    await addTurn(client, ask, id, automation.turn + 1, turn.did, turn.why === undefined ? {} : { why: turn.why })
    const said = { at: ask.clock.now(), by: ask.asker.actor }
    const to = { on: 'sending', off: 'paused', ended: 'stopped' } as const
    const campaigns = await campaignsOf(client, id)
    for (const campaign of campaigns.values())
      await turnStanding(client, { id: campaign, purpose: ask.purpose }, to[turn.did], said)
    if (turn.did !== 'on') return
    for (const letter of new Set(automation.plan.steps.flatMap(step => letterOf(step) ?? []))) {
      if (campaigns.has(letter)) continue
      const found = await letters.find(ask.program, ask.purpose, letter)
      if (!found) throw new Refused('campaigns.no-letter', 'conflict')
      const { purpose, kind, plan, name } = automation
      const campaign = await openStanding(client, {
        ...{ purpose, kind, letter, segment: plan.when, productGroup: plan.productGroup, ...said },
        channel: found.channel,
        name: `${name}: ${found.name}`.slice(0, 200),
      })
      await client.query('insert into automations.sending (automation_id, revision, campaign_id) values ($1, $2, $3)', [
        ...[id, letter, campaign],
      ])
    }
  })
}

/** Takes somebody out, whose next step never comes. */
export async function takeOut(ask: PurposeAsk, id: Id, person: Id): Promise<void> {
  await ask.reader.query(`select automations.go_on($1, $2, $3, 0, null, 'by-hand', $4)`, [
    ...[ask.token, id, [person], ask.clock.now()],
  ])
}
