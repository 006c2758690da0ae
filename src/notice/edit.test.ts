/** An edit says what it should and touches nothing else: on every example notice, with comments in it, in every order. */

import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, test, vi } from 'vitest'
import { edited, valueIn } from './edit.ts'
import { renaming } from './edit-rename.ts'
import {
  apply,
  at,
  type Edit,
  EditRefused,
  isList,
  isMapping,
  mapping,
  type Path,
  same,
  type Value,
} from './edit-value.ts'
import { parse } from './parse.ts'

const example = (name: string) => readFileSync(new URL(`../../examples/notices/${name}.yaml`, import.meta.url), 'utf8')
const examples = ['ixir', 'ixir-2022', 'right/bakery', 'right/consultancy'] as const
const texts = new Map<string, string>(examples.map(name => [name, example(name)]))

const said = (text: string): Value => {
  const value = valueIn(text)
  if (value === undefined) throw new Error('not YAML')
  return value
}

/** Every path of the notice, containers before what is in them. */
function pathsIn(value: Value, path: Path = []): readonly Path[] {
  const children: readonly (readonly [string | number, Value])[] = isList(value)
    ? value.map((item, i) => [i, item])
    : isMapping(value)
      ? [...value]
      : []
  return children.flatMap(([step, child]) => [[...path, step], ...pathsIn(child, [...path, step])])
}

const words = fc.oneof(
  fc.constantFrom(
    'sana',
    'customer care',
    'a: b',
    '# ei kommentti',
    'yes',
    '12',
    '- viiva',
    "it's",
    '"lainaus"',
    'x #y',
    '[a',
    'a, b',
  ),
  fc.constant('Ensimmäinen rivi.\nToinen rivi.'),
  fc.constant('pitkä teksti, jossa on monta sanaa '.repeat(9).trim()),
  fc.string({ unit: 'grapheme-ascii', minLength: 1, maxLength: 30 }).filter(word => word.trim() !== ''),
)
const values: fc.Arbitrary<Value> = fc.oneof(
  { weight: 4, arbitrary: words },
  { weight: 1, arbitrary: fc.array(words, { maxLength: 3 }) },
  { weight: 1, arbitrary: fc.dictionary(fc.constantFrom('fi', 'sv', 'en'), words, { minKeys: 1 }).map(mapping) },
)

/** An edit of this kind at this place, if it can be made there. */
function editAt(value: Value, path: Path, kind: Edit['do'], put: Value, n: number): Edit | undefined {
  const container = at(value, path.slice(0, -1))
  const last = path.at(-1)
  const count = isList(container) ? container.length : isMapping(container) ? container.size : 0
  switch (kind) {
    case 'set':
      return n % 2 === 0 || !isMapping(container)
        ? { do: 'set', path, value: put }
        : { do: 'set', path: [...path.slice(0, -1), 'added'], value: put, orders: [] }
    case 'insert':
      return isList(container) ? { do: 'insert', path: [...path.slice(0, -1), n % (count + 1)], value: put } : undefined
    case 'remove':
      return path.length === 1 && count === 1 ? undefined : { do: 'remove', path }
    case 'rename':
      return typeof last === 'string' ? { do: 'rename', path, key: `renamed-${n}` } : undefined
    case 'move':
      return { do: 'move', path, to: n % count }
  }
}

const drawn = fc.record({
  name: fc.constantFrom(...examples),
  seed: fc.nat(),
  kind: fc.constantFrom<Edit['do']>('set', 'insert', 'remove', 'rename', 'move'),
  put: values,
  n: fc.nat(9),
  comments: fc.array(fc.nat(), { maxLength: 3 }),
  ends: fc.constantFrom('\n', '\r\n'),
})

/** The text with comments at the end of some lines and on lines of their own, where YAML takes them. */
function withComments(text: string, at: readonly number[]): string {
  const value = said(text)
  let commented = text
  for (const [n, place] of at.entries()) {
    const lines = commented.split('\n')
    const line = place % lines.length
    const own = lines[line] ?? ''
    const indent = /^ */.exec(own)?.[0] ?? ''
    const tried = (
      n % 2 === 0 ? lines.with(line, `${own}   # kommentti ${n}`) : lines.toSpliced(line, 0, `${indent}# rivi ${n}`)
    ).join('\n')
    if (same(valueIn(tried), value)) commented = tried
  }
  return commented
}

