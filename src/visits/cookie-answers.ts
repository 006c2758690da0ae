/** What staff are told of cookies: the fields of the API and of the screen. */

import { z } from '@hono/zod-openapi'
import { moment } from '../http/route.ts'
import { askedCategories, langs, methods } from './about.ts'
import { kinds, phases } from './inspect.ts'

const group = z.object({
  category: z.enum(['necessary', ...askedCategories]),
  name: z.string(),
  says: z.string(),
  cookies: z.array(z.object({ name: z.string(), why: z.string(), keeps: z.string(), by: z.string() })),
})

export const cookieOverview = z
  .object({
    snippet: z.string().describe('The line for every page of the website'),
    remembers: z
      .boolean()
      .describe('The notice lists `seloste_choice`, so that a choice may be remembered; without it nothing is asked'),
    asks: z.boolean().describe('The notice has cookies that need consent'),
    inventory: z.array(group),
    weeks: z
      .array(z.object({ week: z.iso.date(), all: z.int(), some: z.int(), none: z.int() }))
      .describe('Choices by the week, the earliest first'),
    inspection: z.object({
      websites: z.array(z.string()),
      last: z
        .object({
          at: moment,
          pages: z.int(),
          fault: z.enum(['no-browser', 'site-away']).nullable(),
          undeclared: z.array(z.string()),
          early: z.array(z.string()).describe('Kept, or called, before the visitor had agreed'),
          unasked: z.array(z.string()),
          longer: z.array(z.string()),
          found: z.array(
            z.object({
              phase: z.enum(phases),
              kind: z.enum(kinds),
              name: z.string(),
              host: z.string(),
              days: z.number().nullable(),
              declared: z.boolean(),
            }),
          ),
        })
        .nullable(),
    }),
  })
  .openapi('CookieOverview')

export const provedChoices = z
  .object({
    choices: z.array(
      z.object({
        at: moment,
        categories: z.array(z.enum(askedCategories)),
        method: z.enum(methods),
        lang: z.enum(langs),
        noticeVersion: z.int(),
        gpc: z.boolean().describe('The browser asked that nothing is shared (Global Privacy Control)'),
        expiresAt: moment,
        hash: z
          .string()
          .nullable()
          .describe('SHA-256 of the words, base64url; null: withdrawn where nothing was asked'),
        words: z.array(z.string()).describe('What was shown, in its order'),
      }),
    ),
  })
  .openapi('ProvedChoices')

export type CookieOverview = z.output<typeof cookieOverview>
export type ProvedChoices = z.output<typeof provedChoices>
