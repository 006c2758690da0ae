/** What is known of every request from its first moment: its id, its language, the address that it came from. */

import { getConnInfo } from '@hono/node-server/conninfo'
import type { Context } from 'hono'
import { type Id, newId } from '../base/ids.ts'
import { countedBy } from '../base/network.ts'
import { langFor, type TextLang } from '../texts/texts.ts'

export interface Arrival {
  readonly requestId: Id
  readonly lang: TextLang
  readonly address: string
}

export interface HttpEnv {
  Variables: { arrival: Arrival; routePath: string }
}

export const arrive = (context: Context): Arrival => ({
  requestId: newId(),
  lang: langFor(context.req.header('accept-language')),
  address: countedBy(addressOf(context)),
})

const loopback = /^(127\.|::1$|::ffff:127\.)/

const addressOf = (context: Context): string => addressFrom(peerOf(context), context.req.header('x-forwarded-for'))

/** The peer's address. X-Forwarded-For is believed only from this machine, where a reverse proxy would stand; its last entry is the proxy's own. */
export function addressFrom(peer: string | undefined, forwarded: string | undefined): string {
  if (peer !== undefined && !loopback.test(peer)) return peer
  return forwarded?.split(',').at(-1)?.trim() || peer || 'unknown'
}

function peerOf(context: Context): string | undefined {
  try {
    return getConnInfo(context).remote.address
  } catch {
    return undefined // a request without a socket: app.request() of a test
  }
}
