/** A command asks for a purpose as a request does: whoever has the server in hand is the actor, and its looks are on record before it answers. */

import { Refused } from '../base/errors.ts'
import { newId } from '../base/ids.ts'
import type { TextLang } from '../texts/texts.ts'
import type { PurposeAsk } from './ask.ts'
import type { Program } from './program.ts'

/** In the ledgers. */
const actor = 'command-line'

export interface CommandAsk extends PurposeAsk {
  /** Resolves when every look that was said is durable: to be awaited before anything is told. */
  readonly recorded: () => Promise<void>
}

/** Refuses a purpose that the notice in force does not declare. */
export async function commandAsk(program: Program, lang: TextLang, purpose: string): Promise<CommandAsk> {
  const published = await program.published()
  if (!published.purposes.some(({ id }) => id === purpose)) {
    throw new Refused('register.purpose-not-declared', 'invalid', { purpose })
  }
  const requestId = newId()
  const looks: Promise<void>[] = []
  return {
    program,
    requestId,
    lang,
    clock: program.clock,
    headers: new Headers(),
    address: '',
    setHeader: () => {},
    purpose,
    published,
    reader: program.database.purpose(purpose),
    asker: {
      kind: 'staff',
      id: requestId,
      actor,
      administrator: false,
      duties: [],
      purposes: [purpose],
      lang: undefined,
      session: undefined,
    },
    get token() {
      return program.sign({ actor, purpose, request: requestId })
    },
    saw: (persons, operation, categories) => {
      const whom = persons.length === 0 ? [null] : persons
      const common = { at: program.clock.now(), actor, purpose, operation, categories, requestId }
      const written = program.recordLooks(
        whom.map(personId => ({ ...common, personId, noticeVersion: published.version })),
      )
      written.catch(() => {}) // awaited in recorded()
      looks.push(written)
    },
    recorded: async () => void (await Promise.all(looks)),
  }
}
