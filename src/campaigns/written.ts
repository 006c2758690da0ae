/** What a campaign sends, as whoever keeps letters gives it: a revision that never changes, and how it is written to one person. */

import type { Id } from '../base/ids.ts'
import type { Program } from '../http/program.ts'
import type { Lang } from '../notice/notice.ts'
import type { Reached } from './gate.ts'
import type { CampaignChannel } from './plan.ts'

/** One revision of a letter. */
export interface Revision {
  readonly channel: CampaignChannel
  readonly name: string
}

/** What one person is sent. */
export type Written =
  | {
      readonly channel: 'email'
      readonly lang: Lang
      readonly subject: string
      readonly html: string
      readonly text: string
    }
  | { readonly channel: 'sms'; readonly lang: Lang; readonly text: string }

/** Where this recipient ends such messages; a service message has none. */
export interface Leaving {
  readonly page: string
  readonly oneClick: string
}

export interface ToWrite extends Reached {
  readonly message: Id
  readonly leave: Leaving | undefined
  /** They have consented to it being noted which links they follow. */
  readonly isMeasured: boolean
}

export type Writing = Pick<Program, 'database' | 'published' | 'sign' | 'url' | 'clock' | 'recordLooks' | 'home'>

export interface Letters {
  /** Undefined when the purpose has no such revision, or it is not whole. */
  readonly find: (program: Writing, purpose: string, revision: Id) => Promise<Revision | undefined>
  /** To each of the persons, in their order. Personal values are read by the purpose. */
  readonly write: (
    program: Writing,
    purpose: string,
    revision: Id,
    persons: readonly ToWrite[],
  ) => Promise<readonly Written[]>
}
