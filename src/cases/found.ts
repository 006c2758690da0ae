/** Cases as the purpose of the request sees them: listed by their day, and one with its steps in words. */

import type { Pool, PoolClient } from 'pg'
import { Refused } from '../base/errors.ts'
import type { Id } from '../base/ids.ts'
import { dateInHelsinki } from '../base/time.ts'
import type { PurposeAsk } from '../http/ask.ts'
import { nameActors } from '../register/actors.ts'
import { readListed } from '../register/listed.ts'
import { scopeFor } from '../register/scope.ts'
import { describeSource } from '../register/scope-words.ts'
import type {
  CaseAnswer,
  CaseKind,
  CaseList,
  CaseSearch,
  CaseState,
  CaseStepAnswer,
  ListedCase,
} from './case-answers.ts'
import { staffNames } from './colleagues.ts'

interface Found {
  readonly id: Id
  readonly number: number
  readonly person: Id
  readonly kind: CaseKind
  readonly source: string
  readonly received_at: Date
  readonly due: string
  readonly state: CaseState
  readonly owner: Id | null
  readonly order: Id | null
  readonly step: Id | null
  readonly held: Readonly<Record<string, string | null>>
  readonly steps: readonly Step[]
  readonly turns: readonly CaseState[]
  readonly may_write: boolean
}

interface Step extends Pick<CaseStepAnswer, 'id' | 'at' | 'kind' | 'words'> {
  readonly by: string
  readonly details: {
    readonly by?: NonNullable<CaseStepAnswer['way']>
    readonly owner?: Id
    readonly due?: string
    readonly right?: NonNullable<CaseStepAnswer['right']>
    readonly request?: number
    readonly conversation?: Id
  }
  readonly mentions: readonly Id[]
}

/** One case as the database tells it to this purpose; refused as absent to any other. */
export async function findCase(db: Pool | PoolClient, ask: PurposeAsk, id: Id): Promise<Found> {
  const { rows } = await db.query<Found>('select *, due::text from cases.show($1, $2)', [ask.token, id])
  const [found] = rows
  if (!found) throw new Refused('cases.absent', 'absent')
  return found
}

type Line = Pick<Found, 'id' | 'number' | 'person' | 'kind' | 'received_at' | 'due' | 'state' | 'owner'> & {
  readonly content: string | null
}

/** A page of cases. What waits comes by its day, everything else the latest first. */
export async function listCases(ask: PurposeAsk, { after, limit, ...which }: CaseSearch): Promise<CaseList> {
  const today = dateInHelsinki(ask.clock.now())
  const { rows } = await ask.reader.query<Line>('select *, due::text from cases.list($1, $2, $3, $4)', [
    ask.token,
    { ...which, today },
    after ?? null,
    limit + 1,
  ])
  const shown = rows.slice(0, limit)
  const name = await naming(ask, shown)
  const counts = await ask.reader.query<Record<'open' | 'overdue' | 'mine', string>>(
    'select open, overdue, mine from cases.count($1, $2)',
    [ask.token, today],
  )
  const { open = 0, overdue = 0, mine = 0 } = counts.rows[0] ?? {}
  return {
    cases: shown.map(line => ({ ...name(line), begins: line.content })),
    next: rows.length > limit ? (shown.at(-1)?.id ?? null) : null,
    counts: { open: Number(open), overdue: Number(overdue), mine: Number(mine) },
  }
}

/** One case with everything that its screen shows. */
export async function readCase(ask: PurposeAsk, id: Id): Promise<CaseAnswer> {
  const found = await findCase(ask.reader, ask, id)
  const name = await naming(ask, [found])
  const staff = await staffNames(ask, [
    ...found.steps.flatMap(({ mentions, details }) => [...mentions, ...(details.owner ? [details.owner] : [])]),
  ])
  const by = await nameActors(
    ask,
    found.steps.map(step => step.by),
  )
  const sent = await outcomes(
    ask,
    found.steps.map(step => step.id),
  )
  const answered = found.steps.find(({ kind }) => kind === 'answered')
  const { notice } = await scopeFor(ask)
  return {
    ...name(found),
    content: found.held.content ?? null,
    source: describeSource(found.source, notice, ask.lang),
    order: found.order === null ? null : await orderOf(ask, found.person, found.order),
    firstAnswer: answered
      ? Math.max(0, Math.round((Date.parse(answered.at) - found.received_at.getTime()) / 60_000))
      : null,
    steps: found.steps.map(step => ({
      id: step.id,
      at: new Date(step.at).toISOString(),
      by: by(step.by),
      kind: step.kind,
      words: step.words,
      way: step.details.by ?? null,
      sent: sent.get(step.id) ?? null,
      owner: staff.get(step.details.owner ?? '') ?? null,
      due: step.details.due ?? null,
      right: step.details.right ?? null,
      request: step.details.request ?? null,
      conversation: step.details.conversation ?? null,
      mentions: step.mentions.flatMap(one => staff.get(one) ?? []),
    })),
    step: found.step,
    turns: [...found.turns],
    mayWrite: found.may_write,
  }
}

/** What a line says of a case, with its person and its owner by name. */
async function naming(ask: PurposeAsk, lines: readonly Omit<Line, 'content'>[]) {
  const persons = await readListed(
    { ask, scope: await scopeFor(ask), db: ask.reader },
    [...new Set(lines.map(({ person }) => person))],
    [],
  )
  const names = new Map(persons.map(({ id, name }) => [id, name]))
  const staff = await staffNames(
    ask,
    lines.flatMap(({ owner }) => owner ?? []),
  )
  const today = Date.parse(dateInHelsinki(ask.clock.now()))
  return ({
    id,
    number,
    person,
    kind,
    state,
    received_at,
    due,
    owner,
  }: Omit<Line, 'content'>): Omit<ListedCase, 'begins'> => ({
    id,
    number,
    person: { id: person, name: names.get(person) ?? null },
    kind,
    state,
    receivedAt: received_at.toISOString(),
    due,
    daysLeft: state === 'open' || state === 'reopened' ? Math.round((Date.parse(due) - today) / 86_400_000) : null,
    owner: owner === null ? null : (staff.get(owner) ?? null),
  })
}

/** What became of what was sent of these steps. */
async function outcomes(
  { program }: PurposeAsk,
  steps: readonly Id[],
): Promise<ReadonlyMap<Id, CaseStepAnswer['sent']>> {
  const { rows } = await program.database.app.query<{ about: Id; state: NonNullable<CaseStepAnswer['sent']> }>(
    `select about, state from mail.message where about = any ($1::uuid[]) and kind = 'cases.answer'`,
    [steps],
  )
  return new Map(rows.map(({ about, state }) => [about, state]))
}

/** The linked order by its number and product, as far as the purpose sees them. */
async function orderOf(ask: PurposeAsk, person: Id, order: Id): Promise<CaseAnswer['order']> {
  const scoped = (await scopeFor(ask)).categories.find(({ category }) => category.id === 'orders')
  if (!scoped) return null
  const shown = (name: string): string => (scoped.columns.some(column => column.name === name) ? name : 'null')
  const { rows } = await ask.reader.query<{ number: string | null; product: string | null }>(
    `select ${shown('order_number')} as number, ${shown('product')} as product from ${scoped.table} where person_id = $1 and id = $2`,
    [person, order],
  )
  return rows[0] ? { id: order, ...rows[0] } : null
}