const commentsIn = (text: string): readonly string[] => text.match(/# (kommentti|rivi) \d/g) ?? []

// hundreds of notices are read, some of them tens of times
if (process.env.SELOSTE_LONG !== '1') vi.setConfig({ testTimeout: 120_000 })

describe('an edit', () => {
  test('of any example says what it should and keeps the lines around it', () => {
    let made = 0
    let refused = 0
    fc.assert(
      fc.property(drawn, ({ name, seed, kind, put, n, comments, ends }) => {
        const text = withComments(texts.get(name) ?? '', comments).replaceAll('\n', ends)
        const value = said(text)
        const paths = pathsIn(value)
        const path = paths[seed % paths.length] ?? []
        const edit = editAt(value, path, kind, put, n)
        if (edit === undefined) return
        let after: string
        try {
          after = edited(text, edit)
        } catch (error) {
          if (!(error instanceof EditRefused)) throw error
          refused++
          return
        }
        made++
        expect(same(said(after), apply(value, edit))).toBe(true)
        // A top-level part that the edit does not name has its very bytes
        const own = String(edit.path[0])
        for (const [part, bytes] of partsOf(text))
          if (part !== own && kind !== 'move') expect(partsOf(after).get(part), part).toBe(bytes)
        if (
          kind === 'insert' ||
          kind === 'rename' ||
          kind === 'move' ||
          (kind === 'set' && !paths.some(one => one.join() === edit.path.join()))
        )
          expect(commentsIn(after).toSorted()).toEqual(commentsIn(text).toSorted())
        if (ends === '\r\n') expect(/[^\r]\n/.test(after)).toBe(false)
      }),
      { numRuns: process.env.SELOSTE_LONG ? 20_000 : 150, endOnFailure: true },
    )
    expect(refused).toBeLessThan(made / 50)
  })

  test('and its opposite give back the very bytes', () => {
    fc.assert(
      fc.property(drawn, ({ name, seed, kind, n, comments }) => {
        const text = withComments(texts.get(name) ?? '', comments)
        const value = said(text)
        const paths = pathsIn(value)
        const path = paths[seed % paths.length] ?? []
        const edit = editAt(value, path, kind, 'uusi', n)
        const back = edit && opposite(value, edit)
        if (edit === undefined || back === undefined) return
        expect(edited(text, edit, back)).toBe(text)
      }),
      { numRuns: 80 },
    )
  })

  test('writes as the author wrote', () => {
    const text = `# alku
a: 'it''s'   # lainausmerkit
b: "x"
c: { d: e }  # rivi
f: >-
  Pitkä teksti
  kahdella rivillä.
g:
  # ensimmäisestä
  - one

  - two # toinen
h:   # tyhjä
`
    const linesAfter = (edit: Edit) =>
      edited(text, edit)
        .split('\n')
        .filter((line, i) => line !== text.split('\n')[i])
    expect(linesAfter({ do: 'set', path: ['a'], value: "that's" })).toEqual(["a: 'that''s'   # lainausmerkit"])
    expect(linesAfter({ do: 'set', path: ['b'], value: 'y' })).toEqual(['b: "y"'])
    expect(linesAfter({ do: 'set', path: ['c', 'd'], value: 'a, b' })).toEqual(['c: { d: "a, b" }  # rivi'])
    expect(linesAfter({ do: 'set', path: ['c', 'g'], value: 'z' })).toEqual(['c: { d: e, g: z }  # rivi'])
    expect(edited(text, { do: 'set', path: ['f'], value: 'Uusi.\nToinen.' })).toContain(
      'f: >-\n  Uusi.\n\n  Toinen.\ng:',
    )
    expect(edited(text, { do: 'insert', path: ['g', 1], value: 'uusi' })).toContain(
      '- one\n  - uusi\n\n  - two # toinen',
    )
    expect(edited(text, { do: 'move', path: ['g', 0], to: 1 })).toContain(
      'g:\n\n  - two # toinen\n  # ensimmäisestä\n  - one\nh:',
    )
    expect(edited(text, { do: 'remove', path: ['g', 1] })).toContain('- one\n\nh:')
    expect(linesAfter({ do: 'set', path: ['h'], value: 'sana' })).toEqual(['h: sana   # tyhjä'])
    expect(edited(text, { do: 'set', path: ['h', 'name', 'fi'], value: 'nimi' })).toContain(
      'h: # tyhjä\n  name: { fi: nimi }\n',
    )
    expect(edited('a: 1', { do: 'set', path: ['b'], value: '2' })).toBe('a: 1\nb: 2')
    expect(edited('a: 1\nc: 3\n', { do: 'set', path: ['b'], value: '2', orders: [['a', 'b', 'c']] })).toBe(
      'a: 1\nb: 2\nc: 3\n',
    )
  })

  test('that would lose a comment, or leads nowhere, is refused', () => {
    expect(() => edited('a: [b, # x\n  c]\n', { do: 'move', path: ['a', 0], to: 1 })).toThrow(EditRefused)
    expect(() => edited('a: 1\n', { do: 'remove', path: ['b'] })).toThrow(EditRefused)
    expect(() => edited('a: "\n', { do: 'set', path: ['a'], value: 'x' })).toThrow(EditRefused)
  })
})

describe('an id that is renamed', () => {
  const text = example('ixir')
  const cases = [
    ['purposes', 'bookkeeping', 'kirjanpito'],
    ['purposes', 'customer-care', 'hoito'],
    ['interests', 'know-customers', 'tuntea'],
    ['categories', 'identity', 'henkilot'],
    ['sources', 'partners', 'kumppanit'],
    [{ fieldsOf: 'gift-cards' }, 'balance', 'saldo'],
  ] as const

  test.each(cases)('%s %s takes its references along', (what, from, to) => {
    const source = text.replace(
      'categories:\n  identity:',
      `categories:
  gift-cards:
    name: { fi: lahjakortit, sv: presentkort, en: gift cards }
    fields: { balance: { type: money, name: { fi: saldo, sv: saldo, en: balance } } }
    required: [balance]
    from: [shop]
    for: { customer-care: { basis: contract, fields: [balance] }, bookkeeping: legal obligation }
    keep: 6 years after fiscal year ends for bookkeeping and customer care
  identity:`,
    )
    expect(parse(source).findings).toEqual([])
    const after = edited(source, ...renaming(said(source), what, from, to))
    // What the vocabulary knew by its id must now be described; nothing else may be amiss.
    expect(parse(after).findings.filter(({ args }) => args.found !== to)).toEqual([])
    expect(after).not.toMatch(new RegExp(`(same as|interest|- |[[{ ]for:?) ${from}\\b`))
    expect(after.split('\n').length).toBe(source.split('\n').length)
  })
})

/** The edit that takes back what a word, an item or a name was made to be; undefined where the old bytes cannot be known. */
function opposite(value: Value, edit: Edit): Edit | undefined {
  const parent = edit.path.slice(0, -1)
  const before = at(value, edit.path)
  switch (edit.do) {
    case 'insert':
      return { do: 'remove', path: edit.path }
    case 'rename':
      return { do: 'rename', path: [...parent, edit.key], key: String(edit.path.at(-1)) }
    case 'set':
      if (before === undefined) return { do: 'remove', path: edit.path }
      return typeof before === 'string' && before.length < 60 && before !== '' ? { ...edit, value: before } : undefined
    default:
      return undefined
  }
}

/** The lines of each top-level part, from its key to before the next, without the empty lines and comments at its end. */
function partsOf(text: string): ReadonlyMap<string, string> {
  const parts = new Map<string, string>()
  let key = ''
  for (const line of text.split('\n')) {
    const next = /^([a-z0-9-]+):/.exec(line)?.[1]
    if (next !== undefined) key = next
    // trimmed: a `.` does not match the \r of a line that ends in CRLF
    if (!/^(#.*)?$/.test(line.trim())) parts.set(key, `${parts.get(key) ?? ''}${line}\n`)
  }
  return parts
}
