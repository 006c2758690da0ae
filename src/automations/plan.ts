/** What an automation is to do: who goes through it, what ends it for them, and its steps in order. */

import { z } from 'zod'
import { dateInHelsinki } from '../base/time.ts'
import { localMoment } from '../campaigns/hours.ts'

const step = z.strictObject({
  after: z
    .strictObject({ n: z.int().min(0).max(365), unit: z.enum(['hours', 'days']) })
    .describe('After the step before; the first one after the person came into the segment'),
  hour: z.int().min(0).max(23).optional().describe('Not before the next such hour of Finland’s clock; at any without'),
  does: z.union([
    z.strictObject({ letter: z.uuid().describe('A revision of a letter of the same purpose') }),
    z.strictObject({ task: z.string().trim().min(1).max(300).describe('A task about the person, due in a week') }),
  ]),
})

export const plan = z.strictObject({
  when: z.uuid().describe('Whoever comes into this segment of the same purpose begins'),
  present: z.boolean().default(false).describe('Those who are in it when the automation is put on begin too'),
  only: z.boolean().default(true).describe('A step is taken only by who is still in the segment'),
  until: z.uuid().nullable().default(null).describe('It ends for whoever comes into this segment'),
  again: z
    .strictObject({ days: z.int().min(1).max(3650) })
    .nullable()
    .default(null)
    .describe('Whoever has left the segment and comes into it again begins again, so many days after they last began'),
  productGroup: z.string().trim().min(1).max(200).optional().describe('As of a campaign: what its letters are about'),
  steps: z.array(step).min(1).max(20),
})
export type Plan = z.infer<typeof plan>
export type PlanStep = Plan['steps'][number]

const lasts = { hours: 3_600_000, days: 86_400_000 }

/** When the step's time has come, for who came to it at that moment; null when there is no such step. */
export function dueAt({ steps }: Plan, step: number, from: Date): Date | null {
  const found = steps[step]
  if (!found) return null
  const { after, hour } = found
  const due = new Date(from.getTime() + after.n * lasts[after.unit])
  if (hour === undefined) return due
  const onDay = (day: Date): Date => localMoment('FI', dateInHelsinki(day), hour)
  const today = onDay(due)
  return today >= due ? today : onDay(new Date(due.getTime() + lasts.days))
}
