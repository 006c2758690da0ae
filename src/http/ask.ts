/** What a handler is given. A handler that needs a person's data gets it only with a purpose, and cannot answer without saying whom it saw. */

import type { Pool } from 'pg'
import type { Id } from '../base/ids.ts'
import type { Clock } from '../base/time.ts'
import type { TextLang } from '../texts/texts.ts'
import type { Asker, Program, Published } from './program.ts'

/** A request of anyone, signed in or not. */
export interface OpenAsk {
  readonly program: Program
  readonly requestId: Id
  readonly lang: TextLang
  readonly clock: Clock
  readonly headers: Headers
  /** The address that the request came from, as far as it is known; for limits only, never stored or logged as it is. */
  readonly address: string
  /** Adds a header to the answer: a cookie, a location. */
  readonly setHeader: (name: string, value: string) => void
}

/** A request of a known asker, about no person of the register. */
export interface Ask extends OpenAsk {
  readonly asker: Asker
}

/** A request for a purpose: of a known asker, or of the very person whose data it is, at their own page. */
export interface PurposeAsk extends OpenAsk {
  readonly asker: Omit<Asker, 'kind'> & { readonly kind: Asker['kind'] | 'person' }
  readonly purpose: string
  readonly published: Published
  /** The pool of the purpose's own login: it sees what the notice lets this purpose see. */
  readonly reader: Pool
  /** The signed actor token of this request, first argument of the register's functions; it is good for minutes, so take it anew. */
  readonly token: string
  /**
   * Says whose data the answer shows. The rows are written while the handler goes on and are durable before the answer leaves.
   * Every handler calls it at least once; with no persons it records only that a search was made.
   */
  readonly saw: (persons: readonly Id[], operation: string, categories: readonly string[]) => void
}
