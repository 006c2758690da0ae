/** What a campaign is to do, as it is kept: which letters to whom, when, how fast, and how a trial of two letters is decided. */

import { z } from 'zod'

export const kinds = ['marketing', 'service'] as const
export type Kind = (typeof kinds)[number]

export const channels = ['email', 'sms'] as const
export type CampaignChannel = (typeof channels)[number]

/** By what a trial is decided. Neither opens nor clicks are known: nothing that is sent carries a pixel or a rewritten link. */
export const decisions = ['replies', 'orders', 'hand'] as const

/** Local date and hour: written to at that hour of where the recipient lives, else of Finland. */
const localHour = z.strictObject({
  date: z.iso.date(),
  hour: z.int().min(0).max(23),
})

export const plan = z.strictObject({
  letters: z
    .array(z.uuid())
    .min(1)
    .max(2)
    .describe('Revisions of letters; two are tried against each other as `trial` says'),
  segment: z.uuid().describe('Whom it is for: a segment of the same purpose'),
  but: z.array(z.uuid()).max(10).default([]).describe('Nobody who is in one of these segments'),
  when: z
    .union([
      z.literal('now'),
      z.strictObject({ at: z.iso.datetime({ offset: true }) }),
      z.strictObject({ local: localHour }),
    ])
    .default('now')
    .describe('At once, at a moment, or at an hour of where each recipient lives as far as their country tells it'),
  perMinute: z.int().min(1).max(9999).default(60).describe('The most e-mails in a minute to one domain'),
  productGroup: z
    .string()
    .trim()
    .min(1)
    .max(200)
    .optional()
    .describe('What it is about; without it nobody is sent it because of a purchase (917/2014 § 200(3))'),
  trial: z
    .strictObject({
      share: z.int().min(2).max(100).describe('Of the recipients, in percent: half of them get each letter'),
      by: z.enum(decisions).describe('What decides: replies or orders a recipient, or whoever chooses by hand'),
      hours: z
        .int()
        .min(1)
        .max(336)
        .describe('After how many hours the rest get the better one; when equal, the first'),
    })
    .optional(),
})
export type Plan = z.infer<typeof plan>

/** With two letters somebody must say how they are tried, and with one there is nothing to try. */
export const isWhole = ({ letters, trial }: Plan): boolean => (letters.length === 2) === (trial !== undefined)
