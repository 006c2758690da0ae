/** Every difference is told in words in three languages, and docs/notice-diff.md says of each rule what the program does. */

import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { textIfAny } from '../texts/texts.ts'
import { diffNotices } from './diff.ts'
import { type Rule, rules } from './difference-rules.ts'
import { langs } from './notice.ts'
import { parse } from './parse.ts'
import { tellDifference } from './tell-difference.ts'

const all: readonly (readonly [string, Rule])[] = Object.entries(rules)

function example(file: string) {
  const { notice } = parse(readFileSync(new URL(`../../examples/notices/${file}`, import.meta.url), 'utf8'))
  if (notice === undefined) throw new Error(`${file} cannot be read`)
  return notice
}
const [old, successor, bakery] = [example('ixir-2022.yaml'), example('ixir.yaml'), example('right/bakery.yaml')]

test('every rule has its sentences in every language', () => {
  const keys = all.flatMap(([id, { why, must }]) => [`what.${id}`, `why.${why}`, `must.${must}`])
  expect(langs.flatMap(lang => keys.filter(key => textIfAny(lang, `differences.${key}`) === undefined))).toEqual([])
})

test.each(langs)('no sentence in %s has a key, a place that was not filled, or nothing in it', lang => {
  for (const [before, after] of [
    [old, successor],
    [successor, old],
    [successor, bakery],
    [bakery, successor],
  ] as const)
    for (const difference of diffNotices(before, after)) {
      const { what, gone, come, whom, first, why, cited } = tellDifference(lang, difference, before, after)
      for (const words of [what, whom, first, why, cited, gone ?? '-', come ?? '-']) {
        expect(words, difference.path).not.toBe('')
        expect(words, difference.path).not.toMatch(/\{\{|differences\.|undefined|\[object/)
        expect(words, difference.path).not.toMatch(/[:,] *[,.]|[:,]$|, ,/)
      }
      expect(gone === undefined || gone !== come, difference.path).toBe(true)
    }
})

test('what a newcomer is shown begins with what needs consent and tells the whole story of the old notice', () => {
  const told = diffNotices(old, successor).map(one => tellDifference('fi', one, old, successor))
  const said = told.map(({ what }) => what)
  expect(told[0]?.must).toBe('ask-consent')
  for (const sentence of [
    'Oikeusperuste, jota ei ole ennen kerrottu: Suoramarkkinointi, oikeutettu etu',
    'Uusi käyttötarkoitus: Kirjanpito',
    'Säilytysaika, jota ei ole ennen kerrottu: Tilaukset',
    'Oikeuksia, joista ei ole ennen kerrottu',
    'Tietoja siirretään ETA:n ulkopuolelle: Example Sites Ltd',
    'Tiedosta luovutaan: Profiili, Sukupuoli',
    'Viittaukset säädöksiin',
  ])
    expect(said).toContain(sentence)
  const rights = told.find(({ rule }) => rule === 'rights-told')
  expect(rights?.gone).toBeUndefined()
  expect(rights?.come).toContain('Vastustamisoikeus')
  expect(told.find(({ rule }) => rule === 'law-cited')?.gone).toContain('henkilötietolaki')
})

describe('docs/notice-diff.md', () => {
  const page = readFileSync(new URL('../../docs/notice-diff.md', import.meta.url), 'utf8')
  const cellsBelow = (heading: string): readonly (readonly string[])[] =>
    (page.split(`\n## ${heading}\n`)[1]?.split('\n## ')[0] ?? '')
      .split('\n')
      .filter(line => line.startsWith('| `'))
      .map(line =>
        line
          .split('|')
          .map(cell => cell.trim().replaceAll('`', ''))
          .slice(1, -1),
      )

  test.each([
    ['New purpose or basis', 'new-purpose-or-basis'],
    ['Material', 'material'],
    ['Editorial', 'editorial'],
  ] as const)('%s: the rules as they are', (heading, weight) => {
    const said = cellsBelow(heading).map(([id, , must, whom, articles, why]) => ({ id, must, whom, articles, why }))
    const wanted = all
      .filter(([, rule]) => rule.weight === weight)
      .map(([id, { must, whom, articles, why }]) => ({
        id,
        must: must.replace('-', ' '),
        whom,
        articles: articles.join(', '),
        why,
      }))
    expect(said).toEqual(wanted)
  })

  test('the reasons in the words that people are told', () => {
    const reasons = [...new Set(all.map(([, { why }]) => why))]
    expect(cellsBelow('Reasons')).toEqual(reasons.map(why => [why, textIfAny('en', `differences.why.${why}`)]))
  })

  test('every kind of those concerned', () => {
    const kinds = new Set(all.map(([, { whom }]) => whom))
    const said = new Set(['nobody', 'everybody', ...cellsBelow('Whom it concerns').map(([whom]) => whom)])
    expect([...kinds].filter(kind => !said.has(kind))).toEqual([])
  })
})
