/** The examples of docs/notice-language.md are right: the whole notice has no fault, each part fits into it, each sentence reads as told. */

import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { isMap, parseDocument, type YAMLMap } from 'yaml'
import { check } from './check.ts'
import { parse } from './parse.ts'
import { periodPhrase } from './render-categories.ts'
import { wordsOf } from './render-model.ts'
import { retentionOf } from './retention.ts'

const page = readFileSync(new URL('../../docs/notice-language.md', import.meta.url), 'utf8')
const [whole = '', ...parts] = [...page.matchAll(/^```yaml\n([\s\S]*?)^```$/gm)].map(([, yaml = '']) => yaml)
const today = new Date('2026-11-22T12:00:00Z')

function findingsIn(source: string) {
  const { notice, findings } = parse(source)
  return [...findings, ...(notice === undefined ? [] : check(notice, today))]
}

/** The whole notice with a part put in: mappings are joined, whatever else is there is replaced. */
function joined(part: string): string {
  const notice = parseDocument(whole)
  const join = (into: YAMLMap, from: YAMLMap) => {
    for (const { key, value } of from.items) {
      const there = into.get(key)
      if (isMap(there) && isMap(value)) join(there, value)
      else into.set(key, value)
    }
  }
  const added = parseDocument(part).contents
  if (isMap(notice.contents) && isMap(added)) join(notice.contents, added)
  return String(notice)
}

test('the whole notice has no fault', () => {
  expect(findingsIn(whole)).toEqual([])
})

describe('each part fits into the whole', () => {
  test.each(parts.map(part => [part.split('\n')[1]?.trim() ?? '', part] as const))('%s', (_name, part) => {
    expect(findingsIn(joined(part)).filter(({ severity }) => severity === 'error')).toEqual([])
  })

  test('all of them together', () => {
    expect(parts).toHaveLength(4)
  })
})

describe('each retention sentence reads as the table says', () => {
  const rows = [...page.matchAll(/^\| `([^`]+)` \| (.+) \|$/gm)].map(
    ([, sentence = '', read = '']) => [sentence, read] as const,
  )

  test('there are some', () => {
    expect(rows).toHaveLength(7)
  })

  test.each(rows)('%s', (sentence, read) => {
    const rules = retentionOf(sentence, { line: 1, column: 1 })
    if ('context' in rules) throw new Error(rules.context)
    expect(rules.map(rule => wordsOf(periodPhrase('fi', rule)))).toEqual([read])
  })
})
