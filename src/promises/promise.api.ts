/** Staff see every promise of the notice with its check, have them checked, and choose what the public sees. */

import { z } from '@hono/zod-openapi'
import { Refused } from '../base/errors.ts'
import type { Ask } from '../http/ask.ts'
import { moment, nothing, plainRoute } from '../http/route.ts'
import { choose } from './mark.ts'
import { type Kept, overview, statementFinder, tellFinding, wordsOf } from './overview.ts'
import { type PromiseCheck, severities } from './promise.ts'
import { checkNow } from './schedule.ts'
import { chooseWebsites, websites } from './website.ts'

const states = ['broken', 'unknown', 'holds'] as const
const name = z.string().nullable().describe('Told to staff only')

const promise = z
  .object({
    id: z.string(),
    title: z.string().describe('What is kept true, as a statement'),
    severity: z.enum(severities),
    state: z.enum(states).describe('`unknown`: it cannot be known, or has not been checked yet'),
    told: z.string().describe('What was found, in words; why it cannot be known when it cannot'),
    statements: z
      .array(
        z.object({
          path: z.string().describe('As `data-path` of the rendered notice'),
          section: z.string().nullable().describe('The anchor of its section'),
          heading: z.string(),
          words: z.string(),
        }),
      )
      .describe('What the notice says, in the language of the asker; the most telling first'),
    figures: z.record(z.string(), z.union([z.number(), z.iso.datetime()])),
    found: z.array(z.string()).describe('Where the fault lies: names of columns, logins, cookies, hosts'),
    checkedAt: moment.nullable(),
    since: moment.nullable().describe('Since when it has been in this state'),
    lastTrue: moment.nullable(),
    brokenSince: moment.nullable(),
    mend: z.object({
      words: z.string(),
      path: z.string().nullable().describe('In the staff application; null: at the server'),
    }),
    public: z
      .object({ shown: z.boolean(), at: moment, by: z.object({ actor: z.string(), name }) })
      .nullable()
      .describe(
        'Whether the public notice shows it, by whose choice; null when nobody has chosen, and it is not shown',
      ),
  })
  .openapi('Promise')

const promiseList = z.object({
  checkedAt: moment.nullable().describe('The latest run'),
  counts: z.object({ broken: z.int(), unknown: z.int(), holds: z.int() }),
  promises: z
    .array(promise)
    .describe('Broken ones by severity and age, then those that cannot be known, then the kept'),
  websites: z.object({
    addresses: z.array(z.string()),
    chosen: z.object({ at: moment, by: z.string() }).nullable(),
  }),
})

type Checks = readonly PromiseCheck[]

export const list = (checks: Checks) =>
  plainRoute({
    method: 'get',
    path: '/promises',
    summary: 'promises.api.list',
    answer: promiseList,
    handler: async ({ program, lang, asker }) => {
      const { app } = program.database
      const { notice } = await program.published()
      if (notice === undefined) throw new Refused('telling.nothing-in-force', 'conflict')
      const [promises, chosen] = await Promise.all([overview(app, notice, checks), websites(app)])
      const statementsOf = statementFinder(notice, lang)
      const count = (state: Kept['state']): number => promises.filter(one => one.state === state).length
      const runs = promises.flatMap(({ finding }) => finding?.checkedAt.getTime() ?? [])
      return {
        checkedAt: runs.length === 0 ? null : new Date(Math.max(...runs)),
        counts: { broken: count('broken'), unknown: count('unknown'), holds: count('holds') },
        promises: promises.map(({ check, state, finding, choice }) => ({
          id: check.id,
          title: wordsOf(lang, check, 'title'),
          severity: check.severity,
          state,
          told: tellFinding(lang, { check, finding }),
          statements: statementsOf(check).map(({ path, section, heading, words }) => ({
            path,
            section: section ?? null,
            heading,
            words,
          })),
          figures: finding?.figures ?? {},
          found: finding?.found ?? [],
          checkedAt: finding?.checkedAt ?? null,
          since: finding?.since ?? null,
          lastTrue: finding?.lastTrue ?? null,
          brokenSince: finding?.brokenSince ?? null,
          mend: { words: wordsOf(lang, check, 'mend'), path: check.mend ?? null },
          public:
            choice === undefined
              ? null
              : {
                  shown: choice.shown,
                  at: choice.at,
                  by: { actor: choice.by, name: asker.kind === 'staff' ? choice.name : null },
                },
        })),
        websites: { addresses: chosen?.addresses ?? [], chosen: chosen ? { at: chosen.at, by: chosen.by } : null },
      }
    },
  })

export const run = plainRoute({
  method: 'post',
  path: '/promises/run',
  summary: 'promises.api.run',
  status: 202,
  answer: z.object({ asked: moment.describe('The run has ended when `checkedAt` of the list is not before this') }),
  handler: async ({ program, clock }) => {
    const asked = clock.now()
    await checkNow(program.database.app, asked)
    return { asked }
  },
})

const act = ({ asker, clock }: Ask) => ({ by: asker.actor, at: clock.now() })

export const show = (checks: Checks) =>
  plainRoute({
    method: 'put',
    path: '/promises/{id}/public',
    summary: 'promises.api.show',
    params: z.object({ id: z.string().max(100) }),
    body: z.strictObject({ shown: z.boolean() }),
    status: 204,
    answer: nothing,
    handler: async (ask, { params, body }) => {
      if (!checks.some(({ id }) => id === params.id)) throw new Refused('promises.no-such-check', 'absent')
      await choose(ask.program.database.app, params.id, body.shown, act(ask))
    },
  })

export const visited = plainRoute({
  method: 'put',
  path: '/promises/websites',
  summary: 'promises.api.websites',
  body: z.strictObject({ addresses: z.array(z.string().max(300)).max(20) }),
  status: 204,
  answer: nothing,
  handler: (ask, { body }) => chooseWebsites(ask.program.database.app, body.addresses, act(ask)),
})
