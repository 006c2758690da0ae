/** Where a mailbox is and what is done there: a server, a user, one folder; nothing on the server is changed but what is said here. */

import { createHash } from 'node:crypto'
import { z } from 'zod'
import { Refused } from '../base/errors.ts'
import { signIn } from './oauth.ts'

/** Letters become rows of one of these categories. */
export const letterCategories = ['service-events', 'feedback'] as const

export const mailboxPlace = z.strictObject({
  host: z
    .string()
    .trim()
    .toLowerCase()
    .regex(/^[a-z0-9.:-]{1,253}$/),
  port: z.int().min(1).max(65_535),
  /** `tls` from the first byte (993), `starttls` before the password (143). `none`: only to a server on this machine. */
  security: z.enum(['tls', 'starttls', 'none']),
  user: z.string().trim().min(1).max(320),
  /** With whom staff sign in instead of giving a password. */
  signIn: signIn.optional(),
  folder: z.string().trim().min(1).max(200),
  /** From which answers leave; without it the user, where that is an address. */
  address: z.email().max(320).optional(),
  as: z.enum(letterCategories),
  /** Whether what is in the folder already is read too. */
  fromBeginning: z.boolean(),
  /** Whether what has been read is marked as read on the server. */
  marksRead: z.boolean(),
})
export type MailboxPlace = z.infer<typeof mailboxPlace>

const isHere = (host: string): boolean => /^(?:localhost|127(?:\.\d+){3}|::1)$/.test(host)

/** Refuses (422) a password that would travel in the open. */
export function checkPlace({ security, host }: MailboxPlace): void {
  if (security === 'none' && !isHere(host)) throw new Refused('mailbox.needs-tls', 'invalid', {}, { field: 'security' })
}

/** To whom the kept secret and the kept permission may be shown: a server and a user, or the service that they sign in with. */
export const loginHash = ({ host, user, signIn: service }: MailboxPlace): string =>
  createHash('sha256')
    .update(JSON.stringify([host, user, Object.entries(service ?? {}).sort()]))
    .digest('base64url')

/** Which folder it is: of another one, nothing has been read yet. */
export const placeHash = ({ host, port, user, folder }: MailboxPlace): Buffer =>
  createHash('sha256')
    .update(JSON.stringify([host, port, user, folder]))
    .digest()
