/** What every request stands on: the database, the clock, who asks, and where looks are written. Upper floors fill it in. */

import type { Pool } from 'pg'
import type { Id } from '../base/ids.ts'
import type { Clock } from '../base/time.ts'
import type { Claim } from '../database/actor-token.ts'
import type { Duty, Lang, Notice, Purpose } from '../notice/notice.ts'

/** Who asks: a member of staff with a session, or a key of another program. */
export interface Asker {
  readonly kind: 'staff' | 'key'
  readonly id: Id
  /** As the ledgers write it: `staff:<id>` or `key:<id>`. */
  readonly actor: string
  readonly administrator: boolean
  /** Duties of the published notice; a key has none. */
  readonly duties: readonly string[]
  /** Purposes that this asker may work for: those of the duties, or the one that the key is bound to. */
  readonly purposes: readonly string[]
  readonly lang: Lang | undefined
  /** The session that carries the request, for a member of staff. */
  readonly session: Id | undefined
  /** Is not in yet: may make a second factor, which this register requires, and nothing else. */
  readonly isEnrolling?: boolean
}

/** Finds who asks from a session cookie or `Authorization: Bearer`; undefined when neither is there or neither is valid. */
export type FindAsker = (headers: Headers) => Promise<Asker | undefined>

/** One look at a person: a row of `access.look` before it has its id. Without a person it records that a search was made. */
export interface Look {
  readonly at: Date
  readonly actor: string
  readonly purpose: string
  readonly personId: Id | null
  readonly operation: string
  readonly categories: readonly string[]
  readonly requestId: Id
  readonly noticeVersion: number
}

/** Something at a door that may belong to an attack, or a coming in that may follow one. What is kept of it are keyed hashes and counts. */
export type Attempt =
  | {
      readonly what: 'password' | 'second-factor' | 'unknown-key' | 'asked' | 'way-in' | 'form' | 'missed' | 'limited'
      readonly address: string
      /** As whom: an address of staff, an id of staff, an address at the door of the own page, or the id of the question there. */
      readonly as?: string
      /** The path of the door as the log has it; without it there is one door for all. */
      readonly door?: string
    }
  | { readonly what: 'came-in'; readonly address: string; readonly staff: Id; readonly browser: string }
  | { readonly what: 'key-used'; readonly address: string; readonly key: Id }

/** The part of the published notice that requests need: it changes only when another version is published. */
export interface Published {
  readonly version: number
  readonly purposes: readonly Purpose[]
  readonly duties: readonly Duty[]
  /** The whole notice, for the pages that show it. */
  readonly notice?: Notice | undefined
  /** The controller's e-mail address for questions. */
  readonly contact?: string | undefined
}

/** One line of the log; only values that are nobody's personal data. */
export type Log = (line: Readonly<Record<string, string | number | boolean>>) => void

export interface Program {
  readonly clock: Clock
  /** The public address, without a trailing slash: `https://rekisteri.example.fi`. */
  readonly url: string
  /** The folder of this register (SELOSTE_HOME). */
  readonly home: string
  /** Nobody in the register exists (`seloste demo`). */
  readonly demo?: boolean
  readonly database: { readonly app: Pool; readonly purpose: (id: string) => Pool }
  /** Signs who asks; the owner-run functions of the database check it. */
  readonly sign: (claim: Claim) => string
  readonly published: () => Promise<Published>
  readonly findAsker: FindAsker
  /** Resolves when the rows are durable. */
  readonly recordLooks: (looks: readonly Look[]) => Promise<void>
  /** Returns at once: nobody waits for it, and an answer tells nothing of it. */
  readonly noteAttempt: (attempt: Attempt) => void
  readonly log: Log
}
