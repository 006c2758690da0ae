/** Personal fields of a letter: only columns that its purpose may see, refused by name otherwise, and their values as people write them. */

import { Refused } from '../base/errors.ts'
import type { Id } from '../base/ids.ts'
import type { Column, Lang } from '../notice/notice.ts'
import { countryIn, dateIn, momentIn } from '../notice/render-sentence.ts'
import type { Value } from '../register/answers.ts'
import { readListed } from '../register/listed.ts'
import { type Asking, categoryIfAny, columnIfAny, type PurposeScope, scopeFor } from '../register/scope.ts'
import { describeScope } from '../register/scope-words.ts'
import type { Content } from './content.ts'
import type { PersonalValues } from './render.ts'
import { fieldsIn } from './said.ts'

/** What can be said in a sentence: neither yes or no, nor a code that has no words, nor an address to be led to. */
const isSayable = ({ type, format }: Pick<Column, 'type' | 'format'>): boolean =>
  type !== 'boolean' && format !== 'url' && format !== 'language'

export interface PersonalField {
  /** category.column */
  readonly id: string
  readonly label: string
  readonly category: string
}

/** Those that a letter of the purpose may have, in the notice's order and words. */
export const fieldsFor = (scope: PurposeScope, lang: Lang): readonly PersonalField[] =>
  describeScope(scope, lang).categories.flatMap(({ id, name, fields }) =>
    fields
      .flatMap(({ columns }) => columns)
      .filter(column => mayBeSaid(scope, `${id}.${column.name}`))
      .map(column => ({ id: `${id}.${column.name}`, label: column.label, category: name })),
  )

const parted = (field: string): readonly [string, string] => {
  const at = field.indexOf('.')
  return [field.slice(0, at), field.slice(at + 1)]
}

const columnOf = (scope: PurposeScope, field: string): Column | undefined => {
  const [category, name] = parted(field)
  return columnIfAny(categoryIfAny(scope, category), name)
}

const mayBeSaid = (scope: PurposeScope, field: string): boolean => {
  const column = columnOf(scope, field)
  return column !== undefined && isSayable(column)
}

/** Refuses a letter with a field that its purpose does not see, by the field's name. */
export function checkFields(scope: PurposeScope, content: Content): void {
  for (const field of fieldsIn(content)) {
    const column = columnOf(scope, field)
    if (!column) throw new Refused('letters.field-not-given', 'forbidden', { field }, { field: 'content' })
    if (!isSayable(column)) throw new Refused('letters.field-not-sayable', 'invalid', { field }, { field: 'content' })
  }
}

/** The fields of a letter that the notice in force does not give its purpose any more: whoever is written to gets their fallback. */
export const fieldsGone = (scope: PurposeScope, content: Content): readonly string[] =>
  fieldsIn(content).filter(field => !mayBeSaid(scope, field))

/**
 * What a letter's fields say of these persons, those whom the purpose sees, each in any language. Of several rows of a category the
 * first that has a value counts. Whoever asks says with `saw`, or in the look log, whose values they were, by `categoriesOf`.
 */
export async function personalValues(
  ask: Asking,
  content: Content,
  persons: readonly Id[],
): Promise<ReadonlyMap<Id, (lang: Lang) => PersonalValues>> {
  const scope = await scopeFor(ask)
  const fields = fieldsIn(content).filter(field => mayBeSaid(scope, field))
  const found = await readListed({ ask, scope, db: ask.reader }, persons, fields)
  return new Map(
    found.map(({ id, extra }) => [
      id,
      lang => Object.fromEntries(fields.map(field => [field, inWords(scope, field, extra[field]?.[0], lang)])),
    ]),
  )
}

/** The categories of which a letter tells its reader something: for the look log. */
export const categoriesOf = (content: Content): readonly string[] => [
  ...new Set(fieldsIn(content).map(field => parted(field)[0])),
]

/** A value as it stands in a sentence of the language. */
function inWords(scope: PurposeScope, field: string, value: Value | undefined, lang: Lang): string | undefined {
  const [category, name] = parted(field)
  const column = columnOf(scope, field)
  if (value === undefined || value === null || !column) return undefined
  if (column.type === 'date') return dateIn(lang, String(value))
  if (column.type === 'time') return momentIn(lang, new Date(String(value)))
  if (column.type === 'money') return money[lang].format(Number(value) / 100)
  if (column.type === 'integer') return whole[lang].format(Number(value))
  if (column.format === 'country') return countryIn(lang, String(value))
  if (!column.codes) return String(value)
  const described = describeScope(scope, lang).categories.find(({ id }) => id === category)
  const codes = described?.fields.flatMap(({ columns }) => columns).find(one => one.name === name)?.codes
  return codes?.find(({ code }) => code === value)?.name
}

const byLang = (options: Intl.NumberFormatOptions): Readonly<Record<Lang, Intl.NumberFormat>> => ({
  fi: new Intl.NumberFormat('fi-FI', options),
  sv: new Intl.NumberFormat('sv-FI', options),
  en: new Intl.NumberFormat('en-GB', options),
})
const money = byLang({ style: 'currency', currency: 'EUR' })
const whole = byLang({})
