/** Conversations as the purpose of the request sees them: found by state, owner and channel, with whom they are. */

import type { Pool, PoolClient } from 'pg'
import type { Adapter } from '../arrivals/adapter.ts'
import { readWritten } from '../arrivals/shown.ts'
import { Refused } from '../base/errors.ts'
import type { Id } from '../base/ids.ts'
import { staffNames } from '../cases/colleagues.ts'
import { unsealWords } from '../chat/sealed.ts'
import type { PurposeAsk } from '../http/ask.ts'
import { ownWords } from '../mailbox/fold.ts'
import { readListed } from '../register/listed.ts'
import { scopeFor } from '../register/scope.ts'
import type { Channel, ConversationList, ConversationState, ListedConversation, Search } from './inbox-answers.ts'

export interface Found {
  readonly id: Id
  readonly channel: Channel
  readonly thread: Id
  readonly person: Id | null
  readonly state: ConversationState
  readonly owner: string | null
  readonly begun_at: Date
  readonly last_at: Date
  readonly waits_since: Date | null
  readonly unread: boolean
  readonly subject: string | null
  readonly content: string | null
  readonly turn: Id
  readonly answer: Id | null
  readonly may_write: boolean
}

/** One, refused as absent to whom it is not given. */
export async function findConversation(db: Pool | PoolClient, ask: PurposeAsk, id: Id): Promise<Found> {
  const { rows } = await db.query<Found>('select * from inbox.list($1, $2, null, 1)', [ask.token, { id }])
  const [found] = rows
  if (!found) throw new Refused('inbox.absent', 'absent')
  return found
}

/** Staff write first: a thread of e-mail of its own, or the text messages with the person, as there are some or none. Nothing is sent yet. */
export async function beginConversation(ask: PurposeAsk, person: Id, channel: 'email' | 'sms'): Promise<Id> {
  const { rows } = await ask.reader.query<{ id: Id }>('select inbox.begin($1, $2, $3, $4) as id', [
    ask.token,
    person,
    channel,
    ask.clock.now(),
  ])
  if (!rows[0]) throw new Refused('inbox.absent', 'absent')
  return rows[0].id
}

/** A page by key: the latest first, or of those that wait for us whoever has waited longest. */
export async function listConversations(
  ask: PurposeAsk,
  adapters: readonly Adapter[],
  { after, limit, ...which }: Search,
): Promise<ConversationList> {
  const { rows } = await ask.reader.query<Found>('select * from inbox.list($1, $2, $3, $4)', [
    ask.token,
    which,
    after ?? null,
    limit + 1,
  ])
  const shown = rows.slice(0, limit)
  const counts = await ask.reader.query<Omit<ConversationList['counts'], 'longest'> & { longest: Date | null }>(
    'select * from inbox.count($1)',
    [ask.token],
  )
  const { open = 0, mine = 0, nobodys = 0, unread = 0, longest = null } = counts.rows[0] ?? {}
  return {
    conversations: await describe(ask, adapters, shown),
    next: rows.length > limit ? (shown.at(-1)?.id ?? null) : null,
    counts: { open, mine, nobodys, unread, longest: longest?.toISOString() ?? null },
  }
}

/** With the names of persons and owners, and how the latest message begins. */
export async function describe(
  ask: PurposeAsk,
  adapters: readonly Adapter[],
  rows: readonly Found[],
): Promise<ListedConversation[]> {
  const [persons, staff, lines, written] = await Promise.all([
    readListed(
      { ask, scope: await scopeFor(ask), db: ask.reader },
      [...new Set(rows.flatMap(({ person }) => person ?? []))],
      [],
    ),
    staffNames(
      ask,
      rows.flatMap(({ owner }) => staffId(owner) ?? []),
    ),
    lastLines(
      ask,
      rows.flatMap(({ channel, thread }) => (channel === 'chat' ? thread : [])),
    ),
    readWritten(
      ask,
      adapters,
      rows.flatMap(row => arrivalOf(row) ?? []),
    ),
  ])
  const names = new Map(persons.map(({ id, name }) => [id, name]))
  return rows.map(row => ({
    id: row.id,
    channel: row.channel,
    person: row.person === null ? null : { id: row.person, name: names.get(row.person) ?? null },
    arrival: arrivalOf(row),
    state: row.state,
    owner: staff.get(staffId(row.owner) ?? '') ?? null,
    begunAt: row.begun_at.toISOString(),
    lastAt: row.last_at.toISOString(),
    waitsSince: row.waits_since?.toISOString() ?? null,
    unread: row.unread,
    subject: row.subject ?? written.get(row.thread)?.subject ?? null,
    begins: beginning(lines.get(row.thread) ?? written.get(row.thread)?.content ?? row.content),
  }))
}

/** Where it lies what somebody whom nobody knows has written. */
export const arrivalOf = ({ person, channel, thread }: Found): Id | null =>
  person === null && channel !== 'chat' ? thread : null

const beginning = (words: string | null): string | null =>
  words === null ? null : [...ownWords(words).replace(/\s+/g, ' ').trim()].slice(0, 160).join('')

export const staffId = (owner: string | null): Id | undefined => owner?.replace('staff:', '')

/** The last line of each talk that is still kept: of a visitor without a name it stands nowhere else. */
async function lastLines({ program }: PurposeAsk, talks: readonly Id[]): Promise<ReadonlyMap<Id, string>> {
  if (talks.length === 0) return new Map()
  const { rows } = await program.database.app.query<{ talk: Id; id: Id; sealed: Buffer }>(
    `select distinct on (talk_id) talk_id as talk, id, sealed from chat.line where talk_id = any ($1::uuid[]) order by talk_id, id desc`,
    [talks],
  )
  return new Map(rows.map(({ talk, id, sealed }) => [talk, unsealWords(program.home, id, sealed)]))
}
