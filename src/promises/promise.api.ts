/** Staff see every promise of the notice with its check, have them checked, and choose what the public sees. */

import { z } from '@hono/zod-openapi'
import { Refused } from '../base/errors.ts'
import type { Ask } from '../http/ask.ts'
import { moment, nothing, plainRoute } from '../http/route.ts'
import { choose } from './mark.ts'
import { type Kept, overview, statementFinder, tellFinding, wordsOf } from './overview.ts'
import type { PromiseCheck } from './promise.ts'
import { promiseList } from './promise-answers.ts'
import { checkNow } from './schedule.ts'
import { chooseWebsites, websites } from './website.ts'

const iso = (at: Date | null | undefined): string | null => at?.toISOString() ?? null

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
        checkedAt: runs.length === 0 ? null : new Date(Math.max(...runs)).toISOString(),
        counts: { broken: count('broken'), unknown: count('unknown'), holds: count('holds') },
        promises: promises.map(kept => {
          const { check, state, finding, choice } = kept
          return {
            id: check.id,
            title: wordsOf(lang, check, 'title'),
            severity: check.severity,
            state,
            told: tellFinding(lang, kept),
            statements: statementsOf(kept).map(({ path, section, heading, words, isBroken }) => ({
              path,
              section: section ?? null,
              heading,
              words,
              isBroken,
            })),
            figures: finding?.figures ?? {},
            found: finding?.found ?? [],
            checkedAt: iso(finding?.checkedAt),
            since: iso(finding?.since),
            lastTrue: iso(finding?.lastTrue),
            brokenSince: iso(finding?.brokenSince),
            mend: { words: wordsOf(lang, check, 'mend'), path: check.mend ?? null },
            public:
              choice === undefined
                ? null
                : {
                    shown: choice.shown,
                    at: choice.at.toISOString(),
                    by: { actor: choice.by, name: asker.kind === 'staff' ? choice.name : null },
                  },
          }
        }),
        websites: {
          addresses: chosen?.addresses ?? [],
          chosen: chosen ? { at: chosen.at.toISOString(), by: chosen.by } : null,
        },
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
