/** A request for a right is recorded when it has come, every step of it is a row, and its day of answer is counted by the law. */

import type { Pool } from 'pg'
import { Refused } from '../base/errors.ts'
import type { Id } from '../base/ids.ts'
import { dateInHelsinki } from '../base/time.ts'
import { daysAfter, isWorkingDay, lastDay, statutory } from '../base/time-limit.ts'
import { transaction } from '../database/transaction.ts'
import type { PurposeAsk } from '../http/ask.ts'
import { nameActors } from '../register/actors.ts'
import type { Actor } from '../register/answers.ts'
import { undelivered } from './delivery.ts'
import { checkStep, refuseIdentityCodes } from './identity.ts'
import { liftRefused } from './objection.ts'
import type { Act, NewRequest, NewStep, RequestSearch, Step as StepKind } from './request-answers.ts'

type Kind = NewRequest['kind']
type State = 'received' | 'identifying' | 'working' | 'refusing' | 'refused' | 'answered' | 'withdrawn'

/** A line of the board. */
export interface Listed {
  readonly id: Id
  /** As it is called on the telephone and in letters. */
  readonly number: number
  readonly kind: Kind
  readonly person: Id | null
  readonly channel: NewRequest['channel']
  readonly receivedAt: string
  /** YYYY-MM-DD */
  readonly due: string
  /** Days from today in Finland; below zero it is late. Null when the clock stands or has ended. */
  readonly daysLeft: number | null
  /** Null once the person was erased and has had the answer. */
  readonly requester: string | null
  readonly state: State
  /** A package waits to be fetched, and the mail with its link did not arrive. */
  readonly undelivered: boolean
}

interface Step {
  readonly id: Id
  readonly at: string
  readonly by: Actor
  readonly kind: StepKind | Act
  readonly due: string | null
  readonly details: Readonly<Record<string, string>>
}

export interface Request extends Listed {
  readonly asked: string | null
  readonly recordedAt: string
  readonly recordedBy: Actor
  readonly noticeVersion: number
  /** The last step, to be sent back as `expected`. */
  readonly step: Id | null
  readonly steps: readonly Step[]
  /** Steps that may be taken now. */
  readonly turns: readonly (StepKind | Act)[]
}

/** Records a request. `receivedAt` is when it reached the controller, whether anybody noticed or not (EDPB Guidelines 01/2022). */
export async function recordRequest(ask: PurposeAsk, request: NewRequest): Promise<Id> {
  const { kind, person, channel, receivedAt, requester, asked } = request
  refuseIdentityCodes({ requester, asked })
  const due = lastDay(dateInHelsinki(new Date(receivedAt)), statutory.answerToRequest)
  const { rows } = await ask.reader.query<{ id: Id }>(
    'select rights.record_request($1, $2, $3, $4, $5, $6, $7, $8, $9) as id',
    [ask.token, kind, person ?? null, channel, receivedAt, due, requester, asked, ask.clock.now()],
  )
  const [recorded] = rows
  if (!recorded) throw new Error('a request was recorded without an id')
  return recorded.id
}

/** Takes the next step of a request. Refused when it is not its turn, or when somebody else took one since `expected`. */
export async function takeStep(ask: PurposeAsk, id: Id, { step, expected }: NewStep): Promise<void> {
  checkStep(step)
  const { kind, ...details } = step
  const due = await movedDue(ask, await findRequest(ask, id), kind)
  await transaction(ask.reader, async client => {
    await client.query('select rights.take_step($1, $2, $3, $4, $5, $6, $7)', [
      ask.token,
      id,
      kind,
      due,
      details,
      expected,
      ask.clock.now(),
    ])
    if (step.kind === 'answered' && step.outcome === 'refused') await liftRefused(client, ask, id)
  })
}

/** The new day of the answer, where the step moves it (Art. 12(3)). */
async function movedDue({ clock }: PurposeAsk, request: Request, kind: StepKind): Promise<string | null> {
  const today = dateInHelsinki(clock.now())
  if (kind === 'extended') {
    if (today > request.due) throw new Refused('rights.extension-late', 'conflict', { due: request.due })
    return afterPauses(lastDay(dateInHelsinki(new Date(request.receivedAt)), statutory.extendedAnswer), request.steps)
  }
  const asked =
    request.state === 'identifying' ? request.steps.findLast(step => step.kind === 'identity-asked') : undefined
  if (kind !== 'identity-proved' || asked === undefined) return null
  return workingDayFrom(daysAfter(request.due, daysBetween(dateInHelsinki(new Date(asked.at)), today)))
}

