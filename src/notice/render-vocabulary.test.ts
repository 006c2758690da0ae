/** Every word that the notice language knows has its prose in Finnish, Swedish and English. */

import { describe, expect, test } from 'vitest'
import { textIfAny } from '../texts/texts.ts'
import { langs } from './notice.ts'
import * as words from './vocabulary.ts'
import { categories } from './vocabulary-categories.ts'

const anchors = Object.keys(words.anchors)
const hyphened = (word: string) => word.replaceAll(/[_ ]/g, '-')

const keys: Readonly<Record<string, readonly string[]>> = {
  purposes: Object.entries(words.purposes).flatMap(([id, { law }]) =>
    ['name', 'explanation', ...(law === undefined ? [] : ['law'])].map(part => `vocabulary.purposes.${id}.${part}`),
  ),
  categories: Object.entries(categories).flatMap(([id, { fields }]) => [
    `vocabulary.categories.${id}.name`,
    `vocabulary.categories.${id}.explanation`,
    ...fields.map(field => `vocabulary.fields.${id}.${field.id}`),
    ...fields
      .flatMap(field => field.columns)
      .flatMap(({ name, codes = [] }) => codes.map(code => `vocabulary.codes.${id}.${hyphened(name)}.${code}`)),
  ]),
  sources: Object.keys(words.sources).flatMap(id => [`vocabulary.sources.${id}.name`, `vocabulary.sources.${id}.how`]),
  rights: [
    ...words.rights.flatMap(id => ['name', 'explanation', 'article'].map(part => `vocabulary.rights.${id}.${part}`)),
    ...words.rightsChannels.map(id => `vocabulary.rights-channels.${id}`),
    ...words.identityWays.map(id => `vocabulary.identity.${id}`),
  ],
  security: words.security.map(id => `vocabulary.security.${id}`),
  retention: [
    ...anchors.flatMap(anchor => [`vocabulary.anchors.${anchor}`, `notice.until.${anchor}`]),
    ...words.retentionEnds.flatMap(end => [`vocabulary.endings.${end}`, `notice.retention.all-${end}`]),
  ],
  marketing: [
    ...words.channels.map(id => `vocabulary.channels.${id}`),
    ...words.channelRules.map(rule => `vocabulary.channel-rules.${hyphened(rule)}`),
    ...words.bases.map(id => `vocabulary.bases.${id}`),
  ],
  cookies: [
    ...words.cookieCategories.map(id => `vocabulary.cookies.${id}`),
    ...words.cookieSetters.map(id => `vocabulary.set-by.${id}`),
  ],
  recipients: [
    ...words.recipientRoles.map(id => `vocabulary.roles.${id}`),
    ...words.services.map(id => `vocabulary.services.${id}`),
    ...words.mechanisms.map(id => `vocabulary.mechanisms.${id}`),
  ],
  duties: words.duties.map(id => `vocabulary.duties.${id}`),
  authorities: words.authorities.flatMap(id =>
    ['name', 'street', 'post', 'phone', 'email', 'web'].map(part => `vocabulary.authorities.${id}.${part}`),
  ),
}

describe.each(langs)('%s', lang => {
  test.each(Object.keys(keys))('%s', group => {
    const wanted = keys[group] ?? []
    expect(wanted.length).toBeGreaterThan(0)
    expect(wanted.filter(key => textIfAny(lang, key) === undefined)).toEqual([])
  })
})

test('no two fields of a category have the same name', () => {
  for (const lang of langs)
    for (const [id, { fields }] of Object.entries(categories)) {
      const names = fields.map(field => textIfAny(lang, `vocabulary.fields.${id}.${field.id}`))
      expect(new Set(names).size, `${lang} ${id}`).toBe(names.length)
    }
})
