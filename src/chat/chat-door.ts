/** The one chat of a register is open while an administrator keeps it so, and somebody is there while a screen of theirs is. */

import type { Pool } from 'pg'
import { addOwnConnection, type Connecting, pauseConnection } from '../arrivals/connection.ts'
import { Refused } from '../base/errors.ts'
import type { Id } from '../base/ids.ts'
import { transaction } from '../database/transaction.ts'
import { categoryIfAny, type PurposeScope } from '../register/scope.ts'
import { text } from '../texts/texts.ts'
import { chatKind } from './chat-adapter.ts'

/** So long what is said is kept here; what became of it stands in the register by the notice. */
export const keptDays = 30
/** Whoever has had the chats open so lately is there. */
const there = 60_000

export interface ChatDoor {
  readonly id: Id
  readonly purpose: string
  readonly source: string
  readonly isOpen: boolean
}

export async function findDoor(app: Pool): Promise<ChatDoor | undefined> {
  const { rows } = await app.query<ChatDoor>({
    name: 'chat-door',
    text: `select id, purpose, source, paused_at is null as "isOpen" from arrivals.connection where kind = $1
      order by paused_at is not null, made_at desc limit 1`,
    values: [chatKind],
  })
  return rows[0]
}

/** Whether the notice gives this purpose what is said in chats, to read and to write. */
export const mayChat = (scope: PurposeScope): boolean => {
  const events = categoryIfAny(scope, 'service-events')
  return Boolean(
    events?.mayWrite &&
      events.category.from.includes(chatKind) &&
      events.columns.some(({ name }) => name === 'content'),
  )
}

/** Opens the chat for a purpose, or closes it. One that another purpose has open is closed there: a visitor has one chat. */
export async function openDoor(by: Connecting, scope: PurposeScope, isOpen: boolean): Promise<void> {
  if (isOpen && !mayChat(scope)) throw new Refused('chat.no-place', 'invalid', { purpose: scope.purpose.id })
  const { rows } = await by.app.query<{ id: Id; purpose: string; paused: boolean }>(
    'select id, purpose, paused_at is not null as paused from arrivals.connection where kind = $1',
    [chatKind],
  )
  const own = rows.find(({ purpose }) => purpose === scope.purpose.id)
  for (const { id, paused } of rows) if (!paused && (id !== own?.id || !isOpen)) await pauseConnection(by, id, true)
  if (!isOpen) return
  if (own?.paused) await pauseConnection(by, own.id, false)
  if (own) return
  await transaction(by.app, client =>
    addOwnConnection(client, by, scope.notice, {
      kind: chatKind,
      name: text(scope.notice.languages[0] ?? 'fi', 'chat.name-of'),
      purpose: scope.purpose.id,
      source: chatKind,
      keepDays: keptDays,
    }),
  )
}

/** Somebody of the staff has the chats open. Noted no oftener than is needed. */
export async function noteThere(app: Pool, door: Id, at: Date): Promise<void> {
  await app.query(
    `insert into chat.presence as p (connection_id, last_at) values ($1, $2)
     on conflict (connection_id) do update set last_at = excluded.last_at where p.last_at < excluded.last_at - interval '15 seconds'`,
    [door, at],
  )
}

export async function isSomebodyThere(app: Pool, door: Id, at: Date): Promise<boolean> {
  const { rowCount } = await app.query('select from chat.presence where connection_id = $1 and last_at > $2', [
    door,
    new Date(at.getTime() - there),
  ])
  return rowCount !== 0
}
