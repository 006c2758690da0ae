/** Every field of a draft that leaves the server. */

import { z } from '@hono/zod-openapi'
import { moment } from '../http/route.ts'

const author = z.object({ actor: z.string(), name: z.string().nullable() })
const present = author.extend({ since: moment })

const entry = z.object({
  id: z.uuid(),
  name: z.string(),
  revision: z.int(),
  basedOn: z.int().nullable().describe('The published version that it began from'),
  createdAt: moment,
  createdBy: author,
  changedAt: moment,
  changedBy: author,
})

export const draftAnswer = entry.extend({ text: z.string().describe('The whole text of the notice.yaml') })

export const draftList = z.object({ drafts: z.array(entry.extend({ open: z.array(present) })) })

export const presenceAnswer = z.object({
  others: z.array(present),
  revision: z.int().describe('The last one: higher than the one that you have read when somebody saved meanwhile'),
  changedBy: author,
})

export const savedAnswer = z.object({ revision: z.int(), at: moment })

export const revisionList = z.object({
  revisions: z.array(z.object({ revision: z.int(), at: moment, by: author, restores: z.int().nullable() })),
})

/** What the screens receive: moments come as RFC 3339 text. */
type Received<T> = T extends Date ? string : T extends object ? { readonly [Key in keyof T]: Received<T[Key]> } : T
export type DraftAnswer = Received<z.infer<typeof draftAnswer>>
export type DraftList = Received<z.infer<typeof draftList>>
export type PresenceAnswer = Received<z.infer<typeof presenceAnswer>>
export type SavedAnswer = Received<z.infer<typeof savedAnswer>>
export type RevisionList = Received<z.infer<typeof revisionList>>
