/** The versions of the notice, and any two notices compared, with the number of persons whom each difference concerns. */

import { z } from '@hono/zod-openapi'
import { Refused } from '../base/errors.ts'
import type { Ask } from '../http/ask.ts'
import { plainRoute } from '../http/route.ts'
import { rightsPurpose } from '../mail/recipient.ts'
import { langs } from '../notice/notice.ts'
import { documentOf } from '../notice/render-document.ts'
import { compare, countedOnce, examples, noticeOf, type Side, sourceOf } from './compare.ts'
import { comparisonAnswer, versionAnswer, versionList } from './compare-answers.ts'
import { countConcerned } from './concerned.ts'
import { listVersions, readVersion } from './versions.ts'

const versionNumber = z.coerce.number().int().min(1).max(2_147_483_647)

export const versions = plainRoute({
  method: 'get',
  path: '/notice/versions',
  summary: 'telling.api.versions',
  query: z.object({
    before: versionNumber.default(2_147_483_647).describe('The last version of the page before'),
    limit: z.coerce.number().int().min(1).max(200).default(50),
  }),
  answer: versionList,
  handler: async ({ program, asker }, { query }) => {
    const found = await listVersions(program.database.app, query.before, query.limit)
    return { versions: found.map(one => ({ ...one, publishedBy: publisher(asker.kind, one.publishedBy) })) }
  },
})

export const version = plainRoute({
  method: 'get',
  path: '/notice/versions/{version}',
  summary: 'telling.api.version',
  params: z.object({ version: versionNumber }),
  query: z.object({ lang: z.enum(langs).optional().describe('Of the document') }),
  answer: versionAnswer,
  handler: async ({ program, asker, lang }, { params, query }) => {
    const { compiled, ...found } = await readVersion(program.database.app, params.version)
    const notice = noticeOf(found.source, String(params.version))
    const wanted = query.lang ?? lang
    return {
      ...found,
      publishedBy: publisher(asker.kind, found.publishedBy),
      compiled: {
        purposes: compiled.purposes.flatMap(({ id, live }) => (live ? [id] : [])),
        tables: compiled.tables.flatMap(({ category, name, live, columns, readers }) =>
          live
            ? {
                category,
                table: name,
                columns: columns.flatMap(column => (column.live ? [column.name] : [])),
                readers: readers.map(({ purpose }) => purpose),
              }
            : [],
        ),
      },
      document: documentOf(notice, notice.languages.find(one => one === wanted) ?? notice.languages[0] ?? 'fi'),
    }
  },
})

/** Names of staff are told to staff only. */
const publisher = (kind: 'staff' | 'key', by: { readonly actor: string; readonly name: string | null }) =>
  kind === 'staff' ? by : { ...by, name: null }

const side = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('text'), text: z.string().describe('The text of a notice.yaml') }),
  z.strictObject({ kind: z.literal('version'), version: z.int().min(1).max(2_147_483_647) }),
  z.strictObject({ kind: z.literal('draft'), draft: z.uuid() }),
  z.strictObject({
    kind: z.literal('example'),
    example: z.literal(Object.keys(examples) as (keyof typeof examples)[]),
  }),
])

export const diff = plainRoute({
  method: 'post',
  path: '/notice/diff',
  summary: 'telling.api.diff',
  body: z.strictObject({
    before: side,
    after: side,
    lang: z.enum(langs).optional().describe('Of the redline; sentences are in the language of the asker'),
  }),
  answer: comparisonAnswer,
  handler: async (ask, { body }) => {
    const [before, after] = await Promise.all([textOf(ask, body.before), textOf(ask, body.after)])
    const compared = compare(noticeOf(before, 'A'), noticeOf(after, 'B'), ask.lang, body.lang)
    const persons = await personsFor(
      ask,
      compared.differences.map(({ concerns }) => concerns),
    )
    return {
      ...compared,
      differences: compared.differences.map((one, index) => ({ ...one, persons: persons?.[index] ?? null })),
    }
  },
})

/** Drafts are the administrator's alone. */
function textOf({ asker, program }: Ask, wanted: Side): Promise<string> {
  if (wanted.kind === 'draft' && !asker.administrator) throw new Refused('http.duty-not-yours', 'forbidden')
  return sourceOf(program.database.app, wanted)
}

/** Numbers are for those who decide of the notice, and for those who may see everybody anyway. */
async function personsFor({ asker, program }: Ask, concerns: Parameters<typeof countedOnce>[0]) {
  const rights = rightsPurpose(await program.published())
  if (!asker.administrator && !asker.purposes.includes(rights)) return undefined
  return countedOnce(concerns, different => countConcerned(program.database.purpose(rights), different))
}
