/** A report as a table for a file: what was asked, and what is withheld said as withheld. */

import type { Cell } from '../rights/table-file.ts'
import type { TextLang } from '../texts/texts.ts'
import { text } from '../texts/texts.ts'
import { nameOf } from './report.ts'
import type { Report } from './report-answers.ts'

/** Money in euros. */
export function linesOf(report: Report, lang: TextLang): readonly (readonly Cell[])[] {
  const [first, second] = report.by
  const value = (one: number | 'withheld'): Cell =>
    one === 'withheld' ? text(lang, 'analysis.withheld') : report.unit === 'money' ? one / 100 : one
  const what = report.sumOf ?? text(lang, 'analysis.number')
  const head = [first?.label ?? report.of, ...report.series.map(({ of }) => (second ? nameOf(of, lang) : what))]
  return [
    head,
    ...report.places.map((place, n) => [
      nameOf(place, lang),
      ...report.series.map(({ values }) => value(values[n] ?? 0)),
    ]),
  ]
}
