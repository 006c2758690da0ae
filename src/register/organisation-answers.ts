/** Every field that leaves the server about organisations. */

import { z } from 'zod'
import { actor, fieldChange, source } from './answers.ts'

const id = z.uuid()
const moment = z.iso.datetime({ offset: true })

export const organisation = z.object({
  id,
  name: z.string(),
  businessId: z.string().nullable().describe('1234567-8'),
  vatId: z.string().nullable().describe('FI12345678'),
  website: z.string().nullable(),
  expected: id.describe('Its last change; send it back when changing'),
  changedAt: moment,
})
export type Organisation = z.infer<typeof organisation>

export const organisationList = z.object({
  organisations: z.array(organisation),
  next: z.string().nullable(),
})
export type OrganisationList = z.infer<typeof organisationList>

const actingPerson = z.object({ id, name: z.string().nullable(), title: z.string().nullable() })

const actingPeople = z.object({
  people: z.array(actingPerson).describe('Those who act for it, as far as the purpose sees them'),
  morePeople: z.boolean(),
})
export type ActingPeople = z.infer<typeof actingPeople>

export const organisationPage = organisation.extend(actingPeople.shape)

export const organisationChanges = z.object({
  changes: z.array(
    z.object({
      id,
      at: moment,
      by: actor,
      purpose: z.string(),
      source,
      reference: z.string().nullable(),
      fields: z.array(fieldChange),
    }),
  ),
})
export type OrganisationChanges = z.infer<typeof organisationChanges>
