/** What is asked and told of segments. */

import { z } from 'zod'
import { actor } from '../register/answers.ts'
import { condition } from '../register/condition.ts'

const moment = z.iso.datetime({ offset: true })

/** A condition, or a sentence that says it in the asker's language. */
const said = {
  condition: condition.optional(),
  sentence: z
    .string()
    .trim()
    .min(1)
    .max(4000)
    .optional()
    .describe('The condition in words of the asker’s language instead: docs/segments.md'),
}
export const counting = z.object({
  ...said,
  channel: z
    .enum(['email', 'sms', 'phone', 'post', 'social-media'])
    .optional()
    .describe('Count too whom the gate would let the purpose send to by it, and why not the others'),
})
export type Counting = z.infer<typeof counting>

export const newSegment = z.object({
  ...said,
  name: z.string().trim().min(1).max(200),
  why: z.string().trim().min(1).max(500).optional(),
})
export type NewSegment = z.infer<typeof newSegment>

export const nextVersion = newSegment.safeExtend({
  expected: z.int().describe('The version that was seen: somebody else’s since refuses this (409)'),
})
export type NextVersion = z.infer<typeof nextVersion>

export const counted = z.object({
  sentence: z.string().describe('The condition in words of the asker’s language'),
  condition,
  persons: z
    .int()
    .nullable()
    .describe(
      'How many match; null when fewer than five do, or all but so few, and the purpose is not given who persons are',
    ),
  about: z.boolean().describe('The number is rounded to tens, because the purpose is not given who persons are'),
  gate: z
    .object({
      allowed: z.int(),
      leftOut: z.array(z.object({ reason: z.string(), name: z.string(), persons: z.int() })).describe('Most first'),
    })
    .nullable(),
})
export type Counted = z.infer<typeof counted>

export const segment = z.object({
  id: z.uuid(),
  name: z.string(),
  sentence: z.string(),
  version: z.int(),
  changedAt: moment,
  changedBy: actor,
  persons: z.int().nullable(),
  about: z.boolean(),
  fault: z
    .string()
    .nullable()
    .describe('Why the notice in force does not let it be asked any more; it then has no members'),
})
export type Segment = z.infer<typeof segment>

export const segmentList = z.object({ segments: z.array(segment), next: z.uuid().nullable() })
export type SegmentList = z.infer<typeof segmentList>

export const segmentDetails = segment.extend({
  condition,
  versions: z.array(
    z.object({
      n: z.int(),
      name: z.string(),
      sentence: z.string(),
      at: moment,
      by: actor,
      why: z.string().nullable(),
      noticeVersion: z.int(),
    }),
  ),
})
export type SegmentDetails = z.infer<typeof segmentDetails>

const name = z.object({ id: z.string(), label: z.string() })
const column = name.extend({
  type: z.enum(['text', 'integer', 'money', 'date', 'time', 'boolean']),
  codes: z.array(z.object({ code: z.string(), name: z.string() })).optional(),
  is: z.array(z.string()).describe('How it may be compared'),
})

export const segmentWords = z.object({
  fields: z.array(column),
  categories: z.array(name.extend({ columns: z.array(column) })),
  purposes: z
    .array(name.extend({ channels: z.array(z.string()) }))
    .describe('None when the purpose does not see permissions'),
  channels: z.array(z.string()).describe('By which the purpose contacts people'),
})
export type SegmentWords = z.infer<typeof segmentWords>
