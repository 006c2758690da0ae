/** A redline holds both documents: without what came it reads as the earlier one, without what went as the later. */

import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { alignment } from './alignment.ts'
import { parse } from './parse.ts'
import { type Marked, type RedlineSection, redlineOf } from './redline.ts'
import { documentOf } from './render-document.ts'

function documentIn(file: string, put: (source: string) => string = source => source) {
  const source = readFileSync(new URL(`../../examples/notices/${file}`, import.meta.url), 'utf8')
  const { notice } = parse(put(source))
  if (notice === undefined) throw new Error(`${file} cannot be read`)
  return documentOf(notice, 'fi')
}

const [old, next] = [documentIn('ixir-2022.yaml'), documentIn('ixir.yaml')]
const without = (mark: Marked['mark'], parts: readonly Marked[]): string =>
  parts.flatMap(part => (part.mark === mark ? [] : [part.text])).join('')
const textOf = (sections: readonly RedlineSection[], mark: Marked['mark']): readonly string[] =>
  sections
    .flatMap(({ heading, lines }) => [heading, ...lines.map(({ parts }) => parts)])
    .map(parts => without(mark, parts))
    .filter(text => text !== '')

test('every word of both is in it, in its order', () => {
  const redline = redlineOf(old, next)
  expect(textOf(redline, 'added')).toEqual(textOf(redlineOf(old, old), 'added'))
  expect(textOf(redline, 'removed')).toEqual(textOf(redlineOf(next, next), 'removed'))
})

test('the same document has no mark', () => {
  const marks = redlineOf(next, next)
    .flatMap(({ heading, lines }) => [heading, ...lines.map(({ parts }) => parts)])
    .flat()
  expect(marks.filter(({ mark }) => mark !== undefined)).toEqual([])
  expect(marks.length).toBeGreaterThan(100)
})

test('a changed period is marked word by word', () => {
  const longer = documentIn('ixir.yaml', source =>
    source.replace('keep: 6 months after event ends', 'keep: 9 months after event ends'),
  )
  const changed = redlineOf(next, longer)
    .flatMap(({ lines }) => lines)
    .filter(({ parts, kind }) => kind === 'row' && parts.some(({ mark }) => mark !== undefined))
  expect(changed.map(({ parts }) => parts)).toEqual([
    [
      { text: 'Osallistuminen arvontoihin ja tapahtumiin · ' },
      { text: '6 ', mark: 'removed' },
      { text: '9 ', mark: 'added' },
      { text: 'kuukautta tapahtuman päättymisestä' },
    ],
  ])
})

test('an alignment has every element of both lists once and in order, and matches no fewer than are in common at both ends', () => {
  const letters = fc.array(fc.constantFrom('a', 'b', 'c'), { maxLength: 12 })
  fc.assert(
    fc.property(letters, letters, (one, other) => {
      const pairs = alignment(one, other, letter => letter)
      expect(pairs.flatMap(([left]) => left ?? [])).toEqual(one)
      expect(pairs.flatMap(([, right]) => right ?? [])).toEqual(other)
      expect(pairs.every(([left, right]) => left === undefined || right === undefined || left === right)).toBe(true)
      expect(pairs.filter(([left, right]) => left === right).length).toBe(commonLength(one, other))
    }),
  )
})

/** The length of the longest common subsequence, said as its definition. */
function commonLength(one: readonly string[], other: readonly string[]): number {
  const [[first, ...rest], [head, ...tail]] = [one, other]
  if (first === undefined || head === undefined) return 0
  if (first === head) return 1 + commonLength(rest, tail)
  return Math.max(commonLength(rest, other), commonLength(one, tail))
}
