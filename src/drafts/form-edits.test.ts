/** Fields write what the author would have written: short forms while they suffice, no empty parts left behind. */

import { expect, test } from 'vitest'
import { edited, valueIn } from '../notice/edit.ts'
import type { Edit, Value } from '../notice/edit-value.ts'
import { categoryShape, dutyShape, noticeShape, personShape, purposeShape, useShape } from '../notice/language.ts'
import { ordersOf, setInList, setKey, textIn, withLanguage } from './form-edits.ts'
import { pageOf, pages } from './pages.ts'
import { changed, newHistory, redone, undone } from './text-history.ts'

const text = `notice: 1
contact: { email: a@b.fi }
purposes:
  marketing:
    channels: { sms: consent }
  rights:
categories:
  identity:
    from: [forms, email]
    for: { marketing: consent, rights: { basis: legal obligation, law: x } }
duties:
  privacy: [rights]
`
const notice: Value = valueIn(text) ?? ''
const after = (edits: readonly Edit[]) => edited(text, ...edits)
const changedLines = (edits: readonly Edit[]) =>
  after(edits)
    .split('\n')
    .filter(line => !text.split('\n').includes(line))

test('a key goes in where the language has it, and its last word takes an optional part along', () => {
  const contact = { record: ['contact'], shape: personShape, key: 'phone' }
  expect(changedLines(setKey(notice, noticeShape, contact, '+358 1'))).toEqual([
    'contact: { email: a@b.fi, phone: +358 1 }',
  ])
  expect(after(setKey(notice, noticeShape, { ...contact, key: 'email' }, ''))).not.toContain('contact')
  const dpo = { record: ['dpo'], shape: personShape, key: 'email' }
  expect(after(setKey(notice, noticeShape, dpo, 'd@b.fi'))).toContain(
    'contact: { email: a@b.fi }\ndpo: { email: d@b.fi }\npurposes:',
  )
  const channel = { record: ['purposes', 'marketing', 'channels'], shape: purposeShape, key: 'sms' }
  expect(after(setKey(notice, noticeShape, channel, undefined))).toContain('  marketing:\n  rights:')
})

test('a use is a word until it needs more, and again when it does not', () => {
  const of = (purpose: string, key: string) => ({
    record: ['categories', 'identity', 'for', purpose],
    shape: useShape,
    key,
  })
  expect(after(setKey(notice, noticeShape, of('marketing', 'basis'), 'contract'))).toContain('marketing: contract,')
  expect(after(setKey(notice, noticeShape, of('marketing', 'law'), 'y'))).toContain(
    'marketing: { basis: consent, law: y }',
  )
  expect(after(setKey(notice, noticeShape, of('rights', 'law'), undefined))).toContain('rights: legal obligation }')
  expect(after(setKey(notice, noticeShape, of('marketing', 'basis'), undefined))).toContain('for: { rights:')
  const duty = { record: ['duties', 'privacy'], shape: dutyShape, key: 'purposes' }
  expect(after(setInList(notice, noticeShape, duty, 'marketing', true))).toContain('privacy: [rights, marketing]')
})

test('words come into a list at its end and leave it without a trace', () => {
  const from = { record: ['categories', 'identity'], shape: categoryShape, key: 'from' }
  expect(changedLines(setInList(notice, noticeShape, from, 'phone', true))).toEqual(['    from: [forms, email, phone]'])
  expect(changedLines(setInList(notice, noticeShape, from, 'forms', false))).toEqual(['    from: [email]'])
  expect(setInList(notice, noticeShape, from, 'forms', true)).toEqual([])
  const required = { ...from, key: 'required' }
  expect(after(setInList(notice, noticeShape, required, 'email', true))).toContain(
    'identity:\n    required: [email]\n    from:',
  )
})

test('a plain text stays plain in its language and becomes languages when another is written', () => {
  expect(withLanguage('nimi', 'fi', 'fi', 'uusi')).toBe('uusi')
  expect(withLanguage('nimi', 'fi', 'sv', 'namn')).toEqual(
    new Map([
      ['fi', 'nimi'],
      ['sv', 'namn'],
    ]),
  )
  expect(withLanguage(undefined, 'fi', 'fi', 'nimi')).toEqual(new Map([['fi', 'nimi']]))
  expect(withLanguage(new Map([['sv', 'namn']]), 'fi', 'sv', '')).toBeUndefined()
  expect(textIn('nimi', 'sv')).toEqual({ sv: 'nimi' })
})

test('each step of a path has its order', () => {
  expect(ordersOf(noticeShape, ['purposes', 'x', 'law'])).toEqual([
    expect.arrayContaining(['purposes']),
    [],
    ['name', 'explanation', 'channels', 'law'],
  ])
})

test('every part of the notice stands on one page of the form', () => {
  const shown = pages.flatMap(({ keys }): readonly string[] => keys)
  expect([...shown, 'notice'].sort()).toEqual(Object.keys(noticeShape.keys).sort())
  expect(pageOf('categories.identity.keep')).toBe('categories')
  expect(pageOf('notice')).toBeUndefined()
})

test('a burst of typing is one step back', () => {
  const typed = ['a', 'ab', 'abc'].reduce((history, now, i) => changed(history, now, 'name', i * 100), newHistory(''))
  const other = changed(typed, 'abc!', 'law', 300)
  expect(undone(other).text).toBe('abc')
  expect(undone(undone(other)).text).toBe('')
  expect(redone(undone(other)).text).toBe('abc!')
  expect(undone(newHistory('x')).text).toBe('x')
})
