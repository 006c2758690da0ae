/** Whoever is in the segment is invited once, by a link of their own; reminded is only who has not answered. */

import { createHash } from 'node:crypto'
import type { ClientBase, Pool } from 'pg'
import { Refused } from '../base/errors.ts'
import { type Id, newSecret } from '../base/ids.ts'
import { transaction } from '../database/transaction.ts'
import type { Program } from '../http/program.ts'
import { queueMessages } from '../mail/outbox.ts'
import { type Keeping, membersOf } from '../segments/members.ts'
import { type Survey, stateOf } from './survey.ts'

/** Kinds of the letters; each is about its survey. */
export const letterKinds = { invitation: 'surveys.invitation', reminder: 'surveys.reminder' } as const

const part = 1000
/** So many reminders, and so many days between two letters. */
const mostReminders = 2
const pause = 3 * 86_400_000

/** Invites whoever is in the segment now. Done again after a kill it goes on where it stopped. */
export async function invite(program: Keeping, survey: Survey, stopping: AbortSignal): Promise<void> {
  const { segment, purpose } = survey
  if (segment === null) return
  const { app } = program.database
  for (let after: Id | undefined; !stopping.aborted; ) {
    const page = await membersOf(program, purpose, segment, { after, limit: part })
    if (stateOf(survey, program.clock.now()) !== 'open') return
    await transaction(app, async client => {
      const { rows } = await client.query<{ person: Id }>(
        `insert into surveys.invitation (survey_id, person_id) select $1, g.id from unnest($2::uuid[]) g (id)
         on conflict do nothing returning person_id as person`,
        [survey.id, page.persons],
      )
      await queue(client, letterKinds.invitation, survey, rows, program.clock.now())
    })
    if (page.next === null) return
    after = page.next
  }
  throw new Error('stopped before everybody was invited') // the queue begins again
}

async function queue(
  client: ClientBase,
  kind: string,
  survey: Survey,
  rows: readonly { readonly person: Id }[],
  at: Date,
): Promise<void> {
  if (rows.length > 0)
    await queueMessages(client, { kind, about: survey.id, persons: rows.map(({ person }) => person), at })
}

/** From when on a reminder may be sent; undefined when none is any more. */
export function mayRemindFrom({ segment, openedAt, remindedAt, reminders }: Survey): Date | undefined {
  if (segment === null || openedAt === null || reminders >= mostReminders) return undefined
  return new Date((remindedAt ?? openedAt).getTime() + pause)
}

/** Reminds whoever was sent an invitation and has not answered. Answers how many. */
export async function remind(
  { database, clock }: Pick<Program, 'database' | 'clock'>,
  survey: Survey,
): Promise<number> {
  const at = clock.now()
  const from = mayRemindFrom(survey)
  if (stateOf(survey, at) !== 'open' || from === undefined) throw new Refused('surveys.no-reminder', 'conflict')
  if (from > at) throw new Refused('surveys.reminder-soon', 'conflict')
  return transaction(database.app, async client => {
    const { rowCount } = await client.query(
      'update surveys.survey set reminders = reminders + 1, reminded_at = $2 where id = $1 and reminders = $3 and closed_at is null',
      [survey.id, at, survey.reminders],
    )
    if (rowCount === 0) throw new Refused('surveys.no-reminder', 'conflict')
    const { rows } = await client.query<{ person: Id }>(
      `select i.person_id as person from surveys.invitation i where i.survey_id = $1 and not i.answered
       and exists (select from mail.message m where m.about = $1 and m.person_id = i.person_id and m.kind = $2 and m.state = 'sent')`,
      [survey.id, letterKinds.invitation],
    )
    await queue(client, letterKinds.reminder, survey, rows, at)
    return rows.length
  })
}

/** The secret of a new link; only its hash is kept. */
export async function makeWayIn(app: Pool, survey: Id, person: Id): Promise<string> {
  const secret = newSecret()
  await app.query('insert into surveys.way_in (hash, survey_id, person_id) values ($1, $2, $3)', [
    hashOf(secret),
    survey,
    person,
  ])
  return secret
}

const hashOf = (secret: string): Buffer => createHash('sha256').update(secret).digest()

/** Whether somebody still has to be written to: they are invited and have not answered. */
export async function isAwaited(app: Pool, survey: Id, person: Id): Promise<boolean> {
  const { rowCount } = await app.query(
    'select from surveys.invitation where survey_id = $1 and person_id = $2 and not answered',
    [survey, person],
  )
  return rowCount === 1
}

/** Who has the link of this secret; undefined when nobody has. */
export async function behindLink(
  app: Pool,
  survey: Id,
  secret: string,
): Promise<{ readonly person: Id; readonly answered: boolean } | undefined> {
  const { rows } = await app.query<{ person: Id; answered: boolean }>(
    `select i.person_id as person, i.answered from surveys.way_in w
     join surveys.invitation i on i.survey_id = w.survey_id and i.person_id = w.person_id
     where w.hash = $1 and w.survey_id = $2`,
    [hashOf(secret), survey],
  )
  return rows[0]
}

/** How far the invitations have come. */
export interface Invited {
  readonly invited: number
  readonly sent: number
  readonly waiting: number
  /** By the gate's reason, or what became of the letter. */
  readonly leftOut: readonly { readonly why: string; readonly persons: number }[]
}

export async function countInvited(app: Pool, survey: Id): Promise<Invited> {
  const { rows } = await app.query<{ state: string; why: string | null; n: number }>(
    `select state, case when state = 'stopped' then why end as why, count(*)::int as n from mail.message
     where about = $1 and kind = $2 group by 1, 2 order by 3 desc`,
    [survey, letterKinds.invitation],
  )
  const sum = (...states: readonly string[]) =>
    rows.filter(({ state }) => states.includes(state)).reduce((all, { n }) => all + n, 0)
  return {
    invited: rows.reduce((all, { n }) => all + n, 0),
    sent: sum('sent'),
    waiting: sum('queued', 'sending'),
    leftOut: rows
      .filter(({ state }) => ['stopped', 'failed', 'no-address', 'not-needed'].includes(state))
      .map(({ state, why, n }) => ({ why: why ?? state, persons: n })),
  }
}
