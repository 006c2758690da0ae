/** Of a request whose day comes near somebody is reminded: fourteen, seven and three days before, when an extension must be told, on the day, and daily after it. */

import type { ClientBase, Pool } from 'pg'
import { administrators, staffWithDuties } from '../access/staff-recipient.ts'
import { type Id, newId } from '../base/ids.ts'
import { dateInHelsinki, momentInHelsinki } from '../base/time.ts'
import { daysAfter, lastDay, statutory } from '../base/time-limit.ts'
import type { Published } from '../http/program.ts'
import { enqueue } from '../jobs/job.ts'
import { queueMessages } from '../mail/outbox.ts'
import { rightsPurpose } from '../mail/recipient.ts'
import type { NewRequest } from './request-answers.ts'

/** The job that reminds, and the kind of its message. */
export const reminding = 'rights.remind'

export type Mark = 'fourteen' | 'seven' | 'three' | 'extension' | 'today' | 'overdue'

/** A request whose clock runs. */
export interface Running {
  readonly id: Id
  readonly number: number
  readonly kind: NewRequest['kind']
  readonly receivedAt: Date
  /** YYYY-MM-DD */
  readonly due: string
  readonly extended: boolean
  /** When it was recorded, or its last step was taken. */
  readonly changedAt: Date
}

export interface Reached {
  readonly mark: Mark
  /** YYYY-MM-DD: on which it lies; what is overdue is reached anew every day. */
  readonly day: string
}

const before: readonly (readonly [mark: Mark, days: number])[] = [
  ['fourteen', 14],
  ['seven', 7],
  ['three', 3],
  ['today', 0],
]

/** The last day on which an extension can sensibly be told: the 25th after the receipt, and as much later as the clock has stood. */
const extensionDay = ({ receivedAt, due }: Running): string => {
  const received = dateInHelsinki(receivedAt)
  const stood = Date.parse(due) - Date.parse(lastDay(received, statutory.answerToRequest))
  return daysAfter(received, 25 + stood / 86_400_000)
}

/** The marks that `today` has reached: of the days before the answer only the last, so that a server that was away does not flood anybody. */
export function reachedBy(request: Running, today: string): readonly Reached[] {
  const { due, extended } = request
  if (today > due) return [{ mark: 'overdue', day: today }]
  const near = before
    .map(([mark, days]): Reached => ({ mark, day: daysAfter(due, -days) }))
    .findLast(one => one.day <= today)
  const told: Reached = { mark: 'extension', day: extensionDay(request) }
  return [...(near ? [near] : []), ...(!extended && told.day <= today ? [told] : [])]
}

/** Every request whose clock runs, the most urgent first. */
export async function running(app: Pool | ClientBase): Promise<readonly Running[]> {
  const { rows } = await app.query<Running>(
    `select id, number, kind, received_at as "receivedAt", due::text, extended, changed_at as "changedAt" from rights.running()`,
  )
  return rows
}

/** Those of a digest that wait still, with why they are in it. */
export async function inDigest(app: Pool, digest: Id): Promise<readonly (Running & { readonly mark: Mark })[]> {
  const { rows } = await app.query<{ request: Id; mark: Mark }>(
    'select request_id as request, mark from rights.reminder where digest = $1',
    [digest],
  )
  return (await running(app)).flatMap(request =>
    rows.flatMap(({ request: id, mark }) => (id === request.id ? [{ ...request, mark }] : [])),
  )
}

/** Whose duty it is: everybody with a duty of the rights purpose, otherwise the administrators. */
async function responsible(client: ClientBase, published: Published): Promise<readonly Id[]> {
  const purpose = rightsPurpose(published)
  const duties = published.duties.filter(({ purposes }) => purposes.includes(purpose)).map(({ id }) => id)
  const staff = await staffWithDuties(client, duties)
  return staff.length > 0 ? staff : administrators(client)
}

/** Queues the day's mail, if a day of some request has come of which nobody was reminded. Done twice, it does nothing the second time. */
export async function remind(client: ClientBase, published: Published, at: Date): Promise<void> {
  const today = dateInHelsinki(at)
  const reached = (await running(client)).flatMap(request =>
    reachedBy(request, today).map(one => ({ ...one, request: request.id })),
  )
  const { rows: fresh } = await client.query<{ request: Id; mark: Mark; day: string }>(
    `select request, mark, day::text from jsonb_to_recordset($1) as g (request uuid, mark text, day date)
     where not exists (select from rights.reminder r where r.request_id = g.request and r.mark = g.mark and r.day = g.day)`,
    [JSON.stringify(reached)],
  )
  if (fresh.length === 0) return
  const digest = newId()
  await client.query('insert into rights.digest (id, at) values ($1, $2)', [digest, at])
  await client.query(
    `insert into rights.reminder (request_id, mark, day, digest)
     select request, mark, day, $2 from jsonb_to_recordset($1) as g (request uuid, mark text, day date)`,
    [JSON.stringify(fresh), digest],
  )
  await queueMessages(client, { kind: reminding, about: digest, persons: await responsible(client, published), at })
}

/** Eight in the morning in Finland. */
const hour = 8
const morningOf = (day: string): Date => momentInHelsinki(day, hour)

/** The next morning's work is in the queue, once. */
export const enqueueTomorrow = (app: Pool, now: Date): Promise<void> =>
  enqueue(app, reminding, {}, { at: morningOf(daysAfter(dateInHelsinki(now), 1)), key: reminding })

/** For every start: this morning's, at once if it was missed. */
export const resumeReminding = (app: Pool, now: Date): Promise<void> =>
  enqueue(app, reminding, {}, { at: morningOf(dateInHelsinki(now)), key: reminding })
