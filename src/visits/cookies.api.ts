/** Staff see what the notice lists, what visitors chose, what a browser found, and prove a choice by its number; nobody's data is in any of it. */

import { z } from '@hono/zod-openapi'
import { Refused } from '../base/errors.ts'
import { moment, plainRoute } from '../http/route.ts'
import { isNamed } from '../promises/cookie-rule.ts'
import { websites } from '../promises/website.ts'
import type { Wording } from './about.ts'
import { choicesByWeek, choicesOf } from './choice.ts'
import { cookieOverview, provedChoices } from './cookie-answers.ts'
import { compare, inspectNow, lastInspection } from './inspection.ts'
import { asked, inventory, remembersDays } from './inventory.ts'

const weeksShown = 26

export const overview = plainRoute({
  method: 'get',
  path: '/cookies',
  summary: 'visits.api.overview',
  answer: cookieOverview,
  handler: async ({ program, lang, clock }) => {
    const { notice } = await program.published()
    if (notice === undefined) throw new Refused('telling.nothing-in-force', 'conflict')
    const { app } = program.database
    const [weeks, last, sites] = await Promise.all([
      choicesByWeek(app, clock.now(), weeksShown),
      lastInspection(app),
      websites(app),
    ])
    return {
      snippet: `<script src="${program.url}/visit.js" async></script>`,
      remembers: remembersDays(notice) !== undefined,
      asks: asked(notice).length > 0,
      inventory: inventory(notice, lang),
      weeks,
      inspection: {
        websites: sites?.addresses ?? [],
        last: last
          ? {
              ...{ at: last.at, pages: last.pages, fault: last.fault },
              ...compare(last.found, notice),
              found: last.found.map(one => ({
                ...one,
                declared: notice.cookies.some(({ name }) => isNamed(one.name, name)),
              })),
            }
          : null,
      },
    }
  },
})

export const inspection = plainRoute({
  method: 'post',
  path: '/cookies/inspections',
  summary: 'visits.api.inspection',
  status: 202,
  answer: z.object({ asked: moment.describe('It has ended when `at` of the last one is not before this') }),
  handler: async ({ program, clock }) => {
    const asked = clock.now()
    const { app } = program.database
    if (((await websites(app))?.addresses ?? []).length === 0) throw new Refused('visits.no-websites', 'conflict')
    await inspectNow(app, asked)
    return { asked }
  },
})

export const proof = plainRoute({
  method: 'post',
  path: '/cookies/proof',
  summary: 'visits.api.proof',
  body: z.strictObject({
    visitor: z.string().trim().max(60).describe('The number that the banner shows to its visitor'),
  }),
  answer: provedChoices,
  handler: async ({ program }, { body: { visitor } }) => {
    const choices = await choicesOf(program.database.app, visitor)
    if (choices.length === 0) throw new Refused('visits.no-choice', 'absent', {}, { field: 'visitor' })
    return {
      choices: choices.map(({ wording, ...choice }) => ({ ...choice, words: wording ? linesOf(wording) : [] })),
    }
  },
})

/** What was shown, as it is read from top to bottom. */
const linesOf = ({ title, text, accept, refuse, more, change, groups }: Wording): readonly string[] => [
  ...[title, text, change, accept, refuse, more],
  ...groups.flatMap(({ name, says, cookies }) => [
    `${name}: ${says}`,
    ...cookies.map(one => `${one.name}: ${one.why} ${one.keeps}. ${one.by}.`),
  ]),
]
