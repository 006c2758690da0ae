/** What stood in the notice before and after a difference, as a person reads it. */

import { type TextLang, text, textIfAny } from '../texts/texts.ts'
import type { Json } from './difference.ts'
import { isMapping, mapping, partAt, words } from './json-part.ts'
import { langs, type Notice, type Retention, type Text } from './notice.ts'
import { everyPurpose } from './plain-notice.ts'
import { periodPhrase } from './render-categories.ts'
import { wordsOf } from './render-model.ts'
import { countryIn, dateIn, durationIn } from './render-sentence.ts'
import { toldTimes } from './render-sources.ts'
import { anchors, bases } from './vocabulary.ts'

/** The notices that a difference is of, and the language it is told in: names of purposes and categories come from here. */
export interface Telling {
  readonly lang: TextLang
  readonly before: Notice
  readonly after: Notice
}

type Kind = 'purposes' | 'categories' | 'sources' | 'duties'

/** The name of a thing as the later notice has it, or the earlier one; its id when neither has a name for it. */
export function nameOf({ lang, before, after }: Telling, kind: Kind, id: string): string {
  const found = [after, before].flatMap(notice => notice[kind].filter(one => one.id === id))[0]
  return found === undefined ? id : textIn(lang, found.name)
}

export const fieldName = (telling: Telling, category: string, field: string): string => {
  const notices = [telling.after, telling.before]
  const fields = notices
    .flatMap(({ categories }) => categories.filter(({ id }) => id === category))
    .flatMap(one => one.fields)
  const found = fields.find(({ id }) => id === field)
  return found === undefined ? field : textIn(telling.lang, found.name)
}

/** A text in the language, otherwise in the first that it has. */
export const textIn = (lang: TextLang, told: Text): string =>
  told[lang] ?? langs.map(one => told[one]).find(one => one !== undefined) ?? ''

const vocabulary = (lang: TextLang, key: string): string | undefined => textIfAny(lang, `vocabulary.${key}`)

/** A basis with the interest's own words: `oikeutettu etu: pitää yhteyttä asiakkaisiin`. */
export function basisWords(telling: Telling, use: Json | undefined): string {
  const kind = bases.find(one => one === partAt(use, 'basis'))
  if (kind === undefined) return ''
  const interest = partAt(use, 'interest')
  const found = [telling.after, telling.before].flatMap(({ interests }) =>
    interests.filter(({ id }) => id === interest),
  )[0]
  const base = vocabulary(telling.lang, `bases.${kind}`) ?? kind
  return found === undefined ? base : `${base}: ${textIn(telling.lang, found.text)}`
}

/** What a set gained and lost is told alone; anything else whole. Undefined where there is nothing to show. */
export function sidesOf(
  keys: readonly string[],
  before: Json | undefined,
  after: Json | undefined,
  telling: Telling,
): { readonly gone?: string; readonly come?: string } {
  const [was, is] =
    Array.isArray(before) && Array.isArray(after) ? [without(before, after), without(after, before)] : [before, after]
  const gone = was === undefined ? '' : wordsFor(keys, was, telling)
  const come = is === undefined ? '' : wordsFor(keys, is, telling)
  if (gone === come) return translatedSides(before, after)
  return { ...(gone !== '' && { gone }), ...(come !== '' && { come }) }
}

/** The same words in the language of the telling: what was written or changed in another language. */
function translatedSides(before: Json | undefined, after: Json | undefined): { gone?: string; come?: string } {
  const [was, is] = [mapping(before), mapping(after)]
  const other = (one: typeof was, than: typeof was): string =>
    langs.flatMap(lang => (one[lang] === than[lang] || one[lang] === undefined ? [] : [String(one[lang])])).join(' · ')
  const [gone, come] = [other(was, is), other(is, was)]
  return { ...(gone !== '' && { gone }), ...(come !== '' && { come }) }
}

const without = (all: Json, others: Json): Json => words(all).filter(one => !words(others).includes(one))

