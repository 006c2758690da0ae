/** What the notice language says in words: the name and meaning of every key, and the ready texts of its vocabulary. */

import { type TextLang, textIfAny } from '../texts/texts.ts'
import { noticeShape } from './language.ts'
import type { RecordShape, Shape } from './language-shape.ts'
import { langs, type Text } from './notice.ts'
import { bases, cookieSetters, duties, purposes, sources, vocabularyText } from './vocabulary.ts'
import { categories } from './vocabulary-categories.ts'

/** What a key is called, and what it means with the article that asks for it. */
export interface KeyWords {
  readonly name: string
  readonly help?: string
}

/** An id of the vocabulary with its ready texts, which are read where the author writes none. */
export interface KnownEntry {
  readonly id: string
  readonly name: Text
  readonly explanation?: Text
  /** Of a category. */
  readonly fields?: readonly KnownField[]
  /** Of an inference: what it can be about. */
  readonly about?: readonly string[]
  /** Of a purpose that writes or calls to people. */
  readonly contacts?: true
}

export interface KnownField {
  readonly id: string
  readonly name: Text
  /** Kept only when the notice names it. */
  readonly onlyIfNamed?: true
}

export interface Language {
  readonly shape: RecordShape
  /** By the group of a record and its key. */
  readonly keys: Readonly<Record<string, Readonly<Record<string, KeyWords>>>>
  readonly known: Readonly<Record<'purposes' | 'categories' | 'sources' | 'duties', readonly KnownEntry[]>>
  /** Names of words by their group, in each language of notices. */
  readonly words: Readonly<Record<string, Readonly<Record<string, Text>>>>
}

/** The whole language; names and meanings of keys in the language of the reader. */
export function languageFor(lang: TextLang): Language {
  const records = new Map<string, RecordShape>()
  const choices = new Map<string, Set<string>>([
    ['bases', new Set(bases)],
    ['set-by', new Set(cookieSetters)],
  ])
  const walk = (shape: Shape): void => {
    if (shape.kind === 'list') walk(shape.of)
    if (shape.kind === 'entries') walk(shape.of)
    if (shape.kind === 'choice') collect(shape.names ?? 'words', shape.words)
    if (shape.kind === 'text' && shape.known) collect(shape.known.group, shape.known.words)
    if (shape.kind !== 'record') return
    records.set(shape.group, shape)
    for (const key of Object.values(shape.keys)) walk(key.shape)
  }
  const collect = (group: string, words: readonly string[]) =>
    choices.set(group, new Set([...(choices.get(group) ?? []), ...words]))
  walk(noticeShape)
  return {
    shape: noticeShape,
    keys: Object.fromEntries(
      [...records].map(([group, { keys }]) => [
        group,
        Object.fromEntries(Object.keys(keys).map(key => [key, keyWords(lang, group, key)])),
      ]),
    ),
    known: {
      purposes: Object.entries(purposes).map(([id, { contacts }]) => ({
        ...named('purposes', id),
        ...(contacts && { contacts }),
      })),
      categories: Object.entries(categories).map(([id, { fields }]) => {
        const about = fields.find(field => field.id === 'about')?.columns[0]?.codes
        return {
          ...named('categories', id),
          // what comes with other fields is not chosen by itself
          fields: fields
            .filter(({ comesWith }) => comesWith === undefined)
            .map(field => ({
              id: field.id,
              name: vocabularyText(`fields.${id}.${field.id}`),
              ...(field.onlyIfNamed && { onlyIfNamed: field.onlyIfNamed }),
            })),
          ...(about !== undefined && { about }),
        }
      }),
      sources: Object.keys(sources).map(id => named('sources', id)),
      duties: duties.map(id => ({ id, name: vocabularyText(`duties.${id}`) })),
    },
    words: Object.fromEntries(
      [...choices].map(([group, words]) => [
        group,
        Object.fromEntries([...words].map(word => [word, wordText(group, word)])),
      ]),
    ),
  }
}

function keyWords(lang: TextLang, group: string, key: string): KeyWords {
  const help = textIfAny(lang, `language.${group}.${key}.help`)
  return { name: textIfAny(lang, `language.${group}.${key}.name`) ?? key, ...(help !== undefined && { help }) }
}

function named(group: 'purposes' | 'categories' | 'sources', id: string): KnownEntry {
  const explanation = vocabularyText(`${group}.${id}.explanation`)
  return {
    id,
    name: vocabularyText(`${group}.${id}.name`),
    ...(Object.keys(explanation).length > 0 && { explanation }),
  }
}

/** Words that have a name and an explanation (rights) are called by the name. */
function wordText(group: string, word: string): Text {
  const id = word.replaceAll(' ', '-')
  const own = Object.fromEntries(
    langs.flatMap(lang => {
      const said = textIfAny(lang, `language.words.${word}`)
      return said === undefined ? [] : [[lang, said]]
    }),
  )
  if (group === 'words') return own
  const said = vocabularyText(`${group}.${id}`)
  return Object.keys(said).length > 0 ? said : vocabularyText(`${group}.${id}.name`)
}
