/** Anybody, and any program, may read which promises of the notice are checked, and of those that the controller shows what was found. */

import { z } from '@hono/zod-openapi'
import type { PublicPage } from '../http/page.ts'
import { overview, statementFinder, tellFinding, wordsOf } from './overview.ts'
import { type PromiseCheck, severities } from './promise.ts'
import { isPublic } from './public-marks.ts'

const at = z.iso.datetime()

/** `format` changes only when a reader of the old shape would misread the new one. docs/promises.md describes it. */
const file = z.object({
  format: z.literal('seloste-promises/1'),
  notice: z.object({ version: z.int(), hash: z.string(), lang: z.string(), url: z.url() }),
  promises: z.array(
    z.object({
      id: z.string(),
      title: z.string(),
      severity: z.enum(severities),
      statements: z.array(
        z.object({
          path: z.string(),
          section: z.string().nullable(),
          words: z.string(),
          isBroken: z.boolean().optional(),
        }),
      ),
      public: z.boolean(),
      state: z.enum(['holds', 'broken', 'unknown']).optional(),
      told: z.string().optional(),
      figures: z.record(z.string(), z.union([z.number(), at])).optional(),
      checkedAt: at.optional(),
      lastTrue: at.nullable().optional(),
      brokenSince: at.nullable().optional(),
    }),
  ),
})

/** Every check with the statements that it keeps true; its state and figures only where the controller has chosen to show them. */
export const promisesFile = (checks: readonly PromiseCheck[]): PublicPage => ({
  path: '/notice/promises.json',
  handle: async ({ program, lang }) => {
    const { notice, version } = await program.published()
    if (notice === undefined) return new Response(null, { status: 404 })
    const statementsOf = statementFinder(notice, lang)
    const promises = await overview(program.database.app, notice, checks)
    const order = new Map(checks.map(({ id }, index) => [id, index]))
    const answer: z.input<typeof file> = {
      format: 'seloste-promises/1',
      notice: { version, hash: notice.hash, lang, url: `${program.url}/notice` },
      // In the order of the list and not worst first: the order of those that are not shown would tell of them.
      promises: promises
        .toSorted((a, b) => (order.get(a.check.id) ?? 0) - (order.get(b.check.id) ?? 0))
        .map(kept => {
          const { check, state, finding } = kept
          return {
            id: check.id,
            title: wordsOf(lang, check, 'title'),
            severity: check.severity,
            statements: statementsOf(kept).map(({ path, section, words, isBroken }) => ({
              path,
              section: section ?? null,
              words,
              ...(isPublic(kept) && { isBroken }),
            })),
            public: isPublic(kept),
            ...(isPublic(kept) &&
              finding !== undefined && {
                state,
                told: tellFinding(lang, kept),
                figures: { ...finding.figures },
                checkedAt: finding.checkedAt.toISOString(),
                lastTrue: finding.lastTrue?.toISOString() ?? null,
                brokenSince: finding.brokenSince?.toISOString() ?? null,
              }),
          }
        }),
    }
    return new Response(`${JSON.stringify(file.parse(answer), null, 2)}\n`, {
      headers: {
        'content-type': 'application/json; charset=utf-8',
        'content-language': lang,
        'cache-control': 'no-cache',
        vary: 'accept-language',
      },
    })
  },
})
