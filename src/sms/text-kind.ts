/** What a capability sends by text message: written when it is sent, to the number that is held then. */

import type { Id } from '../base/ids.ts'
import type { Program } from '../http/program.ts'
import type { Mail } from '../mail/transport.ts'
import type { Sms } from './gateway.ts'

export type Texting = Pick<Program, 'clock' | 'database' | 'published' | 'recordLooks' | 'sign'> & {
  readonly sms: Sms
  readonly mail: Pick<Mail, 'hash'>
}

/** What a capability sends by text message. */
export interface TextKind {
  readonly kind: string
  /** To which number and what; undefined when it is not needed any more. */
  readonly write: (
    program: Texting,
    about: Id,
    person: Id,
  ) => Promise<{ readonly to: string; readonly body: string } | undefined>
}
