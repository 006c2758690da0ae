/** What a capability sends by e-mail: how it is written when it is sent, and what is noted when it was, or never will be. */

import type { ClientBase } from 'pg'
import type { Id } from '../base/ids.ts'
import type { Program } from '../http/program.ts'
import type { LaidOut, Letter } from './letter.ts'
import type { Message } from './outbox.ts'
import type { Reaching, Recipient } from './recipient.ts'
import type { Mail } from './transport.ts'

export type Sending = Reaching & Pick<Program, 'home' | 'url' | 'sign'> & { readonly mail: Mail }

/** What a capability sends: how it is written, and what it notes when it was sent, or never will be. */
export interface MessageKind {
  readonly kind: string
  /** What is not sent without a permit: the gate is asked when it is sent, and stops it. A service message needs none. */
  readonly permission?: Permission | ((program: Sending, about: Id) => Promise<Permission>)
  /** An automatic answer to whoever wrote first: it says so, and what cannot be delivered comes back to nobody (RFC 3834, 3.3). */
  readonly isReply?: boolean
  /** Whom the message's person is, and at which address: a customer of the register at their best one unless told. */
  readonly recipient?: (program: Sending, person: Id, about: Id) => Promise<Recipient>
  /** The letter to this recipient; undefined when it is not needed any more. */
  readonly write: (
    program: Sending,
    about: Id,
    recipient: Recipient,
    person: Id,
  ) => Promise<Letter | LaidOut | undefined>
  /** In the transaction that settles the message. */
  readonly settled: (client: ClientBase, message: Message, outcome: Settled) => Promise<void>
}

export interface Permission {
  readonly purpose: string
  readonly channel: 'email'
  /** What it is about; without it nothing is sent because of a purchase (917/2014 § 200(3)). */
  readonly productGroup?: string
}

/** Asked before every message that needs a permit; an upper floor answers. */
export type Gate = (program: Sending, message: Message, permission: Permission) => Promise<Passage>

export type Passage =
  | {
      readonly allowed: true
      /** The address that may be used. */
      readonly email: string
      /** Where this recipient ends it (917/2014 § 203): a page, and an address that takes one click (RFC 8058). */
      readonly leave: { readonly page: string; readonly oneClick: string }
    }
  | { readonly allowed: false; readonly reason: string }

export interface Settled {
  /** `stopped`: there is no permit, `why` says by which reason of the gate. */
  readonly state: 'sent' | 'failed' | 'no-address' | 'not-needed' | 'stopped'
  readonly at: Date
  readonly why?: string | undefined
  readonly hash?: Buffer | undefined
}
