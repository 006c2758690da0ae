/** A report speaks in the words of the notice: names of categories, fields, codes and sources. */

import type { PurposeAsk } from '../http/ask.ts'
import type { NamedColumn } from '../register/condition-lexicon.ts'
import { namesFor } from '../register/condition-names.ts'
import { scopeFor } from '../register/scope.ts'
import { isNameless } from '../segments/count.ts'
import { text } from '../texts/texts.ts'
import { keptDimensions } from './classes.ts'
import type { Part } from './fold.ts'
import type { Place, ReportWords } from './report-answers.ts'
import { type Dimension, type Subject, subjectsOf } from './subject.ts'

export interface Words {
  readonly subject: string
  readonly lang: PurposeAsk['lang']
  readonly columnName: (column: string) => string
  readonly of: (dimension: Dimension) => Pick<NamedColumn, 'label' | 'codes'>
}

/** The notice's names for what a report of the subject can say. */
export async function wordsFor(ask: PurposeAsk, subject: Subject): Promise<Words> {
  const names = await namesFor(ask, ask.lang)
  const named = names.categories.find(({ id }) => id === subject.id)
  const { lang } = ask
  const field = (id: string) => names.fields.find(one => one.id === id)
  return {
    subject: named?.label ?? text(lang, 'analysis.persons'),
    lang,
    columnName: column => named?.columns.find(({ id }) => id === column)?.label ?? column,
    of: ({ id, kind, of, column }) => {
      if (kind === 'source') return { label: text(lang, 'analysis.source'), codes: field('source')?.codes }
      const own = of ? field(id) : named?.columns.find(one => one.id === column?.name)
      return own ?? { label: id }
    },
  }
}

export const labelOf = (words: Words, dimension: Dimension): string => words.of(dimension).label

export function placeOf(words: Words, dimension: Dimension, part: Part, each: 'month' | 'year'): Place {
  if (part === false) return { key: null, label: null, kind: 'together' }
  if (part === null) return { key: null, label: null, kind: 'none' }
  if (dimension.kind === 'month')
    return each === 'year'
      ? { key: part.slice(0, 4), label: null, kind: 'year' }
      : { key: part, label: null, kind: 'month' }
  if (dimension.kind === 'flag')
    return { key: part, label: text(words.lang, part === 'true' ? 'analysis.yes' : 'analysis.no'), kind: 'value' }
  return { key: part, label: words.of(dimension).codes?.find(({ code }) => code === part)?.name ?? null, kind: 'value' }
}

/** Of what reports of the purpose can be made, by the names of the notice. */
export async function reportWordsOf(ask: PurposeAsk): Promise<ReportWords> {
  const scope = await scopeFor(ask)
  const nameless = isNameless(scope)
  const subjects = await Promise.all(
    subjectsOf(scope).map(async subject => {
      const words = await wordsFor(ask, subject)
      const dimensions = nameless ? keptDimensions(subject) : subject.dimensions
      return {
        id: subject.id,
        label: words.subject,
        dimensions: dimensions.map(dimension => {
          const { label, codes } = words.of(dimension)
          return {
            id: dimension.id,
            label,
            kind: dimension.kind,
            ...(codes && { values: codes.map(({ code, name }) => ({ code, name })) }),
          }
        }),
        sums: subject.sums.map(({ name }) => ({ id: name, label: words.columnName(name) })),
      }
    }),
  )
  const columns = scope.categories.find(({ category }) => category.id === 'orders')?.columns ?? []
  return {
    subjects,
    nameless,
    orders: ['ordered', 'amount'].every(name => columns.some(column => column.name === name)),
  }
}
