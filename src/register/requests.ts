/** What may be asked of and told to the register about persons: shapes only; names are checked against the scope. */

import { z } from 'zod'
import { values } from './answers.ts'
import { condition } from './condition.ts'
import { mostFurtherColumns } from './limits.ts'

const id = z.uuid()
const moment = z.iso.datetime({ offset: true })
const source = z.string().max(60).describe('Id of a source that the notice declares')
const reference = z
  .string()
  .max(300)
  .optional()
  .describe('What the source calls it: a file, a message, a form; for similar-purchase, required: the order or sale')

export const statement = z
  .object({
    kind: z
      .enum(['contract', 'consent', 'similar-purchase', 'objection', 'restriction'])
      .describe(
        'similar-purchase: permits direct marketing where the notice accepts it (917/2014 § 200(3)); never a consent',
      ),
    purpose: z.string().max(60).optional().describe('For consent, similar-purchase and objection'),
    channel: z
      .enum(['email', 'sms', 'phone', 'post', 'social-media'])
      .optional()
      .describe('Without one, every channel; a similar-purchase needs one'),
    givenAt: moment.describe('When the person said or did it'),
    withdrawnAt: moment.optional().describe('When it was withdrawn, ended or lifted'),
    wording: z
      .string()
      .max(4000)
      .optional()
      .describe(
        'The words that the person was shown; required for consent. For similar-purchase, required: the product group, and how ' +
          'the right to refuse was shown',
      ),
    method: z
      .enum(['form', 'double-opt-in', 'sale', 'phone', 'message', 'in-person'])
      .optional()
      .describe('How the person said it'),
    place: z.string().max(300).optional().describe('Where it was shown or said: a form, a page, a shop, a fair'),
    address: z
      .string()
      .max(320)
      .optional()
      .describe('Only of this address or number; kept as a keyed hash. Needs a channel'),
    productGroup: z
      .string()
      .max(200)
      .optional()
      .describe('For similar-purchase, required: only messages about the same group are sent because of it'),
    lang: z.enum(['fi', 'sv', 'en']).optional().describe('Of the wording'),
    age: z
      .enum(['of-age', 'minor', 'guardian'])
      .optional()
      .describe('As the notice’s age limit is asked; guardian: below it, and the guardian said this'),
  })
  .describe('What a person has said or done')
export type StatementInput = z.infer<typeof statement>

export const recordStatement = statement.extend({ source, reference })

export const openPerson = z
  .object({
    source,
    reference,
    categories: z
      .record(z.string(), z.array(values).max(100))
      .describe('Category id → its rows; a category with one row a person takes one'),
    statements: z.array(statement).max(20).default([]),
  })
  .meta({ example: { source: 'phone', categories: { identity: [{ given_name: 'Aino', family_name: 'Virtanen' }] } } })
export type OpenPerson = z.infer<typeof openPerson>

export const addRow = z.object({ source, reference, values })
export type AddRow = z.infer<typeof addRow>

export const changeRow = z.object({
  source,
  reference,
  values: values.describe('Only the columns that change; null empties one'),
  expected: id.describe('The last change of the row that you saw; another one meanwhile is a conflict (409)'),
})
export type ChangeRow = z.infer<typeof changeRow>

export const removeRow = z.object({ source, expected: id })
export type RemoveRow = z.infer<typeof removeRow>

const after = z.string().max(600).optional().describe('`next` of the page before')
const limit = z.coerce.number().int().min(1).max(200).default(50)

/** Of GET /persons: nothing of a person may stand in a URL, so names and values are asked by POST /persons/find. */
export const listQuery = z.object({ sort: z.enum(['newest', 'changed']).default('newest'), after, limit })

export const find = z.object({
  q: z.string().trim().max(200).optional().describe('Name, part of an e-mail address, or a telephone number'),
  filters: z.array(condition).max(20).default([]).describe('All must hold'),
  sort: z
    .enum(['name', 'newest', 'changed'])
    .default('name')
    .describe('With q: the best match first, whatever this says'),
  after,
  limit,
  columns: z
    .array(z.string().max(120))
    .max(mostFurtherColumns)
    .default([])
    .describe('Further columns to give: category.column'),
})
export type Find = z.infer<typeof find>

/** An export takes more at a time than a screen shows: the list as it is found, or those who were chosen from it. */
export const exportPersons = find.extend({
  limit: z.int().min(1).max(2000).default(1000),
  persons: z
    .array(id)
    .min(1)
    .max(10_000)
    .optional()
    .describe('Only these, in this order: nothing is searched for, filtered or sorted then'),
  separator: z
    .enum([',', ';'])
    .optional()
    .describe('As the spreadsheet has it; without it a semicolon in Finnish and Swedish, a comma in English'),
})
export type ExportPersons = z.infer<typeof exportPersons>

const organisationParts = {
  name: z.string().trim().min(1).max(300),
  businessId: z.string().max(20).nullable().describe('Y-tunnus, VAT or OVT number; kept as 1234567-8'),
  website: z.string().max(500).nullable(),
}

export const organisation = z.object({
  name: organisationParts.name,
  businessId: organisationParts.businessId.default(null),
  website: organisationParts.website.default(null),
  source,
  reference,
})
export type OrganisationInput = z.infer<typeof organisation>

/** Only what changes: here a part that is left out stays as it is. */
export const changeOrganisation = z.object(organisationParts).partial().extend({ source, reference, expected: id })
export type ChangeOrganisation = z.infer<typeof changeOrganisation>

export const findOrganisations = z.object({ q: z.string().trim().max(200).optional(), after, limit })
