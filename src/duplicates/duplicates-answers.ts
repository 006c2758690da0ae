/** What the duplicates' routes answer. */

import { z } from '@hono/zod-openapi'
import { moment } from '../http/route.ts'
import { actor, listedPerson } from '../register/answers.ts'

export const verdict = z
  .enum(['certain', 'likely', 'possible'])
  .describe('`certain`: may be merged in bulk, by somebody’s act; the others are looked at one by one')

export const overviewAnswer = z.object({
  run: z
    .object({
      id: z.uuid(),
      startedAt: moment,
      endedAt: moment.nullable(),
      share: z.number().describe('How much of it is done, from 0 to 1'),
      persons: z.number().nullable(),
      proposed: z.number().nullable(),
      why: z.string().nullable().describe('Of one that failed: the key of the refusal'),
    })
    .nullable(),
  open: z.object({ certain: z.number(), likely: z.number(), possible: z.number() }),
})
export type DuplicatesOverview = z.infer<typeof overviewAnswer>

export const evidence = z.object({
  field: z.string().describe('given, family, email, phone, street, place, organisation, language'),
  level: z.string().describe('How like the two are in it'),
  bits: z.number().describe('Above zero it speaks for one person, below against'),
})

export const proposal = z.object({
  a: listedPerson.describe('The elder of the two'),
  b: listedPerson,
  chance: z.number().describe('From 0 to 1'),
  verdict,
  evidence: z.array(evidence),
  foundAt: moment,
  decidedAt: moment.nullable(),
})
export type ProposalAnswer = z.infer<typeof proposal>

export const proposalsAnswer = z.object({ proposals: z.array(proposal), next: z.string().nullable() })
export type ProposalsAnswer = z.infer<typeof proposalsAnswer>

export const bulkAnswer = z.object({
  merged: z.array(z.object({ merge: z.uuid(), kept: z.uuid(), lost: z.uuid() })),
  refused: z.array(z.object({ kept: z.uuid(), lost: z.uuid(), why: z.string() })),
})
export type BulkAnswer = z.infer<typeof bulkAnswer>

export const mergesAnswer = z.object({
  merges: z.array(
    z.object({
      id: z.uuid(),
      mergedAt: moment,
      by: actor,
      undoneAt: moment.nullable(),
      parting: z.string().nullable().describe('Why it cannot be undone now; null when it can'),
    }),
  ),
})
export type MergesAnswer = z.infer<typeof mergesAnswer>
