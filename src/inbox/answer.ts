/** A conversation is answered by one of its ways, once: who did not see a colleague's answer is refused, and what was typed stays. */

import { Refused } from '../base/errors.ts'
import { type Id, newId } from '../base/ids.ts'
import { showChat } from '../chat/chats.ts'
import { say } from '../chat/talk.ts'
import { transaction } from '../database/transaction.ts'
import type { PurposeAsk } from '../http/ask.ts'
import { masked } from '../mailbox/letter-adapter.ts'
import { reply } from '../messages/reply.ts'
import { addRowIn } from '../register/persons.ts'
import { categoryIfAny, categoryIn, scopeFor } from '../register/scope.ts'
import { text } from '../texts/texts.ts'
import { type Found, findConversation } from './conversations.ts'
import type { NewAnswer } from './inbox-answers.ts'
import { takeTurn } from './turns.ts'
import { type Carriers, emailOf } from './ways.ts'

/** As many characters as a text message and a line of a chat may have. */
const longest = { sms: 800, chat: 2000 } as const

/** Refuses (409, `inbox.answered-meanwhile`) when somebody else has answered since `seen`, and whatever its way refuses. */
export async function answer(ask: PurposeAsk, id: Id, given: NewAnswer, carriers: Carriers): Promise<void> {
  const found = await findConversation(ask.reader, ask, id)
  const { way, afterwards, seen } = given
  const limit = way === 'email' ? undefined : longest[way]
  if (limit !== undefined && given.text.length > limit)
    throw new Refused('inbox.too-long', 'invalid', { limit }, { field: 'text' })
  if (way !== 'email' && given.files.length > 0)
    throw new Refused('inbox.only-email-files', 'invalid', {}, { field: 'files' })
  if (way === 'email') await byEmail(ask, found, given, carriers)
  else {
    await ask.reader.query('select inbox.begin_answer($1, $2, $3)', [ask.token, id, seen])
    await (way === 'sms' ? bySms(ask, found, given, carriers) : byChat(ask, found, given))
    // The message is in the conversation of its own channel; this one is answered too.
    if (way === 'sms' && found.channel !== 'sms')
      await takeTurn(ask, id, { did: 'answered', words: text(ask.lang, 'inbox.answered-by-sms') })
  }
  if (afterwards === 'done') await takeTurn(ask, id, { did: 'done' })
}

async function byEmail(
  ask: PurposeAsk,
  found: Found,
  { text: words, subject, files, seen }: NewAnswer,
  carriers: Carriers,
) {
  const { person } = found
  if (person === null) throw new Refused('inbox.nobody', 'conflict')
  const { from } = await emailOf(ask, found, carriers)
  const about =
    found.channel === 'email' && found.subject !== null
      ? answering(found.subject)
      : (subject ?? text(ask.lang, 'inbox.subject'))
  await transaction(ask.reader, async client => {
    await client.query('select inbox.begin_answer($1, $2, $3)', [ask.token, found.id, seen])
    const at = ask.clock.now()
    const { columns } = categoryIn(await scopeFor(ask), 'service-events')
    const all = {
      kind: 'email',
      direction: 'out',
      occurred: at.toISOString(),
      subject: masked(about, 190),
      content: masked(words, 15_000),
    }
    const values = Object.fromEntries(
      Object.entries(all).filter(([name]) => columns.some(column => column.name === name)),
    )
    const row = await addRowIn(client, ask, person, 'service-events', { source: await sourceOf(ask), values })
    await client.query('select inbox.queue_reply($1, $2, $3, $4, $5, $6)', [ask.token, found.id, row, from, files, at])
  })
}

/** As it stands already in Finnish, Swedish or English; otherwise with the mark that every mail program knows. */
const answering = (subject: string): string => (/^(?:re|vs|sv)\s*:/i.test(subject) ? subject : `Re: ${subject}`.trim())

async function sourceOf(ask: PurposeAsk): Promise<string> {
  const events = categoryIfAny(await scopeFor(ask), 'service-events')
  const source = ['email', 'staff', 'phone'].find(one => events?.category.from.includes(one))
  if (!events?.mayWrite || source === undefined) throw new Refused('messages.no-place', 'forbidden')
  return source
}

async function bySms(ask: PurposeAsk, { person }: Found, { text: words }: NewAnswer, { sms }: Carriers) {
  if (person === null) throw new Refused('inbox.nobody', 'conflict')
  if (!sms.configured) throw new Refused('messages.no-gateway', 'unavailable')
  await reply(ask, person, words)
}

async function byChat(ask: PurposeAsk, { channel, thread }: Found, { text: words, client }: NewAnswer) {
  if (channel !== 'chat') throw new Refused('inbox.no-chat', 'invalid', {}, { field: 'way' })
  await showChat(ask, thread) // refuses who may not see it
  await say(ask.program, thread, { client: client ?? newId(), text: words, by: ask.asker.actor })
}
