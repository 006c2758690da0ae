/** Findings stand at the sentence that they are about, whatever part of the notice their path names. */

import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { check } from './check.ts'
import { placeNotes } from './margin-notes.web.ts'
import { noticeDocument, type ToldFinding } from './notice-answers.ts'
import { parse } from './parse.ts'
import { documentOf } from './render-document.ts'
import { tell } from './tell.ts'

const read = (name: string) => {
  const { notice, findings } = parse(readFileSync(`examples/notices/${name}.yaml`, 'utf8'))
  if (!notice) throw new Error(JSON.stringify(findings))
  return { notice, document: noticeDocument.parse(documentOf(notice, 'fi')) }
}

const at = (path: string): ToldFinding => ({
  rule: 'W01',
  severity: 'warning',
  at: { line: 1, column: 1 },
  path,
  missing: '',
  why: '',
  mend: '',
})

const pathOf = (path: string): string | undefined => {
  const { document } = read('ixir')
  return [...placeNotes(document, [at(path)]).at.keys()][0]?.path
}

test('a finding stands at the sentence with its path', () => {
  expect(pathOf('categories.identity.keep')).toBe('categories.identity.keep')
})

test('a finding deeper than any sentence stands at the part around it', () => {
  expect(pathOf('categories.identity.keep.0.no-such-part')).toBe('categories.identity.keep')
})

test('a finding about the whole notice stands at no sentence', () => {
  const { document } = read('ixir')
  const notes = placeNotes(document, [at('notice'), at('no-such-part')])
  expect(notes.ofWhole).toHaveLength(2)
  expect(notes.at.size).toBe(0)
})

test('every finding of the old notice has a number of its own, in the order in which it is read', () => {
  const { notice, document } = read('ixir-2022')
  const findings = check(notice, new Date('2026-11-22')).map(finding => tell('fi', finding))
  const notes = placeNotes(document, findings)
  expect(notes.all).toHaveLength(findings.length)
  expect(notes.all.map(({ number }) => number)).toEqual(findings.map((_, index) => index + 1))
  expect([...notes.at.values()].flat().length + notes.ofWhole.length).toBe(findings.length)
  expect(notes.at.size).toBeGreaterThan(3)
})

const paragraph = (path: string, also?: readonly string[]) => ({ kind: 'paragraph', path, also, text: [path] })
const section = (id: string, ...blocks: readonly object[]) => ({
  id,
  path: 'notice',
  heading: id,
  blocks,
  sections: [],
})

/** Says four things, one of them in the summary too. */
const small = noticeDocument.parse({
  lang: 'fi',
  languages: ['fi'],
  title: 'Seloste',
  register: [],
  controller: '',
  effective: '2026-11-22',
  hash: '',
  opening: [],
  summary: section('short', paragraph('contact.email'), paragraph('languages')),
  sections: [
    section(
      'data',
      paragraph('categories.contact-points'),
      paragraph('categories.identity', ['categories.work', 'categories.profile']),
    ),
    section('who', paragraph('contact.email'), paragraph('recipients.0.name')),
  ],
  closing: [paragraph('cookies.seloste_choice')],
})

/** Where a finding of this path stands: the section's id and its words. */
const placed = (...paths: readonly string[]) => {
  const { at: statements } = placeNotes(small, paths.map(at))
  const sectionOf = (statement: object) =>
    [small.summary, ...small.sections].find(({ blocks }) => blocks.some(one => one === statement))?.id ?? 'closing'
  return [...statements].map(([statement, notes]) => [sectionOf(statement), statement.path, notes.map(one => one.path)])
}

test('one sentence may stand for several parts of the notice', () => {
  expect(placed('categories.profile')).toEqual([['data', 'categories.identity', ['categories.profile']]])
})

test('a finding of a whole stands at the first sentence of its parts, of no part whose name only begins alike', () => {
  expect(placed('recipients')).toEqual([['who', 'recipients.0.name', ['recipients']]])
  expect(placed('cook')).toEqual([])
  expect(placed('cookies')).toEqual([['closing', 'cookies.seloste_choice', ['cookies']]])
})

test('what the summary repeats is noted where it is said in full; what it alone says, there', () => {
  expect(placed('contact.email')).toEqual([['who', 'contact.email', ['contact.email']]])
  expect(placed('languages')).toEqual([['short', 'languages', ['languages']]])
})

test('numbers follow the reading, not the order of the findings', () => {
  const { all } = placeNotes(small, ['cookies', 'recipients', 'no-such', 'languages'].map(at))
  expect(all.map(({ number, path }) => [number, path])).toEqual([
    [1, 'no-such'],
    [2, 'languages'],
    [3, 'recipients'],
    [4, 'cookies'],
  ])
})

test('from sixteen notes on each shows its first line only', () => {
  const areMany = (count: number) =>
    placeNotes(
      small,
      Array.from({ length: count }, () => at('notice')),
    ).all[0]?.isOneOfMany
  expect([15, 16].map(areMany)).toEqual([false, true])
})

test('the answer carries the whole document', () => {
  const { notice, document } = read('ixir')
  const withoutDepth = (value: unknown) => JSON.parse(JSON.stringify(value).replaceAll(',"sections":[]', ''))
  expect(withoutDepth(document)).toEqual(withoutDepth(documentOf(notice, 'fi')))
})
