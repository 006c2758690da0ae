/** One conversation with everything that its screen shows; who opens it has read it for the whole purpose. */

import type { Adapter } from '../arrivals/adapter.ts'
import type { Id } from '../base/ids.ts'
import type { PurposeAsk } from '../http/ask.ts'
import { langFor } from '../mail/recipient.ts'
import { readListed } from '../register/listed.ts'
import { scopeFor } from '../register/scope.ts'
import { describe, findConversation } from './conversations.ts'
import { enclosuresOf } from './enclosure.ts'
import type { Conversation } from './inbox-answers.ts'
import { readThread } from './thread.ts'
import { readTurns } from './turns.ts'
import { type Carriers, insteadOf, waysOf } from './ways.ts'

export async function readConversation(
  ask: PurposeAsk,
  id: Id,
  { carriers, adapters }: { readonly carriers: Carriers; readonly adapters: readonly Adapter[] },
): Promise<Conversation> {
  const found = await findConversation(ask.reader, ask, id)
  if (found.unread && ask.asker.kind === 'staff')
    await ask.reader.query('select inbox.mark_read($1, $2, $3)', [ask.token, id, ask.clock.now()])
  const [listed, thread, turns, ways, files, lang] = await Promise.all([
    describe(ask, adapters, [found]),
    readThread(ask, adapters, found),
    readTurns(ask, id),
    waysOf(ask, found, carriers),
    found.person === null ? [] : enclosuresOf(ask, id),
    customerLang(ask, found.person),
  ])
  const [one] = listed
  if (one === undefined) throw new Error('a conversation that was found is described')
  return {
    ...one,
    unread: false,
    turn: found.turn,
    answer: found.answer,
    messages: [...thread.messages],
    earlier: thread.earlier,
    turns,
    ways: [...ways],
    instead: insteadOf(ask, found),
    files: files
      .filter(({ sent }) => !sent)
      .map(({ id: file, name, type, bytes }) => ({ id: file, name, type, bytes })),
    talk: thread.talk,
    lang,
    mayWrite: found.may_write,
  }
}

/** In which the customer is written to, as far as the purpose knows. */
export async function customerLang(ask: PurposeAsk, person: Id | null): Promise<Conversation['lang']> {
  const [who] =
    person === null ? [] : await readListed({ ask, scope: await scopeFor(ask), db: ask.reader }, [person], [])
  return langFor(who?.language, ask.published.notice?.languages)
}
