/** What must happen before a notice takes effect follows from what sets it apart from the one in force, and from nobody's wish. */

import { Refused } from '../base/errors.ts'
import { check } from '../notice/check.ts'
import { diffNotices } from '../notice/diff.ts'
import type { Concern, Difference, Must } from '../notice/difference.ts'
import type { Finding, Notice } from '../notice/notice.ts'
import { parse } from '../notice/parse.ts'

/** How long before a change takes effect those whom it concerns are told, in days, unless a reason for another time is given. */
export const usualLead = 14

export interface Weighed {
  readonly differences: readonly Difference[]
  /** The most that any of them asks. */
  readonly must: Must
  /** Whom the differences that must be told of concern. */
  readonly concerns: readonly Concern[]
}

export function weigh(before: Notice, after: Notice): Weighed {
  const differences = diffNotices(before, after)
  const told = toldOf(differences)
  const must: Must = told.some(one => one.must === 'ask-consent') ? 'ask-consent' : told.length > 0 ? 'tell' : 'nothing'
  const concerns = new Map(told.map(({ concerns: whom }) => [JSON.stringify(whom), whom]))
  return { differences, must, concerns: [...concerns.values()] }
}

/** Those of the differences that somebody of the register must be told of; cookies are asked about where they are set. */
export const toldOf = (differences: readonly Difference[]): readonly Difference[] =>
  differences.filter(({ must, concerns }) => must !== 'nothing' && concerns.kind !== 'nobody')

export interface Examined {
  readonly notice: Notice | undefined
  readonly findings: readonly Finding[]
}

/** A text and everything that is to be said of it. */
export function examine(source: string, today: Date): Examined {
  const { notice, findings } = parse(source)
  return { notice, findings: notice ? [...findings, ...check(notice, today)] : findings }
}

export const errorsOf = ({ findings }: Examined): readonly Finding[] =>
  findings.filter(({ severity }) => severity === 'error')

/** The text with its date changed to `date`, everything else letter by letter as it was. */
export function withEffective(source: string, date: string): string {
  const dated = source.replace(/^(effective:[ \t]*)(?:"[^"\n]*"|'[^'\n]*'|[^\s#]+)/m, `$1${date}`)
  if (parse(dated).notice?.effective !== date) throw new Refused('telling.no-date', 'invalid')
  return dated
}

/** The first day on which a change may take effect with the usual time to read it: YYYY-MM-DD. */
export function earliest(must: Must, today: string): string {
  return must === 'nothing' ? today : daysAfter(today, usualLead)
}

export const daysAfter = (date: string, days: number): string =>
  new Date(Date.parse(`${date}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10)
