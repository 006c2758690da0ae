/** Each purpose of the notice with its screening, and whether that still speaks of what is done today. */

import { isDeepStrictEqual } from 'node:util'
import type { Pool } from 'pg'
import type { Notice, Purpose } from '../notice/notice.ts'
import { type InForce, noticeAt } from './interests.ts'
import { listScreenings, type Screening } from './screening.ts'
import type { Question } from './screening-questions.ts'

/**
 * `missing`: nobody has screened it; `changed`: the notice does something else for it now; `due`: its review is; `not-assessed`: an
 * assessment is needed and has not been made; `holds`: it stands.
 */
export const screeningStates = ['missing', 'changed', 'due', 'not-assessed', 'holds'] as const
export type ScreeningState = (typeof screeningStates)[number]

export interface ScreenedPurpose {
  readonly purpose: Purpose
  readonly state: ScreeningState
  readonly standing: Screening | undefined
}

/** The purposes in the notice's order. `today` is YYYY-MM-DD. */
export async function screenedPurposes(app: Pool, now: InForce, today: string): Promise<readonly ScreenedPurpose[]> {
  const latest = new Map((await listScreenings(app)).toReversed().map(one => [one.purpose, one]))
  const then = new Map<number, Notice>()
  for (const { version } of latest.values())
    if (!then.has(version)) then.set(version, await noticeAt(app, now, version))
  return now.notice.purposes.map(purpose => {
    const standing = latest.get(purpose.id)
    const screened = standing && then.get(standing.version)
    return { purpose, standing, state: stateOf(standing, screened, now.notice, today) }
  })
}

function stateOf(
  standing: Screening | undefined,
  screened: Notice | undefined,
  notice: Notice,
  today: string,
): ScreeningState {
  if (!standing || !screened) return 'missing'
  if (!isDeepStrictEqual(doneFor(screened, standing.purpose), doneFor(notice, standing.purpose))) return 'changed'
  if (standing.review < today) return 'due'
  return standing.needed && standing.assessment === null ? 'not-assessed' : 'holds'
}

/** What the notice does for a purpose, without its words: a better wording makes no screening stale. */
function doneFor({ purposes, categories, sources, profiling, minors }: Notice, id: string) {
  const purpose = purposes.find(one => one.id === id)
  const kindOf = (source: string) => sources.find(one => one.id === source)
  return {
    channels: purpose?.channels,
    law: purpose?.law,
    uses: categories.flatMap(({ id: category, origin, fields, from, uses }) =>
      uses
        .filter(use => use.purpose === id)
        .map(use => ({
          category,
          origin,
          basis: use.basis,
          fields: (use.fields ?? fields.map(field => field.id)).toSorted(),
          from: from
            .map(source => [source, kindOf(source)?.kind, kindOf(source)?.notToldBecause !== undefined])
            .toSorted(),
        })),
    ),
    automatedDecisions: profiling?.automatedDecisions,
    minors: minors?.from,
  }
}

/** Something that the notice says of a purpose and that bears on a question; `ids` are of its own things. */
export interface Hint {
  readonly question: Question
  readonly says: 'inferred' | 'automated' | 'observed' | 'elsewhere' | 'minors' | 'not-told'
  readonly of: 'categories' | 'sources' | 'nothing'
  readonly ids: readonly string[]
}

/** What the notice in force already answers. */
export function hintsFor({ categories, sources, profiling, minors }: Notice, purpose: string): readonly Hint[] {
  const used = categories.filter(({ uses }) => uses.some(use => use.purpose === purpose))
  const from = sources.filter(({ id }) => used.some(category => category.from.includes(id)))
  const ids = (all: readonly { readonly id: string }[]) => all.map(({ id }) => id)
  const hints: readonly Hint[] = [
    {
      question: 'scoring',
      says: 'inferred',
      of: 'categories',
      ids: ids(used.filter(({ origin }) => origin === 'inferred')),
    },
    {
      question: 'monitoring',
      says: 'observed',
      of: 'categories',
      ids: ids(used.filter(({ origin }) => origin === 'observed')),
    },
    {
      question: 'combining',
      says: 'elsewhere',
      of: 'sources',
      ids: ids(from.filter(({ kind }) => kind === 'third-party' || kind === 'public')),
    },
    {
      question: 'not-informed',
      says: 'not-told',
      of: 'sources',
      ids: ids(from.filter(({ notToldBecause }) => notToldBecause)),
    },
  ]
  return [
    ...hints.filter(hint => hint.ids.length > 0),
    ...(profiling?.automatedDecisions
      ? [{ question: 'automated', says: 'automated', of: 'nothing', ids: [] } as const]
      : []),
    ...(minors ? [{ question: 'vulnerable', says: 'minors', of: 'nothing', ids: [String(minors.from)] } as const] : []),
  ]
}
