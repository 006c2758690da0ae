/** What the asker's purpose sees of the register: the staff screens draw their forms, columns and filters from it. */

import { z } from 'zod'
import { source, use } from './answers.ts'

export const scopeColumn = z.object({
  name: z.string(),
  label: z.string().describe("In the asker's language; the field's name when the field has one column"),
  type: z.enum(['text', 'integer', 'money', 'date', 'time', 'boolean']).describe('money: whole cents'),
  format: z
    .enum(['email', 'phone', 'url', 'country', 'language', 'business-id', 'person-name'])
    .optional()
    .describe('What may stand in it'),
  filter: z
    .array(z.enum(['equals', 'starts', 'from', 'before']))
    .describe('How lists may be narrowed by it; empty: not'),
  codes: z.array(z.object({ code: z.string(), name: z.string() })).optional(),
})

export const scopeField = z.object({
  id: z.string(),
  name: z.string(),
  required: z.boolean(),
  columns: z.array(scopeColumn),
})

export const scopeCategory = z.object({
  id: z.string(),
  name: z.string(),
  custom: z.boolean(),
  rows: z.enum(['one', 'many']),
  origin: z.enum(['person', 'observed', 'inferred', 'generated']),
  mayWrite: z.boolean(),
  fields: z.array(scopeField).describe('Only those that the purpose may see'),
  from: z.array(z.string()).describe('Sources that the notice names for the category'),
  uses: z.array(use).describe('Every purpose of the notice that uses the category'),
  withoutIt: z.string().nullable().describe('What follows if a required field is not given (Art. 13(2)(e))'),
  logic: z.string().nullable().describe('How inferred values come about (Art. 13(2)(f))'),
})

export const scope = z
  .object({
    purpose: z.object({ id: z.string(), name: z.string(), explanation: z.string() }),
    noticeVersion: z.int(),
    categories: z.array(scopeCategory).describe("In the notice's order"),
    sources: z.array(source),
    filters: z.array(z.string()).describe('The named filters that the purpose may use: relationship, city, …'),
    leftOut: z.array(z.string()).describe('Names of the categories that do not belong to the purpose'),
    similarPurchases: z
      .array(
        z.object({
          purpose: z.string(),
          name: z.string(),
          channels: z.array(z.enum(['email', 'sms', 'phone', 'post', 'social-media'])),
        }),
      )
      .describe('Purposes that a similar purchase permits, and by which channels (917/2014 § 200(3))'),
    seesAll: z.boolean().describe('The rights purpose: restricted persons too (Art. 18(2))'),
  })
  .meta({ description: 'What the purpose sees of the register' })
export type Scope = z.infer<typeof scope>
