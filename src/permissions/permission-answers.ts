/** Every field that leaves the server about who may be contacted: what is not listed here does not leave. */

import { z } from 'zod'
import { actor, source } from '../register/answers.ts'
import { no, yes } from './reason.ts'

export const channel = z.enum(['email', 'sms', 'phone', 'post', 'social-media'])
const rule = z.enum(['consent', 'consent or similar purchase', 'unless objected', 'never'])
export const reason = z.enum([...yes, ...no])

const evidence = z
  .object({
    id: z.uuid().describe('The statement; of a consent there is a receipt'),
    kind: z.enum(['consent', 'similar-purchase', 'objection']),
    at: z.iso.datetime(),
    source,
    reference: z.string().nullable(),
    method: z
      .string()
      .nullable()
      .describe('form, double-opt-in, sale, phone, message, in-person, preference-page, one-click or cookie-choice'),
    place: z.string().nullable().describe('Where it was shown or said'),
    wording: z.string().nullable(),
    wordingHash: z.string().nullable().describe('SHA-256 of the wording, hexadecimal'),
    productGroup: z.string().nullable(),
    lang: z.enum(['fi', 'sv', 'en']).nullable(),
    noticeVersion: z.int(),
    by: actor,
  })
  .describe('The statement that an answer rests on')
export type Evidence = z.infer<typeof evidence>

const answer = z.object({
  purpose: z.string(),
  purposeName: z.string(),
  channel,
  rule,
  allowed: z.boolean(),
  reason,
  why: z.string().describe("The reason in the asker's language"),
  address: z
    .string()
    .nullable()
    .describe('The one to use, or the one that does not work; only where the purpose sees it'),
  evidence: evidence.nullable(),
})
export type PermissionAnswer = z.infer<typeof answer>

export const permissions = z
  .object({
    answers: z
      .array(answer)
      .describe("One for each purpose and channel by which the notice contacts people, in the notice's order"),
    purposes: z
      .array(z.object({ id: z.string(), name: z.string() }))
      .describe('Of which a consent or a prohibition may be recorded, whoever hears it'),
    asksAge: z.boolean().describe('The notice has an age below which a guardian consents'),
  })
  .meta({ description: 'Whether a person may be contacted, and why' })
export type Permissions = z.infer<typeof permissions>

export const maySendAnswer = z.object({
  may: z.array(z.uuid()),
  leftOut: z
    .array(z.object({ reason: z.enum(no), why: z.string(), count: z.int(), persons: z.array(z.uuid()) }))
    .describe('Who is left out and why, the most first'),
})

export const linkMade = z.object({
  link: z.url().nullable().describe('Shown once; null when it was sent by e-mail'),
  expiresAt: z.date().nullable().openapi({ type: 'string', format: 'date-time' }),
})
export type LinkMade = { readonly link: string | null; readonly expiresAt: string | null }
