/** What is asked and told of campaigns. */

import { z } from 'zod'
import { actor } from '../register/answers.ts'
import { channels, isWhole, kinds, plan } from './plan.ts'

const moment = z.iso.datetime({ offset: true })

export const states = ['draft', 'scheduled', 'sending', 'paused', 'stopped', 'done'] as const
export type CampaignState = (typeof states)[number]

/** What became of one recipient. `unsure`: it was being handed over when the server died or fell silent, and is not sent again. */
export const outcomes = ['waiting', 'sending', 'sent', 'bounced', 'left-out', 'failed', 'unsure', 'stopped'] as const
export type Outcome = (typeof outcomes)[number]

const wholePlan = plan.refine(isWhole, { error: 'two letters need a trial, one letter has none', path: ['trial'] })

export const newCampaign = z.object({
  name: z.string().trim().min(1).max(200),
  kind: z.enum(kinds).describe('marketing: by permits. service: to those concerned, on the basis of the purpose'),
  channel: z.enum(channels),
  plan: wholePlan,
})
export type NewCampaign = z.infer<typeof newCampaign>

const expected = z.int().describe('The last step that was seen: somebody else’s since refuses this (409)')

export const changedCampaign = newCampaign.extend({ expected })
export type ChangedCampaign = z.infer<typeof changedCampaign>

export const acts = ['start', 'pause', 'resume', 'stop', 'choose'] as const
export type Act = (typeof acts)[number]

export const act = z.object({
  act: z.enum(acts),
  letter: z.int().min(0).max(1).optional().describe('With `choose`: which of the two the rest get'),
  why: z.string().trim().min(1).max(500).optional(),
  expected,
})
export type Acting = z.infer<typeof act>

const many = z.object({ outcome: z.enum(outcomes), persons: z.int() })

export const campaign = z.object({
  id: z.uuid(),
  name: z.string(),
  kind: z.enum(kinds),
  channel: z.enum(channels),
  state: z.enum(states),
  step: z.int(),
  beginsAt: moment.nullable(),
  endedAt: moment.nullable(),
  recipients: z.array(many).describe('How many are in each state; none before it began'),
})
export type Campaign = z.infer<typeof campaign>

export const campaignList = z.object({ campaigns: z.array(campaign), next: z.uuid().nullable() })
export type CampaignList = z.infer<typeof campaignList>

const dids = ['made', 'changed', 'started', 'began', 'paused', 'resumed', 'stopped', 'chosen', 'done'] as const

export const campaignDetails = campaign.extend({
  plan,
  decidesAt: moment.nullable().describe('When a trial is decided; null without one, or after'),
  chosen: z.int().nullable().describe('Which letter the rest got'),
  steps: z.array(
    z.object({
      n: z.int(),
      did: z.enum(dids),
      at: moment,
      by: actor,
      why: z.string().nullable(),
      letter: z.int().nullable(),
    }),
  ),
})
export type CampaignDetails = z.infer<typeof campaignDetails>

export const audience = z.object({
  persons: z.int().describe('In the segment and in none of those left out, whom the purpose sees'),
  allowed: z.int().describe('To whom it may be sent now'),
  leftOut: z.array(z.object({ reason: z.string(), name: z.string(), persons: z.int() })).describe('Most first'),
})
export type Audience = z.infer<typeof audience>

export const audienceAsked = newCampaign
  .pick({ kind: true, channel: true })
  .extend({ segment: z.uuid(), but: z.array(z.uuid()).max(10).default([]), productGroup: z.string().optional() })
export type AudienceAsked = z.infer<typeof audienceAsked>

const figures = z.object({
  letter: z.int().nullable(),
  recipients: z.int(),
  sent: z.int().describe('Taken by the mail server or the gateway, those that came back included'),
  bounced: z.int(),
  delivered: z.int().nullable().describe('Text messages that the gateway says the telephone had; e-mail tells nobody'),
  withdrawn: z.int().describe('Who took back their permit or forbade such messages within 30 days'),
  replied: z.int().nullable().describe('Who answered within 30 days; null of text messages'),
  ordered: z.int().nullable().describe('Who ordered within 30 days; null when the purpose does not see orders'),
})
export type Figures = z.infer<typeof figures>

export const results = z.object({
  all: figures,
  byLetter: z.array(figures).describe('When two letters were tried'),
  outcomes: z.array(
    z.object({ outcome: z.enum(outcomes), why: z.string().nullable(), name: z.string(), persons: z.int() }),
  ),
  days: z
    .array(z.object({ day: z.int(), withdrawn: z.int(), replied: z.int(), ordered: z.int() }))
    .describe('After how many whole days since each was sent to'),
})
export type Results = z.infer<typeof results>

export const recipientList = z.object({
  recipients: z.array(
    z.object({
      person: z.uuid(),
      name: z.string().nullable(),
      outcome: z.enum(outcomes),
      why: z.string().nullable(),
      letter: z.int().nullable(),
      at: moment.nullable(),
    }),
  ),
  next: z.uuid().nullable(),
})
export type RecipientList = z.infer<typeof recipientList>
