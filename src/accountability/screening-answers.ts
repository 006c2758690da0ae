/** Every field that leaves the server, and comes to it, about screenings of purposes. */

import { z } from '@hono/zod-openapi'
import { moment } from '../http/route.ts'
import { expected, why } from './accountability-answers.ts'
import { screeningStates } from './screened-purposes.ts'
import { questions } from './screening-questions.ts'

const date = z.iso.date()
const text = z.string().trim().max(10_000)

const answer = z.strictObject({ yes: z.boolean(), reason: text.describe('Needed where the answer is yes') })

const given = {
  version: z.int().min(1).describe('The version of the notice whose purpose was screened'),
  answers: z.record(z.enum(questions), answer),
  needed: z.boolean().describe('Whether an impact assessment (Art. 35) is needed'),
  overruled: text.min(1).nullable().describe('Why the outcome is not the rule’s; null when it is'),
  conclusion: text.min(1),
  assessment: z
    .strictObject({ on: date, reference: text.min(1) })
    .nullable()
    .describe('The assessment that was made, and where it is'),
  review: date.describe('When it is looked at next'),
}

export const screeningRequest = z.strictObject({ ...given, expected, why })

const screening = z.object({
  ...given,
  revision: z.int(),
  at: moment,
  by: z.object({ actor: z.string(), name: z.string().nullable() }),
  why: z.string(),
})

const purpose = z.object({
  purpose: z.string(),
  name: z.string(),
  state: z.enum(screeningStates),
  needed: z.boolean().nullable(),
  criteria: z.int().nullable().describe('How many of the nine it meets'),
  review: date.nullable(),
})

export const screeningList = z
  .object({ purposes: z.array(purpose) })
  .meta({ description: 'The purposes of the notice in force, each with the state of its screening' })

export const screeningAnswer = purpose
  .extend({
    inForce: z.int().describe('The version in force, which the next screening is of'),
    today: date,
    hints: z.array(z.object({ question: z.enum(questions), words: z.string() })).describe('What the notice says of it'),
    revisions: z.array(screening).describe('Newest first'),
  })
  .meta({ description: 'The screening of one purpose and each of its revisions' })

/** What the screens receive: moments come as RFC 3339 text. */
type Received<T> = T extends Date ? string : T extends object ? { readonly [Key in keyof T]: Received<T[Key]> } : T
export type ScreeningList = Received<z.infer<typeof screeningList>>
export type ScreeningAnswer = Received<z.infer<typeof screeningAnswer>>
export type ScreeningRequest = Received<z.infer<typeof screeningRequest>>
