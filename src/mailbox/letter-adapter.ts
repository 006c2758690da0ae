/** A mail is an arrival like any other: what it says goes where the notice has a place for it, and what machines send is nobody's letter. */

import { createHash } from 'node:crypto'
import { adapter, type Delivery, type Facts } from '../arrivals/adapter.ts'
import { Refused } from '../base/errors.ts'
import { type Id, isId } from '../base/ids.ts'
import { caseAnswerMessage } from '../cases/case-messages.ts'
import { maskCardNumbers } from '../register/card-number.ts'
import { maskIdentityCodes } from '../register/hetu.ts'
import { judge } from './kind.ts'
import { type Mail, readMail } from './mime.ts'
import { type MailboxPlace, mailboxPlace } from './place.ts'

export const mailKind = 'imap'
/** Of all mails, for whoever follows what became of them (0012-mailbox.sql). */
const topic = 'mail.received'
/** As long as a text of the register may be, in characters. */
const longest = { content: 19_900, subject: 500 }

/** A mail as it was fetched. `isHead`: it was too large, and only its head is here. */
export interface Fetched {
  readonly bytes: Uint8Array
  readonly uid: number
  /** When the server had it. */
  readonly at: Date
  readonly isHead: boolean
}

export const deliveryOf = ({ bytes, uid, at, isHead }: Fetched): Delivery => ({
  method: 'POST',
  headers: new Headers(),
  query: new URLSearchParams({ uid: String(uid), at: at.toISOString(), ...(isHead && { head: 'only' }) }),
  body: bytes,
})

/** What counts once: the very bytes, wherever they lie and however their folder is numbered. */
const bytesHash = (body: Uint8Array): string => createHash('sha256').update(body).digest('hex')

export const receivedAt = ({ query }: Delivery): Date => new Date(query.get('at') ?? '')
export const uidOf = ({ query }: Delivery): string => query.get('uid') ?? ''

export const mailAdapter = adapter({
  kind: mailKind,
  method: 'POST',
  secret: 'pasted',
  isOurs: true, // a screen of its own keeps mailboxes
  settings: mailboxPlace,
  authenticate: () => false, // mail is fetched: nobody delivers it
  identify: ({ body }) => ({ id: bytesHash(body), topic }),
  translate: async (delivery, { connection, settings, continues }) => {
    const mail = await readMail(delivery.body)
    const judged = judge(mail)
    if (judged.kind !== 'message') return { ignored: judged.kind }
    if (delivery.query.has('head')) throw new Refused('mailbox.too-large', 'invalid')
    const at = receivedAt(delivery).toISOString()
    // What answers our answer to a case continues it, in its conversation, wherever letters of this mailbox go else.
    const isReply = await continues?.(ourMessages(mail.answers), caseAnswerMessage.kind, 'service-events')
    const as = isReply ? 'service-events' : settings.as
    return {
      about: whoOf(mail),
      reference: uidOf(delivery),
      rows: [],
      said: [],
      act: { kind: 'message', at },
      opensByStaff: [{ kind: 'contract', givenAt: at, method: 'message' }], // Art. 6(1)(b): they wrote first
      thing: {
        group: connection,
        reference: bytesHash(delivery.body),
        category: as,
        told: { letter: { at, rank: 0, value: null } },
        rows: () => ({ letter: rowOf(mail, as, at) }),
      },
    }
  },
})

/** Messages of ours that a mail answers: their ids are in their Message-IDs. */
export const ourMessages = (messageIds: readonly string[]): readonly Id[] => [
  ...new Set(messageIds.flatMap(id => /^<([0-9a-f-]{36})@/i.exec(id)?.[1]?.toLowerCase() ?? []).filter(isId)),
]

function whoOf({ from, answers }: Mail): Facts['about'] {
  const words = (from?.name ?? '').includes('@') ? [] : (from?.name ?? '').split(/\s+/).filter(Boolean)
  return {
    email: from?.address,
    given: words.length > 1 ? words.slice(0, -1).join(' ') : words[0],
    family: words.length > 1 ? words.at(-1) : undefined,
    answers: ourMessages(answers),
  }
}

function rowOf({ subject, text }: Mail, as: MailboxPlace['as'], at: string) {
  const content = masked(text, longest.content)
  const about = masked(subject, longest.subject)
  return as === 'feedback'
    ? {
        kind: 'feedback',
        content: [about, content].filter(Boolean).join('\n\n').slice(0, longest.content),
        received: at,
        state: 'received',
      }
    : { kind: 'email', direction: 'in', occurred: at, subject: about, content }
}

/** Without personal identity codes and numbers of payment cards. */
export function masked(text: string, most: number): string {
  const kept = maskCardNumbers(maskIdentityCodes(text).text)
  return [...kept].length > most ? `${[...kept].slice(0, most).join('')}…` : kept
}
