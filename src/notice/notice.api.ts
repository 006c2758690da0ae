/** The published notice beside what check says of it today, and any text held against the same rules without being kept. */

import { z } from 'zod'
import { Refused } from '../base/errors.ts'
import { publishedSource, publishedVersions } from '../http/published-versions.ts'
import { plainRoute } from '../http/route.ts'
import { check } from './check.ts'
import { type Lang, langs } from './notice.ts'
import { checkAnswer, noticeAnswer } from './notice-answers.ts'
import { parse } from './parse.ts'
import { documentOf } from './render-document.ts'
import { tell } from './tell.ts'

const inLanguage = z.enum(langs).optional().describe('Of the document; findings are in the language of the asker')

/** Everything that is to be said of a text, and the document that it makes. */
function examine(source: string, asker: Lang, wanted: Lang | undefined, today: Date) {
  const { notice, findings } = parse(source)
  const all = notice === undefined ? findings : [...findings, ...check(notice, today)]
  const has = (one: Lang | undefined) => notice?.languages.find(lang => lang === one)
  const lang = has(wanted) ?? has(asker) ?? notice?.languages[0] ?? 'fi'
  return {
    findings: all.map(finding => tell(asker, finding)),
    document: notice === undefined ? null : documentOf(notice, lang),
  }
}

export const show = plainRoute({
  method: 'get',
  path: '/notice',
  summary: 'notice.api.show',
  query: z.object({
    lang: inLanguage,
    version: z.coerce.number().int().min(1).max(2_147_483_647).optional().describe('The one in force unless told'),
  }),
  answer: noticeAnswer,
  handler: async ({ program, lang, clock }, { query }) => {
    const versions = await publishedVersions(program.database.app)
    const version = query.version ?? versions[0]?.version ?? 0
    const source = await publishedSource(program.database.app, version)
    if (source === undefined) throw new Refused('notice.no-version', 'absent', { version })
    const { findings, document } = examine(source, lang, query.lang, clock.now())
    if (document === null) throw new Error(`version ${version} of the notice cannot be read by this program`)
    return {
      version,
      versions: versions.map(one => ({ ...one, publishedAt: one.publishedAt.toISOString() })),
      source,
      findings,
      document,
    }
  },
})

export const checkText = plainRoute({
  method: 'post',
  path: '/notice/check',
  summary: 'notice.api.check',
  body: z.strictObject({ source: z.string().describe('The text of a notice.yaml'), lang: inLanguage }),
  answer: checkAnswer,
  handler: async ({ lang, clock }, { body }) => examine(body.source, lang, body.lang, clock.now()),
})
