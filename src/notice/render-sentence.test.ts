/** Words are put together as each language does it, and what a name holds never becomes a pattern. */

import { describe, expect, test } from 'vitest'
import { parse } from './parse.ts'
import { periodPhrase } from './render-categories.ts'
import { wordsOf } from './render-model.ts'
import { countryIn, dateIn, durationIn, listed, lowered, say, withinIn, written } from './render-sentence.ts'
import { retentionOf } from './retention.ts'

const at = { line: 1, column: 1 }

describe('retention', () => {
  test.each([
    [
      '24 months after relationship ends',
      '24 kuukautta asiakassuhteen päättymisestä',
      '24 månader efter att kundrelationen har upphört',
      '24 months after the customer relationship has ended',
    ],
    [
      '1 year after event ends',
      '1 vuosi tapahtuman päättymisestä',
      '1 år efter att evenemanget har avslutats',
      '1 year after the event has ended',
    ],
    [
      '6 years after fiscal year ends',
      '6 vuotta sen kalenterivuoden päättymisestä, jonka aikana tilikausi päättyy',
      '6 år efter utgången av det kalenderår under vilket räkenskapsperioden avslutas',
      '6 years after the end of the calendar year in which the fiscal year ends',
    ],
    [
      'until consent is withdrawn',
      'suostumuksen peruuttamiseen asti',
      'tills samtycket har återkallats',
      'until the consent is withdrawn',
    ],
    [
      '30 days',
      '30 päivää tiedon viimeisestä tallentamisesta',
      '30 dagar efter att uppgiften senast registrerades',
      '30 days after the data was last recorded',
    ],
  ])('%s', (sentence, fi, sv, en) => {
    const rules = retentionOf(sentence, at)
    if ('context' in rules) throw new Error(rules.context)
    const [rule] = rules
    if (rule === undefined) throw new Error('no rule')
    expect([
      wordsOf(periodPhrase('fi', rule)),
      wordsOf(periodPhrase('sv', rule)),
      wordsOf(periodPhrase('en', rule)),
    ]).toEqual([fi, sv, en])
  })
})

test('a list takes its last "and", and another word when a part has one of its own', () => {
  const list = (...items: string[]) =>
    wordsOf(
      listed(
        'fi',
        items.map(item => [item]),
      ),
    )
  expect(list('nimi')).toBe('nimi')
  expect(list('nimi', 'tilaukset')).toBe('nimi ja tilaukset')
  expect(list('nimi', 'asema ja organisaatio', 'tilaukset')).toBe('nimi, asema ja organisaatio sekä tilaukset')
  expect(wordsOf(listed('en', [['name'], ['feedback and complaints']]))).toBe('name, and feedback and complaints')
})

test('lengths of time have their number and their case', () => {
  expect([durationIn('fi', 'P1M'), durationIn('fi', 'P2M'), durationIn('sv', 'P1W'), durationIn('en', 'P2Y')]).toEqual([
    '1 kuukausi',
    '2 kuukautta',
    '1 vecka',
    '2 years',
  ])
  expect([withinIn('fi', 'P1M'), withinIn('fi', 'P14D'), withinIn('sv', 'P1M'), withinIn('en', 'P14D')]).toEqual([
    '1 kuukauden kuluessa',
    '14 päivän kuluessa',
    'inom 1 månad',
    'within 14 days',
  ])
})

test('dates and countries are written as people write them', () => {
  expect([dateIn('fi', '2026-12-01'), dateIn('sv', '2026-12-01'), dateIn('en', '2026-12-01')]).toEqual([
    '1.12.2026',
    '1.12.2026',
    '1 December 2026',
  ])
  expect([countryIn('fi', 'US'), countryIn('sv', 'US'), countryIn('en', 'FI')]).toEqual([
    'Yhdysvallat',
    'USA',
    'Finland',
  ])
})

test('names of the vocabulary begin in lower case within a sentence, abbreviations stay', () => {
  expect(['Nimi', 'E-postadress', 'SMS', 'Åland'].map(name => wordsOf(lowered('sv', [name])))).toEqual([
    'nimi',
    'e-postadress',
    'SMS',
    'åland',
  ])
})

test('what a phrase holds is never read as a key, a pattern or a place', () => {
  const name = '{{contact}} $t(app.name) \\0 $& {{controller}}'
  expect(wordsOf(say('fi', 'notice.summary.who-text', { controller: name }))).toBe(`Rekisterinpitäjä on ${name}.`)
})

test('a text that is missing in the language stands in the language of record and says so', () => {
  const { notice } = parse(
    'notice: 1\nregister: { id: r, name: Rekisteri }\neffective: 2026-01-01\nlanguages: [fi, sv]\n',
  )
  if (notice === undefined) throw new Error('not understood')
  expect(written(notice, 'fi', notice.register.name)).toEqual(['Rekisteri'])
  expect(written(notice, 'sv', notice.register.name)).toEqual([{ text: 'Rekisteri', lang: 'fi' }])
})
