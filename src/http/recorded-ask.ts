/** Asking for a purpose outside a staff request: who it is is said, and what they look at is on record before they are answered. */

import type { Id } from '../base/ids.ts'
import type { OpenAsk, PurposeAsk } from './ask.ts'
import type { Published } from './program.ts'

export interface RecordedAsk extends PurposeAsk {
  /** Resolves when every look that was said is durable: to be awaited before anything is told. */
  readonly recorded: () => Promise<void>
}

interface By {
  readonly kind: 'staff' | 'person'
  readonly id: Id
  /** As the ledgers write it. */
  readonly actor: string
  readonly purpose: string
  readonly published: Published
}

export function recordedAsk(open: OpenAsk, { kind, id, actor, purpose, published }: By): RecordedAsk {
  const { program, clock, requestId } = open
  const looks: Promise<void>[] = []
  return {
    ...open,
    purpose,
    published,
    reader: program.database.purpose(purpose),
    asker: {
      kind,
      id,
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
      const common = { at: clock.now(), actor, purpose, operation, categories, requestId }
      const written = program.recordLooks(
        whom.map(personId => ({ ...common, personId, noticeVersion: published.version })),
      )
      written.catch(() => {}) // awaited in recorded()
      looks.push(written)
    },
    recorded: async () => void (await Promise.all(looks)),
  }
}
