/** What a form asks and says: each field a column of the notice, each permit one purpose by one channel, every text in each of its languages. */

import { z } from 'zod'

const lang = z.enum(['fi', 'sv', 'en'])
const words = (longest: number) => z.partialRecord(lang, z.string().trim().max(longest))

export const formField = z.strictObject({
  category: z.string().max(60),
  column: z.string().max(60),
  given: z
    .enum(['asked', 'fixed', 'page-language', 'sent-at'])
    .describe(
      'asked: the visitor fills it in; else recorded by itself: `value`, the language of the page, or when it was sent',
    ),
  value: z
    .union([z.string().max(500), z.number(), z.boolean()])
    .nullable()
    .default(null),
  required: z.boolean().default(false),
  /** Of several lines. */
  long: z.boolean().default(false),
  label: words(200).default({}).describe('Instead of what the notice calls it'),
  why: words(500).default({}).describe('Why it must be given, where the notice does not say (Art. 13(2)(e))'),
})
export type FormField = z.infer<typeof formField>

export const formPermit = z.strictObject({
  purpose: z.string().max(60),
  channel: z
    .enum(['email', 'sms', 'phone', 'post', 'social-media'])
    .nullable()
    .describe('null: of a purpose that contacts nobody'),
  wording: words(2000),
})
export type FormPermit = z.infer<typeof formPermit>

export const formContent = z.strictObject({
  languages: z.array(lang).min(1).max(3),
  title: words(200),
  intro: words(4000).default({}),
  button: words(60).default({}).describe('The words of the button; `Send` unless told'),
  thanks: words(2000).default({}).describe('What is told when it was sent'),
  fields: z.array(formField).min(1).max(60),
  permits: z.array(formPermit).max(12).default([]),
  confirmation: z
    .enum(['none', 'permits', 'everything'])
    .describe(
      'What waits until the visitor has confirmed their e-mail address by a link: nothing, the permits, or all of it',
    ),
})
export type FormContent = z.infer<typeof formContent>

export type FormWords = FormContent['title']
