/** Who may be one person: names, addresses and habits are understood as people write them, and what is found is what there is. */

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { inventPeople } from '../../test/invented-duplicates.ts'
import { measure } from '../../test/pairs-measure.ts'
import { chanceFrom, invented } from '../demo/invented.ts'
import { makeColumns } from './columns.ts'
import type { Compared } from './compared.ts'
import {
  compareMails,
  compareNumbers,
  comparePlaces,
  compareStreets,
  mailLevels,
  phoneLevels,
  placeLevels,
  readMail,
  readNumber,
  readPlace,
  readStreet,
  streetLevels,
} from './contact-habits.ts'
import { readTable } from './file.ts'
import { describeFound, findPairs } from './find.ts'
import { chanceByNames } from './name-mails.ts'
import { compareNames, nameLevels, readName } from './names.ts'

test.each([
  ['Aino', 'aino', 'same'],
  ['Anna-Liisa', 'Anna Liisa', 'same'],
  ['René', 'Rene', 'same'],
  ['Katariina', 'Kaisa', 'form'],
  ['Christina', 'Kristina', 'form'],
  ['Anna-Liisa', 'Liisa', 'form'],
  ['Juha-Pekka', 'J-P', 'initial'],
  ['A.', 'Aino', 'initial'],
  ['Marjatta', 'Marjata', 'form'],
  ['Pekka', 'Pekak', 'close'],
  ['Väinö', 'Vaino', 'close'],
  ['Pekka', 'Aino', 'different'],
])('given names %s and %s: %s', (a, b, level) => {
  expect(nameLevels[compareNames(readName(a), readName(b), true)]).toBe(level)
})

test.each([
  ['Hämäläinen', 'Hamalainen', 'close'], // never the same by leaving the dots out
  ['Mäki', 'Maki', 'close'],
  ['Virtanen-Mäki', 'Virtanen', 'form'],
  ['Wirtanen', 'Virtanen', 'form'],
  ['von Wright', 'Wright', 'form'],
  ['Katri', 'Kati', 'close'], // forms of a given name are none of a family name
  ['Niemi', 'Nieminen', 'close'],
  ['Korhonen', 'Virtanen', 'different'],
])('family names %s and %s: %s', (a, b, level) => {
  expect(nameLevels[compareNames(readName(a), readName(b), false)]).toBe(level)
})

test.each([
  ['aino.virtanen+kurssi@gmail.com', 'ainovirtanen@googlemail.com', 'same-box'],
  ['aino82@example.fi', 'aino82@example.com', 'same-local'],
  ['aino.virtanen@example.fi', 'aino.virtanen@example.com', 'name-local'],
  ['aino.virtanen@example.fi', 'aino.virtanne@example.fi', 'slip'],
  ['virtanen46@example.fi', 'virtanen47@example.fi', 'different'],
])('addresses %s and %s: %s', (a, b, level) => {
  expect(mailLevels[compareMails(readMail(a), readMail(b))]).toBe(level)
})

test.each([
  ['Tehtaankatu 16 B 26', 'Tehtaank. 16 b26', 'same'],
  ['Tehtaankatu 16 B 26', 'Tehtaankatu 16', 'same'],
  ['Tehtaankatu 16 B 26', 'Tehtaankatu 16 B 27', 'other-flat'],
  ['Tehtaankatu 16', 'Tehtaankatu 18', 'same-name'],
  ['Tehtaankatu 16 as. 3', 'Tehtankatu 16', 'close-same-number'],
  ['Mäkitie 2', 'Makitie 2', 'close-same-number'],
  ['Tehtaankatu 16', 'Koulukuja 16', 'different'],
])('streets %s and %s: %s', (a, b, level) => {
  expect(streetLevels[compareStreets(readStreet(a), readStreet(b))]).toBe(level)
})

test('places and telephone numbers', () => {
  const place = (a: readonly [string, string], b: readonly [string, string]) =>
    placeLevels[comparePlaces(readPlace(...a), readPlace(...b))]
  expect(place(['00140', 'Helsinki'], ['FI-00140', 'HELSINGFORS'])).toBe('same')
  expect(place(['00140', 'Helsinki'], ['00410', 'Helsinki'])).toBe('slip')
  expect(place(['00140', 'Helsinki'], ['33100', 'Tampere'])).toBe('different')
  const phone = (a: string, b: string) => phoneLevels[compareNumbers(readNumber(a), readNumber(b))]
  expect(phone('+358401234567', '040 123 4567')).toBe('same')
  expect(phone('040 123 4567', '040 123 4657')).toBe('slip')
})

