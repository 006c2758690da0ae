/** Each example under wrong/ gives the rule that it names, on the line that it marks, and nothing else; the lawful ones give nothing. */

import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { check } from './check.ts'
import type { Finding } from './notice.ts'
import { parse } from './parse.ts'

const folder = new URL('../../examples/notices/', import.meta.url)
const today = new Date('2026-11-22T12:00:00Z')
const read = (name: string) => readFileSync(new URL(name, folder), 'utf8')
const files = (of: string) => readdirSync(new URL(of, folder)).filter(name => name.endsWith('.yaml'))

function findingsIn(source: string): readonly Finding[] {
  const { notice, findings } = parse(source)
  return notice === undefined ? findings : [...findings, ...check(notice, today)]
}

/** `# ← E02` at the end of a line says which rules it breaks. */
const marked = (source: string) =>
  source.split('\n').flatMap((line, i) => {
    const rules = / {2}# ← (.+)$/.exec(line)?.[1]?.split(' ') ?? []
    return rules.map(rule => `${i + 1} ${rule}`)
  })

const withoutMarks = (source: string) => source.split('\n').map(line => line.replace(/ {2}# ← .+$/, ''))

describe('a lawful notice gives no finding', () => {
  test.each(files('right/'))('%s', name => {
    expect(findingsIn(read(`right/${name}`))).toEqual([])
  })
})

describe('a wrong notice gives its fault and no other', () => {
  const lawful = new Set(withoutMarks(read('right/bakery.yaml')))

  test.each(files('wrong/'))('%s', name => {
    const source = read(`wrong/${name}`)
    const rule = /^# (\S+): .+[.?]$/m.exec(source)?.[1]
    expect(findingsIn(source).map(({ at, rule }) => `${at.line} ${rule}`)).toEqual(marked(source))
    expect(marked(source).map(one => one.split(' ')[1])).toContain(rule)
  })

  test.each(files('wrong/'))('%s is lawful but for its fault', name => {
    const fault = withoutMarks(read(`wrong/${name}`)).filter(line => !lawful.has(line))
    expect(fault.length).toBeLessThanOrEqual(9) // the first line names the fault
  })
})

test('every rule has an example that breaks it', () => {
  const sources = readdirSync(new URL('.', import.meta.url)).filter(
    name => /\.ts$/.test(name) && !name.endsWith('.test.ts'),
  )
  const rules = sources.flatMap(name => {
    const code = readFileSync(new URL(name, import.meta.url), 'utf8')
    return [...code.matchAll(/'((?:L|E|W)\d\d|1[2346]-\d[a-f]?|21-4|26-2)'/g)].map(([, rule]) => rule)
  })
  const named = new Set(files('wrong/').map(name => read(`wrong/${name}`).split(/[ :]/)[1]))
  expect([...new Set(rules)].filter(rule => !named.has(rule))).toEqual([])
})

describe('the notice that it all began from, and its successor', () => {
  const rulesIn = (name: string) => findingsIn(read(name)).map(({ rule, severity }) => `${rule} ${severity}`)

  test.each([
    ['repealed law', 'E01 error'],
    ['no basis for a purpose', '13-1c error'],
    ['no retention', '13-2a error'],
    ['no complaint to the authority', '13-2d error'],
    ['no withdrawal of consent', '13-2c error'],
    ['no erasure, restriction or portability', '13-2b error'],
    ['no objection', '21-4 error'],
    ['no recipients', '13-1e error'],
    ['profiling without logic', '13-2f warning'],
    ['sources without names', '14-2f error'],
    ['“selected partners”', 'W02 warning'],
    ['nobody is told of data from elsewhere', '14-3a error'],
    ['required or not', '13-2e error'],
    ['a written request', 'W06 warning'],
    ['gender', 'W03 warning'],
    ['cookies not listed', 'E10 error'],
    ['not reviewed', 'W05 warning'],
    ['joint control with social media', '26-2 warning'],
    ['minors', 'W09 warning'],
    ['vague words', 'W01 warning'],
  ])('the notice of 2022: %s', (_defect, rule) => {
    expect(rulesIn('ixir-2022.yaml')).toContain(rule)
  })

  test('its successor may be published', () => {
    expect(rulesIn('ixir.yaml').filter(rule => rule.endsWith('error'))).toEqual([])
  })
})
