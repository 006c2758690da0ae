/** A person's message is told from what machines send: reports of delivery, complaints and automatic answers are nobody's words. */

import { type Bounce, readBounce } from './bounce.ts'
import { type Complaint, readComplaint } from './complaint.ts'
import { headerOf, type Mail } from './mime.ts'
import { type Wish, wishOf } from './wish.ts'

export type Judged =
  | { readonly kind: 'bounce'; readonly bounce: Bounce }
  | { readonly kind: 'complaint'; readonly complaint: Complaint }
  | { readonly kind: 'auto-reply' }
  | { readonly kind: 'message'; readonly wish: Wish | undefined }

export function judge(mail: Mail): Judged {
  const complaint = readComplaint(mail)
  if (complaint) return { kind: 'complaint', complaint }
  const bounce = readBounce(mail)
  if (bounce) return { kind: 'bounce', bounce }
  if (isAutomatic(mail)) return { kind: 'auto-reply' }
  const wish = wishOf(mail)
  // A right may be asked for by a service that writes for many; whatever else is sent in bulk is nobody's message to us.
  if (wish?.right === undefined && isBulk(mail)) return { kind: 'auto-reply' }
  return { kind: 'message', wish }
}

const away =
  /^(?:(?:auto(?:matic|mated)?[ -]?(?:reply|response|answer)|out of (?:the )?office|away from|on vacation|vacation reply|automaattinen (?:vastaus|poissaolo)|poissaoloviesti|poissa toimistolta|lomavastaaja|lomalla|autosvar|automatiskt svar|frånvaro|semester)\b)/i

/** RFC 3834, and the headers of those who came before it. */
function isAutomatic(mail: Mail): boolean {
  const says = (name: string, what: RegExp): boolean => headerOf(mail, name).some(value => what.test(value.trim()))
  return (
    says('auto-submitted', /^(?!no\b)\S/i) ||
    says('precedence', /^(?:auto[_-]?reply|junk)\b/i) ||
    ['x-autoreply', 'x-autorespond', 'x-auto-reply', 'x-autoresponder', 'x-vacation', 'x-mail-autoreply'].some(name =>
      says(name, /^(?!no\b)/i),
    ) ||
    says('x-apple-action', /^vacation/i) ||
    away.test(mail.subject) ||
    mail.parts.some(({ type }) => type === 'message/feedback-report') // one that is no complaint
  )
}

const isBulk = (mail: Mail): boolean =>
  headerOf(mail, 'precedence').some(value => /^(?:bulk|list)\b/i.test(value.trim())) ||
  headerOf(mail, 'list-id').length > 0