/** Thirty customers of whom nobody is there twice. */
const others: readonly Compared[] = inventPeople(30, { twice: 0, fault: 0 }, 5).people.map((person, at) => ({
  ...person,
  id: `other-${at}`,
}))
const aino = {
  given: 'Aino',
  family: 'Virtanen',
  emails: ['aino82@example.fi'],
  phones: ['+358401234567'],
  addresses: [{ street: 'Tehtaankatu 16 B 26', postcode: '00140', city: 'Helsinki' }],
}
function found(...people: readonly Partial<Compared>[]) {
  const columns = makeColumns([...others, ...people.map((person, at) => ({ ...person, id: String(at) }))])
  return describeFound(columns, findPairs(columns, 0.2)).filter(({ a, b }) => !a.startsWith('o') && !b.startsWith('o'))
}

test('in a register of thirty the same person is certain, a namesake is not, and two of one home are not proposed', () => {
  expect(found(aino, { ...aino, given: 'AINO', addresses: [] })).toMatchObject([{ verdict: 'certain' }])
  expect(found(aino, { given: 'Virtanen', family: 'Aino', phones: aino.phones })).toMatchObject([
    { verdict: 'certain' },
  ])
  const namesake = { given: 'Aino', family: 'Virtanen', emails: ['av@example.com'], phones: ['+358501112223'] }
  expect(found(aino, namesake).filter(({ verdict }) => verdict === 'certain')).toEqual([])
  expect(found(aino, { ...aino, given: 'Onni', emails: ['onni.virtanen@example.fi'], phones: [] })).toEqual([])
  expect(
    found(aino, { ...aino, given: 'Onni', emails: ['onni@example.fi'] }).filter(({ chance }) => chance > 0.5),
  ).toEqual([])
})

test('a married name is known by the former one, and evidence says what speaks for it', () => {
  const married = { ...aino, family: 'Mäkelä', former: ['Virtanen'], addresses: [] }
  const [pair] = found(aino, married)
  expect(pair?.evidence).toEqual([
    { field: 'given', level: 'same', bits: expect.any(Number) },
    { field: 'family', level: 'form', bits: expect.any(Number) },
    { field: 'email', level: 'same', bits: expect.any(Number) },
    { field: 'phone', level: 'same', bits: expect.any(Number) },
  ])
})

test('a rare name tells more than a common one', () => {
  const common = inventPeople(400, { twice: 0, fault: 0 }, 9).people.map(person => ({ ...person, family: 'Virtanen' }))
  const pair = (family: string) =>
    [0, 1].map(at => ({ id: `${family}-${at}`, given: 'Bertta', family, phones: [`04012345${at}7`] }))
  const columns = makeColumns([...common, ...pair('Virtanen'), ...pair('Quist')])
  const told = describeFound(columns, findPairs(columns, 0))
  const bits = (family: string) =>
    told
      .find(({ a, b }) => a === `${family}-0` && b === `${family}-1`)
      ?.evidence.find(({ field }) => field === 'family')?.bits ?? 0
  expect(bits('Quist')).toBeGreaterThan(bits('Virtanen') + 5)
})

test.each([
  ['virtanen46', ['Aino', 'Virtanen'], ['Onni', 'Virtanen'], 0.004],
  ['aino.makela1987', ['Aino', 'Mäkelä'], ['A.', 'Mäkelä'], 0.004],
  ['ainvirta812', ['Aino', 'Virtanen'], ['Aino', 'Virtala'], 0.0002],
  ['ainvirta812', ['Aino', 'Virtanen'], ['Onni', 'Virtanen'], 0],
  ['metsatahti46', ['Aino', 'Virtanen'], ['Aino', 'Virtanen'], 0],
] as const)('%s by the names of %s and %s alone: %d', (local, one, other, chance) => {
  const names = [one, other].map(([given, family]) => ({ given: readName(given), family: readName(family) }))
  expect(chanceByNames(local, names)).toBeCloseTo(chance, 6)
})

