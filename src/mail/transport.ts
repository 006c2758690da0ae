/** A message is handed to the mail server once for each call, over TLS unless the server is on this machine, and the answer is told as a code. */

import { createHmac, createSecretKey } from 'node:crypto'
import { PassThrough } from 'node:stream'
import { compose } from './compose.ts'
import type { Correspondence } from './letter.ts'

export interface Envelope {
  readonly from: { readonly name: string; readonly address: string }
  readonly to: string
  readonly subject: string
  readonly html: string
  readonly text: string
  readonly lang: string
  /** Becomes the Message-ID: the same message tried again has the same. */
  readonly id: string
  readonly date: Date
  /** Where one click ends messages of this kind. */
  readonly oneClick?: string | undefined
  /** An automatic answer, from the null sender where the server takes it (RFC 3834, 3.3). */
  readonly isReply?: boolean | undefined
  /** A part of the type text/calendar. */
  readonly calendar?: { readonly method: string; readonly content: string } | undefined
  /** A person's words: its thread, and what comes along. */
  readonly correspondence?: Correspondence | undefined
}

/**
 * `accepted`: the server has it. `refused`: it never will. `later`: it may. `away`: nothing can be sent now. `broken`: it went silent
 * while it was given the text, so that nobody knows whether it has it.
 */
export type Answer =
  | { readonly outcome: 'accepted' }
  | { readonly outcome: 'refused' | 'later' | 'away' | 'broken'; readonly why: string }

export interface Line {
  send(envelope: Envelope): Promise<Answer>
  close(): void
}

export interface Mail {
  /** Whether SMTP_URL is set. */
  readonly configured: boolean
  /** The most messages in a minute. */
  readonly perMinute: number
  /** Opens a connection when the first message is sent. */
  readonly line: () => Promise<Line>
  /** By which an address is known without being kept. */
  readonly hash: (address: string) => Buffer
}

/** By which the server is shown that its user lets mail leave; `anew`: the one before was not taken. Fails when nobody gives it. */
export type SendingPermission = (user: string, anew: boolean) => Promise<string>

export interface MailOptions {
  /** SMTP_URL */
  readonly url: string | undefined
  /** Asked where the URL says `auth=mailbox` instead of a password. */
  readonly permission?: SendingPermission
  readonly perMinute: number
  /** Of the home, for hashes of addresses. */
  readonly key: Buffer
  /** How long the server may be silent, in milliseconds. */
  readonly patience?: number
}

const usualPatience = 30_000

export const openMail = ({ url, perMinute, key, permission, patience = usualPatience }: MailOptions): Mail => {
  const secret = createSecretKey(key) // of bytes it would be made anew for each address, four times as slowly
  return {
    configured: url !== undefined,
    perMinute,
    line: () => lineTo(url ?? '', patience, permission),
    hash: address => createHmac('sha256', secret).update(address.trim().toLowerCase()).digest(),
  }
}

async function lineTo(url: string, patience: number, permission: SendingPermission | undefined): Promise<Line> {
  const { createTransport } = await import('nodemailer') // only where mail is sent
  const { server, user } = signingIn(url)
  const transport = createTransport({
    url: server,
    ...(user !== undefined && { auth: { type: 'OAuth2', user } }),
    pool: true,
    maxConnections: 1,
    // The pool would send again by itself, and nobody would know that it was sent twice.
    maxRequeues: 0,
    ...(needsTls(url) && { requireTLS: true }),
    connectionTimeout: Math.min(patience, 10_000),
    greetingTimeout: Math.min(patience, 10_000),
    socketTimeout: patience,
    disableFileAccess: true,
    disableUrlAccess: true,
  })
  let isPermitted = true
  transport.set('oauth2_provision_cb', (whose, anew, give) => {
    isPermitted = false
    const asked = permission?.(whose, anew) ?? Promise.reject(new Error('nobody gives permissions to send'))
    asked.then(
      token => {
        isPermitted = true
        give(null, token)
      },
      fault => give(fault),
    )
  })
  // One message at a time: whether the server asked for the text of the one that is being sent.
  let isGiven = false
  transport.use('stream', ({ message }, go) => {
    const asked = new PassThrough().once('resume', () => {
      isGiven = true
    })
    message.processFunc(text => text.pipe(asked))
    go()
  })
  return {
    send: async envelope => {
      isGiven = false
      try {
        await transport.sendMail(messageOf(envelope)).catch(fault => {
          if (!envelope.isReply || Object(fault).command !== 'MAIL FROM') throw fault
          const { from, to } = envelope
          return transport.sendMail({ ...messageOf(envelope), envelope: { from: from.address, to } })
        })
        return { outcome: 'accepted' }
      } catch (fault) {
        const answer = isPermitted ? answerOf(fault) : ({ outcome: 'away', why: 'permission' } as const)
        return isGiven && answer.outcome === 'away' ? { ...answer, outcome: 'broken' } : answer
      }
    },
    close: () => transport.close(),
  }
}

