/** Every field of a customer's contract that leaves the server or comes to it. */

import { z } from 'zod'
import { actor } from '../register/answers.ts'

const id = z.uuid()
const moment = z.iso.datetime({ offset: true })
const day = z.iso.date()

export const kinds = ['service', 'sale', 'subscription', 'licence', 'cooperation', 'other'] as const
export const states = ['draft', 'signed', 'in-force', 'ended', 'terminated'] as const
export const steps = ['signed', 'in-force', 'renewed', 'ended', 'terminated'] as const
export const renewals = ['ends', 'renews', 'until-notice'] as const
export const roles = ['customer', 'supplier', 'representative', 'guardian', 'guarantor', 'other'] as const
export const documentKinds = ['draft', 'signed', 'annex'] as const

const line = z.string().trim().min(1).max(300)

/** What the contract says, by the columns of the category `contracts`; null takes a value away. */
const terms = z.strictObject({
  kind: z.enum(kinds).nullable().optional(),
  contract_number: z.string().trim().min(1).max(100).nullable().optional(),
  subject: line.nullable().optional(),
  signed: day.nullable().optional(),
  starts: day.nullable().optional(),
  ends: day.nullable().optional().describe('Its last day; null: until notice is given'),
  notice_days: z.int().min(0).max(3660).nullable().optional().describe('Period of notice, in days'),
  renewal: z.enum(renewals).nullable().optional().describe('What happens at its end'),
  renewal_months: z.int().min(1).max(600).nullable().optional().describe('For how long it renews itself'),
  document: line.nullable().optional().describe('Where the original lies'),
})
export type Terms = z.infer<typeof terms>

const party = z.union([
  z.strictObject({ person: id, role: z.enum(roles) }),
  z.strictObject({ organisation: id, role: z.enum(roles) }),
  z.strictObject({ ours: z.literal(true), role: z.enum(roles) }).describe('The controller'),
])
const parties = z.array(party).max(20)
export type NewParty = z.infer<typeof party>

export const newAgreement = z.strictObject({
  person: id.describe('The customer whose contract it is'),
  state: z.enum(['draft', 'signed', 'in-force']).default('draft'),
  terms,
  parties: parties.optional().describe('Without it: the customer, and the controller as the supplier'),
})
export type NewAgreement = z.input<typeof newAgreement>

export const changedAgreement = z.strictObject({
  expected: id.describe('`change` as it was last seen'),
  terms: terms.optional(),
  parties: parties.optional(),
})
export type ChangedAgreement = z.infer<typeof changedAgreement>

export const newStep = z.strictObject({
  did: z.enum(steps),
  day: day.optional().describe('On which it happened, or will; today, without it. Of `renewed`: the new last day'),
  why: z.string().trim().min(1).max(1000).optional(),
  expected: id,
})
export type NewStep = z.infer<typeof newStep>

export const agreementSearch = z.strictObject({
  person: id.optional(),
  state: z.enum(states).optional(),
  from: day.optional().describe('Ends on this day or later'),
  to: day.optional().describe('Ends on this day or earlier'),
  after: id.optional().describe('`next` of the page before'),
  limit: z.int().min(1).max(200).default(50),
})
export type AgreementSearch = z.input<typeof agreementSearch>

const person = z.object({ id, name: z.string().nullable() })
const value = z.union([z.string(), z.number(), z.boolean(), z.null()])
const values = z.record(z.string(), value).describe('Columns of the category that the purpose sees')

export const listedAgreement = z.object({
  id,
  person,
  values,
  noticeBy: day.nullable().describe('The last day to give notice before it ends or renews'),
  documents: z.int(),
})
export type ListedAgreement = z.infer<typeof listedAgreement>

export const agreementList = z.object({ agreements: z.array(listedAgreement), next: id.nullable() })
export type AgreementList = z.infer<typeof agreementList>

const document = z.object({
  id,
  kind: z.enum(documentKinds),
  version: z.int(),
  name: z.string(),
  type: z.string(),
  bytes: z.int(),
  at: moment,
  by: actor,
})

export const agreementAnswer = listedAgreement.extend({
  change: id.describe('Its last change; send it back as `expected`'),
  mayWrite: z.boolean(),
  steps: z.array(z.object({ at: moment, by: actor, did: z.enum(['draft', ...steps]), why: z.string().nullable() })),
  turns: z.array(z.enum(steps)).describe('What may follow now'),
  parties: z.array(
    z.object({
      kind: z.enum(['person', 'organisation', 'ours']),
      id: id.nullable(),
      name: z.string().nullable(),
      role: z.enum(roles),
    }),
  ),
  documents: z.array(document),
  reminder: z.object({ task: id, due: day.nullable(), open: z.boolean() }).nullable(),
})
export type AgreementAnswer = z.infer<typeof agreementAnswer>

export const documentFile = z.object({ name: z.string(), type: z.string(), base64: z.base64() })