test('an address that two namesakes have elsewhere by their name tells as much as its digits', () => {
  const at = (email: string) => ({ given: 'Aino', family: 'Virtanen', emails: [email] })
  const bits = (one: string, other: string) =>
    found(at(one), at(other))[0]?.evidence.find(({ field }) => field === 'email')?.bits ?? 0
  expect(bits('virtanen46@example.fi', 'virtanen46@example.com')).toBeLessThan(5)
  expect(bits('metsatahti46@example.fi', 'metsatahti46@example.com')).toBeGreaterThan(8)
})

test('a name that has changed places is as common as it is', () => {
  const { people } = inventPeople(400, { twice: 0, fault: 0 }, 9)
  const pair = [['Aino', 'Quist'] as const, ['Quist', 'Aino'] as const].map(([given, family], at) => ({
    ...{ id: `quist-${at}`, given, family, phones: ['0401234567'] },
  }))
  const columns = makeColumns([...people.map(person => ({ ...person, given: 'Aino' })), ...pair])
  const told = describeFound(columns, findPairs(columns, 0)).find(({ a, b }) => a === 'quist-0' && b === 'quist-1')
  expect(told?.evidence.find(({ field }) => field === 'given')?.bits).toBeLessThan(4)
})

test('entries of a trial that differ in a number alone are not proposed', () => {
  const trial = Array.from({ length: 40 }, (_, at) => ({
    ...{ id: `trial-${at}`, given: `Customer ${at % 20}`, family: `Trial ${at >> 1}`, emails: [`c${at}@example.org`] },
  }))
  const columns = makeColumns([...others, ...trial])
  expect(findPairs(columns, 0.2).found).toEqual([])
})

test('of five hundred of whom nobody is there twice hardly any are proposed, though many share given name, town and language', () => {
  const chance = chanceFrom(7)
  const people = Array.from({ length: 520 }, (_, n): Compared => {
    const { email, phone, post, ...person } = invented(chance, n)
    return { ...person, id: `${n}`, emails: [email], phones: phone ? [phone] : [], addresses: [post] }
  })
  expect(findPairs(makeColumns(people), 0.2).found.length).toBeLessThan(100) // namesakes
  const again = people.slice(0, 1).map(person => ({ ...person, id: 'again', phones: [], addresses: [] }))
  const columns = makeColumns([...people, ...again])
  const certain = describeFound(columns, findPairs(columns, 0.2)).filter(({ verdict }) => verdict === 'certain')
  expect(certain).toMatchObject([{ a: '0', b: 'again' }])
})

test('of a register with every fifth value faulty nearly all pairs are found, and what is certain is right', () => {
  const { people, truth } = inventPeople(3000, { twice: 0.15, fault: 0.2 }, 41)
  const columns = makeColumns(people)
  const result = findPairs(columns, 0.5)
  const who = (place: number) => truth[place] ?? 0
  const all = measure(result.found, who, people.length)
  expect(all.precision).toBeGreaterThan(0.95)
  expect(all.recall).toBeGreaterThan(0.92)
  const told = describeFound(columns, result)
  const certain = result.found.filter((_, at) => told[at]?.verdict === 'certain')
  expect(certain.length).toBeGreaterThan(people.length / 25)
  expect(certain.filter(({ a, b }) => who(a) !== who(b))).toEqual([])
})

test('a table is read by its headers, and what says who is who is no evidence', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'duplicates-'))
  const file = join(folder, 'people.csv')
  writeFileSync(
    file,
    'rec_id;cluster id;etunimi;sukunimi;talonumero;katu;postinumero;kunta;kenkä\n' +
      'a;1;Aino;Virtanen;16;Tehtaankatu;140;Helsinki;38\nb;1;Aino;Virtanen;16;Tehtaankatu;00140;Helsinki;39\n',
  )
  const columns = await readTable(file)
  rmSync(folder, { recursive: true })
  expect(columns.persons).toEqual(['a', 'b'])
  expect(columns.fields.map(({ key }) => key)).toEqual(['street', 'place', 'other:kenkä'])
  expect(columns.fields.map(({ ids }) => ids.length)).toEqual([2, 2, 2])
})