/** With `auth=mailbox` the user signs in by the permission of the mailbox of that name, and no password is sent. */
function signingIn(url: string): { readonly server: string; readonly user?: string } {
  const server = new URL(url)
  if (server.searchParams.get('auth') !== 'mailbox') return { server: url }
  const user = decodeURIComponent(server.username)
  server.searchParams.delete('auth')
  server.username = ''
  return { server: server.href, user }
}

/** Addresses and changes of a notice do not travel in the open; `requireTLS` or `ignoreTLS` in the URL says otherwise. */
function needsTls(url: string): boolean {
  const { protocol, hostname, searchParams } = new URL(url)
  const isHere = /^(localhost|127(\.\d+){3}|\[::1\])$/.test(hostname)
  return protocol === 'smtp:' && !isHere && !searchParams.has('requireTLS') && !searchParams.has('ignoreTLS')
}

function messageOf(envelope: Envelope) {
  const { from, to, subject, html, text, lang, id, date, oneClick, isReply, calendar, correspondence } = envelope
  const messageId = `<${id}@${from.address.split('@').at(-1)}>`
  // RFC 3834: nobody's holiday reply is wanted. A service message is not a list that one may leave, marketing is (RFC 8058).
  const headers = {
    ...(correspondence === undefined && { 'Auto-Submitted': isReply ? 'auto-replied' : 'auto-generated' }),
    'Content-Language': lang,
    ...(oneClick && { 'List-Unsubscribe': `<${oneClick}>`, 'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click' }),
  }
  const raw =
    calendar || correspondence ? undefined : compose({ from, to, subject, html, text, date, messageId, headers })
  if (raw) return { envelope: { from: isReply ? '' : from.address, to }, raw }
  return {
    ...(isReply && { envelope: { from: '', to } }),
    from,
    to,
    subject,
    html,
    text,
    ...(calendar && { icalEvent: calendar }),
    ...(correspondence && {
      inReplyTo: correspondence.chain.at(-1),
      references: [...correspondence.chain],
      attachments: correspondence.enclosures.map(({ name, type, content }) => ({
        filename: name,
        contentType: type,
        content,
      })),
    }),
    date,
    messageId,
    headers,
  }
}

/** What the server says may repeat the address: only its number is kept. */
function answerOf(fault: unknown): Answer {
  const { code, responseCode } = { code: undefined, responseCode: undefined, ...Object(fault) }
  const number = typeof responseCode === 'number' ? ` ${responseCode}` : ''
  if (responseCode === 421) return { outcome: 'away', why: 'later 421' } // it closes (RFC 5321, 3.8)
  if (code === 'EENVELOPE' || code === 'EMESSAGE')
    return Number(responseCode ?? 550) >= 500
      ? { outcome: 'refused', why: `refused${number}` }
      : { outcome: 'later', why: `later${number}` }
  if (code === 'EAUTH') return { outcome: 'away', why: `sign-in${number}` }
  if (code === 'ETLS') return { outcome: 'away', why: 'tls' }
  return { outcome: 'away', why: code === 'ETIMEDOUT' ? 'slow' : 'unreachable' }
}
