/** A raffle or an event can be kept only where the notice gives its purpose and its source a place for who takes part. */

import pg from 'pg'
import { Refused } from '../base/errors.ts'
import type { Lang, Notice } from '../notice/notice.ts'
import { type Way, waysOf } from '../permissions/choice.ts'
import { yesWording } from '../permissions/wording.ts'
import type { PurposeScope } from '../register/scope.ts'

const needed = ['kind', 'event', 'entered', 'result'] as const

/** Refuses a purpose that may not write participation, or a source from which it may not come. */
export function refuseWithoutPlace({ categories, purpose }: PurposeScope, source: string): void {
  const place = categories.find(({ category }) => category.id === 'participation')
  if (!place?.mayWrite || !needed.every(name => place.columns.some(column => column.name === name)))
    throw new Refused('participation.no-place', 'conflict', { purpose: purpose.id })
  if (!place.category.from.includes(source))
    throw new Refused(
      'arrivals.source-not-of-category',
      'invalid',
      { category: 'participation', source },
      { field: 'source' },
    )
}

/** Sources of the notice from which participation may come. */
export const sourcesOf = (notice: Notice): readonly string[] =>
  notice.categories.find(({ id }) => id === 'participation')?.from ?? []

/** Whether taking part is a contract for this purpose (GDPR Art. 6(1)(b)). */
export const isContract = (notice: Notice, purpose: string): boolean =>
  notice.categories
    .find(({ id }) => id === 'participation')
    ?.uses.some(use => use.purpose === purpose && use.basis.kind === 'contract') ?? false

/** Purposes whose e-mail a box on the page may permit. */
export const permitWays = (notice: Notice): readonly Way[] =>
  waysOf(notice).filter(
    ({ channel, rule }) => channel === 'email' && (rule === 'consent' || rule === 'consent or similar purchase'),
  )

/** The words of that box; undefined where the page offers none, or the notice has the purpose no more. */
export function permitWords(notice: Notice, lang: Lang, purpose: string | null): string | undefined {
  const way = permitWays(notice).find(one => one.purpose.id === purpose)
  return way && yesWording(notice, lang, way)
}

/** A name belongs to one raffle or event; whatever else went wrong is thrown on. */
export function refuseTakenName(fault: unknown): never {
  if (fault instanceof pg.DatabaseError && fault.code === '23505' && fault.constraint === 'event_told_pkey')
    throw new Refused('participation.name-taken', 'conflict', {}, { field: 'name' })
  throw fault
}
