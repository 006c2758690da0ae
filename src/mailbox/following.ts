/** Who follows a mail: the connection through which it came, by the login of its purpose. */

import { type Id, newId } from '../base/ids.ts'
import type { Sending } from '../mail/message-kind.ts'

export type Following = Sending

/** An arrival that is settled, as it came. */
export interface Settled {
  readonly id: Id
  readonly connection: Id
  readonly purpose: string
  readonly state: string
  readonly at: Date
  /** What staff know it by on the server. */
  readonly reference: string
}

/** The login of the connection's purpose, with what the database wants to know of who asks. */
export const asConnection = (
  { database, sign }: Following,
  { connection, purpose }: Pick<Settled, 'connection' | 'purpose'>,
) => ({
  reader: database.purpose(purpose),
  token: sign({ actor: `connection:${connection}`, purpose, request: newId() }),
})
