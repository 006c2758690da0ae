/** By which ways a conversation can be answered from here, and why the others cannot: asked before anything is written, and again when it is. */

import { Refused } from '../base/errors.ts'
import type { Id } from '../base/ids.ts'
import { talkEnded } from '../chat/talk.ts'
import type { PurposeAsk } from '../http/ask.ts'
import type { Mail } from '../mail/transport.ts'
import { mailboxPlace } from '../mailbox/place.ts'
import { numberToAnswer } from '../messages/reply.ts'
import { categoryIfAny, columnIfAny, scopeFor } from '../register/scope.ts'
import type { Sms } from '../sms/gateway.ts'
import { text, textIfAny } from '../texts/texts.ts'
import type { Found } from './conversations.ts'
import type { Conversation, Way } from './inbox-answers.ts'

/** What leaves the server, and by what. */
export interface Carriers {
  readonly mail: Pick<Mail, 'configured' | 'hash'>
  readonly sms: Pick<Sms, 'configured'>
}

type Ways = Conversation['ways']

export async function waysOf(ask: PurposeAsk, found: Found, carriers: Carriers): Promise<Ways> {
  const { person, channel, thread } = found
  const chat = channel === 'chat' ? [await tried('chat', () => chatOf(ask, thread))] : []
  if (person === null) return chat
  const email = await tried('email', () => emailOf(ask, found, carriers))
  const sms = await tried('sms', async () => {
    if (!carriers.sms.configured) throw new Refused('messages.no-gateway', 'unavailable')
    return { to: await numberToAnswer(ask, person), from: null }
  })
  const all = [...chat, email, sms].map(({ refused, ...way }) => ({
    ...way,
    why: refused ? (textIfAny(ask.lang, `errors.${refused.key}`, refused.args) ?? refused.key) : null,
  }))
  return all.toSorted((a, b) => Number(b.way === channel) - Number(a.way === channel))
}

/** Why it cannot be answered by the channel it came by; null when it can, or when `ways` says why not. */
export const insteadOf = ({ lang }: PurposeAsk, { channel }: Found): string | null =>
  channel === 'social' ? text(lang, 'inbox.no-social') : null

type Reached = { readonly to: string | null; readonly from: string | null }

async function tried(way: Way, find: () => Promise<Reached>) {
  try {
    return { way, ...(await find()), why: null, refused: undefined }
  } catch (fault) {
    if (!(fault instanceof Refused)) throw fault
    return { way, to: null, from: null, why: null, refused: fault }
  }
}

async function chatOf({ program }: PurposeAsk, talk: Id): Promise<Reached> {
  if (await talkEnded(program, talk)) throw new Refused('chat.gone', 'absent')
  return { to: null, from: null }
}

/** Whereto and wherefrom an e-mail would go: from the mailbox that was written to, to the address they wrote from, where it is theirs. */
export async function emailOf(
  ask: PurposeAsk,
  { id, person }: Found,
  { mail }: Carriers,
): Promise<{ readonly to: string; readonly from: string }> {
  if (!mail.configured) throw new Refused('inbox.no-mail', 'unavailable')
  const { rows } = await ask.reader.query<{ connection: Id | null; from_hash: Buffer | null }>(
    'select * from inbox.origin($1, $2)',
    [ask.token, id],
  )
  const [origin] = rows
  const to = theirs(await addressesOf(ask, person), origin?.from_hash ?? null, mail)
  if (to === undefined) throw new Refused('inbox.no-address', 'invalid')
  return { to, from: await senderOf(ask, origin?.connection ?? null) }
}

/** Of a person's addresses, the best first, that from which they wrote; else the best. */
export const theirs = (
  addresses: readonly string[],
  wrote: Buffer | null,
  mail: Pick<Mail, 'hash'>,
): string | undefined => addresses.find(address => wrote?.equals(mail.hash(address))) ?? addresses[0]

async function addressesOf(ask: PurposeAsk, person: Id | null): Promise<readonly string[]> {
  const points = categoryIfAny(await scopeFor(ask), 'contact-points')
  const has = (column: string) => columnIfAny(points, column) !== undefined
  if (!points || !has('email')) return []
  const { rows } = await ask.reader.query<{ email: string }>(
    `select email from ${points.table} where person_id = $1 and email is not null
     ${has('state') ? `and state is distinct from 'bounced'` : ''} order by ${has('is_primary') ? 'is_primary desc nulls last,' : ''} id`,
    [person],
  )
  return rows.map(({ email }) => email)
}

async function senderOf({ program, published }: PurposeAsk, connection: Id | null): Promise<string> {
  const { rows } = await program.database.app.query<{ settings: unknown }>(
    `select settings from arrivals.connection where id = $1 and kind = 'imap'`,
    [connection],
  )
  const place = mailboxPlace.safeParse(rows[0]?.settings).data
  const address =
    place?.address ?? (place?.user.includes('@') ? place.user : undefined) ?? published.notice?.contact.email
  if (address === undefined) throw new Refused('mail.no-sender', 'conflict')
  return address
}
