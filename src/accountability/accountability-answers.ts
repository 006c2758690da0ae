/** Every field that leaves the server, and comes to it, about processors, contracts, balancing tests and the record of processing. */

import { z } from 'zod'
import { moment } from '../http/route.ts'
import { type NoticeDocument, noticeDocument } from '../notice/notice-answers.ts'
import { outcomes, questions } from './balancing-questions.ts'
import { clauses, mechanisms } from './contract-terms.ts'
import { formats } from './export-file.ts'
import { testStates } from './interests.ts'

const date = z.iso.date()
const words = z.string().trim()
const named = words.min(1).max(300)
const told = z.array(z.string()).describe('Sentences in the language of the asker')
const country = z
  .string()
  .regex(/^[A-Z]{2}$/)
  .describe('ISO 3166-1 alpha-2')
const mechanism = z.enum(mechanisms).nullable().describe('The ground of a transfer outside the EEA')
const author = z.object({ actor: z.string(), name: z.string().nullable() })
const saved = z.object({ revision: z.int(), at: moment, by: author, why: z.string() })

export const why = words.min(1).max(2000).describe('Why it is saved; it stays beside the revision')
export const expected = z.int().min(0).describe('The revision that was read before; another is refused with 409')

export const contractTerms = z.strictObject({
  processor: named.describe('As the notice names it'),
  service: named,
  parties: named,
  reference: named.describe('The file’s name, or where the paper is'),
  signed: date,
  until: date.nullable().describe('The last day of a fixed term; null: until further notice'),
  ended: date.nullable().describe('When it came to an end before that'),
  clauses: z.array(z.enum(clauses)).describe('What it has of Art. 28(3): the scope, and the letters a to h'),
  subProcessors: z.array(z.strictObject({ name: named, service: named, country, mechanism })).max(200),
  country,
  mechanism,
  mechanismReference: words.max(300).describe('Where the standard clauses or the binding rules are'),
  review: date.describe('When it is looked through next'),
})

const contract = contractTerms.extend({ id: z.uuid(), ...saved.shape })

const standing = z.object({
  contract,
  state: z.enum(['coming', 'in-force', 'ended']),
  gaps: told.describe('What the contract lacks, or what is due'),
})

const processor = z.object({
  name: z.string(),
  declared: z.boolean().describe('The notice in force names it as a processor'),
  difference: z.enum(['without-contract', 'not-declared']).nullable(),
  differences: told.describe('Where the notice and the contracts do not say the same'),
  country: country.nullable().describe('As the notice has it'),
  contracts: z.array(standing),
})

export const processorList = z
  .object({ processors: z.array(processor) })
  .meta({ description: 'The processors of the notice in force beside the contracts on record' })

export const contractAnswer = standing
  .extend({ differences: told, revisions: z.array(contract).describe('Newest first') })
  .meta({ description: 'A contract as it stands, and as it stood after each save' })

const answers = z.partialRecord(z.enum(questions), z.string().max(10_000))
const decision = z.strictObject({
  outcome: z.enum(outcomes),
  approvedBy: named,
  approved: date,
  validUntil: date,
})

const interest = z.object({
  interest: z.string(),
  text: z.string(),
  state: z.enum(testStates),
  decision: decision.nullable().describe('Of the last revision that has one'),
  version: z.int().nullable().describe('Of the notice that it weighed'),
  changes: told.describe('What the notice does otherwise now'),
})

export const interestList = z
  .object({ interests: z.array(interest) })
  .meta({ description: 'The legitimate interests of the notice in force, each with the state of its balancing test' })

const test = saved.extend({ version: z.int(), answers, decision: decision.nullable() })

export const testAnswer = interest
  .extend({
    uses: z
      .array(z.object({ purpose: z.string(), category: z.string(), fields: told, sources: told }))
      .describe('What the notice in force does on the interest'),
    inForce: z.int().describe('The version in force, which the next test weighs'),
    today: date,
    revisions: z.array(test).describe('Newest first'),
  })
  .meta({ description: 'The balancing test of one interest and each of its revisions' })

export const testRequest = z.strictObject({
  expected,
  why,
  answers,
  decision: decision.nullable().describe('null while it is being written'),
  version: z.int().min(1).describe('The version in force, as it was read: another is refused with 409'),
})

export const recordAnswer = z
  .object({
    version: z.int(),
    inForce: z.int(),
    versions: z.array(z.object({ version: z.int(), effective: date })),
    document: noticeDocument,
    looks: z.array(z.object({ at: moment, by: author, version: z.int(), remark: z.string() })).describe('Newest first'),
    due: date.nullable().describe('When it is to be looked through; null: at once, for nobody has'),
    processors: z.array(processor).describe('What the contracts say today, beside what the notice says'),
  })
  .meta({ description: 'The record of processing activities of a version of the notice' })

export const overviewAnswer = z
  .object({
    processors: z.object({
      declared: z.int(),
      withoutContract: z.int(),
      notDeclared: z.int(),
      gaps: z.int().describe('Contracts in force that lack something, or whose review is due'),
    }),
    interests: z.partialRecord(z.enum(testStates), z.int()),
    record: z.object({ version: z.int(), effective: date, due: date.nullable(), isDue: z.boolean() }),
  })
  .meta({ description: 'How much there is to show and what is missing' })

export const format = z.enum(formats)
export const fileAnswer = z.object({ name: z.string(), type: z.string(), base64: z.base64() })

/** What the screens receive: moments come as RFC 3339 text. */
type Received<T> = T extends Date ? string : T extends object ? { readonly [Key in keyof T]: Received<T[Key]> } : T
export type ContractTermsAnswer = Received<z.infer<typeof contractTerms>>
export type ProcessorAnswer = Received<z.infer<typeof processor>>
export type ProcessorList = Received<z.infer<typeof processorList>>
export type ContractAnswer = Received<z.infer<typeof contractAnswer>>
export type InterestList = Received<z.infer<typeof interestList>>
export type TestAnswer = Received<z.infer<typeof testAnswer>>
export type TestRequest = Received<z.infer<typeof testRequest>>
export type RecordAnswer = Received<Omit<z.infer<typeof recordAnswer>, 'document'>> & {
  readonly document: NoticeDocument
}
export type Overview = Received<z.infer<typeof overviewAnswer>>
export type FileAnswer = Received<z.infer<typeof fileAnswer>>
