/** What may be asked of an import: shapes only; names are checked against the notice and the file. */

import { z } from 'zod'
import { maxColumns } from './limits.ts'

/** Asked before anything is read. */
export const originRequest = z
  .object({
    source: z.string().max(60).describe('Id of a source that the notice declares'),
    basis: z
      .enum(['contract', 'consent', 'soft-opt-in', 'interest', 'none'])
      .describe(
        'On what the persons are kept: contract (they are customers), consent (with dates in the file or a document), ' +
          'soft-opt-in (a similar purchase, 917/2014 § 200(3): never a consent), interest (a legitimate interest of the notice), none',
      ),
    purpose: z.string().max(60).optional().describe('For consent and soft-opt-in: what was agreed to'),
    obtained: z.iso.date().describe('When the data was obtained from the persons or the third party, at the latest'),
    evidence: z
      .string()
      .trim()
      .max(2000)
      .optional()
      .describe(
        'For consent: the wording shown or the document that proves it; needed where the file has no dates. ' +
          'For soft-opt-in, always: what was bought, and how the right to refuse was shown',
      ),
    arrangement: z
      .uuid()
      .optional()
      .describe(
        'What was agreed with the partner: only the fields of it are taken, and its contract is told with the import',
      ),
    onlyKnown: z
      .boolean()
      .optional()
      .describe('Only persons whom the register knows are updated: others are counted and nothing of them is kept'),
    productGroup: z
      .string()
      .trim()
      .max(200)
      .optional()
      .describe('For soft-opt-in: the product group; messages about another one are not sent because of the purchase'),
  })
  .meta({ example: { source: 'shop', basis: 'contract', obtained: '2026-11-01' } })
export type OriginRequest = z.infer<typeof originRequest>

/** As it is kept with the import: with what was agreed when the file came. */
export interface KeptOrigin extends OriginRequest {
  readonly agreed?: readonly string[]
  readonly contract?: string
}

export const mappingRequest = z.object({
  reading: z
    .object({
      encoding: z.enum(['utf-8', 'utf-16le', 'utf-16be', 'windows-1252']),
      separator: z.enum([',', ';', '\t', '|']),
      headerLine: z.int().min(1).max(1000),
      decimalComma: z.boolean(),
      dateOrder: z.enum(['day-month', 'month-day']),
      sheet: z.int().min(0).max(500).describe('Of a workbook: the place of its sheet, from 0'),
    })
    .partial()
    .default({})
    .describe('Only what is chosen otherwise than shown; a new reading proposes the columns anew'),
  columns: z
    .array(
      z.object({
        index: z.int().min(0).max(maxColumns),
        target: z.string().max(130),
        group: z.int().min(1).max(50).default(1),
      }),
    )
    .max(maxColumns)
    .default([])
    .describe('Only those that change'),
  wholeFile: z
    .object({ channel: z.enum(['email', 'sms']), standing: z.enum(['permit', 'objection', 'bounced', 'none']) })
    .optional(),
  rule: z
    .enum(['fill-empty', 'overwrite'])
    .optional()
    .describe('What happens to a value that the register has otherwise: it stays, unless overwrite is chosen'),
})
export type MappingRequest = z.infer<typeof mappingRequest>

export const choicesRequest = z
  .object({
    choices: z
      .array(
        z.object({
          line: z.int().min(1),
          person: z
            .union([z.uuid(), z.enum(['new', 'none'])])
            .describe('One of the persons offered for the row, somebody new, or none: the row stays out'),
        }),
      )
      .min(1)
      .max(1000),
  })
  .describe('Rows that fit several persons; the counts are made anew')
export type ChoicesRequest = z.infer<typeof choicesRequest>

export const rowsQuery = z.object({
  outcome: z.enum(['new', 'changed', 'same', 'refused', 'joined']),
  after: z.coerce.number().int().min(0).default(0).describe('`next` of the page before'),
  limit: z.coerce.number().int().min(1).max(200).default(50),
})
export type RowsQuery = z.infer<typeof rowsQuery>

/** The counts that the importer saw: when the register has changed so that they no longer hold, nothing is written. */
export const runRequest = z.object({
  expect: z.object({ new: z.int(), changed: z.int(), same: z.int(), refused: z.int(), joined: z.int() }),
})
export type RunRequest = z.infer<typeof runRequest>
