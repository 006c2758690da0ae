/** What is asked and told of where orders came from and of what campaigns cost: numbers of nobody. */

import { z } from 'zod'
import { sources } from '../visits/came-from.ts'

/** Who of those by whom an order came has the credit: the first, the last, or all alike. */
export const models = ['first', 'last', 'linear'] as const
export type Model = (typeof models)[number]

/** So many days before an order what led to it is looked for. */
export const windows = [7, 30, 90] as const

export const channels = [...sources, 'participation', 'came-by', 'code'] as const
export type Channel = (typeof channels)[number]

/** By what an order may be known to have come. */
export const grounds = ['orders', 'visits', 'letters', 'measures', 'participation', 'came-by'] as const
export type Ground = (typeof grounds)[number]

const quantity = z.union([z.number(), z.literal('withheld')])

const credit = z.object({
  orders: quantity.describe('With all alike an order may be told in parts. `withheld`: of fewer than five persons'),
  cents: quantity.nullable().describe('What was paid back taken off; null where the purpose does not see amounts'),
})
export type Credit = z.infer<typeof credit>

const credits = z.object({ first: credit, last: credit, linear: credit })

export const place = z.object({
  kind: z
    .enum(['place', 'rest', 'together'])
    .describe('rest: small campaigns of the channel; together: small channels'),
  label: z.string().describe('In the language that was asked for'),
  channel: z.enum(channels).nullable(),
  campaign: z.object({ id: z.uuid().nullable(), name: z.string() }).nullable(),
  credit: credits,
  costCents: z.int().nullable().describe('Of the days asked, as far as it is known'),
})
export type Place = z.infer<typeof place>

export const attribution = z.object({
  from: z.iso.date(),
  to: z.iso.date(),
  days: z.int(),
  asOf: z.iso.date(),
  sees: z.array(z.enum(grounds)).describe('By what the notice lets the purpose know it'),
  amounts: z.boolean(),
  total: credit,
  unknown: credit.describe('Orders of which nothing of this is known'),
  places: z.array(place).describe('Most credit by the last touch first'),
})
export type Attribution = z.infer<typeof attribution>

export const asked = z.object({
  from: z.iso.date().optional(),
  to: z.iso.date().optional(),
  days: z.coerce
    .number()
    .int()
    .refine(days => windows.some(one => one === days))
    .default(30),
})
export type Asked = z.infer<typeof asked>

const day = z.iso.date()
const cents = z.int().min(0).max(1_000_000_000)
const word = z.string().trim().min(1).max(80)

export const newCampaign = z.strictObject({
  name: word,
  words: z
    .array(word)
    .max(20)
    .default([])
    .describe('What links (utm_campaign) and shops call it, and its discount codes; its name is one of them always'),
})
export type NewCampaign = z.infer<typeof newCampaign>

export const newCost = z.strictObject({ campaign: z.uuid(), from: day, to: day, cents })
export type NewCost = z.infer<typeof newCost>

const cost = z.object({ id: z.uuid(), from: day, to: day, cents: z.int(), source: z.enum(['hand', 'file']) })

export const campaigns = z.object({
  campaigns: z.array(z.object({ id: z.uuid(), name: z.string(), words: z.array(z.string()), costs: z.array(cost) })),
})
export type Campaigns = z.infer<typeof campaigns>
export type Campaign = Campaigns['campaigns'][number]

/** Up to half a megabyte: some ten thousand lines. */
export const costFile = z.strictObject({ name: z.string().trim().min(1).max(200), base64: z.base64().max(700_000) })

export const costsRead = z.object({
  read: z.int().describe('Lines that tell a cost'),
  added: z.int(),
  changed: z.int().describe('Costs of the same campaign and days that were told otherwise before'),
  made: z.array(z.string()).describe('Campaigns that were not known before'),
})
export type CostsRead = z.infer<typeof costsRead>