function wordsFor(keys: readonly string[], value: Json, telling: Telling): string {
  const [part = '', id = '', third = ''] = keys
  const { lang } = telling
  switch (part) {
    case 'purposes':
      if (keys.length === 2) return usesWords(telling, mapping(partAt(value, 'uses')))
      if (third === 'channels') return vocabulary(lang, `channel-rules.${String(value).replaceAll(' ', '-')}`) ?? ''
      if (['bases', 'categories', 'laws'].includes(third)) return usesWords(telling, mapping(value))
      if (['fields', 'consented'].includes(third)) return fieldsWords(telling, mapping(value))
      break
    case 'interests':
      return keys.length === 2 ? '' : plainWords(lang, value)
    case 'categories':
      return categoryWords(keys, value, telling)
    case 'relationshipEnds':
      return wordsOf(periodPhrase(lang, { duration: String(value), anchor: 'relationship.last-contact' }))
    case 'sources':
      if (third === 'categories') return listed(words(value).map(one => nameOf(telling, 'categories', one)))
      if (third === 'kind') return ''
      if (third === 'told') return wordsOf(toldTimes(lang, String(value)))
      if (keys.length === 2)
        return listed(words(partAt(value, 'categories')).map(one => nameOf(telling, 'categories', one)))
      break
    case 'recipients':
      return recipientWords(lang, third, value)
    case 'duties':
      if (third === 'purposes' || keys.length === 2)
        return listed(words(partAt(value, 'purposes') ?? value).map(one => nameOf(telling, 'purposes', one)))
      break
    case 'cookies':
      return cookieWords(telling, third, value)
    case 'disclosure':
    case 'noRecipients':
      return typeof value === 'boolean' ? '' : plainWords(lang, value)
    case 'rights':
      return rightsWords(lang, id, value)
    case 'languages':
      return listed(words(value).map(one => new Intl.DisplayNames(lang, { type: 'language' }).of(one) ?? one))
    case 'effective':
    case 'reviewed':
      return dateIn(lang, String(value))
    case 'minors':
      return text(lang, 'differences.age', { age: Number(partAt(value, 'from')) })
    case 'profiling':
      if (typeof value === 'boolean') return yesOrNo(lang, value)
      return plainWords(lang, partAt(value, 'text') ?? value)
    case 'authority':
      return vocabulary(lang, `authorities.${String(value)}.name`) ?? String(value)
  }
  return plainWords(lang, value)
}

/** Texts, words, lists of words; a mapping's words one after another. */
function plainWords(lang: TextLang, value: Json): string {
  if (typeof value === 'boolean') return yesOrNo(lang, value)
  if (Array.isArray(value)) return listed(words(value))
  if (!isMapping(value)) return value === null ? '' : String(value)
  const told: Text = Object.fromEntries(
    langs.flatMap(one => (typeof value[one] === 'string' ? [[one, value[one]]] : [])),
  )
  return textIn(lang, told) || listed(Object.values(value).filter(one => typeof one === 'string'))
}

const listed = (all: readonly string[]): string => all.filter(one => one !== '').join(', ')
const yesOrNo = (lang: TextLang, yes: boolean): string => text(lang, yes ? 'differences.yes' : 'differences.no')

/** `suostumus (yhteystiedot, kyselyt); sopimuksen täytäntöönpano (nimi)` */
function usesWords(telling: Telling, uses: { readonly [category: string]: Json }): string {
  const byBasis = new Map<string, string[]>()
  for (const [category, use] of Object.entries(uses)) {
    const basis = basisWords(telling, use)
    const law = partAt(use, 'law')
    const key = typeof law === 'string' ? `${basis}, ${law}` : basis
    byBasis.set(key, [...(byBasis.get(key) ?? []), nameOf(telling, 'categories', category)])
  }
  return [...byBasis].map(([basis, categories]) => `${basis} (${listed(categories)})`).join('; ')
}

/** `yhteystiedot: sähköposti, puhelin`; all fields of a category are told by its name alone. */
const fieldsWords = (telling: Telling, uses: { readonly [category: string]: Json }): string =>
  Object.entries(uses)
    .map(([category, use]) => {
      const fields = words(Array.isArray(use) ? use : partAt(use, 'fields'))
      const name = nameOf(telling, 'categories', category)
      return fields.length === 0 ? name : `${name}: ${listed(fields.map(one => fieldName(telling, category, one)))}`
    })
    .join('; ')

