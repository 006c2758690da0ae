/** The notice for other programs: its statements as data, and the same document that people read. */

import { z } from 'zod'
import { type Lang, langs, type Notice } from './notice.ts'
import { asPast, type Past } from './past-notice.ts'
import { documentOf } from './render-document.ts'

const text = z
  .partialRecord(z.enum(langs), z.string())
  .describe('A text by language; not every language need be there.')
const date = z.string().describe('YYYY-MM-DD')
const duration = z.string().describe('ISO 8601: P24M')
const person = z.object({
  name: z.string().optional(),
  email: z.string().optional(),
  phone: z.string().optional(),
  address: z.string().optional(),
})
const basis = z.object({
  kind: z.enum(['contract', 'consent', 'permission', 'legal-obligation', 'interest']),
  law: z.string().optional(),
  interest: z.string().optional().describe('The id of an entry under `interests`.'),
})

/** What is public of a notice: whatever is not named here (assessments, contracts' dates, columns) does not leave. */
export const statements = z.object({
  register: z.object({ id: z.string(), name: text }),
  controller: person.extend({ businessId: z.string().optional() }),
  contact: person,
  dpo: person.optional(),
  representative: person.optional(),
  authority: z.string(),
  law: z.array(z.string()),
  purposes: z.array(
    z.object({
      id: z.string(),
      name: text,
      explanation: text,
      channels: z.record(z.string(), z.string()).describe('The rule under which each channel may be used.'),
      law: z.string().optional(),
    }),
  ),
  interests: z.array(z.object({ id: z.string(), text, weighed: date.optional() })),
  categories: z.array(
    z.object({
      id: z.string(),
      name: text,
      origin: z.enum(['person', 'observed', 'inferred', 'generated']),
      fields: z.array(z.object({ id: z.string(), name: text, required: z.boolean() })),
      from: z.array(z.string()).describe('Ids of sources.'),
      uses: z.array(z.object({ purpose: z.string(), basis, fields: z.array(z.string()).optional() })),
      keep: z.array(
        z.object({
          duration,
          anchor: z.string().describe('The event from which the period runs.'),
          ending: z.enum(['delete', 'anonymise', 'restrict']),
          forPurpose: z.string().optional(),
        }),
      ),
      withoutIt: text.optional(),
      logic: text.optional(),
    }),
  ),
  sources: z.array(
    z.object({
      id: z.string(),
      name: text,
      kind: z.enum(['person', 'observed', 'inferred', 'third-party', 'public']),
      named: z.array(z.string()),
      told: z.string().optional(),
      notToldBecause: text.optional(),
    }),
  ),
  recipients: z.array(
    z.object({
      name: z.string(),
      role: z.enum(['processor', 'controller', 'joint-controller', 'authority']),
      for: text,
      country: z.string().describe('ISO 3166-1 alpha-2'),
      mechanism: z.string().optional(),
      arrangement: text.optional(),
    }),
  ),
  noRecipients: z.boolean(),
  disclosure: z.object({ regular: z.boolean(), publication: text.optional() }).optional(),
  duties: z.array(z.object({ id: z.string(), name: text, purposes: z.array(z.string()) })),
  cookies: z.array(
    z.object({
      name: z.string(),
      category: z.enum(['necessary', 'preferences', 'analytics', 'marketing', 'embedded']),
      keeps: z.string().describe('ISO 8601 duration, or `session`.'),
      setBy: text,
      thirdParty: z.boolean(),
      for: z.string(),
      explanation: text.optional(),
    }),
  ),
  cookieText: text.optional(),
  relationshipEnds: z.object({ duration }).optional(),
  rights: z.object({
    granted: z.array(z.string()),
    channels: z.array(z.string()),
    identity: z.string().optional(),
    text: text.optional(),
  }),
  profiling: z.object({ text, automatedDecisions: z.boolean() }).optional(),
  minors: z.object({ from: z.int(), guardian: z.enum(['below', 'never']) }).optional(),
  security: z.array(text),
  changes: text.optional(),
})

/** `format` changes only when a reader of the old shape would misread the new one. */
export const jsonOf = (notice: Notice, lang: Lang, past?: Past) => ({
  format: 'seloste-notice/1',
  hash: notice.hash,
  effective: notice.effective,
  ...(notice.reviewed !== undefined && { reviewed: notice.reviewed }),
  ...(past !== undefined && { past }),
  languages: notice.languages,
  statements: statements.parse(notice),
  document: past === undefined ? documentOf(notice, lang) : asPast(documentOf(notice, lang), past),
})

/** The same as text, with a line end. */
export const renderJson = (notice: Notice, lang: Lang, past?: Past): string =>
  `${JSON.stringify(jsonOf(notice, lang, past), null, 2)}\n`
