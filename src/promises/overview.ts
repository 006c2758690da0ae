/** All that is known of the promises of the notice in force, the worst first: what staff do this week is at the top. */

import type { Pool } from 'pg'
import { dateInHelsinki } from '../base/time.ts'
import type { Lang, Notice } from '../notice/notice.ts'
import { documentOf } from '../notice/render-document.ts'
import { dateIn } from '../notice/render-sentence.ts'
import { type Statement, statementAt, statementsOf } from '../notice/statement.ts'
import { type TextLang, text, textIfAny } from '../texts/texts.ts'
import { type Finding, findings, type State } from './finding.ts'
import { type Choice, choices } from './mark.ts'
import { type PromiseCheck, severities } from './promise.ts'

/** A promise with what is known of it. */
export interface Kept {
  readonly check: PromiseCheck
  /** `unknown` too before the first run. */
  readonly state: State
  /** Undefined before the first run. */
  readonly finding: Finding | undefined
  readonly choice: Choice | undefined
}

/** The promises that this notice makes: broken ones by severity and age, then those that cannot be known, then the kept. */
export async function overview(app: Pool, notice: Notice, checks: readonly PromiseCheck[]): Promise<readonly Kept[]> {
  const [known, chosen] = await Promise.all([findings(app), choices(app)])
  return checks
    .filter(({ places }) => places(notice).length > 0)
    .map(check => {
      const finding = known.get(check.id)
      return { check, finding, state: finding?.state ?? ('unknown' as const), choice: chosen.get(check.id) }
    })
    .sort(worstFirst)
}

/** Whether this place of the check does not hold. */
export const isBrokenAt = ({ finding }: Kept, path: string): boolean =>
  finding?.state === 'broken' && (finding.places?.includes(path) ?? true)

const order: Readonly<Record<State, number>> = { broken: 0, unknown: 1, holds: 2 }

const worstFirst = (a: Kept, b: Kept): number =>
  order[a.state] - order[b.state] ||
  severities.indexOf(a.check.severity) - severities.indexOf(b.check.severity) ||
  ageOf(a) - ageOf(b)

const ageOf = ({ finding }: Kept): number => (finding?.brokenSince ?? finding?.since)?.getTime() ?? 0

/** What was found, in words; why it cannot be known when it cannot. */
export function tellFinding(lang: TextLang, { check, finding }: Pick<Kept, 'check' | 'finding'>): string {
  if (finding === undefined) return text(lang, 'promises.why.never-checked')
  if (finding.state === 'unknown') return textIfAny(lang, finding.why ?? '') ?? text(lang, 'promises.why.fault')
  const figures = Object.entries(finding.figures).map(([name, value]) => [name, figureIn(lang, value)])
  return wordsOf(lang, check, finding.state, Object.fromEntries(figures))
}

/** One of the texts of a check. */
export const wordsOf = (
  lang: TextLang,
  { id }: PromiseCheck,
  part: 'title' | 'holds' | 'broken' | 'mend',
  figures: Readonly<Record<string, string | number>> = {},
): string => textIfAny(lang, `promises.${id}.${part}`, figures) ?? id

/** A moment as the day on which it was in Finland. */
const figureIn = (lang: TextLang, value: number | string): number | string =>
  typeof value === 'string' ? dayIn(lang, new Date(value)) : value

export const dayIn = (lang: TextLang, at: Date): string => dateIn(lang, dateInHelsinki(at))

/** A statement of the notice that a check keeps true. */
export interface PromisedStatement extends Statement {
  /** The first of the check's places that it speaks of. */
  readonly path: string
  readonly isBroken: boolean
}

/** A function that gives the statements of this notice that a promise speaks of, in a language that the notice has. */
export function statementFinder(notice: Notice, lang: Lang): (kept: Kept) => readonly PromisedStatement[] {
  const all = statementsOf(
    documentOf(notice, notice.languages.find(one => one === lang) ?? notice.languages[0] ?? 'fi'),
  )
  return kept => {
    const found = new Map<object, PromisedStatement>()
    for (const path of kept.check.places(notice)) {
      const statement = statementAt(all, path)
      if (statement === undefined) continue
      const known = found.get(statement.of)
      const isBroken = known?.isBroken === true || isBrokenAt(kept, path)
      found.set(statement.of, { ...statement, path: known?.path ?? path, isBroken })
    }
    return [...found.values()]
  }
}
