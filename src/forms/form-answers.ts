/** Every field that leaves the server about forms; the screens draw themselves from these. */

import { z } from 'zod'
import { actor } from '../register/answers.ts'
import { formContent } from './content.ts'

const moment = z.iso.datetime({ offset: true })

export const formCounts = z.object({
  written: z.int().describe('In the register'),
  refused: z.int().describe('In Arrivals with a reason'),
  accepted: z.int().describe('About to be written'),
  unconfirmed: z.int().describe('Waiting for the confirmation of an address'),
  confirmed: z.int(),
  lapsed: z.int().describe('Never confirmed: forgotten'),
  turnedAway: z.int().describe('Of the last seven days: machines, stale and forged pages'),
  lastAt: moment.nullable(),
})

export const formSummary = z.object({
  id: z.uuid(),
  name: z.string(),
  link: z.url().describe('The hosted page'),
  source: z.string(),
  sourceName: z.string(),
  isOpen: z.boolean(),
  openedAt: moment.nullable(),
  closesAt: moment.nullable(),
  version: z.int(),
  changedAt: moment,
  languages: z.array(z.enum(['fi', 'sv', 'en'])),
  counts: formCounts,
})
export type FormSummary = z.infer<typeof formSummary>

export const formList = z.object({
  forms: z.array(formSummary),
  sources: z
    .array(z.object({ id: z.string(), name: z.string() }))
    .describe('From which a form of this purpose can collect something'),
  withdrawal: z
    .url()
    .nullable()
    .describe('The page on which consumers withdraw from a contract; null where the notice keeps no orders'),
})
export type FormList = z.infer<typeof formList>

const finding = z.object({ field: z.string().describe('`fields.2.value`'), text: z.string() })

export const formDetails = formSummary.extend({
  content: formContent,
  findings: z.array(finding).describe('What the notice in force does not let it ask any more'),
  versions: z.array(z.object({ version: z.int(), madeAt: moment, by: actor })),
  snippet: z.string().describe('What another site copies into its page'),
  mailReady: z.boolean().describe('Whether letters of confirmation can be sent at all'),
})
export type FormDetails = z.infer<typeof formDetails>

export const formOffer = z.object({
  languages: z.array(z.enum(['fi', 'sv', 'en'])),
  places: z.array(
    z.object({
      category: z.string(),
      categoryName: z.string(),
      column: z.string(),
      label: z.string(),
      type: z.enum(['text', 'integer', 'money', 'date', 'time', 'boolean']),
      isOfFiles: z.boolean().describe('The visitor attaches files'),
      isLanguage: z.boolean(),
      isProse: z.boolean().describe('In the visitor’s own words, of as many lines as they are'),
      codes: z.array(z.object({ code: z.string(), name: z.string() })).nullable(),
      required: z.boolean().describe('The notice requires it'),
      basis: z.string().describe('On what the purpose uses it'),
    }),
  ),
  permits: z.array(
    z.object({
      purpose: z.string(),
      name: z.string(),
      channel: formContent.shape.permits.unwrap().element.shape.channel,
      wording: formContent.shape.title.describe('What the register would say in each language'),
    }),
  ),
})
export type FormOffer = z.infer<typeof formOffer>

export const formPreview = z.object({
  findings: z.array(finding),
  markup: z.string().describe('What the page shows below its heading'),
  title: z.string(),
  css: z.string(),
})
export type FormPreview = z.infer<typeof formPreview>

const byLang = z.partialRecord(z.enum(['fi', 'sv', 'en']), z.int()).describe('By the language of the page')
export const formResults = z
  .object({
    languages: z.array(z.enum(['fi', 'sv', 'en'])),
    steps: z.array(
      z.object({
        step: z
          .enum(['fetched', 'wrong', 'sent'])
          .describe('wrong: given back with something amiss. Of the last year; machines fetch pages too'),
        times: byLang,
      }),
    ),
    confirmed: z.int(),
    unconfirmed: z.int(),
    lapsed: z.int().describe('Never confirmed'),
    permits: z.array(
      z.object({
        purpose: z.string(),
        name: z.string(),
        channel: formContent.shape.permits.unwrap().element.shape.channel,
        given: byLang.describe('Persons who have given it by this form'),
        standing: z.int().describe('Of whom it stands'),
      }),
    ),
  })
  .describe('Numbers, and nobody')
export type FormResults = z.infer<typeof formResults>

export const newForm = z.strictObject({
  name: z.string().trim().min(1).max(100),
  source: z.string().max(60),
  content: formContent,
})
export type NewFormBody = z.input<typeof newForm>

export const changedForm = z.strictObject({
  content: formContent,
  version: z.int().describe('The one that was changed'),
})
export const openedForm = z.strictObject({ open: z.boolean(), until: moment.nullable().default(null) })
export const previewedForm = z.strictObject({
  source: z.string().max(60),
  content: formContent,
  lang: z.enum(['fi', 'sv', 'en']),
})

/** Files that came by forms. */
export const sentFiles = z.object({
  files: z.array(
    z.object({
      id: z.uuid(),
      category: z.string(),
      row: z.uuid().describe('Of the category: what the form told'),
      name: z.string(),
      type: z.string().describe('By its content'),
      bytes: z.int(),
      at: moment,
    }),
  ),
})
export type SentFiles = z.infer<typeof sentFiles>
