/** Nothing that can be pasted makes the reader or the check fail or be slow: damaged notices, noise, endless lines, deep HTML, bytes. */

import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { keyed } from '../../bench/reading.ts'
import { unaccounted } from '../../test/accounted.ts'
import { check } from './check.ts'
import { parse } from './parse.ts'
import { readNotice } from './read-notice.ts'

const isLong = process.env.SELOSTE_LONG === '1'
const today = new Date('2026-11-22T12:00:00Z')
const slowest = 1000 // milliseconds

const folder = (name: string) => new URL(`../../examples/${name}`, import.meta.url).pathname
const notices = ['read', 'read/held-out', 'read/firms', 'read/firms/held-out', 'read/services', 'read/services/later']
  .flatMap(name => keyed(folder(name)))
  .map(one => one.text)
const yaml = ['ixir.yaml', 'ixir-2022.yaml', 'right/bakery.yaml'].map(name =>
  readFileSync(folder(`notices/${name}`), 'utf8'),
)

const pieces = [
  '\n',
  '\n\n',
  '\t',
  ' ',
  ':',
  '.',
  '•',
  '- ',
  '1. ',
  '## ',
  '**',
  '(',
  ')',
  '<p>',
  '</p>',
  '<li>',
  '<table><tr><td>',
  '<script>',
  '<!--',
  '-->',
  '&auml;',
  '&#',
  '"',
  "'",
  '|',
  '\u00ad',
  '\u00a0',
  '\ud800',
  '\u202e',
  '\u0301',
  '\0',
  '…',
  '—',
  'ei ',
  'emme ',
  'paitsi ',
  'suostumus ',
  'nimi, ',
  'voidaan ',
  '1234567-8',
  '00100 Helsinki',
  'a@b.fi',
  '{',
  '}',
  '[',
  ']',
  '>-',
  '#',
  'same as identity',
  'none',
]

/** A piece of an example with some of its characters and lines lost, doubled, moved or spoilt. */
const damaged = (texts: readonly string[]) =>
  fc
    .tuple(
      fc.constantFrom(...texts),
      fc.nat(20_000),
      fc.integer({ min: 50, max: 1500 }),
      fc.array(fc.tuple(fc.nat(1500), fc.constantFrom(...pieces), fc.nat(30)), { maxLength: 12 }),
    )
    .map(([text, from, length, wounds]) => {
      const start = text.length === 0 ? 0 : from % text.length
      return wounds.reduce(
        (whole, [at, piece, lost]) => whole.slice(0, at) + piece + whole.slice(at + lost),
        text.slice(start, start + length),
      )
    })

const noise = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 300 }),
  fc.array(fc.constantFrom(...pieces), { maxLength: 200 }).map(all => all.join('')),
)

/** What takes too long is done twice more: a pause of the collector or the compiler falls on any input, a slow input is slow each time. */
function quick<Result>(work: () => Result, tries = 3): Result {
  const start = process.cpuUsage() // not the clock: other programs may keep the machine busy
  const result = work()
  const { user, system } = process.cpuUsage(start)
  const taken = (user + system) / 1000
  if (taken <= slowest) return result
  if (tries === 1) throw new Error(`took ${Math.round(taken)} ms`)
  return quick(work, tries - 1)
}

const isSound = (pasted: string | Uint8Array) => {
  const reading = quick(() => readNotice(pasted, { today }))
  expect(parse(reading.draft).findings).toEqual([])
  expect(unaccounted(reading)).toBe('')
}

const most = { numRuns: isLong ? 40_000 : 150 }
const minutes = 60_000
const limit = isLong ? 90 * minutes : 2 * minutes

test('damaged notices are read', () => fc.assert(fc.property(damaged(notices), isSound), most), limit)
test('noise is read', () => fc.assert(fc.property(noise, isSound), most), limit)
test(
  'bytes are read',
  () => fc.assert(fc.property(fc.uint8Array({ maxLength: 400 }), isSound), { numRuns: isLong ? 20_000 : 100 }),
  limit,
)

test(
  'whatever parses can be checked',
  () =>
    fc.assert(
      fc.property(fc.oneof({ arbitrary: damaged(yaml), weight: 4 }, { arbitrary: noise, weight: 1 }), source => {
        const { notice } = quick(() => parse(source))
        if (notice !== undefined) quick(() => check(notice, today))
      }),
      { numRuns: isLong ? 40_000 : 150 },
    ),
  limit,
)

const long = (piece: string, length = 100_000) => piece.repeat(Math.ceil(length / piece.length)).slice(0, length)

test.each([
  ['one word', long('a')],
  ['one word of the lexicon', long('henkilötietojen')],
  ['one line without an end', long('tietoja käsitellään ja ')],
  ['commas', long('nimi, osoite, ')],
  ['brackets that open', long('(')],
  ['brackets in brackets', `${long('(', 50_000)}${long(')', 50_000)}`],
  ['colons', long('Nimi: ')],
  ['full stops', long('. ')],
  ['digits', long('0')],
  ['digits and blanks', long('0 1-')],
  ['at signs', long('a@')],
  ['addresses', long('a@b.fi ')],
  ['blank lines', long('\n \t')],
  ['headings', long('1. Rekisterinpitäjä\n')],
  ['tabs', long('a\t')],
  ['stars', long('*_')],
  ['link signs', long('[a](')],
  ['tags that open', long('<div>')],
  ['tags that never close', long('<div ')],
  ['comments that never close', `<p><p>${long('<!--')}`],
  ['scripts that never close', `<p><p>${long('<script>')}`],
  ['quotes in tags', `<p><p>${long('<a "')}>`],
  ['entities', `<p><p>${long('&a')}`],
  ['accents', long('\u0301')],
  ['hyphens at line ends', long('henkilö-\ntieto')],
  ['a denial that goes on', long('ei luovuteta ')],
  ['a withdrawal that goes on', long('peruuttaa suostumus ')],
  ['capitals', long('Aa Bb ')],
  ['a company that goes on', long('Aa & ')],
  ['the years', long('2024 ')],
])('%s', (_what, text) => isSound(text))

test('a hundred kilobytes of notices are read within a second', () => {
  const whole = notices.join('\n\n')
  isSound(long(whole))
})
