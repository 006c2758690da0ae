/** Every field of what is unusual that leaves the server or comes to it. */

import { z } from 'zod'

const id = z.uuid()
const moment = z.iso.datetime({ offset: true })

// biome-ignore format: by whom they concern
export const kinds = [
  'came-in-after', 'new-place', 'odd-hour', 'many-failures', 'stuffing', 'spread-stuffing',
  'key-elsewhere', 'unknown-keys',
  'own-page-tries', 'own-page-guessing', 'own-page-asking', 'links-guessed',
  'form-flood', 'flood',
] as const
export const tried = [
  'password',
  'second-factor',
  'unknown-key',
  'asked',
  'way-in',
  'form',
  'missed',
  'limited',
] as const

export const findingSearch = z.strictObject({
  open: z.boolean().default(true).describe('Only what nobody has looked into'),
  after: id.optional().describe('`next` of the page before'),
  limit: z.int().min(1).max(200).default(50),
})
export type FindingSearch = z.output<typeof findingSearch>

export const finding = z.object({
  id,
  kind: z.enum(kinds),
  door: z.string().describe('The pattern of its path; empty where there is one door for all, or several'),
  staff: id.nullable(),
  key: id.nullable(),
  person: id.nullable(),
  name: z.string().nullable().describe('Of the member of staff or the key; for staff only'),
  network: z.string().nullable().describe('The beginning of its keyed hash: the same network has the same one'),
  times: z.int(),
  others: z.int().describe('So many accounts of one network, or networks of one account'),
  beganAt: moment,
  lastAt: moment,
  review: z.object({ at: moment, by: z.string().nullable(), remark: z.string() }).nullable(),
})
export type FindingAnswer = z.infer<typeof finding>

export const findingList = z.object({ findings: z.array(finding), next: id.nullable() })
export type FindingList = z.infer<typeof findingList>

export const triedAnswer = z.object({
  days: z.array(z.object({ day: z.iso.date(), what: z.enum(tried), times: z.int() })),
  measures: z.record(z.string(), z.int()),
})
export type TriedAnswer = z.infer<typeof triedAnswer>

export const ownSignIns = z.object({
  findings: z.array(z.object({ id, kind: z.enum(kinds), times: z.int(), beganAt: moment, lastAt: moment })),
})
export type OwnSignIns = z.infer<typeof ownSignIns>

export const review = z.strictObject({ remark: z.string().trim().min(1).max(500) })
