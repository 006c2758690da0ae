/** Pasted notices are read as their keys say, every sentence is accounted for where it stands, and every draft parses. */

import { existsSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { f1, graded, keyed } from '../../bench/reading.ts'
import { unaccounted } from '../../test/accounted.ts'
import { parse } from './parse.ts'
import { readNotice } from './read-notice.ts'
import { pastedSpan } from './read-things.ts'

const today = new Date('2026-11-22T12:00:00Z')
const own = new URL('../../examples/read', import.meta.url).pathname
const heldOut = `${own}/held-out`
const firms = [`${own}/firms`, `${own}/firms/held-out`, `${own}/services`, `${own}/services/later`]
const real = new URL('../../../shared/notices', import.meta.url).pathname

const notices = [own, heldOut, ...firms, real].flatMap(folder => keyed(folder))

const low = (folder: string, least: number) =>
  graded(folder)
    .grades.filter(grade => f1(grade) < least)
    .map(grade => `${grade.field} ${f1(grade).toFixed(2)}`)

describe('the fields of the keys', () => {
  test('the notices that it was written with', () => {
    expect(low(own, 0.95)).toEqual([])
  })

  test('the notices that were kept apart while it was written', () => {
    expect(low(heldOut, 0.85)).toEqual([])
  })

  test.each(firms)('notices of firms and associations in %s', folder => {
    expect(low(folder, 0.8)).toEqual([])
  })

  test.skipIf(!existsSync(real))('real notices, where they are at hand', () => {
    expect(low(real, 0.9)).toEqual([])
    const sure = graded(real).grades.filter(({ field }) =>
      ['language', 'controller.business_id', 'cites_repealed_law'].includes(field),
    )
    expect(sure.map(f1)).toEqual([1, 1, 1])
  })
})

describe.each(notices)('$name', ({ text }) => {
  const reading = readNotice(text, { today })

  test('every sentence is a thing, of no matter for a reason, or listed as not understood', () => {
    expect(unaccounted(reading)).toBe('')
    for (const thing of reading.things) expect(thing.spans).not.toEqual([])
  })

  test('what a thing says stands in its sentences, and they stand in what was pasted', () => {
    for (const { value, spans, kind } of reading.things) {
      const said = spans.map(span => reading.text.slice(span.start, span.end)).join(' ')
      const first = /[\p{L}\d]{4,}/u.exec(value)?.[0].slice(0, 4) ?? ''
      if (!['contact-email', 'date'].includes(kind)) expect(said.toLowerCase()).toContain(first.toLowerCase())
      for (const span of spans) {
        const { start, end } = pastedSpan(reading.stretches, span)
        const letters = (words: string) => words.replaceAll(/[^\p{L}\d]+/gu, '')
        const pasted = letters(text.slice(start, start + 3).normalize('NFC'))
        if (!/[&<]/.test(text.slice(start, end)))
          expect(letters(reading.text.slice(span.start, span.end))).toContain(pasted)
      }
    }
  })

  test('the draft parses, and holds every thing at the place that it names', () => {
    const { notice, findings } = parse(reading.draft)
    expect(findings).toEqual([])
    for (const { path } of reading.things) if (path !== '') expect(notice?.places).toHaveProperty([path])
    expect(reading.findings.length).toBeGreaterThan(0)
  })

  test('it is read the same every time', () => {
    expect(readNotice(text, { today })).toEqual(reading)
  })
})

test('a measure that is nearly a word of the vocabulary stays a text', () => {
  const { draft } = readNotice('Tietoturva\n\nEpt in locked premises.', { today })
  expect(parse(draft).findings).toEqual([])
  expect(draft).toContain('{ fi: "Ept in locked premises." }')
})

describe('what the text does not say', () => {
  const { draft, things, summary, findings } = readNotice('Tietosuojaseloste\n\nRekisterin nimi: Asiakasrekisteri', {
    today,
  })

  test('is not in the draft and becomes a finding', () => {
    const { notice } = parse(draft)
    expect(notice).toMatchObject({
      controller: { name: '' },
      purposes: [],
      categories: [],
      recipients: [],
      authority: '',
    })
    expect(things.map(({ kind, value }) => [kind, value])).toEqual(
      expect.arrayContaining([['register-name', 'Asiakasrekisteri']]),
    )
    expect(summary).toMatchObject({ purposes: null, data: null, rights: null, controller: { name: null } })
    expect(findings.map(({ rule }) => rule)).toEqual(
      expect.arrayContaining(['13-1a', '13-1c', '14-1d', '13-1e', '13-2b']),
    )
  })
})

describe('however it was pasted', () => {
  const text =
    'Rekisterinpitäjä: Testi Oy, Y-tunnus 0000001-9\n\nRekisterin nimi: Asiakas\u00adrekisteri\n\nKäsittelyn tarkoitus: asiakas\u00a0suhteen hoitaminen'
  const expected = readNotice(text, { today }).summary

  test.each([
    ['UTF-8', Buffer.from(text)],
    ['UTF-8 with its mark', Buffer.from(`\ufeff${text}`)],
    ['UTF-16', Buffer.from(`\ufeff${text}`, 'utf16le')],
    ['UTF-16 without its mark', Buffer.from(text, 'utf16le')],
    ['Latin-1', Buffer.from(text, 'latin1')],
    ['accents apart from their letters', Buffer.from(text.normalize('NFD'))],
    ['the line ends of Windows', Buffer.from(text.replaceAll('\n', '\r\n'))],
    [
      'HTML',
      Buffer.from(
        text
          .split('\n\n')
          .map(line => `<p>${line.replace('ä', '&auml;')}</p>`)
          .join(''),
      ),
    ],
  ])('%s', (_how, bytes) => {
    expect(readNotice(bytes, { today }).summary).toEqual(expected)
    expect(expected).toMatchObject({ register_name: 'Asiakasrekisteri', controller: { business_id: '0000001-9' } })
  })
})
