/** Values of the register as a person reads them: a column by its name in the notice, a code by its word, money, days and moments as written. */

import type { Lang, Notice } from '../notice/notice.ts'
import { dateIn, momentIn } from '../notice/render-sentence.ts'
import type { Value } from '../register/answers.ts'
import type { Scope } from '../register/scope-answer.ts'
import { inWords as wordsOf } from '../register/scope-words.ts'
import { text, textIfAny } from '../texts/texts.ts'

/** A field and its value in words. */
export interface Told {
  readonly field: string
  readonly before: string
  readonly after: string
}

export interface Fields {
  readonly label: (column: string) => string
  readonly inWords: (column: string, value: Value | undefined) => string
}

type Described = Scope['categories'][number]

/** How the columns of a category are said; one that the notice does not describe (a statement's) by the texts alone. */
export function fieldsIn(lang: Lang, category: string, described: Described | undefined): Fields {
  const columns = new Map(described?.fields.flatMap(field => field.columns).map(column => [column.name, column]))
  return {
    label: name =>
      columns.get(name)?.label ?? textIfAny(lang, `register.columns.${category}.${name.replaceAll('_', '-')}`) ?? name,
    inWords: (name, value) => {
      if (value === null || value === undefined) return ''
      const column = columns.get(name)
      if (typeof value === 'boolean') return text(lang, value ? 'rights.package.yes' : 'rights.package.no')
      if (column?.type === 'money' && typeof value === 'number') return euros(lang, value)
      if (column?.type === 'date' && typeof value === 'string') return dateIn(lang, value)
      if (typeof value === 'string' && /^\d{4}-\d\d-\d\dT[\d:.]+Z$/.test(value)) return momentIn(lang, new Date(value))
      const named = typeof value === 'string' ? nameOf(lang, column?.format, value) : undefined
      return named ?? column?.codes?.find(({ code }) => code === value)?.name ?? String(value)
    },
  }
}

/** How that is said which a person has said: a consent to a purpose, an objection by a channel, with its words. */
export function fieldsOfStatement(lang: Lang, { notice, category }: { notice: Notice; category: string }): Fields {
  const plain = fieldsIn(lang, category, undefined)
  const known = (name: string, value: Value): string | undefined => {
    if (name === 'kind') return textIfAny(lang, `register.said.${value}.given`)
    if (name === 'channel') return textIfAny(lang, `vocabulary.channels.${value}`)
    if (name === 'state') return textIfAny(lang, `rights.package.state.${value}`)
    const purpose = name === 'purpose' ? notice.purposes.find(({ id }) => id === value) : undefined
    return purpose && wordsOf(purpose.name, notice, lang)
  }
  return {
    label: name => textIfAny(lang, `rights.package.said.${name}`) ?? plain.label(name),
    inWords: (name, value) =>
      (value === null || value === undefined ? undefined : known(name, value)) ?? plain.inWords(name, value),
  }
}

const locales = { fi: 'fi-FI', sv: 'sv-FI', en: 'en-GB' } as const

/** A language or a country by its name; a code that nobody has given a name stays as it is. */
function nameOf(lang: Lang, format: string | undefined, code: string): string | undefined {
  if (format !== 'language' && format !== 'country') return undefined
  const type = format === 'language' ? 'language' : 'region'
  const key = `${lang} ${type}`
  const names = namesOf.get(key) ?? new Intl.DisplayNames(lang, { type })
  namesOf.set(key, names)
  try {
    return names.of(code)
  } catch {
    return code // of an old file: no code at all
  }
}
const namesOf = new Map<string, Intl.DisplayNames>()

const money = new Map<Lang, Intl.NumberFormat>()

function euros(lang: Lang, cents: number): string {
  const format = money.get(lang) ?? new Intl.NumberFormat(locales[lang], { style: 'currency', currency: 'EUR' })
  money.set(lang, format) // making one takes longer than a hundred values
  return format.format(cents / 100)
}
