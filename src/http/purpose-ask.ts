/** Asking for a purpose: it must be the asker's, and everybody who was shown must be in the look log before the answer leaves. */

import { Refused } from '../base/errors.ts'
import type { Id } from '../base/ids.ts'
import type { Ask, PurposeAsk } from './ask.ts'
import type { Shown } from './once.ts'

/** `named`: one of the asker's purposes. `rights`: one that sees all besides (Art. 18(2)). */
export type PurposeRule = 'named' | 'rights'

export interface ForPurpose {
  readonly purposeAsk: PurposeAsk
  /** What the handler has said that it showed. */
  readonly shown: readonly Shown[]
  /** Resolves when every look so far is durable. */
  readonly recorded: () => Promise<void>
  /** The same of an answer, which must have shown somebody, or said that it shows nobody. */
  readonly durable: () => Promise<void>
}

/** The ask for the purpose that the header Purpose names. */
export async function askForPurpose(ask: Ask, rule: PurposeRule): Promise<ForPurpose> {
  const { program, asker, requestId } = ask
  const purpose = ask.headers.get('purpose')
  if (purpose === null) throw new Refused('http.purpose-missing', 'invalid')
  const published = await program.published()
  const declared = published.purposes.find(({ id }) => id === purpose)
  const permitted = declared !== undefined && asker.purposes.includes(purpose)
  if (!permitted || (rule === 'rights' && !declared.seesAll)) throw new Refused('http.purpose-not-yours', 'forbidden')

  const shown: Shown[] = []
  const written: Promise<void>[] = []
  const at = ask.clock.now()
  const saw = (persons: readonly Id[], operation: string, categories: readonly string[]): void => {
    const common = {
      at,
      actor: asker.actor,
      purpose,
      operation,
      categories,
      requestId,
      noticeVersion: published.version,
    }
    const whom = persons.length === 0 ? [null] : persons
    const looks = program.recordLooks(whom.map(personId => ({ ...common, personId })))
    looks.catch(() => {}) // awaited in recorded(): until then it is nobody's
    written.push(looks)
    shown.push({ persons, operation, categories })
  }
  const recorded = async (): Promise<void> => void (await Promise.all(written))
  return {
    shown,
    recorded,
    durable: async () => {
      if (written.length === 0) throw new Error('a route about persons answered without saying whom it saw')
      await recorded()
    },
    purposeAsk: {
      ...ask,
      purpose,
      published,
      reader: program.database.purpose(purpose),
      get token() {
        return program.sign({ actor: asker.actor, purpose, request: requestId })
      },
      saw,
    },
  }
}
