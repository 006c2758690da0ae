/** A rule is told in whole sentences, in the language of whoever reads it or in that of the notice. */

import type { Lang } from '../notice/notice.ts'
import type { Names } from '../register/condition-lexicon.ts'
import { namesFor } from '../register/condition-names.ts'
import { printCondition } from '../register/condition-print.ts'
import type { Asking, PurposeScope } from '../register/scope.ts'
import { daysOfRows } from '../register/timeline-rows.ts'
import { text, textIfAny } from '../texts/texts.ts'
import type { RuleContent, Told } from './rule-answers.ts'
import { inferences, type RulePlan } from './rule-plan.ts'

type Rows = Pick<RuleContent['parts'][number], 'rows' | 'where'>

const sentenceOf = ({ rows, where }: Rows, names: Names, lang: Lang): string =>
  printCondition({ rows, where }, names, lang)

/** The names of the rule's own purpose, which read everything that the rule does. */
export const namesOf = (ask: Pick<Asking, 'program' | 'published'>, purpose: string, lang: Lang): Promise<Names> =>
  namesFor({ ...ask, purpose }, lang)

export const tell = (content: RuleContent, scope: PurposeScope, names: Names, lang: Lang): Told => ({
  parts: content.parts.map(part => ({
    sentence: sentenceOf(part, names, lang),
    points: part.points,
    fades: content.halfLife !== null && daysOfRows(scope)[part.rows] !== undefined,
  })),
  halfLife: content.halfLife,
  threshold: content.threshold,
  lasts: content.lasts,
  met: content.met && sentenceOf(content.met, names, lang),
})

/** «kiinnostuksen kohde» */
export const aboutInWords = (about: string, lang: Lang): string =>
  textIfAny(lang, `vocabulary.codes.${inferences}.about.${about}`) ?? about

/** What stands in the row itself, in the notice's language of record. */
export const keptWords = (name: string, version: number, { content, source }: RulePlan, names: Names, lang: Lang) => ({
  rule: text(lang, 'inference.rule-and-version', { name, version }),
  source,
  latest: text(lang, 'inference.latest'),
  parts: content.parts.map(part => sentenceOf(part, names, lang)),
})
