/** A command asks for a purpose as a request does: whoever has the server in hand is the actor, and its looks are on record before it answers. */

import { Refused } from '../base/errors.ts'
import { newId } from '../base/ids.ts'
import type { TextLang } from '../texts/texts.ts'
import type { Program } from './program.ts'
import { type RecordedAsk, recordedAsk } from './recorded-ask.ts'

/** In the ledgers. */
const actor = 'command-line'

/** Refuses a purpose that the notice in force does not declare. */
export async function commandAsk(program: Program, lang: TextLang, purpose: string): Promise<RecordedAsk> {
  const published = await program.published()
  if (!published.purposes.some(({ id }) => id === purpose)) {
    throw new Refused('register.purpose-not-declared', 'invalid', { purpose })
  }
  const requestId = newId()
  const open = {
    program,
    requestId,
    lang,
    clock: program.clock,
    headers: new Headers(),
    address: '',
    setHeader: () => {},
  }
  return recordedAsk(open, { kind: 'staff', id: requestId, actor, purpose, published })
}
