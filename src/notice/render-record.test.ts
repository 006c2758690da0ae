/** The record of processing says of every use what Art. 30(1) asks, and its table has a line for each. */

import { readFileSync } from 'node:fs'
import { parse as parseCsv } from 'csv-parse/sync'
import { describe, expect, test } from 'vitest'
import { langs, type Notice } from './notice.ts'
import { parse } from './parse.ts'
import { renderHtml } from './render-html.ts'
import { type Document, sectionsOf, wordsOf } from './render-model.ts'
import { activitiesOf, recordOf } from './render-record.ts'
import { recordCsv } from './render-record-csv.ts'

const noticeIn = (file: string): Notice => {
  const { notice } = parse(readFileSync(`examples/notices/${file}.yaml`, 'utf8'))
  if (notice === undefined) throw new Error(`${file} is not understood`)
  return notice
}
const ixir = noticeIn('ixir')

const linesOf = (record: Document, purpose: string): readonly string[] =>
  sectionsOf(record)
    .flatMap(section => section.blocks)
    .flatMap(block => (block.kind === 'entries' ? block.items : []))
    .filter(entry => entry.path === `purposes.${purpose}`)
    .flatMap(entry => entry.details.map(({ text }) => wordsOf(text)))

test('a purpose is told with its bases, their law and how long what it uses is kept', () => {
  const lines = linesOf(recordOf(ixir, 'fi'), 'bookkeeping')
  expect(lines[0]).toContain('Lakisääteinen velvoite, 6(1)(c): kirjanpitolaki 1336/1997, 2 luvun 10 § – nimi')
  expect(lines[1]).toContain('6 vuotta sen kalenterivuoden päättymisestä')
})

test('a rule for the purpose itself goes before the rule for all', () => {
  const orders = activitiesOf(ixir).filter(({ category }) => category.id === 'orders')
  const kept = (purpose: string) => orders.find(one => one.purpose.id === purpose)?.keep.map(rule => rule.duration)
  expect(kept('bookkeeping')).toEqual(['P6Y'])
  expect(kept('customer-care')).toEqual(['P24M'])
})

test('what customers are not shown is there: contracts with processors and balancing tests', () => {
  const html = renderHtml(recordOf(ixir, 'en'))
  const [processor] = ixir.recipients.filter(({ role, contract }) => role === 'processor' && contract !== undefined)
  expect(html).toContain(`${processor?.name}: processing contract of`)
  expect(html).toContain('balancing test made on')
})

test('what is missing is said to be missing', () => {
  const bare = {
    ...ixir,
    recipients: ixir.recipients.map(({ contract: _, ...recipient }) => recipient),
    interests: ixir.interests.map(({ weighed: _, ...interest }) => interest),
  }
  const html = renderHtml(recordOf(bare, 'fi'))
  expect(html).toContain('käsittelysopimusta ei ole merkitty')
  expect(html).toContain('tasapainotestiä ei ole merkitty')
})

describe.each(langs)('in %s', lang => {
  test.each(['ixir', 'ixir-2022'])('the table of %s has a line for each use and no empty basis', file => {
    const notice = noticeIn(file)
    const [head = [], ...rows] = parseCsv(recordCsv(notice, lang), { bom: true, delimiter: ';' }) as string[][]
    expect(rows).toHaveLength(activitiesOf(notice).length)
    expect(new Set(head).size).toBe(head.length)
    const basis = 6
    expect(rows.map(row => row[basis])).not.toContain('')
    expect(rows.every(row => row.length === head.length)).toBe(true)
  })

  test('every statement has its place in the notice', () => {
    const paths = sectionsOf(recordOf(ixir, lang)).map(({ path }) => path)
    expect(paths).toContain('purposes')
    expect(renderHtml(recordOf(ixir, lang))).not.toMatch(/data-path=""|undefined|notice\.record/)
  })
})
