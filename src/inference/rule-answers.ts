/** What is asked and told of rules and of what they infer. */

import { z } from 'zod'
import { actor } from '../register/answers.ts'
import { someRows } from '../register/condition.ts'

const moment = z.iso.datetime({ offset: true })
const day = z.iso.date()

export const part = z
  .strictObject({
    ...someRows,
    points: z.int().min(1).max(100).describe('What each such row weighs'),
  })
  .describe('Rows that speak for it')

export const ruleContent = z.strictObject({
  about: z.string().max(60).describe('What is inferred: a code of the notice, interests or user-groups'),
  value: z.string().trim().min(1).max(80).describe('The interest or group'),
  parts: z.array(part).min(1).max(10),
  halfLife: z
    .int()
    .min(1)
    .max(3650)
    .nullable()
    .describe('After so many days a row weighs half as much; null: it does not fade. Rows without a day never do'),
  threshold: z.int().min(1).max(10_000).describe('It is inferred of whose rows weigh as much together'),
  lasts: z.int().min(1).max(24).describe('After so many months at the latest it is judged anew, or goes'),
  met: z
    .strictObject(someRows)
    .nullable()
    .describe('What shows afterwards that it was right, such as an order of the subject: the measure of its quality'),
})
export type RuleContent = z.infer<typeof ruleContent>

export const newRule = z.strictObject({
  name: z.string().trim().min(1).max(200),
  content: ruleContent,
  why: z.string().trim().min(1).max(500).optional(),
})
export type NewRule = z.infer<typeof newRule>

export const nextVersion = newRule.extend({
  expected: z.int().describe('The version that was seen: somebody else’s since refuses this (409)'),
})
export type NextVersion = z.infer<typeof nextVersion>

const persons = z
  .int()
  .nullable()
  .describe('null: fewer than five, or all but so few, and the purpose is not given who persons are')
const about = z.boolean().describe('Numbers are rounded to tens, because the purpose is not given who persons are')

export const previewing = z.strictObject({
  content: ruleContent,
  rule: z.uuid().optional().describe('Compare with what this rule infers now'),
})
export type Previewing = z.infer<typeof previewing>

export const preview = z.object({
  allowed: persons.describe('Of whom the purpose may infer anything: consent or objection, and nothing contested'),
  persons: persons.describe('Of whom it would be inferred'),
  added: persons.describe('Of these, new ones'),
  removed: persons.describe('Of whom it is inferred now and would not be'),
  about,
  spread: z
    .array(z.object({ from: z.int().describe('Points'), persons }))
    .describe('Persons by how much their rows weigh, in halves of the threshold; the last one is everybody above'),
})
export type Preview = z.infer<typeof preview>

export const rule = z.object({
  id: z.uuid(),
  name: z.string(),
  about: z.string().describe('In words'),
  value: z.string(),
  version: z.int(),
  changedAt: moment,
  changedBy: actor,
  persons,
  isAbout: about,
  isFilling: z.boolean().describe('Everybody is still being judged by its latest version'),
  fault: z.string().nullable().describe('Why the notice in force does not let it be applied; nothing is then inferred'),
})
export type Rule = z.infer<typeof rule>

export const ruleList = z.object({ rules: z.array(rule), next: z.uuid().nullable() })
export type RuleList = z.infer<typeof ruleList>

const told = z.object({
  parts: z.array(z.object({ sentence: z.string(), points: z.int(), fades: z.boolean() })),
  halfLife: z.int().nullable(),
  threshold: z.int(),
  lasts: z.int(),
  met: z.string().nullable(),
})

export const ruleDetails = rule.extend({
  content: ruleContent,
  told: told.describe('The rule in words'),
  logic: z.string().nullable().describe('How inferences come about, as the notice says it (Art. 13(2)(f))'),
  versions: z.array(
    z.object({
      n: z.int(),
      name: z.string(),
      told,
      at: moment,
      by: actor,
      why: z.string().nullable(),
      noticeVersion: z.int(),
    }),
  ),
})
export type RuleDetails = z.infer<typeof ruleDetails>
export type Told = z.infer<typeof told>

const outOf = z.object({ met: persons, of: persons })
export const quality = z.object({
  months: z
    .array(z.object({ month: z.string().describe('YYYY-MM'), inferred: outOf, everybody: outOf }))
    .describe(
      'By what was known before each month: of whom it would have been inferred and who then had such a row, how many of their first ' +
        'ones met it; and of everybody who had one, inferred or not: what guessing by popularity alone would reach',
    ),
  leftOut: z
    .int()
    .describe('Parts of the rule whose rows have no day: they cannot be put back in time and are left out'),
  about,
})
export type Quality = z.infer<typeof quality>

export const personInferences = z.object({
  inferences: z.array(
    z.object({
      id: z.uuid().describe('Its row'),
      value: z.string(),
      about: z.string(),
      confidence: z.int().nullable().describe('Per cent, as of the day on which it was made'),
      made: day.nullable(),
      expires: day.nullable(),
      rule: z.object({ id: z.uuid(), name: z.string(), version: z.int(), told }),
      points: z.number(),
      evidence: z
        .array(z.object({ category: z.string(), row: z.uuid(), points: z.number(), what: z.string() }))
        .describe('The rows that weighed most, of those that the purpose sees'),
    }),
  ),
})
export type PersonInferences = z.infer<typeof personInferences>
