/** The administrator's list of unusual looking: who, on which day, how much, and who has looked into it; nobody who was looked at. */

import { z } from '@hono/zod-openapi'
import { nothing, plainRoute } from '../http/route.ts'
import { kinds, measures, reviewUnusual, unusualDays } from './unusual-look.ts'

const kind = z.enum(kinds)

export const list = plainRoute({
  method: 'get',
  path: '/looks/unusual',
  summary: 'access.looks.unusual',
  answer: z.object({
    days: z.array(
      z.object({
        actor: z.string(),
        name: z.string().nullable(),
        day: z.iso.date(),
        kind,
        count: z.int(),
        usual: z.int(),
        review: z.object({ at: z.string(), by: z.string().nullable(), remark: z.string() }).nullable(),
      }),
    ),
    measures: z.object({
      weeks: z.int(),
      times: z.int(),
      opened: z.int(),
      odd: z.int(),
      taken: z.int(),
      reviewDays: z.int(),
    }),
  }),
  handler: async ({ program, clock }) => {
    const { weeks, times, opened, odd, taken, reviewDays } = measures
    const days = await unusualDays(program.database.app, clock.now())
    return { days, measures: { weeks, times, opened: opened.least, odd, taken, reviewDays } }
  },
})

export const review = plainRoute({
  method: 'post',
  path: '/looks/unusual/reviews',
  summary: 'access.looks.review-unusual',
  body: z.strictObject({
    actor: z.string().max(100),
    day: z.iso.date(),
    kind,
    remark: z.string().trim().min(1).max(500),
  }),
  status: 204,
  answer: nothing,
  handler: ({ asker, program, clock }, { body }) =>
    reviewUnusual(program.database.app, body, { by: asker.actor, at: clock.now() }),
})
