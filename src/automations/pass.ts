/** Whoever comes into the segment begins; whose time has come takes the next step once, as long as they are whom it is for; what is sent the gate decides when it goes. */

import type { ClientBase, Pool, PoolClient } from 'pg'
import { type Id, newId } from '../base/ids.ts'
import { dateInHelsinki } from '../base/time.ts'
import { wakeCampaigns } from '../campaigns/wake.ts'
import { transaction } from '../database/transaction.ts'
import { bringUpToDate, type Keeping } from '../segments/members.ts'
import type { Kept } from './automation.ts'
import { dueAt, type PlanStep } from './plan.ts'

const tokenFor = ({ sign }: Pick<Keeping, 'sign'>, purpose: string): string =>
  sign({ actor: 'system', purpose, request: newId() })

/** Those in the segment who have not gone through it, or may again, begin; with `before` they are noted as having been there before, and never do. */
export async function takeIn(program: Keeping, { id, purpose, plan }: Kept, before: boolean): Promise<void> {
  await bringUpToDate(program, purpose)
  const now = program.clock.now()
  await program.database
    .purpose(purpose)
    .query('select automations.take_in($1, $2, $3, $4, $5, $6, $7)', [
      ...[tokenFor(program, purpose), id, plan.when, before, now],
      ...[dueAt(plan, 0, now) ?? now, before ? null : plan.again?.days],
    ])
}

interface Due {
  readonly person: Id
  readonly step: number
  readonly ends: 'unseen' | 'until' | 'left' | null
}

const most = 500

/** Takes every step whose time has come. Done again after a kill, nobody is sent a letter or given a task twice. */
export async function passThrough(program: Keeping, automation: Kept, stopping: AbortSignal): Promise<void> {
  await takeIn(program, automation, false)
  while (!stopping.aborted && (await passSome(program, automation)) === most);
}

async function passSome(program: Keeping, automation: Kept): Promise<number> {
  const { id, purpose, plan } = automation
  const now = program.clock.now()
  const campaigns = await campaignsOf(program.database.app, id)
  const taken = await transaction(program.database.purpose(purpose), async db => {
    const token = tokenFor(program, purpose)
    const { rows } = await db.query<Due>('select * from automations.due($1, $2, $3, $4, $5, $6)', [
      ...[token, id, plan.only ? plan.when : null, plan.until, now, most],
    ])
    const goOn = (persons: readonly Id[], step: number, next: Date | null, why: string | null) =>
      db.query('select automations.go_on($1, $2, $3, $4, $5, $6, $7)', [token, id, persons, step, next, why, now])
    for (const [ends, some] of grouped(rows, ({ ends }) => ends)) {
      if (ends !== null) await goOn(personsOf(some), 0, null, ends)
    }
    for (const [step, some] of grouped(
      rows.filter(({ ends }) => ends === null),
      ({ step }) => step,
    )) {
      const doing = plan.steps[step]
      if (doing) await take(db, { token, doing, campaigns, at: now }, personsOf(some))
      const next = dueAt(plan, step + 1, now)
      await goOn(personsOf(some), step + 1, next, next === null ? 'done' : null)
    }
    return rows.length
  })
  if (taken > 0) await wakeCampaigns(program.database.app)
  return taken
}

const personsOf = (some: readonly Due[]): readonly Id[] => some.map(({ person }) => person)

const grouped = <Key>(rows: readonly Due[], by: (due: Due) => Key): ReadonlyMap<Key, readonly Due[]> =>
  Map.groupBy(rows, by)

/** The campaign of each letter that has one, by its revision. */
export async function campaignsOf(db: Pool | ClientBase, automation: Id): Promise<ReadonlyMap<Id, Id>> {
  const { rows } = await db.query<{ revision: Id; campaign: Id }>(
    'select revision, campaign_id as campaign from automations.sending where automation_id = $1',
    [automation],
  )
  return new Map(rows.map(({ revision, campaign }) => [revision, campaign]))
}

interface Taking {
  readonly token: string
  readonly doing: PlanStep
  readonly campaigns: ReadonlyMap<Id, Id>
  readonly at: Date
}

const week = 7 * 86_400_000

async function take(db: PoolClient, { token, doing, campaigns, at }: Taking, persons: readonly Id[]): Promise<void> {
  if ('letter' in doing.does) {
    await db.query('select automations.send($1, $2, $3, $4)', [token, campaigns.get(doing.does.letter), persons, at])
    return
  }
  const due = dateInHelsinki(new Date(at.getTime() + week))
  await db.query('select tasks.add($1, g.id, $3, null, $4, $5) from unnest($2::uuid[]) g (id)', [
    ...[token, persons, doing.does.task, due, at],
  ])
}
