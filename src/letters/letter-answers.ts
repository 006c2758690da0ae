/** What is asked and told of letters. */

import { z } from 'zod'
import { actor } from '../register/answers.ts'
import { content } from './content.ts'

const moment = z.iso.datetime({ offset: true })
const lang = z.enum(['fi', 'sv', 'en'])

const saving = {
  name: z.string().trim().min(1).max(200),
  content,
  why: z.string().trim().min(1).max(500).optional(),
}
export const newLetter = z.object(saving)
export type NewLetter = z.infer<typeof newLetter>

export const nextRevision = z.object({
  ...saving,
  expected: z.int().describe('The revision that was seen: somebody else’s since refuses this (409)'),
})
export type NextRevision = z.infer<typeof nextRevision>

export const saved = z.object({
  id: z.uuid(),
  revision: z.uuid().describe('What campaigns and messages refer to; it never changes'),
})

const gap = z.object({
  what: z.enum(['absent', 'subject', 'blocks', 'empty', 'label', 'link', 'alt', 'body', 'fewer']),
  block: z.int().optional().describe('From 0'),
})

export const letter = z.object({
  id: z.uuid(),
  channel: z.enum(['email', 'sms']),
  name: z.string(),
  revision: z.uuid(),
  n: z.int().describe('The number of the revision'),
  langs: z.array(lang),
  ready: z.boolean().describe('Nothing is missing in any of its languages'),
  changedAt: moment,
  changedBy: actor,
})
export type Letter = z.infer<typeof letter>
export const letterList = z.object({ letters: z.array(letter), next: z.uuid().nullable() })
export type LetterList = z.infer<typeof letterList>

export const revisionAnswer = z.object({
  id: z.uuid(),
  letter: z.uuid(),
  n: z.int(),
  name: z.string(),
  content,
  ready: z.boolean(),
})

export const letterDetails = letter.extend({
  content,
  fieldsGone: z
    .array(z.string())
    .describe(
      'Personal fields that the notice in force does not give the purpose any more: they are written with their fallback',
    ),
  revisions: z.array(
    z.object({ id: z.uuid(), n: z.int(), name: z.string(), at: moment, by: actor, why: z.string().nullable() }),
  ),
})
export type LetterDetails = z.infer<typeof letterDetails>

export const letterFields = z.object({
  fields: z.array(z.object({ id: z.string(), label: z.string(), category: z.string() })),
  langs: z.array(lang).describe('Those of the notice'),
  stops: z.array(z.enum(['email', 'sms'])).describe('Channels by which a letter of the purpose says how to end them'),
})
export type LetterFields = z.infer<typeof letterFields>

export const previewing = z.object({
  content,
  lang,
  person: z
    .uuid()
    .optional()
    .describe('As they would get it, which is a look on record; without, personal fields have their fallbacks'),
})
export type Previewing = z.infer<typeof previewing>

export const preview = z.object({
  lang: lang.describe('In which it would be written'),
  subject: z.string().nullable(),
  html: z.string().nullable(),
  text: z.string(),
  sms: z
    .object({
      encoding: z.enum(['gsm-7', 'ucs-2']),
      parts: z.int(),
      used: z.int(),
      room: z.int(),
      beyond: z.array(z.string()).describe('Characters that need the dearer alphabet'),
    })
    .nullable(),
  gaps: z.array(gap),
})
export type Preview = z.infer<typeof preview>

export const trial = z.object({ lang })

export const newImage = z.object({ id: z.uuid(), width: z.int(), height: z.int() })
export type NewImage = z.infer<typeof newImage>
