/** What a person and we have said to each other over all channels, read through the policy of the category; a chat by its lines while it is kept. */

import type { Adapter } from '../arrivals/adapter.ts'
import { readWritten } from '../arrivals/shown.ts'
import { Refused } from '../base/errors.ts'
import type { Id } from '../base/ids.ts'
import { showChat } from '../chat/chats.ts'
import type { PurposeAsk } from '../http/ask.ts'
import { foldMail } from '../mailbox/fold.ts'
import { readLetters } from '../mailbox/letters.ts'
import { nameActors } from '../register/actors.ts'
import { categoryIfAny, scopeFor } from '../register/scope.ts'
import { arrivalOf, type Found } from './conversations.ts'
import type { Channel, Conversation, MessageAnswer } from './inbox-answers.ts'

const most = 100 // messages
const channelOf: Readonly<Record<string, Channel>> = {
  email: 'email',
  sms: 'sms',
  chat: 'chat',
  'social-message': 'social',
}

interface Row {
  readonly id: Id
  readonly kind: string
  readonly direction: 'in' | 'out' | null
  readonly occurred: Date | null
  readonly subject: string | null
  readonly content: string | null
}

interface Entry {
  readonly id: Id
  readonly conversation: Id
  readonly by: string
  readonly line: boolean
  readonly enclosures: readonly {
    readonly id: Id
    readonly name: string
    readonly type: string
    readonly bytes: number
  }[]
}

export interface Thread {
  /** The oldest first. */
  readonly messages: readonly MessageAnswer[]
  readonly earlier: boolean
  readonly talk: Conversation['talk']
}

export async function readThread(ask: PurposeAsk, adapters: readonly Adapter[], found: Found): Promise<Thread> {
  const chat = found.channel === 'chat' ? await chatOf(ask, found.thread) : undefined
  const talk = chat && { id: found.thread, email: chat.email, joined: chat.joined, ended: chat.ended }
  const lines = chat?.lines.map(line => asMessage(found.id, line)) ?? []
  if (found.person === null)
    return { messages: [...lines, ...(await unknownOf(ask, adapters, found))], earlier: false, talk: talk ?? null }
  const [rows, entries] = await Promise.all([rowsOf(ask, found.person), entriesOf(ask, found.person)])
  // What a chat said is here by its lines, which nobody has to wait for.
  const apart = rows.filter(({ id, kind }) => !(chat && kind === 'chat' && entries.get(id)?.conversation === found.id))
  const shown = apart.slice(0, most)
  const [letters, sent, name] = await Promise.all([
    attachmentsOf(ask, found.person, shown),
    outcomesOf(
      ask,
      shown.map(({ id }) => id),
    ),
    nameActors(
      ask,
      shown.flatMap(({ id }) => entries.get(id)?.by ?? []),
    ),
  ])
  const said = shown.map((row): MessageAnswer => {
    const entry = entries.get(row.id)
    const isOurs = row.direction === 'out'
    return {
      id: row.id,
      conversation: entry?.conversation ?? null,
      channel: channelOf[row.kind] ?? 'email',
      direction: isOurs ? 'out' : 'in',
      at: (row.occurred ?? new Date(0)).toISOString(),
      by: isOurs && entry ? name(entry.by) : null,
      subject: row.subject,
      folds: isOurs
        ? [{ kind: 'own', text: row.content ?? '' }]
        : foldsOf(channelOf[row.kind] ?? 'sms', row.content ?? ''),
      attachments: [
        ...(letters.get(row.id) ?? []),
        ...(entry?.enclosures ?? []).map(file => ({ ...file, kept: true, from: 'reply' as const })),
      ],
      sent: isOurs ? (sent.get(row.id) ?? null) : null,
    }
  })
  return {
    messages: [...said, ...lines].toSorted((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : a.id < b.id ? -1 : 1)),
    earlier: apart.length > most,
    talk: talk ?? null,
  }
}

