/** What may be written at a place of the notice's text: keys, words of the vocabulary, and ids that this notice declares. */

import { at, isList, isMapping, type Path, type Value } from '../notice/edit-value.ts'
import type { Key, Shape } from '../notice/language-shape.ts'
import type { KeyWords, Language } from '../notice/language-words.ts'
import type { PlaceInText } from '../notice/place-in-text.ts'
import { suggestions } from './suggestions.ts'

export interface Offer {
  readonly word: string
  readonly isKey: boolean
  /** What it is called in the language of the screen, and what it means. */
  readonly name?: string | undefined
  readonly meaning?: string | undefined
}

type Say = (text: Readonly<Record<string, string>>) => string

/** What stands at a path: its shape, its words and, within a category, whose fields are meant. */
interface Found {
  readonly shape: Shape
  readonly key?: Key | undefined
  readonly words?: KeyWords | undefined
}

export function shapeAt(language: Language, path: Path): Found | undefined {
  let found: Found = { shape: language.shape }
  for (const step of path) {
    const { shape } = found
    if (shape.kind === 'entries' && typeof step === 'number') found = { shape }
    else if (shape.kind === 'entries' || shape.kind === 'list') found = { shape: shape.of }
    else if (shape.kind === 'record') {
      const key = typeof step === 'number' && shape.short ? shape.keys[shape.short] : shape.keys[String(step)]
      if (key === undefined) return undefined
      const of = key.shape
      found =
        typeof step === 'number' && of.kind === 'list'
          ? { shape: of.of }
          : { shape: of, key, words: language.keys[shape.group]?.[String(step)] }
    } else if (shape.kind === 'text') return { shape: { kind: 'word', format: 'line' } }
    else return undefined
  }
  return found
}

export function offers(language: Language, notice: Value, { path, writes }: PlaceInText, say: Say): readonly Offer[] {
  const found = shapeAt(language, path)
  if (found === undefined) return []
  return writes === 'key'
    ? keysAt(language, notice, path, found.shape, say)
    : wordsAt(language, notice, path, found, say)
}

/** The category that the path lies in. */
const categoryIn = (path: Path): string => (path[0] === 'categories' ? String(path[1] ?? '') : '')

function keysAt(language: Language, notice: Value, path: Path, shape: Shape, say: Say): readonly Offer[] {
  const there = at(notice, path)
  const taken = isMapping(there) ? [...there.keys()] : []
  const fresh = (offer: Offer) => !taken.includes(offer.word)
  if (shape.kind === 'record')
    return Object.keys(shape.keys)
      .map(word => {
        const words = language.keys[shape.group]?.[word]
        return { word, isKey: true, name: words?.name, meaning: words?.help }
      })
      .filter(fresh)
  if (shape.kind === 'text') return ['fi', 'sv', 'en'].map(word => ({ word, isKey: true })).filter(fresh)
  if (shape.kind !== 'entries') return []
  if (shape.ids === 'uses') return declared(notice, 'purposes', language, say).map(asKey).filter(fresh)
  if (shape.ids === 'fields') return fieldOffers(language, notice, categoryIn(path), say).map(asKey).filter(fresh)
  if (shape.ids === 'interests' || shape.ids === 'cookies') return []
  return language.known[shape.ids]
    .map(({ id, name, explanation }) => ({
      word: id,
      isKey: true,
      name: say(name),
      meaning: explanation && say(explanation),
    }))
    .filter(fresh)
}

const asKey = (offer: Offer): Offer => ({ ...offer, isKey: true })

function declared(
  notice: Value,
  key: 'purposes' | 'sources' | 'interests' | 'categories',
  language: Language,
  say: Say,
): readonly Offer[] {
  const there = at(notice, [key])
  const known = key === 'interests' ? [] : language.known[key]
  return [...(isMapping(there) ? there.keys() : [])].map(word => {
    const entry = known.find(({ id }) => id === word)
    return { word, isKey: false, name: entry && say(entry.name), meaning: entry?.explanation && say(entry.explanation) }
  })
}

