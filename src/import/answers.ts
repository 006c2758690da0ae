/** Every field that leaves the server about imports; the screens of the import draw themselves from these. */

import { z } from 'zod'
import { actor } from '../register/answers.ts'

const id = z.uuid()
const moment = z.iso.datetime({ offset: true })
const said = z.object({ text: z.string().describe("In the asker's language"), line: z.int().nullable() })

export const importState = z
  .enum(['uploaded', 'mapping', 'previewing', 'previewed', 'running', 'done', 'undoing', 'undone', 'interrupted'])
  .describe(
    'uploaded: say where the file is from; mapping: check the columns and ask for a preview; previewed: run it; ' +
      'interrupted: the program stopped meanwhile and nothing was written, so run it again',
  )
export type ImportState = z.infer<typeof importState>

const progress = z.object({ done: z.int(), total: z.int() }).nullable()

/** What a screen asks again and again while the register is at work: nothing of it is about persons, so no look is recorded. */
export const importProgress = z.object({ state: importState, progress })
export type ImportProgress = z.infer<typeof importProgress>

/** A guess and its ground: the importer chose it, the file says it, its content shows it, or nothing speaks against it. */
const guess = <Value extends z.ZodType>(value: Value) =>
  z.object({ value, ground: z.enum(['chosen', 'stated', 'seen', 'assumed']) })

export const reading = z
  .object({
    kind: z.enum(['text', 'workbook', 'cards']),
    encoding: guess(z.enum(['utf-8', 'utf-16le', 'utf-16be', 'windows-1252']))
      .nullable()
      .describe('Of a text file'),
    separator: guess(z.enum([',', ';', '\t', '|']))
      .nullable()
      .describe('Of a text file'),
    sheet: guess(z.int()).nullable().describe('Of a workbook: its place among `sheets`'),
    headerLine: guess(z.int()),
    decimalComma: guess(z.boolean()),
    dateOrder: guess(z.enum(['day-month', 'month-day']).nullable()).describe('null: the dates in the file fit both'),
    newlines: z.array(z.enum(['lf', 'crlf', 'cr'])),
  })
  .describe('How the file is read; what is not fixed by its kind can be chosen with the mapping')

export const column = z.object({
  index: z.int().describe('From 0'),
  header: z.string(),
  samples: z.array(z.string()).describe('Up to three values; identity codes and card numbers are masked'),
  target: z.string().describe('One of `targets`, or left-out'),
  group: z.int().describe('Which e-mail, telephone or address of the row it is part of, from 1'),
  note: z.string().nullable().describe('Why it is left out, or refused by the notice'),
  suggested: z.boolean().describe('Guessed from the header or the content, not known from the format'),
})

export const target = z.object({
  id: z.string(),
  label: z.string(),
  part: z.string().describe('The category of the notice, or the permissions'),
  grouped: z.boolean().describe('May be given several times with different groups'),
})

export const counts = z
  .object({
    rows: z
      .int()
      .describe('Records of the file, blank lines not counted: new + changed + same + refused + joined + unknown'),
    new: z.int().describe('Persons that the register does not have'),
    changed: z.int().describe('Persons that get a value or a statement'),
    same: z.int().describe('Persons about whom the file says nothing new'),
    refused: z.int().describe('Rows that cannot be imported'),
    joined: z.int().describe('Rows joined to an earlier row of the same person'),
    values: z.int().describe('Rows of categories that are added or changed'),
    permits: z.int().describe('Consents recorded, with their date and source'),
    purchases: z.int().describe('Permits recorded that rest on a similar purchase (917/2014 § 200(3))'),
    permitsUnknown: z.int().describe('Permits that the file claims without a date: not recorded'),
    permitsStopped: z.int().describe('Permits of either kind not recorded because the person has objected'),
    objections: z.int(),
    unknown: z.int().describe('Rows of nobody whom the register knows, where the import only updates: not kept'),
    alike: z.int().describe('New persons who have the name of somebody whom the purpose sees: they may be one'),
    barred: z
      .int()
      .describe('Prohibitions at addresses of nobody, kept as keyed hashes and obeyed when somebody comes with them'),
    bounced: z.int().describe('Addresses marked as not working; says nothing of the will of the person'),
    kept: z.int().describe('Values of the file that differ from the register and were left out by the rule'),
    masked: z.int().describe('Cells left out because they hold an identity code or a card number'),
  })
  .describe('Exact: counted by the code that writes')