function categoryWords(
  [, id = '', third = '', , fifth = '']: readonly string[],
  value: Json,
  telling: Telling,
): string {
  const { lang } = telling
  const fields = (ids: readonly string[]) => listed(ids.map(one => fieldName(telling, id, one)))
  if (third === '') return fields(Object.keys(mapping(partAt(value, 'fields'))))
  if (third === 'keep') return keepWords(telling, value)
  if (third === 'required')
    return (
      fields(words(partAt(value, 'fields'))) ||
      (partAt(value, 'said') === true ? text(lang, 'differences.none-required') : '')
    )
  if (third === 'fields' && fifth === 'columns')
    return listed((Array.isArray(value) ? value : []).flatMap(column => words(partAt(column, 'codes'))))
  return third === 'name' || third === 'logic' || fifth === 'name' ? plainWords(lang, value) : ''
}

const keepWords = (telling: Telling, value: Json): string =>
  Object.entries(mapping(value))
    .map(([purpose, rule]) => {
      const period = periodWords(telling.lang, rule)
      return purpose === everyPurpose ? period : `${nameOf(telling, 'purposes', purpose)}: ${period}`
    })
    .join('; ')

function periodWords(lang: TextLang, rule: Json): string {
  const anchor = [...anchors.keys()].find(one => one === partAt(rule, 'anchor'))
  const duration = String(partAt(rule, 'duration'))
  const period: Pick<Retention, 'duration' | 'anchor'> | undefined = anchor && { duration, anchor }
  const ending = partAt(rule, 'ending')
  const then = ending === 'delete' ? '' : (vocabulary(lang, `endings.${String(ending)}`) ?? '')
  return listed([period === undefined ? duration : wordsOf(periodPhrase(lang, period)), then])
}

function recipientWords(lang: TextLang, third: string, value: Json): string {
  const word = (key: string, one: Json | undefined) =>
    typeof one === 'string' ? (vocabulary(lang, `${key}.${one}`) ?? one) : ''
  const country = (one: Json | undefined) => (typeof one === 'string' ? countryIn(lang, one) : '')
  switch (third) {
    case '':
      return listed([
        word('roles', partAt(value, 'role')),
        plainWords(lang, partAt(value, 'for') ?? ''),
        country(partAt(value, 'country')),
        word('mechanisms', partAt(value, 'mechanism')),
      ])
    case 'role':
      return word('roles', value)
    case 'country':
      return country(value)
    case 'mechanism':
      return word('mechanisms', value)
    case 'contract':
      return dateIn(lang, String(value))
  }
  return plainWords(lang, value)
}

function cookieWords(telling: Telling, third: string, value: Json): string {
  const { lang } = telling
  const kind = (one: Json | undefined) => vocabulary(lang, `cookies.${String(one)}`) ?? ''
  const keeps = (one: Json | undefined) =>
    one === 'session' ? text(lang, 'notice.cookies.session') : durationIn(lang, String(one))
  const purpose = (one: Json | undefined) => nameOf(telling, 'purposes', String(one))
  switch (third) {
    case '':
      return listed([kind(partAt(value, 'category')), purpose(partAt(value, 'for')), keeps(partAt(value, 'keeps'))])
    case 'category':
      return kind(value)
    case 'keeps':
      return keeps(value)
    case 'for':
      return purpose(value)
  }
  return plainWords(lang, value)
}

function rightsWords(lang: TextLang, id: string, value: Json): string {
  if (id === 'granted') return listed(words(value).map(one => vocabulary(lang, `rights.${one}.name`) ?? one))
  if (id === 'channels') return listed(words(value).map(one => vocabulary(lang, `rights-channels.${one}`) ?? one))
  if (id === 'identity') return vocabulary(lang, `identity.${String(value)}`) ?? ''
  return plainWords(lang, value)
}
