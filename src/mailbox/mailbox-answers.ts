/** Every field that leaves the server about mailboxes and letters; the screens draw themselves from these. */

import { z } from 'zod'
import { mailboxPlace } from './place.ts'

const moment = z.iso.datetime({ offset: true })

const told = {
  name: z.string().trim().min(1).max(100),
  purpose: z.string().max(60).describe('For which purpose its letters are taken'),
  source: z.string().max(60),
  keepDays: z.int().min(1).max(30).default(14).describe('So long is a mail kept as it came, encrypted'),
  place: mailboxPlace,
}
const password = z
  .string()
  .min(1)
  .max(1000)
  .describe('Of the user, or the secret with which the service of `signIn` knows this program')

export const changedMailbox = z.strictObject({
  ...told,
  password: password.optional().describe('Must be given with another server, user or service'),
})
export const newMailbox = z.strictObject({ ...told, password })
export type NewMailboxBody = z.input<typeof newMailbox>
export const triedMailbox = z.strictObject({
  place: mailboxPlace,
  password: password.optional(),
  id: z.uuid().optional().describe('Of a mailbox whose password is kept already'),
})
export type TriedMailboxBody = z.input<typeof triedMailbox>

export const tried = z.object({
  messages: z.int().describe('In the folder'),
  filled: z.int().nullable().describe('Percent of the room that the server gives; null where it does not say'),
})
export type TriedAnswer = z.infer<typeof tried>

/** Where the browser goes to give the permission; it comes back to `/mailboxes` with a code and this state. */
export const begunSignIn = z.object({ address: z.url() })
export type BegunSignIn = z.infer<typeof begunSignIn>
export const endedSignIn = z.strictObject({ code: z.string().min(1).max(4000), state: z.string().min(1).max(4000) })

export const mailbox = z.object({
  ...told,
  id: z.uuid(),
  asksSignIn: z.boolean().describe('It is to be opened by a permission that nobody has given yet'),
  madeAt: moment,
  pausedAt: moment.nullable(),
  lastAt: moment.nullable().describe('When a mail came last'),
  readAt: moment.nullable().describe('When it was last known that nothing was left to read'),
  trouble: z.object({ code: z.string(), text: z.string(), since: moment }).nullable(),
  filled: z.int().nullable(),
  written: z.int(),
  refused: z.int(),
})
export type MailboxAnswer = z.infer<typeof mailbox>

const named = z.array(z.object({ id: z.string(), name: z.string() }))
export const mailboxList = z.object({
  back: z.url().describe('The address to register with a service as where it sends the browser back'),
  mailboxes: z.array(mailbox),
  purposes: named,
  sources: named,
})
export type MailboxList = z.infer<typeof mailboxList>

export const letter = z.object({
  id: z.uuid(),
  thread: z.uuid(),
  at: moment,
  subject: z.string().nullable(),
  folds: z
    .array(z.object({ kind: z.enum(['own', 'quoted', 'signature']), text: z.string() }))
    .describe('Its words in their order: what the sender wrote, what they quote, how they sign'),
  ours: z.boolean().describe('We wrote it'),
  answers: z.boolean().describe('It answers a message of ours'),
  attachments: z.array(
    z.object({
      id: z.uuid(),
      name: z.string().nullable(),
      type: z.string(),
      bytes: z.int(),
      kept: z.boolean(),
      why: z.enum(['too-large', 'too-many']).nullable().describe('Why it was not kept'),
    }),
  ),
})
export type LetterAnswer = z.infer<typeof letter>
export const letterList = z.object({ letters: z.array(letter), next: z.uuid().nullable() })
export type LetterList = z.infer<typeof letterList>

export const attachmentFile = z.object({ name: z.string(), type: z.string(), base64: z.string() })
