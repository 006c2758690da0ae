/** Every word of the vocabulary and every finding has its prose in three languages, and every known category can be a table. */

import { globSync, readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { textIfAny } from '../texts/texts.ts'
import { langs } from './notice.ts'
import { parse } from './parse.ts'
import {
  anchors,
  authorities,
  bases,
  channelRules,
  channels,
  cookieCategories,
  cookieSetters,
  duties,
  identityWays,
  mechanisms,
  purposes,
  recipientRoles,
  retentionEnds,
  rights,
  rightsChannels,
  security,
  services,
  sources,
} from './vocabulary.ts'
import { categories } from './vocabulary-categories.ts'

const hyphens = (name: string) => name.replaceAll(/[_ ]/g, '-')

const keys: readonly string[] = [
  ...Object.entries(purposes).flatMap(([id, { law }]) => [
    `purposes.${id}.name`,
    `purposes.${id}.explanation`,
    ...(law === undefined ? [] : [`purposes.${id}.law`]),
  ]),
  ...Object.entries(categories).flatMap(([id, { fields }]) => [
    `categories.${id}.name`,
    ...fields.flatMap(field => [
      `fields.${id}.${field.id}`,
      ...field.columns.flatMap(({ name, codes }) => (codes ?? []).map(code => `codes.${id}.${hyphens(name)}.${code}`)),
    ]),
  ]),
  ...Object.keys(sources).map(id => `sources.${id}.name`),
  ...rights.flatMap(id => [`rights.${id}.name`, `rights.${id}.explanation`]),
  ...security.map(id => `security.${id}`),
  ...services.map(id => `services.${id}`),
  ...cookieSetters.map(id => `set-by.${id}`),
  ...rightsChannels.map(id => `rights-channels.${id}`),
  ...identityWays.map(id => `identity.${id}`),
  ...channels.map(id => `channels.${id}`),
  ...channelRules.map(rule => `channel-rules.${hyphens(rule)}`),
  ...bases.map(id => `bases.${id}`),
  ...[...anchors.keys()].map(id => `anchors.${id}`),
  ...retentionEnds.map(id => `endings.${id}`),
  ...cookieCategories.map(id => `cookies.${id}`),
  ...recipientRoles.map(id => `roles.${id}`),
  ...mechanisms.map(id => `mechanisms.${id}`),
  ...duties.map(id => `duties.${id}`),
  ...authorities.flatMap(id =>
    ['name', 'street', 'post', 'phone', 'email', 'web'].map(part => `authorities.${id}.${part}`),
  ),
]

const without = (wanted: readonly string[]) =>
  wanted.flatMap(key => langs.filter(lang => textIfAny(lang, key) === undefined).map(lang => `${lang} ${key}`))

test('every word has its prose', () => {
  expect(without(keys.map(key => `vocabulary.${key}`))).toEqual([])
})

describe('every finding', () => {
  const source = globSync(new URL('*.ts', import.meta.url).pathname)
    .filter(file => !file.endsWith('.test.ts'))
    .map(file => readFileSync(file, 'utf8'))
    .join('\n')
  const rules = new Set([...source.matchAll(/'((?:L|E|W)\d\d|1[2346]-\d[a-f]?|21-4|26-2)'/g)].map(([, rule]) => rule))
  const contexts = new Set([...source.matchAll(/context: '([a-z-]+)'/g)].map(([, context]) => context))

  test('says what is missing, why, and how to mend it', () => {
    expect(rules.size).toBeGreaterThan(50)
    expect(
      without([...rules].flatMap(rule => ['missing', 'why', 'mend'].map(part => `findings.${rule}.${part}`))),
    ).toEqual([])
  })

  test('has texts for the contexts that are used, and for no others', () => {
    const texts: unknown = JSON.parse(readFileSync(new URL('../texts/fi.json', import.meta.url), 'utf8'))
    const written = new Set(
      [...JSON.stringify(texts).matchAll(/"(?:missing|why|mend)_([a-z-]+)"/g)].map(([, one]) => one),
    )
    const kinds = ['purpose', 'category', 'field', 'source', 'interest', 'duty']
    const guesses = ['guess', ...kinds, ...kinds.map(kind => `${kind}-guess`)]
    const formats = ['date', 'business-id', 'email', 'phone', 'country', 'told', 'cookie', 'keeps', 'age']
    const known = new Set([
      ...contexts,
      ...guesses,
      ...formats,
      'word',
      'list',
      'mapping',
      'text',
      'tab',
      'indent',
      'colon',
    ])
    expect([...written].filter(context => context !== undefined && !known.has(context))).toEqual([])
  })
})

test('every known category can be declared, alone and whole', () => {
  const declared = Object.entries(categories).map(([id, { fields }]) => {
    const all = fields.map(field => field.id).join(', ')
    return `  ${id}: { fields: [${all}], from: [forms], for: { customer-care: contract }, keep: 1 year }`
  })
  const { notice, findings } = parse(
    `notice: 1
register: { id: all, name: kaikki }
effective: 2026-12-01
languages: [fi]
purposes: { customer-care: }
categories:
${declared.join('\n')}
`,
  )
  expect(findings).toEqual([])
  const columns = notice?.categories.flatMap(({ id, fields }) =>
    fields.flatMap(one => one.columns.map(({ name }) => `${id}.${name}`)),
  )
  expect(new Set(columns).size).toBe(columns?.length)
})
