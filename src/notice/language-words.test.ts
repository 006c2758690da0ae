/** Every key and word of the notice language has its name in the three languages; none is left as an id. */

import { expect, test } from 'vitest'
import { textIfAny } from '../texts/texts.ts'
import { languageFor } from './language-words.ts'
import { langs } from './notice.ts'

const language = languageFor('fi')

test('every key has a name in every language', () => {
  const unnamed = Object.entries(language.keys).flatMap(([group, keys]) =>
    Object.keys(keys).flatMap(key =>
      langs
        .filter(lang => textIfAny(lang, `language.${group}.${key}.name`) === undefined)
        .map(lang => `${lang} ${group}.${key}`),
    ),
  )
  expect(unnamed).toEqual([])
})

test('every word that can be chosen has a name in every language', () => {
  const named = [
    ...Object.entries(language.words).flatMap(([group, words]) =>
      Object.entries(words).map(([word, name]) => ({ of: `${group}.${word}`, name })),
    ),
    ...Object.entries(language.known).flatMap(([group, entries]) =>
      entries.flatMap(entry => [
        { of: `${group}.${entry.id}`, name: entry.name },
        ...(entry.fields ?? []).map(field => ({ of: `${entry.id}.${field.id}`, name: field.name })),
      ]),
    ),
  ]
  const missing = named.flatMap(({ of, name }) => langs.filter(lang => !name[lang]).map(lang => `${lang} ${of}`))
  expect(missing).toEqual([])
})
