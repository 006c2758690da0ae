/** Results as a table for a file: the same numbers as on the screen, withheld where they are withheld there. */

import type { Lang } from '../notice/notice.ts'
import type { Cell } from '../rights/table-file.ts'
import { type TextKey, text } from '../texts/texts.ts'
import type { SurveyResults } from './survey-answers.ts'

/** A line for each number, below a line of names. */
export function linesOf({ questions }: SurveyResults, lang: Lang): readonly (readonly Cell[])[] {
  const say = (key: TextKey) => text(lang, key)
  const number = (n: number | null) => n ?? say('surveys.file.withheld')
  const lines = questions.flatMap(({ text: asked, parts }) =>
    parts.flatMap(({ label, values, none, nps }) => [
      ...values.map(value => [asked, label, value.label, number(value.n)]),
      [asked, label, say('surveys.file.none'), number(none)],
      ...(nps
        ? [
            [asked, label, say('surveys.file.nps'), rounded(nps.score)],
            [asked, label, say('surveys.file.nps-low'), rounded(nps.low)],
            [asked, label, say('surveys.file.nps-high'), rounded(nps.high)],
          ]
        : []),
    ]),
  )
  return [(['question', 'part', 'answer', 'persons'] as const).map(name => say(`surveys.file.${name}`)), ...lines]
}

const rounded = (score: number): number => Math.round(score * 10) / 10