export type Counts = z.infer<typeof counts>

export const origin = z.object({
  source: z.string(),
  basis: z.enum(['contract', 'consent', 'soft-opt-in', 'interest', 'none']),
  purpose: z.string().nullable(),
  obtained: z.iso.date(),
  evidence: z.string().nullable(),
  productGroup: z.string().nullable(),
  onlyKnown: z.boolean(),
  arrangement: id.nullable(),
  contract: z.string().nullable().describe('Of the arrangement: whose register, and on which contract'),
})

export const importAnswer = z
  .object({
    id,
    fileName: z.string(),
    bytes: z.int(),
    sha256: z.string(),
    state: importState,
    uploadedAt: moment,
    uploadedBy: actor,
    purpose: z.string(),
    origin: origin.nullable(),
    informBy: z.iso
      .date()
      .nullable()
      .describe('Art. 14(3): by when the persons have to be told, for a third-party source'),
    format: z.object({ id: z.string(), name: z.string() }).nullable().describe('null: mapped by hand'),
    remembered: z.boolean().describe('The mapping is the one chosen earlier for a file with this header'),
    reading: reading.nullable(),
    sheets: z.array(z.object({ name: z.string(), hidden: z.boolean() })).describe('Of a workbook, in its order'),
    wholeFile: z
      .object({ channel: z.enum(['email', 'sms']), standing: z.enum(['permit', 'objection', 'bounced', 'none']) })
      .nullable()
      .describe('What the file says of everybody in it, where no column does'),
    rule: z.enum(['fill-empty', 'overwrite']),
    columns: z.array(column),
    targets: z.array(target),
    warnings: z.array(said).describe('Of the header and the first records: blank or doubled headers, ragged rows'),
    problem: said.nullable().describe('Why the last step was not done'),
    counts: counts.nullable().describe('Of the preview, then of what was written'),
    refusals: z.array(z.object({ reason: z.string(), text: z.string(), rows: z.int() })),
    remarks: z
      .array(z.object({ reason: z.string(), text: z.string(), cells: z.int() }))
      .describe('Cells left out of rows that are imported otherwise'),
    progress,
    doneAt: moment.nullable(),
    undo: z
      .object({
        persons: z.int().describe('Persons who would go: opened by the import and not touched since'),
        values: z.int().describe('Values of others that would go back'),
        left: z.int().describe('Values changed since, which stay'),
      })
      .nullable()
      .describe('What undoing would do now, or did'),
    undoneAt: moment.nullable(),
  })
  .meta({ description: 'One import, at whatever step it is' })
export type ImportAnswer = z.infer<typeof importAnswer>

export const importList = z.object({
  imports: z.array(
    importAnswer.pick({
      id: true,
      fileName: true,
      state: true,
      uploadedAt: true,
      uploadedBy: true,
      format: true,
      counts: true,
      doneAt: true,
      undoneAt: true,
    }),
  ),
  next: id.nullable(),
})
export type ImportList = z.infer<typeof importList>

export const importRow = z.object({
  line: z.int(),
  outcome: z.enum(['new', 'changed', 'same', 'refused', 'joined']),
  reason: z.string().nullable().describe('Of a refusal, in the language of the asker'),
  joinedTo: z.int().nullable().describe('Line of the row that it is joined to'),
  person: id.nullable().describe('When the register has the person and the purpose sees them'),
  name: z.string().nullable(),
  email: z.string().nullable(),
  phone: z.string().nullable(),
  choice: z
    .object({
      persons: z.array(
        z.object({
          person: id,
          name: z.string().nullable(),
          email: z.string().nullable(),
          phone: z.string().nullable(),
        }),
      ),
      chosen: z.union([id, z.enum(['new', 'none'])]),
    })
    .nullable()
    .describe('Of a row that fits several persons: those whom the purpose sees, and which one was chosen'),
  remarks: z.array(z.object({ column: z.string(), text: z.string() })),
})
export type ImportRow = z.infer<typeof importRow>

export const importRows = z.object({
  rows: z.array(importRow),
  next: z.int().nullable().describe('Send as `after`; null at the end'),
})
export type ImportRows = z.infer<typeof importRows>
