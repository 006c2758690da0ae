/** Every field of an agreement to publish that leaves the server or comes to it. */

import { z } from 'zod'
import { actor } from '../register/answers.ts'

const id = z.uuid()
const moment = z.iso.datetime({ offset: true })
const day = z.iso.date()
const line = z.string().trim().min(1).max(300)

export const kinds = ['testimonial', 'photo', 'reference', 'interview'] as const
export const states = ['draft', 'asked', 'shown', 'declined', 'withdrawn', 'expired', 'taken-back'] as const

export const newPublication = z.strictObject({
  person: id,
  kind: z.enum(kinds),
  lang: z.enum(['fi', 'sv', 'en']).describe('Of the text, and of the page on which it is agreed'),
  name: line.optional().describe('As it is published beside the text; without it, nobody is named'),
  content: z.string().trim().min(1).max(3000).describe('The exact text that is published'),
  until: day.describe('Its last day'),
  places: z.array(line).min(1).max(20).describe('Where it may be published, each to be taken down by itself'),
})
export type NewPublication = z.infer<typeof newPublication>

export const publicationSearch = z.strictObject({
  person: id.optional(),
  after: id.optional().describe('`next` of the page before'),
  limit: z.int().min(1).max(200).default(50),
})
export type PublicationSearch = z.input<typeof publicationSearch>

export const onPaper = z.strictObject({ name: line.describe('Who signed') })
export const ending = z.strictObject({ because: z.enum(['taken-back', 'withdrawn']) })

export const publicationAnswer = z.object({
  id,
  person: z.object({ id, name: z.string().nullable() }),
  kind: z.enum(kinds),
  lang: z.enum(['fi', 'sv', 'en']),
  name: z.string().nullable(),
  content: z.string(),
  until: day,
  state: z.enum(states),
  madeAt: moment,
  askedAt: moment.nullable(),
  agreed: z.object({ at: moment, how: z.enum(['page', 'paper']), name: z.string().nullable() }).nullable(),
  endedAt: moment.nullable(),
  places: z.array(z.object({ place: z.string(), task: id.nullable(), down: z.boolean().nullable() })),
  photo: z.boolean(),
  papers: z
    .array(z.object({ id, name: z.string(), type: z.string(), bytes: z.int(), at: moment, by: actor }))
    .describe('What was signed on paper, as it was scanned'),
})
export type PublicationAnswer = z.infer<typeof publicationAnswer>

export const paperFile = z.object({ name: z.string(), type: z.string(), base64: z.base64() })

export const publicationList = z.object({
  publications: z.array(publicationAnswer),
  next: id.nullable(),
  possible: z.boolean().describe('The notice lets something be published of persons'),
})
export type PublicationList = z.infer<typeof publicationList>

/** What anybody may read. */
export const currentPublications = z.object({
  testimonials: z.array(
    z.object({
      id,
      kind: z.enum(kinds),
      lang: z.enum(['fi', 'sv', 'en']),
      name: z.string().nullable(),
      content: z.string(),
      agreed: day,
      photo: z.string().nullable().describe('Path of the photo on this server'),
    }),
  ),
})
export type CurrentPublications = z.infer<typeof currentPublications>
