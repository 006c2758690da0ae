/** Words that promise nothing are found in three languages; words that give people a choice are not taken for them. */

import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { checkWording } from './check-wording.ts'
import { parse } from './parse.ts'

const lawful = readFileSync(new URL('../../examples/notices/right/bakery.yaml', import.meta.url), 'utf8')

const vagueIn = (lang: string, sentence: string) => {
  const source = `${lawful.replace('languages: [fi]', `languages: [fi, sv, en]`)}changes: { fi: Hyvä., ${lang}: "${sentence}" }\n`
  const { notice } = parse(lang === 'fi' ? source.replace('fi: Hyvä., ', '') : source)
  if (notice === undefined) throw new Error('not understood')
  return [...checkWording(notice)].map(({ rule, args, path }) => `${rule} ${args.found} ${path}`)
}

test.each([
  ['fi', 'Tietoja voidaan luovuttaa.', 'voidaan'],
  ['fi', 'Tiedot voivat olla vanhoja.', 'voivat'],
  ['fi', 'Tietoja saadaan mm. lomakkeilta.', 'mm'],
  ['fi', 'Liiketoiminnan kehittäminen on tärkeää.', 'Liiketoiminnan kehittäminen'],
  ['sv', 'Uppgifter kan komma att lämnas ut.', 'kan komma att'],
  ['sv', 'Uppgifter fås bl.a. på mässor.', 'bl.a'],
  ['sv', 'Vi samlar in namn m.m.', 'm.m'],
  ['en', 'We may share your data.', 'may'],
  ['en', 'We collect names, addresses, etc.', 'etc'],
])('%s: %s', (lang, sentence, found) => {
  expect(vagueIn(lang, sentence)).toEqual([`W01 ${found} changes.${lang}`])
})

test.each([
  ['fi', 'Asiakkaat voivat pyytää tietonsa nähtäväksi.'],
  ['fi', 'Kymmenen, ymmärrys ja jnepari.'],
  ['sv', 'Du kan när som helst ta tillbaka ditt samtycke.'],
  ['en', 'You may object at any time.'],
])('%s: %s is not vague', (lang, sentence) => {
  expect(vagueIn(lang, sentence)).toEqual([])
})
