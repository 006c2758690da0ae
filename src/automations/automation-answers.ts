/** What is asked and told of automations. */

import { z } from 'zod'
import { kinds } from '../campaigns/plan.ts'
import { actor } from '../register/answers.ts'
import { plan } from './plan.ts'

const moment = z.iso.datetime({ offset: true })

export const states = ['draft', 'on', 'off', 'ended'] as const
export type AutomationState = (typeof states)[number]

/** Why it has ended for somebody. */
export const ends = ['done', 'before', 'left', 'until', 'unseen', 'by-hand'] as const

export const newAutomation = z.strictObject({
  name: z.string().trim().min(1).max(120),
  kind: z.enum(kinds).describe('As of a campaign (docs/campaigns.md)'),
  plan,
})
export type NewAutomation = z.infer<typeof newAutomation>

const expected = z.int().describe('The turn that was seen: somebody else’s since refuses this (409)')

export const changedAutomation = newAutomation.extend({ expected })
export type ChangedAutomation = z.infer<typeof changedAutomation>

export const turn = z.strictObject({
  did: z.enum(['on', 'off', 'ended']),
  expected,
  why: z.string().trim().min(1).max(500).optional(),
})
export type Turn = z.infer<typeof turn>

export const automation = z.object({
  id: z.uuid(),
  name: z.string(),
  kind: z.enum(kinds),
  state: z.enum(states),
  turn: z.int(),
  segment: z.string().nullable().describe('null: it has ended, and nobody begins'),
  steps: z.int(),
  underway: z.int().describe('Persons who are before some step'),
})
export type Automation = z.infer<typeof automation>
export const automationList = z.object({ automations: z.array(automation), next: z.uuid().nullable() })
export type AutomationList = z.infer<typeof automationList>

export const automationDetails = automation.extend({
  plan,
  until: z.string().nullable(),
  doing: z.array(
    z.object({
      letter: z.string().nullable().describe('Its name'),
      task: z.string().nullable(),
      campaign: z.uuid().nullable().describe('That sends the letter, with what became of it'),
      waiting: z.int().describe('Persons before this step'),
    }),
  ),
  ended: z.array(z.object({ why: z.enum(ends), persons: z.int() })),
  turns: z.array(
    z.object({
      n: z.int(),
      did: z.enum(['made', 'changed', 'on', 'off', 'ended']),
      at: moment,
      by: actor,
      why: z.string().nullable(),
    }),
  ),
})
export type AutomationDetails = z.infer<typeof automationDetails>

export const personAutomations = z.object({
  automations: z.array(
    z.object({
      id: z.uuid(),
      name: z.string(),
      began: moment,
      step: z.int().describe('The next, from 1'),
      steps: z.int(),
      next: moment.nullable(),
      ended: z.enum(ends).nullable(),
      nth: z.int().describe('The time that they go through it'),
    }),
  ),
})
export type PersonAutomations = z.infer<typeof personAutomations>
