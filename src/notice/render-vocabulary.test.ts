/** The document has a sentence for whatever a notice can name: the way of each source, the end of each period, the article of each right. */

import { expect, test } from 'vitest'
import { textIfAny } from '../texts/texts.ts'
import { langs } from './notice.ts'
import { anchors, retentionEnds, rights, sources } from './vocabulary.ts'
import { categories } from './vocabulary-categories.ts'

const keys = [
  ...Object.keys(categories).map(id => `vocabulary.categories.${id}.explanation`),
  ...Object.keys(sources).map(id => `vocabulary.sources.${id}.how`),
  ...rights.map(id => `vocabulary.rights.${id}.article`),
  ...Object.keys(anchors).map(anchor => `notice.until.${anchor}`),
  ...retentionEnds.map(end => `notice.retention.all-${end}`),
]

test.each(langs)('%s', lang => {
  expect(keys.filter(key => textIfAny(lang, key) === undefined)).toEqual([])
})

test('no two fields of a category have the same name', () => {
  for (const lang of langs)
    for (const [id, { fields }] of Object.entries(categories)) {
      const names = fields.map(field => textIfAny(lang, `vocabulary.fields.${id}.${field.id}`))
      expect(new Set(names).size, `${lang} ${id}`).toBe(names.length)
    }
})
