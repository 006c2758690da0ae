/** Puts words together as the language does: phrases into sentences, lists with their last "and", durations, dates, countries. */

import { dateInHelsinki } from '../base/time.ts'
import { type TextKey, text, textIfAny } from '../texts/texts.ts'
import type { Lang, Notice, Text } from './notice.ts'
import { merged, type Prose, wordsOf } from './render-model.ts'

type Phrases = Readonly<Record<string, Prose | string | number>>

/** A sentence of src/texts with phrases in its places. What a phrase holds is never read as a text key or a pattern. */
export function say(lang: Lang, key: TextKey, phrases: Phrases = {}): Prose {
  const placed: Prose[] = []
  const places: Record<string, string | number> = {}
  for (const [name, phrase] of Object.entries(phrases)) {
    if (typeof phrase === 'number') {
      places[name] = phrase
      continue
    }
    places[name] = `\u0000${placed.length}\u0000`
    placed.push(typeof phrase === 'string' ? [phrase] : phrase)
  }
  const parts = text(lang, key, places)
    .split('\u0000')
    .flatMap((part, index): Prose => {
      if (index % 2 === 1) return placed[Number(part)] ?? []
      return part === '' ? [] : [part]
    })
  return merged(parts)
}

/** The vocabulary's prose for an id, or nothing when the id is the author's own. */
export function vocabularyWords(lang: Lang, key: string): Prose {
  const words = textIfAny(lang, `vocabulary.${key}`)
  return words === undefined ? [] : [words]
}

/** A text of the notice in the document's language; where it is missing, in the first language that has it, marked so. */
export function written(notice: Notice, lang: Lang, of: Text): Prose {
  const own = of[lang]
  if (own !== undefined) return [own]
  for (const other of notice.languages) {
    const words = of[other]
    if (words !== undefined) return [{ text: words, lang: other }]
  }
  return []
}

/** A name within a sentence: the vocabulary's own, known by its key, begins in lower case there; an author's stays as written. */
export function named(notice: Notice, lang: Lang, name: Text, key: string): Prose {
  const words = written(notice, lang, name)
  return wordsOf(words) === textIfAny(lang, `vocabulary.${key}`) ? lowered(lang, words) : words
}

/** "Nimi" becomes "nimi", while "SMS" stays. */
export const lowered = (lang: Lang, prose: Prose): Prose =>
  /^(\p{Lu}|E-)\p{Ll}/u.test(wordsOf(prose)) ? firstLetter(prose, letter => letter.toLocaleLowerCase(lang)) : prose

/** The phrase as a sentence begins. */
export const capitalised = (lang: Lang, prose: Prose): Prose =>
  firstLetter(prose, letter => letter.toLocaleUpperCase(lang))

function firstLetter(prose: Prose, change: (letter: string) => string): Prose {
  const [first, ...rest] = prose
  if (first === undefined) return prose
  const changed = (words: string) => change(words.charAt(0)) + words.slice(1)
  return [typeof first === 'string' ? changed(first) : { ...first, text: changed(first.text) }, ...rest]
}

/** "a, b ja c"; when a part has an "and" of its own, "a, b ja c sekä d". */
export function listed(lang: Lang, items: readonly Prose[]): Prose {
  const and = text(lang, 'notice.list.and')
  const nested = items.some(item => wordsOf(item).includes(and))
  return joined(items, nested ? text(lang, 'notice.list.as-well-as') : and)
}

/** "a, b tai c". */
export const listedOr = (lang: Lang, items: readonly Prose[]): Prose => joined(items, text(lang, 'notice.list.or'))

const joined = (items: readonly Prose[], last: string): Prose =>
  merged(items.flatMap((item, index) => (index === 0 ? item : [index === items.length - 1 ? last : ', ', ...item])))

/** "24 kuukautta" for P24M. */
export const durationIn = (lang: Lang, duration: string): string => counted(lang, 'duration', duration)

/** "24 kuukauden kuluessa" for P24M. */
export const withinIn = (lang: Lang, duration: string): string => counted(lang, 'within', duration)

const units = { Y: 'years', M: 'months', W: 'weeks', D: 'days' } as const

function counted(lang: Lang, form: 'duration' | 'within', duration: string): string {
  const [, count, letter] = /^P(\d+)([YMWD])$/.exec(duration) ?? []
  const unit = letter === 'Y' || letter === 'M' || letter === 'W' || letter === 'D' ? units[letter] : undefined
  return unit === undefined ? duration : text(lang, `notice.${form}.${unit}`, { count: Number(count) })
}

/** "1.12.2026" in Finnish and Swedish, "1 December 2026" in English. `date` is YYYY-MM-DD. */
export function dateIn(lang: Lang, date: string): string {
  const [year, month, day] = date.split('-').map(Number)
  if (year === undefined || month === undefined || day === undefined) return date
  if (lang !== 'en') return `${day}.${month}.${year}`
  return longDate.format(new Date(Date.UTC(year, month - 1, day)))
}

// Making one takes longer than a hundred dates.
const longDate = new Intl.DateTimeFormat('en-GB', { dateStyle: 'long', timeZone: 'UTC' })
const time = new Intl.DateTimeFormat('en-GB', { timeZone: 'Europe/Helsinki', hour: 'numeric', minute: '2-digit' })

/** "1.12.2026 klo 9.05" in Finland's time. */
export function momentIn(lang: Lang, at: Date): string {
  const clock = time.format(at).replace(/^0(?=\d:)/, '')
  const date = dateIn(lang, dateInHelsinki(at))
  return text(lang, 'notice.moment', { date, clock: lang === 'en' ? clock : clock.replace(':', '.') })
}

/** The name of a country by its ISO 3166-1 code: "Suomi" for FI. */
export const countryIn = (lang: Lang, code: string): string =>
  new Intl.DisplayNames(lang, { type: 'region' }).of(code) ?? code
