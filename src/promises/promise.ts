/** A promise of the notice has a check that can fail: what a capability's `.promises.ts` exports and app.ts lists, and what a check is given and answers. */

import type { Pool } from 'pg'
import type { Settings } from '../base/settings.ts'
import type { Clock } from '../base/time.ts'
import type { Database } from '../database/pools.ts'
import type { Program } from '../http/program.ts'
import type { Notice } from '../notice/notice.ts'
import type { TextKey } from '../texts/texts.ts'

/**
 * A live check of something that the published notice says. Its texts, in fi, sv and en, are `promises.<id>.title` (what is kept
 * true, as a statement), `.holds` and `.broken` (what was found; the figures fill {{name}}, a figure called `count` chooses the
 * plural) and `.mend` (what staff do at `mend` when it is broken).
 */
export interface PromiseCheck {
  /** `<capability>.<what>`, in small letters with hyphens: `retention.nothing-overdue`. It never changes, for its past goes by it. */
  readonly id: `${string}.${string}`
  /** Broken ones are told in this order, see `severities`. */
  readonly severity: Severity
  /**
   * The places of the notice that it keeps true, the most telling one first: paths as `data-path` of the rendering has them
   * (`categories.orders.keep`, `recipients.2`, `duties`, `security.5`), which survive any rendering and language; src/promises/place.ts
   * finds some. None: this notice does not say it, so it is not run.
   */
  readonly places: (notice: Notice) => readonly string[]
  /** Where staff mend it: a path of the staff application, `/staff`. None: at the server, as the text `.mend` says. */
  readonly mend?: `/${string}`
  /**
   * Looks. Reads only; may be run at any time, twice, and stopped. What it throws makes the answer `unknown`, with the key of a
   * `Refused` as the reason.
   */
  readonly run: (context: PromiseContext) => Promise<Outcome>
}

/**
 * `grave`: a person's data is, or may come, where the notice says that it does not. `serious`: a duty towards persons is not met.
 * `slight`: something that keeps the others true is overdue.
 */
export type Severity = (typeof severities)[number]
export const severities = ['grave', 'serious', 'slight'] as const

/** What a check may use. */
export interface PromiseContext {
  /** The moment of the run by the program's clock; every figure of a run is of this moment. */
  readonly at: Date
  readonly clock: Clock
  /** The notice in force. */
  readonly version: number
  readonly notice: Notice
  /** `app` reads staff, looks, mail and PostgreSQL's catalogue; it may read nothing of a person. */
  readonly database: Pick<Database, 'app' | 'purpose' | 'roles' | 'url'>
  /**
   * The login of the rights purpose, for owner-run functions that count over all persons: they begin with
   * `perform register.need_rights()`, give numbers and dates only and name nobody, so they need no token and no look.
   */
  readonly rights: Pool
  readonly settings: Pick<Settings, 'url' | 'databaseUrl' | 'smtpUrl' | 'imapUrl' | 'smsUrl'>
  /** The part of the program that reads the register as others do, for checks that must. */
  readonly program: Pick<Program, 'home' | 'sign' | 'published'>
  /** Aborted when the run must end: give it to what waits (fetch, sockets). */
  readonly stopping: AbortSignal
}

/** Numbers and moments, and nothing else: they are kept, and the controller may make them public. A date is the moment at which it begins. */
export type Figures = Readonly<Record<string, number | Date>>

export type Outcome =
  | {
      readonly state: 'holds' | 'broken'
      readonly figures: Figures
      /**
       * What to look at, for staff only: names of things of the program, of the notice or of the web (a column, a role, a cookie, a
       * host), never anything of a person. The first twenty are kept.
       */
      readonly found: readonly string[]
      /** Of what is broken: which of its places do not hold, when the others do. */
      readonly at?: readonly string[]
    }
  /** It cannot be known; `why` is the key of a sentence that says why, under `promises.why` or `errors`. */
  | { readonly state: 'unknown'; readonly why: TextKey }

/** It holds, or it does not: `verdict(overdue === 0, { overdue })`; `at` names the broken places when the others hold. */
export const verdict = (
  holds: boolean,
  figures: Figures,
  found: readonly string[] = [],
  at?: readonly string[],
): Outcome => ({
  state: holds ? 'holds' : 'broken',
  figures,
  found,
  ...(at !== undefined && !holds && { at }),
})

/** `cannotTell('promises.why.site-away')` */
export const cannotTell = (why: TextKey): Outcome => ({ state: 'unknown', why })
