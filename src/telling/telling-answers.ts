/** Every field that leaves the server about publications and about whom they were told; persons only where their letters are printed. */

import { z } from '@hono/zod-openapi'
import { moment } from '../http/route.ts'
import { langs } from '../notice/notice.ts'
import { difference } from './compare-answers.ts'

const lang = z.enum(langs)
const text = z.string()
const must = z.enum(['nothing', 'tell', 'ask-consent'])

const block = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('paragraph'), text }),
  z.object({ kind: z.literal('list'), items: z.array(text) }),
  z.object({ kind: z.literal('link'), label: text, href: text }),
])

export const letterAnswer = z.object({ lang, title: text, blocks: z.array(block), footer: z.array(block) })

export const toldRefusal = z.object({ key: text, text })

export const progressAnswer = z.object({
  total: z.int(),
  told: z.int(),
  toldByLetter: z.int(),
  waiting: z.int().describe('In the outbox'),
  failed: z.int(),
  letters: z.int().describe('Without an e-mail address: to be told by a letter'),
  reasons: z.array(z.object({ why: text, persons: z.int() })),
})

export const planAnswer = z
  .object({
    draft: z.object({ name: text, revision: z.int() }),
    base: z.int().describe('The version in force'),
    must,
    earliest: text.describe('YYYY-MM-DD: with the usual time to read of it'),
    lead: z.int().describe('The usual time, in days'),
    today: text,
    differences: z.array(difference).describe('Worst first'),
    concerned: z.object({ total: z.int(), byEmail: z.int(), restricted: z.int() }),
    letters: z.array(letterAnswer).describe('What they will get, in each language of the notice'),
    mail: z.boolean().describe('Whether a mail server is set (SMTP_URL)'),
  })
  .meta({ description: 'What publishing a draft would ask for; nothing is decided by asking' })

export const publicationAnswer = z
  .object({
    id: z.uuid(),
    draft: z.uuid().nullable(),
    revision: z.int().nullable(),
    base: z.int(),
    effective: text,
    must,
    soonerBecause: text.nullable(),
    untoldBecause: text.nullable(),
    state: z.enum(['scheduled', 'published', 'cancelled', 'refused']),
    decidedAt: moment,
    decidedBy: text.nullable().describe('The name of the member of staff'),
    gatheredAt: moment.nullable().describe('When everybody concerned had been found'),
    waits: toldRefusal.nullable().describe('Why it has not taken effect although its day has come'),
    settledAt: moment.nullable(),
    why: toldRefusal.nullable().describe('Why it was refused'),
    version: z.int().nullable(),
    progress: progressAnswer,
  })
  .meta({ description: 'A decided publication and how far telling of it has come' })

export const publicationList = z.object({
  publications: z.array(publicationAnswer),
  mail: z.boolean(),
  outbox: z.object({
    waiting: z.int(),
    trouble: z.object({ why: text, at: moment }).nullable().describe('Why the mail server took nothing, and when'),
  }),
})

export const letterList = z.object({
  letters: z.array(
    z.object({
      person: z.uuid(),
      name: text,
      lang,
      address: z.array(text).describe('Its lines; none when no postal address is known'),
    }),
  ),
  next: z.uuid().nullable(),
})

/** What the screens receive: moments come as RFC 3339 text. */
type Received<T> = T extends Date ? string : T extends object ? { readonly [Key in keyof T]: Received<T[Key]> } : T
export type PlanAnswer = Received<z.infer<typeof planAnswer>>
export type PublicationAnswer = Received<z.infer<typeof publicationAnswer>>
export type PublicationList = Received<z.infer<typeof publicationList>>
export type LetterAnswer = Received<z.infer<typeof letterAnswer>>
export type LetterList = Received<z.infer<typeof letterList>>
