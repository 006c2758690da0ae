/** Any two notices compared, wherever they stand: published, a draft, an example, or a text that somebody has. */

import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Pool } from 'pg'
import { Refused } from '../base/errors.ts'
import type { Id } from '../base/ids.ts'
import { readDraft } from '../drafts/draft.ts'
import { publishedSource } from '../http/published-versions.ts'
import { diffNotices } from '../notice/diff.ts'
import type { Concern } from '../notice/difference.ts'
import type { Notice } from '../notice/notice.ts'
import { parse } from '../notice/parse.ts'
import { type RedlineSection, redlineOf } from '../notice/redline.ts'
import { documentOf } from '../notice/render-document.ts'
import { type ToldDifference, tellDifference } from '../notice/tell-difference.ts'
import type { TextLang } from '../texts/texts.ts'

/** The notice of a template that many firms have used and its lawful successor: what a newcomer is shown first. */
export const examples = { 'old-template': 'ixir-2022', 'course-company': 'ixir' } as const

export type Side =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'version'; readonly version: number }
  | { readonly kind: 'draft'; readonly draft: Id }
  | { readonly kind: 'example'; readonly example: keyof typeof examples }

const folder = join(import.meta.dirname, '..', '..', 'examples', 'notices')

/** The text of a side; refused when there is no such version or draft. */
export async function sourceOf(app: Pool, side: Side): Promise<string> {
  switch (side.kind) {
    case 'text':
      return side.text
    case 'example':
      return readFileSync(join(folder, `${examples[side.example]}.yaml`), 'utf8')
    case 'draft':
      return (await readDraft(app, side.draft)).text
    case 'version': {
      const source = await publishedSource(app, side.version)
      if (source === undefined) throw new Refused('notice.no-version', 'absent', { version: side.version })
      return source
    }
  }
}

/** The notice that a text is; `name` says in a refusal which of the two cannot be read. */
export function noticeOf(source: string, name: string): Notice {
  const { notice, findings } = parse(source)
  if (notice !== undefined) return notice
  const [first] = findings
  throw new Refused('telling.not-understood', 'invalid', {
    name,
    count: findings.length,
    line: first?.at.line ?? 1,
  })
}

export interface Comparison {
  readonly differences: readonly ToldDifference[]
  readonly redline: readonly RedlineSection[]
  /** The language of the redline: the one asked for when both notices have it. */
  readonly lang: TextLang
  /** Those that both notices have. */
  readonly languages: readonly TextLang[]
}

/** `lang` is that of the sentences; `shown` the wish for the redline, which is in a language that both notices have if there is one. */
export function compare(before: Notice, after: Notice, lang: TextLang, shown: TextLang = lang): Comparison {
  const both = after.languages.filter(one => before.languages.includes(one))
  const inLang = both.find(one => one === shown) ?? both[0] ?? shown
  return {
    differences: diffNotices(before, after).map(one => tellDifference(lang, one, before, after)),
    redline: redlineOf(documentOf(before, inLang), documentOf(after, inLang)),
    lang: inLang,
    languages: both,
  }
}

/** Concerns that are the same are asked about once. */
export async function countedOnce(
  concerns: readonly Concern[],
  count: (concerns: readonly Concern[]) => Promise<readonly number[]>,
): Promise<readonly number[]> {
  const different = new Map(concerns.map(concern => [JSON.stringify(concern), concern]))
  const counts = await count([...different.values()])
  const keys = [...different.keys()]
  return concerns.map(concern => counts[keys.indexOf(JSON.stringify(concern))] ?? 0)
}
