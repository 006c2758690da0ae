/** What the public sees of a check that the controller has chosen: beside its statements, dated, and honest when it does not hold. */

import type { Pool } from 'pg'
import { worse } from '../notice/margin-mark.ts'
import type { Lang, Notice } from '../notice/notice.ts'
import type { Mark } from '../notice/render-model.ts'
import { text } from '../texts/texts.ts'
import { dayIn, isBrokenAt, type Kept, overview } from './overview.ts'
import type { PromiseCheck } from './promise.ts'

/** Marks by the path of the statement beside which they stand. A statement of several checks bears the worst of them. */
export async function publicMarks(
  app: Pool,
  checks: readonly PromiseCheck[],
  notice: Notice,
  lang: Lang,
): Promise<ReadonlyMap<string, Mark>> {
  const marks = new Map<string, Mark>()
  for (const kept of (await overview(app, notice, checks)).filter(isPublic))
    for (const [index, path] of kept.check.places(notice).entries()) {
      const mark = markOf(lang, kept, path)
      marks.set(path, worse(marks.get(path), index === 0 || mark.kind !== 'kept' ? mark : { ...mark, again: true }))
    }
  return marks
}

/** The controller has chosen to show it, and it has been checked. */
export const isPublic = ({ choice, finding }: Kept): boolean => choice?.shown === true && finding !== undefined

const kinds = { holds: 'kept', broken: 'broken', unknown: 'unknown' } as const

function markOf(lang: Lang, kept: Kept, path: string): Mark {
  const { finding } = kept
  const state = kept.state === 'broken' && !isBrokenAt(kept, path) ? 'holds' : kept.state
  const kind = kinds[state]
  const date = finding ? dayIn(lang, finding.checkedAt) : ''
  const last = finding?.lastTrue ?? undefined
  if (state === 'holds' || last === undefined) return { kind, words: text(lang, `promises.mark.${state}`, { date }) }
  return { kind, words: text(lang, `promises.mark.${state}-since`, { date, last: dayIn(lang, last) }) }
}
