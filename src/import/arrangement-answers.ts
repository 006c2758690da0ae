/** Every field that leaves the server about arrangements with partners; their screen draws itself from these. */

import { z } from 'zod'

const named = z.object({ id: z.string(), name: z.string().describe("In the asker's language") })

const arrangement = z.object({
  id: z.uuid(),
  source: z.string(),
  partner: z.string(),
  contract: z.string(),
  fields: z.array(named),
  often: z.string(),
  madeAt: z.iso.datetime({ offset: true }),
  endedAt: z.iso.datetime({ offset: true }).nullable(),
  until: z.iso.date().nullable().describe('The last day of the contract'),
  over: z.boolean().describe('Ended, or its last day is past: nothing comes under it'),
})
export type ArrangementAnswer = z.infer<typeof arrangement>

export const arrangementList = z.object({
  arrangements: z.array(arrangement),
  sources: z
    .array(named.extend({ fields: z.array(named) }))
    .describe('Sources of the notice that are not the persons themselves, with what may come from each'),
})
export type ArrangementList = z.infer<typeof arrangementList>

const line = (most: number) => z.string().trim().min(2).max(most)

export const newArrangement = z.object({
  source: z.string().max(60),
  partner: line(200),
  contract: line(300).describe('Its name and number'),
  fields: z.array(z.string().max(130)).min(1).max(200).describe('category.field of the notice'),
  often: line(200),
  until: z.iso
    .date()
    .nullish()
    .transform(day => day ?? null),
})
export type NewArrangementBody = z.input<typeof newArrangement>
