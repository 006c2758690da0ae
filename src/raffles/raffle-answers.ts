/** What is asked and answered of raffles over HTTP, for the doors and the screens alike. */

import { z } from '@hono/zod-openapi'
import { langs } from '../notice/notice.ts'

const words = z.strictObject({
  title: z.string().trim().min(3).max(120),
  prize: z.string().trim().min(2).max(500),
  rules: z.string().trim().min(10).max(8000),
  who: z.string().trim().min(2).max(500).describe('Who may enter'),
})
export type Words = z.infer<typeof words>

export const newRaffle = z.strictObject({
  kind: z.enum(['raffle', 'contest']).default('raffle'),
  name: z.string().trim().min(3).max(120).describe('The name of the event in participation; no other event has it'),
  source: z.string().max(60),
  opens: z.coerce.date(),
  closes: z.coerce.date(),
  winners: z.int().min(1).max(1000),
  words: z.partialRecord(z.enum(langs), words),
  permits: z
    .string()
    .max(60)
    .nullable()
    .default(null)
    .describe('The purpose whose e-mail a box of the page may permit'),
})
export type NewRaffle = z.output<typeof newRaffle>
export type NewRaffleBody = z.input<typeof newRaffle>

const moment = z.string().openapi({ format: 'date-time' })

export const raffleAnswer = z.object({
  id: z.uuid(),
  kind: z.enum(['raffle', 'contest']),
  name: z.string(),
  state: z.enum(['coming', 'open', 'ended', 'frozen', 'drawn', 'cancelled']),
  opens: moment,
  closes: moment,
  winners: z.int(),
  address: z.string().describe('Where anybody enters'),
})
export type RaffleAnswer = z.infer<typeof raffleAnswer>

export const raffleList = z.object({
  raffles: z.array(raffleAnswer),
  next: z.uuid().nullable(),
  sources: z.array(z.object({ id: z.string(), name: z.string() })),
  permits: z.array(z.object({ id: z.string(), name: z.string() })),
  languages: z.array(z.enum(langs)),
  kept: z.string().describe('How long the notice keeps who took part'),
})
export type RaffleList = z.infer<typeof raffleList>

const person = z.object({ id: z.uuid(), name: z.string().nullable() })

export const raffleDetails = raffleAnswer.extend({
  words: z.partialRecord(z.enum(langs), words),
  permits: z.string().nullable(),
  seedHash: z.string(),
  listHash: z.string().nullable(),
  tokens: z.int().nullable().describe('How many entries the frozen list has'),
  closedAt: moment.nullable(),
  drawnAt: moment.nullable(),
  file: z.string().describe('The address of the file by which anybody can check the draw'),
  entries: z.int(),
  waiting: z.int().describe('Entries that have come and are about to be written'),
  refused: z.int().describe('Entries that staff must mend in Arrivals before the list is frozen'),
  drawn: z.array(
    z.object({
      place: z.int(),
      token: z.string(),
      person: person.nullable().describe('Null when the purpose does not see them'),
      passed: z.enum(['left', 'not-reached', 'declined']).nullable(),
      published: z.string().nullable().describe('As what they have agreed to be named on the page'),
    }),
  ),
  mail: z.boolean().describe('Whether this server can send e-mail'),
})
export type RaffleDetails = z.infer<typeof raffleDetails>

export const entryList = z.object({
  entries: z.array(z.object({ row: z.uuid(), person, entered: moment.nullable(), token: z.string() })),
  next: z.uuid().nullable(),
})
export type EntryList = z.infer<typeof entryList>
