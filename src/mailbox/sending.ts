/** Mail leaves by the permission of a mailbox that an administrator has said to send by, and of no other one. */

import type { Id } from '../base/ids.ts'
import type { Clock } from '../base/time.ts'
import type { SendingPermission } from '../mail/transport.ts'
import { accessTo, type Opening } from './access.ts'
import { mailKind } from './letter-adapter.ts'
import { NoAccess } from './oauth.ts'

/** An access token is asked for anew so long before its end, in milliseconds. */
const margin = 5 * 60_000

/** The access token of the user's mailbox, kept in memory until shortly before its end. Fails with NoAccess where no mailbox is to send for this user. */
export function permissionToSend(opening: Opening & { readonly clock: Clock }): SendingPermission {
  let held: { readonly id: Id; readonly token: string; readonly until: number } | undefined
  return async (user, anew) => {
    const now = opening.clock.now().getTime()
    const id = await sendingMailbox(opening, user)
    if (!anew && held?.id === id && held.until > now) return held.token
    const access = await accessTo(opening, id)
    if (!('accessToken' in access)) throw new NoAccess('consent')
    held = { id, token: access.accessToken, until: now + access.lasts * 1000 - margin }
    return held.token
  }
}

/** One that is read before one that is paused; a mailbox that is paused still sends. */
async function sendingMailbox({ app }: Opening, user: string): Promise<Id> {
  const { rows } = await app.query<{ id: Id }>(
    `select id from arrivals.connection
     where kind = $1 and lower(settings ->> 'user') = lower($2) and settings #> '{signIn,sends}' = 'true'
     order by paused_at nulls first, id desc limit 1`,
    [mailKind, user],
  )
  const [found] = rows
  if (!found) throw new NoAccess('consent')
  return found.id
}
