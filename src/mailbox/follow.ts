/** What follows from a mail is done whatever became of its words: dead addresses are marked, words against messages obeyed, requests opened. */

import { unsealDelivery } from '../arrivals/sealed.ts'
import { Refused } from '../base/errors.ts'
import { type Id, newId } from '../base/ids.ts'
import { dateInHelsinki } from '../base/time.ts'
import { lastDay, statutory } from '../base/time-limit.ts'
import { transaction } from '../database/transaction.ts'
import type { MessageKind } from '../mail/message-kind.ts'
import { settle } from '../mail/outbox.ts'
import { rightsPurpose } from '../mail/recipient.ts'
import { marketingPurposes } from '../rights/objection.ts'
import type { Bounce } from './bounce.ts'
import type { Complaint } from './complaint.ts'
import { ownWords } from './fold.ts'
import { asConnection, type Following, type Settled } from './following.ts'
import { keepLetter } from './keep-letter.ts'
import { judge } from './kind.ts'
import { masked, ourMessages, receivedAt, uidOf } from './letter-adapter.ts'
import { type Mail, readMail } from './mime.ts'
import type { Wish } from './wish.ts'

/** So long after a message a report about its address is believed, in days: servers try for five. */
const believed = 30

/** Does what follows; may be done again without harm. */
export async function followMail(program: Following, kinds: readonly MessageKind[], arrival: Id): Promise<void> {
  const { rows } = await program.database.app.query<Omit<Settled, 'at' | 'reference'> & { sealed: Buffer | null }>(
    `select a.id, c.id as connection, c.purpose, a.state, a.sealed
     from arrivals.arrival a join arrivals.connection c on c.id = a.connection_id where a.id = $1`,
    [arrival],
  )
  const [found] = rows
  if (!found?.sealed) return // past its date, or its person has left
  const { sealed, ...rest } = found
  const delivery = unsealDelivery(program.home, arrival, sealed)
  const mail = await readMail(delivery.body).catch(ifUnreadable)
  if (mail === undefined) return
  const settled = { ...rest, at: receivedAt(delivery), reference: uidOf(delivery) }
  const judged = judge(mail)
  if (judged.kind === 'bounce') await followBounce(program, kinds, settled, judged.bounce)
  else if (judged.kind === 'complaint') await followComplaint(program, settled, judged.complaint)
  else if (judged.kind === 'message') {
    await followWish(program, settled, mail, judged.wish)
    if (found.state === 'written') await keepLetter(program, settled, mail)
  }
}

function ifUnreadable(fault: unknown): undefined {
  if (!(fault instanceof Refused)) throw fault
}

// ── Reports of delivery ─────────────────────────────────────────────────────────────────────────────────────────────

/** Anybody can write a report: it is believed of messages of ours, and of addresses that one was sent to. */
async function followBounce(
  program: Following,
  kinds: readonly MessageKind[],
  settled: Settled,
  { recipients, about }: Bounce,
): Promise<void> {
  const failed = recipients.filter(({ action }) => action === 'failed')
  const messages = await sentMessages(
    program,
    ourMessages(about),
    failed.map(({ address }) => address),
  )
  const wrote = (address: string) => messages.some(({ hash }) => hash?.equals(program.mail.hash(address)))
  const dead = failed.filter(({ dead: isDead, address }) => isDead && wrote(address)).map(({ address }) => address)
  if (dead.length > 0) {
    const { reader, token } = asConnection(program, settled)
    await reader.query('select mailbox.note_dead($1, $2, $3, $4)', [token, settled.connection, dead, settled.reference])
  }
  for (const message of messages.filter(({ isOurs }) => isOurs)) {
    const one = failed.find(({ address }) => message.hash?.equals(program.mail.hash(address)))
    if (one) await failMessage(program, kinds, message.id, one.status)
  }
}

interface Sent {
  readonly id: Id
  readonly hash: Buffer | null
  /** The report names this very message. */
  readonly isOurs: boolean
}

async function sentMessages(
  { database, mail, clock }: Following,
  messages: readonly Id[],
  addresses: readonly string[],
): Promise<readonly Sent[]> {
  const { rows } = await database.app.query<Sent>(
    `select id, address_hash as hash, id = any ($1) as "isOurs" from mail.message
     where id = any ($1) or address_hash = any ($2) and tried_at > $3::timestamptz - make_interval(days => $4)`,
    [messages, addresses.map(mail.hash), clock.now(), believed],
  )
  return rows
}

