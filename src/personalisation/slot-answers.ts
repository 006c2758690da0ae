/** What is asked and told of slots: places on the firm's own pages whose content follows the segments of a purpose. */

import { z } from 'zod'
import { actor } from '../register/answers.ts'

const moment = z.iso.datetime({ offset: true })

/** Plain words; a link stays within https. */
export const words = z.strictObject({
  heading: z.string().trim().min(1).max(120),
  text: z.string().trim().max(1000).optional(),
  link: z
    .strictObject({
      words: z.string().trim().min(1).max(80),
      address: z.url({ protocol: /^https$/ }).max(500),
    })
    .optional(),
})
export type Words = z.infer<typeof words>

const inLanguages = z
  .strictObject({ fi: words.optional(), sv: words.optional(), en: words.optional() })
  .refine(said => Object.values(said).some(Boolean), { error: 'one language at least' })

export const block = z.strictObject({
  name: z.string().trim().min(1).max(80).describe('As the person is told what was shown to them'),
  segment: z.uuid().describe('Of the same purpose: whoever is in it sees the block'),
  words: inLanguages,
})

export const content = z.strictObject({
  blocks: z.array(block).min(1).max(10).describe('The first whose segment a visitor is in is shown'),
})
export type Content = z.infer<typeof content>

export const newSlot = z.strictObject({
  name: z.string().trim().min(1).max(120),
  content,
  why: z.string().trim().min(1).max(500).optional(),
})
export type NewSlot = z.infer<typeof newSlot>

export const nextVersion = newSlot.extend({
  expected: z.int().describe('The version that was seen: somebody else’s since refuses this (409)'),
})
export type NextVersion = z.infer<typeof nextVersion>

export const slot = z.object({
  id: z.uuid(),
  name: z.string(),
  version: z.int(),
  blocks: z.array(
    z.object({
      name: z.string(),
      segment: z.string().nullable().describe('null: it has ended, and nobody sees the block'),
    }),
  ),
  changedAt: moment,
  changedBy: actor,
})
export type Slot = z.infer<typeof slot>
export const slotList = z.object({ slots: z.array(slot), next: z.uuid().nullable() })
export type SlotList = z.infer<typeof slotList>

export const slotDetails = slot.extend({
  content,
  snippet: z.string().describe('What stands in the page: its own content is what everybody else sees'),
  versions: z.array(
    z.object({
      n: z.int(),
      name: z.string(),
      at: moment,
      by: actor,
      why: z.string().nullable(),
      noticeVersion: z.int(),
    }),
  ),
})
export type SlotDetails = z.infer<typeof slotDetails>

export const whom = z.strictObject({ person: z.uuid(), lang: z.enum(['fi', 'sv', 'en']).optional() })

/** `words` null: the page's own content stays. */
export const chosen = z.object({
  words: words.nullable(),
  block: z.string().nullable(),
  why: z
    .object({ segment: z.string(), sentence: z.string() })
    .nullable()
    .describe('What puts the person among those who see it'),
})
export type Chosen = z.infer<typeof chosen>

export const personSlots = z.object({
  slots: z.array(z.object({ id: z.uuid(), name: z.string(), block: z.string().nullable(), why: chosen.shape.why })),
})
export type PersonSlots = z.infer<typeof personSlots>
