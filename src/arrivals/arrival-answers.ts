/** Every field that leaves the server about arrivals; the screens draw themselves from these. */

import { z } from 'zod'
import { actor } from '../register/answers.ts'
import { arrivalStates } from './arrivals.ts'
import { takeBackReasons } from './take-back.ts'
import { mailStates, ways } from './ways.ts'

const moment = z.iso.datetime({ offset: true })
const person = z.object({ id: z.uuid(), name: z.string().nullable() })

export const arrivalState = z
  .enum(arrivalStates)
  .describe(
    'accepted: kept, and about to be written; written: in the register; waiting: until what it tells of has come; refused: see ' +
      '`reason`, and try again; ignored: nothing of it belongs here',
  )

export const arrival = z.object({
  id: z.uuid(),
  connection: z.uuid(),
  kind: z.string(),
  name: z.string().describe('Of the connection'),
  topic: z.string(),
  at: moment,
  state: arrivalState,
  reason: z
    .object({
      key: z.string(),
      text: z.string(),
      mend: z.string().nullable().describe('A path of the staff application'),
    })
    .nullable(),
  person: person.nullable().describe('Only a person whom the purpose sees is named'),
  reference: z.string().nullable().describe('What the sender calls what it tells of: an order’s number'),
  test: z.boolean(),
  again: z.int().describe('How many times it came again'),
  keptUntil: moment.nullable().describe('Until when it can be tried again; null: what came is gone'),
})
export type ArrivalAnswer = z.infer<typeof arrival>

export const arrivalList = z.object({
  arrivals: z.array(arrival),
  next: z.uuid().nullable(),
  counts: z
    .object({ accepted: z.int(), written: z.int(), waiting: z.int(), refused: z.int(), ignored: z.int() })
    .describe('Of all arrivals of the purpose, by state'),
})
export type ArrivalList = z.infer<typeof arrivalList>

export const arrivalDetails = arrival.extend({
  noticeVersion: z.int().describe('In force when it came'),
  content: z
    .object({
      who: z.array(z.object({ label: z.string(), value: z.string() })),
      rows: z.array(
        z.object({ category: z.string(), values: z.array(z.object({ label: z.string(), value: z.string() })) }),
      ),
    })
    .nullable()
    .describe('What it says, while it is kept and as far as it can be read'),
  candidates: z
    .array(person.extend({ email: z.string().nullable(), phone: z.string().nullable() }))
    .describe('Whom it may be about'),
  steps: z.array(
    z.object({
      at: moment,
      by: actor,
      did: z.string(),
      left: z.array(z.string()),
      why: z.enum(takeBackReasons).nullable().describe('Of one that was taken back'),
    }),
  ),
})
export type ArrivalDetails = z.infer<typeof arrivalDetails>

export const takeBackBody = z.strictObject({ why: z.enum(takeBackReasons) })

export const takenBack = z
  .object({
    values: z.int().describe('Rows that are put back as they were, or go'),
    statements: z.int().describe('Permits and contracts that it told of'),
    prohibitions: z.int().describe('What the person has forbidden in it: it stays'),
    person: z.boolean().describe('Whoever it opened goes'),
    task: z.boolean().describe('The task that it made goes'),
  })
  .describe('What goes when the arrival is taken back')
export type TakenBackAnswer = z.infer<typeof takenBack>

export const informing = z.object({
  id: z.uuid(),
  person,
  source: z.string(),
  obtained: z.iso.date(),
  informBy: z.iso.date(),
  daysLeft: z.int().nullable(),
  toldAt: moment.nullable(),
  toldBy: actor.nullable(),
  how: z.string().nullable(),
  reason: z.string().nullable(),
  mail: z.enum(mailStates).nullable().describe('What became of the e-mail; null: none has been queued'),
})
export type InformingAnswer = z.infer<typeof informing>
export const informingList = z.object({
  informings: z.array(informing),
  next: z.uuid().nullable(),
  sends: z.boolean().describe('Whether this server can send e-mail'),
})
export type InformingList = z.infer<typeof informingList>

export const noteInformed = z
  .strictObject({ how: z.enum(ways), reason: z.string().trim().max(1000).optional() })
  .refine(({ how, reason }) => how !== 'not-possible' || (reason ?? '').length >= 10, { path: ['reason'] })

export const connection = z.object({
  id: z.uuid(),
  kind: z.string(),
  name: z.string(),
  address: z.string().describe('Where the sender delivers to'),
  method: z.enum(['GET', 'POST']),
  secret: z.enum(['made', 'pasted']),
  canTest: z.boolean(),
  takesFile: z.boolean().describe('Its exports of orders are read'),
  hasToken: z.boolean().describe('Whether there is a token to fetch with; it is not shown'),
  purpose: z.string(),
  source: z.string(),
  settings: z.record(z.string(), z.unknown()),
  keepDays: z.int(),
  madeAt: moment,
  pausedAt: moment.nullable(),
  earlierUntil: moment.nullable().describe('Until then the secret before this one holds too'),
  lastAt: moment.nullable(),
  written: z.int(),
  refused: z.int(),
  waiting: z.int(),
  turnedAway: z.int().describe('Of the last seven days: what was not let in'),
  turnedAwayWhy: z.string().nullable(),
})
export type ConnectionAnswer = z.infer<typeof connection>

export const connectionList = z.object({
  connections: z.array(connection),
  kinds: z.array(
    z.object({
      kind: z.string(),
      secret: z.enum(['made', 'pasted']),
      fetches: z.boolean().describe('Whether it needs a token of the sender to fetch with'),
      settings: z.array(z.string()),
    }),
  ),
  sources: z.array(z.object({ id: z.string(), name: z.string() })),
  purposes: z.array(
    z.object({ id: z.string(), name: z.string(), asksConsent: z.boolean(), takesPurchase: z.boolean() }),
  ),
})
export type ConnectionList = z.infer<typeof connectionList>

export const informingLetters = z.object({
  pdf: z.base64().nullable().describe('One file, a letter a person; null when nobody of them has a postal address'),
  name: z.string(),
  printed: z.array(z.uuid()).describe('Whose letter it holds, to be noted as told when the letters have gone'),
  without: z.int().describe('Persons without a postal address: they are told otherwise'),
})
export type InformingLetters = z.infer<typeof informingLetters>

export const takenFile = z
  .object({
    found: z.int().describe('Orders that the file tells of'),
    taken: z.int().describe('Of them those that can be read; handed in, unless it was a trial'),
    ignored: z.int().describe('Carts that nobody has ordered from'),
    refused: z.array(z.object({ line: z.int(), text: z.string() })),
  })
  .describe('What the file tells; what becomes of each order stands among the arrivals')
export type TakenFile = z.infer<typeof takenFile>

const told = {
  name: z.string().trim().min(1).max(100),
  purpose: z.string().max(60),
  source: z.string().max(60),
  settings: z.record(z.string(), z.unknown()).default({}),
  keepDays: z.int().min(1).max(30).default(14),
  token: z
    .string()
    .trim()
    .max(4000)
    .optional()
    .describe('To fetch with at the sender; without one the one before stays'),
}
export const newConnection = z.strictObject({
  kind: z.string().max(60),
  ...told,
  secret: z.string().max(10_000).optional(),
})
export type NewConnectionBody = z.input<typeof newConnection>
export const changedConnection = z.strictObject(told)
