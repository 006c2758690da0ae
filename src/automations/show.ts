/** Automations as staff read them: what each does, who is before which step, and what one person goes through. */

import { Refused } from '../base/errors.ts'
import type { Id } from '../base/ids.ts'
import type { Letters } from '../campaigns/written.ts'
import type { PurposeAsk } from '../http/ask.ts'
import { nameActors } from '../register/actors.ts'
import { segmentNames } from '../segments/segment.ts'
import { automationsOf, type Kept, letterOf, readAutomation } from './automation.ts'
import type { Automation, AutomationDetails, PersonAutomations } from './automation-answers.ts'
import { campaignsOf } from './pass.ts'

type Counts = readonly {
  readonly step: number | null
  readonly why: AutomationDetails['ended'][number]['why'] | null
  readonly n: number
}[]

async function countsOf({ reader, token }: PurposeAsk, id: Id): Promise<Counts> {
  const { rows } = await reader.query<{ step: number | null; why: never; n: string }>(
    'select step, why, n from automations.count_runs($1, $2)',
    [token, id],
  )
  return rows.map(({ n, ...row }) => ({ ...row, n: Number(n) }))
}

const describe = (
  { id, name, kind, state, turn, plan }: Kept,
  names: ReadonlyMap<Id, string>,
  underway: number,
): Automation => ({
  ...{ id, name, kind, state, turn, underway },
  segment: names.get(plan.when) ?? null,
  steps: plan.steps.length,
})

export async function listAutomations(
  ask: PurposeAsk,
  { after, limit }: { readonly after?: Id | undefined; readonly limit: number },
): Promise<{ readonly automations: readonly Automation[]; readonly next: Id | null }> {
  const found = await automationsOf(ask.program.database.app, ask.purpose, { after, limit: limit + 1 })
  const page = found.slice(0, limit)
  const names = await segmentNames(
    ask,
    page.map(({ plan }) => plan.when),
  )
  const { rows } = await ask.reader.query<{ automation: Id; n: string }>(
    'select automation, n from automations.count_underway($1, $2)',
    [ask.token, page.map(({ id }) => id)],
  )
  const underway = new Map(rows.map(({ automation, n }) => [automation, Number(n)]))
  const automations = page.map(one => describe(one, names, underway.get(one.id) ?? 0))
  return { automations, next: found.length > limit ? (page.at(-1)?.id ?? null) : null }
}

export async function showAutomation(ask: PurposeAsk, letters: Letters, id: Id): Promise<AutomationDetails> {
  const { app } = ask.program.database
  const kept = await readAutomation(app, { id, purpose: ask.purpose })
  const names = await segmentNames(ask, [kept.plan.when, kept.plan.until])
  const counts = await countsOf(ask, id)
  const underway = counts.reduce((sum, { step, n }) => sum + (step === null ? 0 : n), 0)
  const campaigns = await campaignsOf(app, id)
  const { rows: turns } = await app.query<
    Omit<AutomationDetails['turns'][number], 'at' | 'by'> & { readonly at: Date; readonly by: string }
  >('select n, did, at, by, why from automations.turn where automation_id = $1 order by n desc', [id])
  const nameOf = await nameActors(
    ask,
    turns.map(({ by }) => by),
  )
  const doing = await Promise.all(
    kept.plan.steps.map(async (step, at) => {
      const letter = letterOf(step)
      const found = letter && (await letters.find(ask.program, ask.purpose, letter))
      return {
        letter: found ? found.name : null,
        task: 'task' in step.does ? step.does.task : null,
        campaign: campaigns.get(letter ?? '') ?? null,
        waiting: counts.find(({ step }) => step === at)?.n ?? 0,
      }
    }),
  )
  return {
    ...describe(kept, names, underway),
    plan: kept.plan,
    until: kept.plan.until === null ? null : (names.get(kept.plan.until) ?? null),
    doing,
    ended: counts.flatMap(({ why, n }) => (why === null ? [] : [{ why, persons: n }])),
    turns: turns.map(({ at, by, ...turn }) => ({ ...turn, at: at.toISOString(), by: nameOf(by) })),
  }
}

/** What the person goes through and went through. Refuses one whom the purpose does not see. */
export async function automationsOfPerson(ask: PurposeAsk, person: Id): Promise<PersonAutomations> {
  const { rows } = await ask.reader.query<{
    automation: Id
    began_at: Date
    step: number
    next_at: Date | null
    why: PersonAutomations['automations'][number]['ended']
    nth: number
  }>('select automation, began_at, step, next_at, why, nth from automations.of_person($1, $2)', [ask.token, person])
  const kept = await Promise.all(
    rows.map(({ automation }) => readAutomation(ask.program.database.app, { id: automation, purpose: ask.purpose })),
  )
  return {
    automations: rows.flatMap(({ automation, began_at, step, next_at, why, nth }) => {
      const one = kept.find(({ id }) => id === automation)
      // Whoever was there before it began goes through nothing.
      if (!one || why === 'before') return []
      return {
        id: automation,
        name: one.name,
        began: began_at.toISOString(),
        step: step + 1,
        steps: one.plan.steps.length,
        next: one.state === 'on' ? (next_at?.toISOString() ?? null) : null,
        ended: why,
        nth,
      }
    }),
  }
}

/** Refuses one who is not underway in it. */
export async function requireUnderway(ask: PurposeAsk, id: Id, person: Id): Promise<void> {
  const { automations } = await automationsOfPerson(ask, person)
  if (!automations.some(one => one.id === id && one.ended === null))
    throw new Refused('automations.not-underway', 'absent')
}
