/** Every field that leaves the server about the notice for the staff's screen: the document in blocks, and findings in words. */

import { z } from 'zod'
import { langs } from './notice.ts'

const lang = z.enum(langs)

const prose = z
  .array(
    z.union([
      z.string(),
      z.object({
        text: z.string(),
        href: z.string().optional(),
        strong: z.literal(true).optional(),
        lang: lang.optional(),
      }),
    ]),
  )
  .describe('A run of text: plain strings are in the language of the document')

const sourced = z.object({
  path: z.string().describe('The part of the notice that says this: categories.identity.keep'),
  also: z.array(z.string()).optional().describe('Other parts that the same words stand for'),
})
const line = sourced.extend({ text: prose })

const block = z.discriminatedUnion('kind', [
  sourced.extend({ kind: z.literal('paragraph'), text: prose }),
  sourced.extend({ kind: z.literal('list'), items: z.array(line) }),
  sourced.extend({ kind: z.literal('lines'), items: z.array(line) }),
  sourced.extend({
    kind: z.literal('entries'),
    items: z.array(sourced.extend({ term: prose, text: prose, details: z.array(line) })),
  }),
  sourced.extend({
    kind: z.literal('table'),
    caption: z.string(),
    columns: z.array(z.string()),
    rows: z.array(sourced.extend({ cells: z.array(prose) })),
  }),
])

const heading = sourced.extend({
  id: z.string(),
  number: z.string().optional(),
  heading: z.string(),
  prominent: z.literal(true).optional(),
  blocks: z.array(block),
})
// Sections of the document are two deep.
const section = heading.extend({ sections: z.array(heading) })

export const noticeDocument = z
  .object({
    lang,
    languages: z.array(lang).describe('The first is the language of record'),
    title: z.string(),
    register: prose,
    controller: z.string(),
    effective: z.string(),
    reviewed: z.string().optional(),
    hash: z.string(),
    opening: z.array(block),
    summary: section,
    objection: section.optional(),
    sections: z.array(section),
    closing: z.array(block),
  })
  .describe('The notice as it is published, in one language')
export type NoticeDocument = z.infer<typeof noticeDocument>

export const toldFinding = z.object({
  rule: z.string().describe('13-2a, E03, W01: as in the documentation of the notice language'),
  severity: z.enum(['error', 'warning']),
  at: z.object({ line: z.int(), column: z.int() }),
  path: z.string().describe('The part of the notice that it belongs to'),
  missing: z.string(),
  why: z.string(),
  mend: z.string(),
})
export type ToldFinding = z.infer<typeof toldFinding>

export const noticeAnswer = z
  .object({
    version: z.int(),
    versions: z.array(z.object({ version: z.int(), publishedAt: z.iso.datetime(), effective: z.string() })),
    source: z.string().describe('notice.yaml as it was published'),
    findings: z.array(toldFinding),
    document: noticeDocument,
  })
  .meta({ description: 'A published version of the notice beside what check says of it today' })
export type NoticeAnswer = z.infer<typeof noticeAnswer>

export const checkAnswer = z
  .object({
    findings: z.array(toldFinding),
    document: noticeDocument.nullable().describe('null when the text cannot be understood as a notice'),
  })
  .meta({ description: 'What check says of a text; nothing is stored' })
export type CheckAnswer = z.infer<typeof checkAnswer>
