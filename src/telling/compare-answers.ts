/** Every field of a comparison, and of the versions of the notice, that leaves the server. */

import { z } from '@hono/zod-openapi'
import { moment } from '../http/route.ts'
import { langs } from '../notice/notice.ts'
import { noticeDocument } from '../notice/notice-answers.ts'

const weight = z.enum(['new-purpose-or-basis', 'material', 'editorial'])
const must = z.enum(['nothing', 'tell', 'ask-consent']).describe('What must happen before it takes effect')
const position = z.object({ line: z.int(), column: z.int() })

const concern = z
  .discriminatedUnion('kind', [
    z.object({ kind: z.literal('nobody') }),
    z.object({ kind: z.literal('everybody') }),
    z.object({ kind: z.literal('some'), categories: z.array(z.string()), purposes: z.array(z.string()) }),
  ])
  .describe(
    'Whom: of whom one of the categories is held and whom one of the purposes may use; an empty list narrows nothing',
  )

export const difference = z.object({
  path: z.string().describe('purposes.research, categories.orders.fields.price'),
  part: z.string(),
  change: z.enum(['added', 'removed', 'changed']),
  rule: z.string().describe('The row of docs/notice-diff.md that it was judged by'),
  weight,
  must,
  articles: z.array(z.string()),
  concerns: concern,
  persons: z.int().nullable().describe('How many now; null for an asker who may not know'),
  position: z.object({ before: position.optional(), after: position.optional() }),
  before: z.unknown().optional(),
  after: z.unknown().optional(),
  what: z.string(),
  gone: z.string().optional().describe('What stood there, in words'),
  come: z.string().optional().describe('What stands there now, in words'),
  whom: z.string(),
  first: z.string(),
  why: z.string(),
  cited: z.string().describe('The articles, in words'),
})

const marked = z.array(z.object({ text: z.string(), mark: z.enum(['removed', 'added']).optional() }))

const redline = z
  .array(
    z.object({
      id: z.string(),
      level: z.literal([2, 3]),
      heading: marked,
      lines: z.array(z.object({ kind: z.enum(['paragraph', 'item', 'term', 'row']), path: z.string(), parts: marked })),
    }),
  )
  .describe('Both documents as one, with what went and what came marked')

export const comparisonAnswer = z
  .object({
    lang: z.enum(langs).describe('Of the redline'),
    languages: z.array(z.enum(langs)).describe('Those that both notices have'),
    differences: z.array(difference),
    redline,
  })
  .meta({ description: 'What sets two notices apart, worst first' })

const version = z.object({
  version: z.int(),
  hash: z.string(),
  publishedAt: moment,
  publishedBy: z.object({ actor: z.string(), name: z.string().nullable() }),
  effective: z.string(),
})

export const versionList = z.object({
  versions: z.array(
    version.extend({
      change: z
        .object({ 'new-purpose-or-basis': z.int(), material: z.int(), editorial: z.int(), must })
        .optional()
        .describe('How many differences from the version before, by weight; none for the first'),
    }),
  ),
})

export const versionAnswer = version.extend({
  source: z.string().describe('notice.yaml as it was published'),
  compiled: z
    .object({
      purposes: z.array(z.string()),
      tables: z.array(
        z.object({
          category: z.string(),
          table: z.string(),
          columns: z.array(z.string()),
          readers: z.array(z.string()),
        }),
      ),
    })
    .describe('What the database holds of it'),
  document: noticeDocument,
})

/** What the screens receive: moments come as RFC 3339 text. */
type Received<T> = T extends Date ? string : T extends object ? { readonly [Key in keyof T]: Received<T[Key]> } : T
export type ComparisonAnswer = Received<z.infer<typeof comparisonAnswer>>
export type DifferenceAnswer = ComparisonAnswer['differences'][number]
export type VersionList = Received<z.infer<typeof versionList>>