/** The message never came: whoever sent it notes so, as when a server had refused it at once. Campaigns read it from the message. */
async function failMessage(
  { database, clock }: Following,
  kinds: readonly MessageKind[],
  id: Id,
  status: string | undefined,
): Promise<void> {
  await transaction(database.app, async client => {
    const { rows } = await client.query<{ id: Id; person: Id; kind: string; about: Id; attempts: number }>(
      `select id, person_id as person, kind, about, attempts from mail.message where id = $1 and state = 'sent' for update`,
      [id],
    )
    const [message] = rows
    const kind = kinds.find(one => one.kind === message?.kind)
    if (message === undefined) return
    const outcome = { state: 'failed', at: clock.now(), why: `bounced ${status ?? ''}`.trim() } as const
    await settle(client, message, outcome.state, outcome)
    await kind?.settled(client, message, outcome)
  })
}

// ── Words against messages ──────────────────────────────────────────────────────────────────────────────────────────

interface Said {
  readonly addresses: readonly string[]
  readonly messages: readonly Id[]
  /** Purposes that they end, by e-mail or by every channel. */
  readonly against: readonly { readonly purpose: string; readonly channel: 'email' | null }[]
}

async function recordWords(
  program: Following,
  settled: Settled,
  { addresses, messages, against }: Said,
): Promise<number> {
  if (against.length === 0 || addresses.length + messages.length === 0) return 0
  const { reader, token } = asConnection(program, settled)
  const said = against.map(one => ({
    ...one,
    kind: 'objection',
    given_at: settled.at.toISOString(),
    method: 'message',
  }))
  const { rows } = await reader.query<{ persons: number }>(
    'select mailbox.record_words($1, $2, $3, $4, $5, $6) as persons',
    [token, settled.connection, addresses, messages, JSON.stringify(said), settled.reference],
  )
  return rows[0]?.persons ?? 0
}

/** Whatever contacts people by e-mail, by the notice. */
async function againstEmail({ published }: Following): Promise<Said['against']> {
  const { purposes } = await published()
  return purposes
    .filter(({ channels }) => channels.email !== undefined && channels.email !== 'never')
    .map(({ id }) => ({ purpose: id, channel: 'email' }))
}

async function followComplaint(program: Following, settled: Settled, { addresses, about }: Complaint): Promise<void> {
  await recordWords(program, settled, {
    addresses,
    messages: ourMessages(about),
    against: await againstEmail(program),
  })
}

async function followWish(program: Following, settled: Settled, mail: Mail, wish: Wish | undefined): Promise<void> {
  const address = mail.from?.address
  if (wish === undefined || address === undefined) return
  if (wish.leaves !== undefined) {
    const published = await program.published()
    const marketing = published.notice && wish.leaves === 'marketing' ? marketingPurposes(published.notice) : []
    const against = [...(await againstEmail(program)), ...marketing.map(purpose => ({ purpose, channel: null }))]
    await recordWords(program, settled, { addresses: [address], messages: ourMessages(mail.answers), against })
  }
  if (wish.right !== undefined) await openRequest(program, settled, mail, { ...wish, right: wish.right }, address)
}

// ── Requests for rights ─────────────────────────────────────────────────────────────────────────────────────────────

/** As many characters of their words as a request keeps. */
const longestWords = 3_900

/** The clock runs from when the letter reached the server (Art. 12(3)); staff see which right was read in it and may take it otherwise. */
async function openRequest(
  program: Following,
  { id, at }: Settled,
  mail: Mail,
  { right, lang }: Wish & { readonly right: string },
  address: string,
): Promise<void> {
  const now = program.clock.now()
  const received = at > now ? now : at
  const purpose = rightsPurpose(await program.published())
  const requester = masked([mail.from?.name, address].filter(Boolean).join(', '), 290)
  const words = masked([mail.subject, ownWords(mail.text)].filter(Boolean).join('\n\n'), longestWords)
  await program.database
    .purpose(purpose)
    .query('select mailbox.ask($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)', [
      program.sign({ actor: 'system', purpose, request: newId() }),
      id,
      right,
      requester,
      words,
      lang,
      address,
      lastDay(dateInHelsinki(received), statutory.answerToRequest),
      received,
      now,
    ])
}