function fieldOffers(language: Language, notice: Value, category: string, say: Say): readonly Offer[] {
  const known = language.known.categories.find(({ id }) => id === category)?.fields ?? []
  const own = at(notice, ['categories', category, 'fields'])
  const ids = isMapping(own) ? [...own.keys()] : []
  return [
    ...known.map(({ id, name }) => ({ word: id, isKey: false, name: say(name) })),
    ...ids.filter(id => !known.some(field => field.id === id)).map(word => ({ word, isKey: false })),
  ]
}

function wordsAt(language: Language, notice: Value, path: Path, { shape, key }: Found, say: Say): readonly Offer[] {
  const same = key?.sameAs
    ? declared(notice, 'categories', language, say)
        .filter(({ word }) => word !== categoryIn(path))
        .map(({ word, name }) => ({ word: `same as ${word}`, isKey: false, name }))
    : []
  return [...wordsOf(language, notice, path, shape, say), ...same]
}

function wordsOf(language: Language, notice: Value, path: Path, shape: Shape, say: Say): readonly Offer[] {
  const named = (group: string, words: readonly string[]): readonly Offer[] =>
    words.map(word => ({ word, isKey: false, name: nameIn(language, group, word, say) }))
  switch (shape.kind) {
    case 'choice':
      return named(shape.names ?? 'words', shape.words)
    case 'yes-no':
      return named('words', ['yes', 'no'])
    case 'text':
      return shape.known ? named(shape.known.group, shape.known.words) : []
    case 'word':
      return (suggestions[shape.format] ?? []).map(word => ({ word, isKey: false }))
    case 'basis':
      return [
        ...['contract', 'consent', 'permission', 'legal obligation'].map(word => ({
          word,
          isKey: false,
          name: nameIn(language, 'bases', word.replace(' ', '-'), say),
        })),
        ...declared(notice, 'interests', language, say).map(({ word }) => ({ word: `interest ${word}`, isKey: false })),
      ]
    case 'reference': {
      if (shape.to === 'fields') return fieldOffers(language, notice, categoryIn(path), say)
      const own = declared(notice, shape.to, language, say)
      if (shape.to === 'purposes') return own
      const known = language.known.sources.map(({ id, name }) => ({ word: id, isKey: false, name: say(name) }))
      return [...own.filter(({ word }) => !known.some(one => one.word === word)), ...known]
    }
    case 'list': {
      const none = shape.orNone ? [{ word: 'none', isKey: false }] : []
      const there = at(notice, path)
      const taken = isList(there) ? there : []
      return [...wordsOf(language, notice, path, shape.of, say).filter(({ word }) => !taken.includes(word)), ...none]
    }
    case 'record': {
      const short = shape.short === undefined ? undefined : shape.keys[shape.short]?.shape
      return short ? wordsOf(language, notice, path, short, say) : []
    }
    case 'entries':
      return shape.ids === 'fields' ? fieldOffers(language, notice, categoryIn(path), say) : []
  }
}

function nameIn(language: Language, group: string, word: string, say: Say): string | undefined {
  const name = language.words[group]?.[word]
  return name && Object.keys(name).length > 0 ? say(name) : undefined
}

/** What the word at a place means: a key's help, or the explanation of an id of the vocabulary. */
export function meaningOf(language: Language, path: Path, say: Say): Offer | undefined {
  const [word] = path.slice(-1)
  if (word === undefined) return undefined
  const around = shapeAt(language, path.slice(0, -1))?.shape
  if (around?.kind === 'record') {
    const words = language.keys[around.group]?.[String(word)]
    return words && { word: String(word), isKey: true, name: words.name, meaning: words.help }
  }
  if (around?.kind !== 'entries') return undefined
  const group = around.ids === 'uses' ? 'purposes' : around.ids
  if (group === 'interests' || group === 'cookies' || group === 'fields') return undefined
  const known = language.known[group].find(({ id }) => id === word)
  return (
    known && {
      word: String(word),
      isKey: true,
      name: say(known.name),
      meaning: known.explanation && say(known.explanation),
    }
  )
}