/** The day moved on by the days for which the clock has stood. */
function afterPauses(day: string, steps: readonly Step[]): string {
  const pauses = steps.map((step, at) => {
    const asked = steps.slice(0, at).findLast(({ kind }) => kind === 'identity-asked')
    if (step.kind !== 'identity-proved' || asked === undefined) return 0
    return daysBetween(dateInHelsinki(new Date(asked.at)), dateInHelsinki(new Date(step.at)))
  })
  return workingDayFrom(
    daysAfter(
      day,
      pauses.reduce((sum, days) => sum + days, 0),
    ),
  )
}

const workingDayFrom = (day: string): string => (isWorkingDay(day) ? day : workingDayFrom(daysAfter(day, 1)))

const daysBetween = (from: string, to: string): number => (Date.parse(to) - Date.parse(from)) / 86_400_000

interface StoredListed {
  readonly id: Id
  readonly number: number
  readonly kind: Kind
  readonly person: Id | null
  readonly channel: NewRequest['channel']
  readonly received_at: Date
  readonly due: string
  readonly requester: string | null
  readonly state: State
}

const page = 50 // requests

/** Those that wait for an answer, the most urgent first; or the settled ones, the latest first. */
export async function listRequests(
  ask: PurposeAsk,
  { settled, person, kinds, states, mine = false, after }: Omit<RequestSearch, 'mine'> & { readonly mine?: boolean },
): Promise<{ readonly requests: readonly Listed[]; readonly next: Id | null }> {
  const { rows } = await ask.reader.query<StoredListed>(
    `select id, number, kind, person, channel, received_at, due::text, requester, state
     from rights.requests($1, $2, $3, $4, $5, $6, $7, $8)`,
    [ask.token, settled, person ?? null, kinds ?? null, states ?? null, mine, after ?? null, page + 1],
  )
  const shown = rows.slice(0, page)
  const standing = await standingOf(ask, shown)
  return {
    requests: shown.map(standing),
    next: rows.length > page ? (shown.at(-1)?.id ?? null) : null,
  }
}

/** How many should have been answered by now: a number, and nobody. */
export async function countOverdue(app: Pool, at: Date): Promise<number> {
  const { rows } = await app.query<{ count: number }>(
    `select count(*) as count from rights.clocks() where state <> 'identifying' and due < $1`,
    [dateInHelsinki(at)],
  )
  return rows[0]?.count ?? 0
}

/** How these requests stand today. */
async function standingOf(
  { clock, program }: PurposeAsk,
  rows: readonly StoredListed[],
): Promise<(row: StoredListed) => Listed> {
  const today = dateInHelsinki(clock.now())
  const lost = await undelivered(
    program.database.app,
    rows.map(({ id }) => id),
  )
  return ({ id, number, kind, person, channel, received_at, due, requester, state }) => ({
    id,
    number,
    kind,
    person,
    channel,
    receivedAt: received_at.toISOString(),
    due,
    daysLeft: ['identifying', 'answered', 'withdrawn'].includes(state) ? null : daysBetween(today, due),
    requester,
    state,
    undelivered: lost.has(id),
  })
}

interface StoredRequest extends StoredListed {
  readonly asked: string | null
  readonly recorded_at: Date
  readonly recorded_by: string
  readonly notice_version: number
  readonly step: Id | null
  readonly steps: readonly (Omit<Step, 'by'> & { readonly by: string })[]
  readonly turns: readonly (StepKind | Act)[]
}

/** One request with every step. Refuses one that is not there. */
export async function findRequest(ask: PurposeAsk, id: Id): Promise<Request> {
  const { rows } = await ask.reader.query<StoredRequest>(
    `select id, number, kind, person, channel, received_at, due::text, requester, state, asked, recorded_at, recorded_by, notice_version,
       step, steps, turns from rights.request($1, $2)`,
    [ask.token, id],
  )
  const [found] = rows
  if (!found) throw new Refused('rights.request-absent', 'absent')
  const { recorded_at, recorded_by, notice_version, steps, asked, step, turns } = found
  const name = await nameActors(ask, [recorded_by, ...steps.map(({ by }) => by)])
  const standing = await standingOf(ask, [found])
  return {
    ...standing(found),
    asked,
    recordedAt: recorded_at.toISOString(),
    recordedBy: name(recorded_by),
    noticeVersion: notice_version,
    step,
    steps: steps.map(one => ({ ...one, at: new Date(one.at).toISOString(), by: name(one.by) })),
    turns,
  }
}
