/** What is offered at a place of a half-written notice is what the language takes there. */

import { expect, test } from 'vitest'
import { valueIn } from '../notice/edit.ts'
import { languageFor } from '../notice/language-words.ts'
import { placeAt } from '../notice/place-in-text.ts'
import { meaningOf, offers } from './completion.ts'

const language = languageFor('fi')
const say = (text: Readonly<Record<string, string>>) => text.fi ?? ''
const notice =
  valueIn(`purposes:
  customer-care:
  marketing:
interests:
  keep-in-touch: { text: x }
categories:
  identity:
    from: [forms]
  gift-cards:
    fields: { balance: { type: money } }
recipients:
  - { name: A }
`) ?? ''

/** The words offered where the bar stands. */
const at = (text: string): readonly string[] => {
  const offset = text.indexOf('|')
  return offers(language, notice, placeAt(text.replace('|', ''), offset), say).map(({ word }) => word)
}
const pathAt = (text: string) => {
  const { path, writes } = placeAt(text.replace('|', ''), text.indexOf('|'))
  return `${writes} ${path.join('.')}`
}

test('a place is known by indents, dashes and brackets, whatever is still missing', () => {
  expect(pathAt('|')).toBe('key ')
  expect(pathAt('notice: 1\nreg|')).toBe('key ')
  expect(pathAt('register:\n  na|')).toBe('key register')
  expect(pathAt('register:\n  name: A\n  |')).toBe('key register')
  expect(pathAt('register:\n  name: >-\n    foo: bar\n    baz|')).toBe('value register.name')
  expect(pathAt('a:\n  b:\n    c: d\n  e: |')).toBe('value a.e')
  expect(pathAt('categories:\n  identity:\n    from: [forms, |')).toBe('value categories.identity.from.1')
  expect(pathAt('categories:\n  identity:\n    from:\n      [forms,\n       em|')).toBe(
    'value categories.identity.from.1',
  )
  expect(pathAt('categories:\n  identity:\n    from: [forms]\n    for: { rights: { basis: |')).toBe(
    'value categories.identity.for.rights.basis',
  )
  expect(pathAt('recipients:\n  - { name: "a, b", ro|')).toBe('key recipients.0')
  expect(pathAt('recipients:\n  - name: A\n  - name: B\n    ro|')).toBe('key recipients.1')
  expect(pathAt('security:\n  - backups\n  - pa|')).toBe('value security.1')
  expect(pathAt('a: [b, c] # [\nd|')).toBe('key ')
})

test('keys, ids and words are offered where they belong', () => {
  expect(at('notice: 1\n|')).toContain('controller')
  expect(at('purposes:\n  |')).toContain('bookkeeping')
  expect(at('purposes:\n  |')).not.toContain('marketing')
  expect(at('categories:\n  identity:\n    |')).toEqual(expect.arrayContaining(['for', 'keep']))
  expect(at('categories:\n  identity:\n    for:\n      |')).toEqual(['customer-care', 'marketing'])
  expect(at('categories:\n  identity:\n    for: { marketing: |')).toEqual(
    expect.arrayContaining(['contract', 'interest keep-in-touch']),
  )
  expect(at('categories:\n  identity:\n    keep: |')).toEqual(
    expect.arrayContaining(['24 months', 'same as gift-cards']),
  )
  expect(at('categories:\n  identity:\n    from: [|')).toContain('email')
  expect(at('categories:\n  identity:\n    fields: [|')).toEqual(['given-name', 'family-name'])
  expect(at('categories:\n  gift-cards:\n    required: [|')).toEqual(['balance'])
  expect(at('duties:\n  privacy: [|')).toEqual(['customer-care', 'marketing'])
  expect(at('recipients:\n  - { role: |')).toContain('processor')
  expect(at('security:\n  - |')).toContain('backups')
  expect(at('disclosure: { regular: |')).toEqual(['yes', 'no'])
  expect(at('nonsense:\n  more:\n    |')).toEqual([])
})

test('a word means what its help and the vocabulary say', () => {
  expect(meaningOf(language, ['categories', 'identity', 'keep'], say)?.meaning).toContain('13 art.')
  expect(meaningOf(language, ['purposes', 'marketing'], say)?.name).toBeTruthy()
  expect(meaningOf(language, ['nonsense'], say)).toBeUndefined()
})