/** What came of somebody whom nobody knows: one message, as long as it is kept as it came. */
async function unknownOf(
  ask: PurposeAsk,
  adapters: readonly Adapter[],
  found: Found,
): Promise<readonly MessageAnswer[]> {
  const { id, channel, last_at } = found
  const arrival = arrivalOf(found)
  const written = arrival === null ? undefined : (await readWritten(ask, adapters, [arrival])).get(arrival)
  if (arrival === null || written === undefined) return []
  return [
    {
      ...{ id: arrival, conversation: id, channel, direction: 'in', at: last_at.toISOString(), by: null },
      ...{ subject: written.subject, folds: foldsOf(channel, written.content), attachments: [], sent: null },
    },
  ]
}

const foldsOf = (channel: Channel, content: string): MessageAnswer['folds'] =>
  channel === 'email' ? [...foldMail(content)] : [{ kind: 'own', text: content }]

/** The latest first, one more than is shown. */
async function rowsOf(ask: PurposeAsk, person: Id): Promise<readonly Row[]> {
  const events = categoryIfAny(await scopeFor(ask), 'service-events')
  const sees = (column: string) => events?.columns.some(({ name }) => name === column) ?? false
  if (!events || !sees('kind')) return []
  // Names of columns come from this list alone.
  const [direction, occurred, subject, content] = ['direction', 'occurred', 'subject', 'content'].map(column =>
    sees(column) ? column : `null as ${column}`,
  )
  const { rows } = await ask.reader.query<Row>(
    `select id, kind, ${direction}, ${occurred}, ${subject}, ${content} from ${events.table}
     where person_id = $1 and kind = any ($2) order by ${sees('occurred') ? 'occurred desc nulls last,' : ''} id desc limit $3`,
    [person, Object.keys(channelOf), most + 1],
  )
  return rows
}

async function entriesOf({ reader, token }: PurposeAsk, person: Id): Promise<ReadonlyMap<Id, Entry>> {
  const { rows } = await reader.query<Entry>('select * from inbox.entries_of($1, $2)', [token, person])
  return new Map(rows.map(entry => [entry.id, entry]))
}

async function attachmentsOf(
  ask: PurposeAsk,
  person: Id,
  shown: readonly Row[],
): Promise<ReadonlyMap<Id, MessageAnswer['attachments']>> {
  if (!shown.some(({ kind }) => kind === 'email')) return new Map()
  const { letters } = await readLetters(ask, person, undefined)
  return new Map(
    letters.map(({ id, attachments }) => [
      id,
      attachments.map(({ why: _, ...file }) => ({ ...file, from: 'letter' as const })),
    ]),
  )
}

async function outcomesOf({ program }: PurposeAsk, rows: readonly Id[]): Promise<ReadonlyMap<Id, string>> {
  const { rows: found } = await program.database.app.query<{ about: Id; state: string }>(
    `select about, state from mail.message where about = any ($1::uuid[]) and kind = 'inbox.reply'
     union all select about, state from sms.message where about = any ($1::uuid[]) and kind = 'messages.reply'`,
    [rows],
  )
  return new Map(found.map(({ about, state }) => [about, state]))
}

type Chat = Awaited<ReturnType<typeof showChat>>

/** Undefined of a talk that is not kept any more. */
async function chatOf(ask: PurposeAsk, thread: Id): Promise<Chat | undefined> {
  try {
    return await showChat(ask, thread)
  } catch (fault) {
    if (fault instanceof Refused && fault.key === 'chat.gone') return undefined
    throw fault
  }
}

const asMessage = (conversation: Id, { id, at, by, text }: Chat['lines'][number]): MessageAnswer => ({
  id,
  conversation,
  channel: 'chat',
  direction: by === null ? 'in' : 'out',
  at: at.toISOString(),
  by,
  subject: null,
  folds: [{ kind: 'own', text }],
  attachments: [],
  sent: null,
})
