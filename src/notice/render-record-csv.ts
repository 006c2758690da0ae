/** The record of processing activities as a table for spreadsheets: one line for each purpose's use of a category. */

import { byteOrderMark, csvRecord } from '../base/csv.ts'
import { text } from '../texts/texts.ts'
import type { Lang, Notice, Recipient } from './notice.ts'
import { type Prose, wordsOf } from './render-model.ts'
import { fieldsPhrase } from './render-purposes.ts'
import { type Activity, activitiesOf, basisIn, periodIn, subjectsOf } from './render-record.ts'
import { capitalised, countryIn, vocabularyWords, written } from './render-sentence.ts'
import { eea } from './transfer.ts'

const columns = [
  'controller',
  'register',
  'purpose',
  'category',
  'fields',
  'subjects',
  'basis',
  'sources',
  'retention',
  'recipients',
  'transfers',
  'security',
  'version',
] as const

/** A line of the record, by the id of its column. */
export type RecordLine = Readonly<Record<(typeof columns)[number], string>>

/** Semicolons and a byte order mark, for that is how Excel opens a file in Finland. */
export const recordCsv = (notice: Notice, lang: Lang): string =>
  byteOrderMark +
  recordTable(notice, lang)
    .map(cells => csvRecord(cells, ';'))
    .join('')

/** The lines below the names of their columns. */
export const recordTable = (notice: Notice, lang: Lang): readonly (readonly string[])[] => [
  columns.map(column => text(lang, `notice.record.columns.${column}`)),
  ...recordLines(notice, lang).map(line => columns.map(column => line[column])),
]

/** One line for each purpose's use of a category. */
export function recordLines(notice: Notice, lang: Lang): readonly RecordLine[] {
  const words = (prose: Prose) => wordsOf(prose)
  const everywhere = {
    controller: [notice.controller.name, notice.controller.businessId].filter(Boolean).join(', '),
    register: words(written(notice, lang, notice.register.name)),
    subjects: words(subjectsOf(notice, lang)),
    recipients: notice.recipients
      .map(({ name, for: why }) => `${name} (${words(written(notice, lang, why))})`)
      .join('; '),
    transfers: notice.recipients
      .filter(({ country }) => !eea.includes(country))
      .map(one => transferIn(lang, one))
      .join('; '),
    security: notice.security.map(measure => words(written(notice, lang, measure))).join(' '),
    version: `${notice.effective} ${notice.hash.slice(0, 12)}`,
  }
  const line = (activity: Activity): RecordLine => ({
    ...everywhere,
    purpose: words(written(notice, lang, activity.purpose.name)),
    category: words(written(notice, lang, activity.category.name)),
    fields: words(capitalised(lang, fieldsPhrase(notice, lang, activity))),
    basis: words(capitalised(lang, basisIn(notice, lang, activity))),
    sources: activity.category.from
      .flatMap(id => notice.sources.find(source => source.id === id) ?? [])
      .map(({ name }) => words(written(notice, lang, name)))
      .join('; '),
    retention: activity.keep.map(rule => words(capitalised(lang, periodIn(lang, rule)))).join('; '),
  })
  return activitiesOf(notice).map(line)
}

/** "Yhdysvallat (EU:n ja Yhdysvaltojen tietosuojakehys): Esimerkki Inc." */
function transferIn(lang: Lang, { name, country, mechanism }: Recipient): string {
  const safeguard = mechanism === undefined ? '' : ` (${wordsOf(vocabularyWords(lang, `mechanisms.${mechanism}`))})`
  return `${countryIn(lang, country)}${safeguard}: ${name}`
}
