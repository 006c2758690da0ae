/** A mailbox is spoken with over IMAP, its password or permission never in the open, and what goes wrong is told as a code that staff can act on. */

import type { ImapFlow } from 'imapflow'
import type { Access } from './access.ts'
import { NoAccess } from './oauth.ts'
import type { MailboxPlace } from './place.ts'

/** Why a mailbox cannot be read: the text is `mailbox.trouble.<code>`. */
export const troubles = [
  'unreachable',
  'name',
  'certificate',
  'no-tls',
  'sign-in',
  'not-allowed',
  'consent',
  'client',
  'service',
  'no-folder',
  'busy',
  'slow',
  'broken',
  'secret',
] as const
export type Trouble = (typeof troubles)[number]

export interface Signing {
  readonly place: MailboxPlace
  readonly access: Access
}

/** In milliseconds. */
const patience = { connect: 15_000, silence: 5 * 60_000, idle: 4 * 60_000 }

/** A connection that is signed in. Whoever opens it closes it. */
export async function openImap({ place, access }: Signing): Promise<ImapFlow> {
  const { ImapFlow: Client } = await import('imapflow') // only where mail is read
  const client = new Client({
    host: place.host,
    port: place.port,
    secure: place.security === 'tls',
    ...(place.security === 'starttls' && { doSTARTTLS: true }),
    ...(place.security === 'none' && { doSTARTTLS: false }),
    auth: { user: place.user, ...access },
    logger: false,
    disableAutoIdle: true,
    maxIdleTime: patience.idle,
    connectionTimeout: patience.connect,
    greetingTimeout: patience.connect,
    socketTimeout: patience.silence,
    maxLiteralSize: 60_000_000,
    maxResponseSize: 80_000_000,
    clientInfo: { name: 'Seloste' },
  })
  client.on('error', () => {}) // told by what is asked next
  await client.connect().catch(fault => {
    throw Object.assign(Object(fault), { byPermission: 'accessToken' in access })
  })
  return client
}

/** What is known of a folder before it is read. */
export interface Tried {
  readonly messages: number
  /** How full it is, in percent; null where the server does not say. */
  readonly filled: number | null
}

/** Signs in and opens the folder without changing anything. */
export async function tryImap(signing: Signing): Promise<Tried> {
  const client = await openImap(signing)
  try {
    const { exists } = await client.mailboxOpen(signing.place.folder, { readOnly: true })
    return { messages: exists, filled: await filledOf(client, signing.place.folder) }
  } finally {
    client.close()
  }
}

/** A full mailbox turns away who writes to it; asked for, because nobody else tells. */
export async function filledOf(client: ImapFlow, folder: string): Promise<number | null> {
  const quota = await client.getQuota(folder).catch(() => false as const)
  if (quota === false || quota === undefined) return null
  const shares = [quota.storage, quota.message].flatMap(one =>
    one?.limit && one.usage !== undefined ? [Math.round((one.usage / one.limit) * 100)] : [],
  )
  return shares.length === 0 ? null : Math.min(100, Math.max(...shares))
}

/** What a fault means for whoever keeps the mailbox; what the server said is not kept. */
export function troubleOf(fault: unknown): Trouble {
  if (fault instanceof NoAccess) return fault.trouble
  const { code, authenticationFailed, serverResponseCode, mailboxMissing, key, byPermission }: Record<string, unknown> =
    Object(fault)
  const named = String(code ?? '')
  const said = String(serverResponseCode ?? '')
  if (key === 'seal.broken') return 'secret'
  if (authenticationFailed === true)
    return /INUSE|LIMIT|UNAVAILABLE/.test(said) ? 'busy' : byPermission === true ? 'not-allowed' : 'sign-in'
  if (mailboxMissing === true || /NONEXISTENT|TRYCREATE|NOPERM/.test(said)) return 'no-folder'
  if (/INUSE|LIMIT|UNAVAILABLE|THROTTLED/i.test(said)) return 'busy'
  if (/^(?:CERT|ERR_TLS_CERT|DEPTH_ZERO|SELF_SIGNED|UNABLE_TO|HOSTNAME_MISMATCH)/.test(named)) return 'certificate'
  if (/^(?:ERR_SSL|EPROTO|ERR_TLS)/.test(named) || /tls|starttls/i.test(String(Object(fault).message ?? '')))
    return 'no-tls'
  if (/^(?:ENOTFOUND|EAI_)/.test(named)) return 'name'
  if (/^(?:CONNECT_TIMEOUT|GREETING_?TIMEOUT|ETIMEOUT|ETIMEDOUT)/i.test(named)) return 'slow'
  if (/^E(?:CONN|HOST|NET|PIPE|ADDR)/.test(named) || named === 'NoConnection' || named === 'EConnectionClosed')
    return 'unreachable'
  return 'broken'
}
