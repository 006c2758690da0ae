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

test('the answer carries the whole document', () => {
  const { notice, document } = read('ixir')
  const withoutDepth = (value: unknown) => JSON.parse(JSON.stringify(value).replaceAll(',"sections":[]', ''))
  expect(withoutDepth(document)).toEqual(withoutDepth(documentOf(notice, 'fi')))
})
