/** What is told apart at once is different by the whole comparison too, and persons meet who should, as few times as can be. */

import { expect, test } from 'vitest'
import { inventPeople } from '../../test/invented-duplicates.ts'
import { meetings } from './blocks.ts'
import { makeColumns } from './columns.ts'
import {
  compareMails,
  compareOthers,
  compareStreets,
  mailLevels,
  mailsApart,
  otherLevels,
  othersApart,
  readMail,
  readOther,
  readStreet,
  streetLevels,
  streetsApart,
} from './contact-habits.ts'
import { compareNames, nameLevels, namesApart, readName } from './names.ts'

const { people } = inventPeople(500, { twice: 0.6, fault: 0.5 }, 41)
const names = (of: 'given' | 'family') => people.flatMap(person => person[of] ?? []).map(readName)
const texts = people.flatMap(({ family }) => family ?? [])

interface Compares<Value> {
  readonly values: readonly Value[]
  readonly compare: (a: Value, b: Value) => number
  readonly apart: (values: readonly Value[]) => (a: number, b: number) => boolean
  readonly different: number
}

function faults<Value>({ values, compare, apart, different }: Compares<Value>) {
  const isApart = apart(values)
  let [told, all] = [0, 0]
  const wrong: unknown[] = []
  for (const [a, one] of values.entries()) {
    for (const [b, other] of values.entries()) {
      const isDifferent = compare(one, other) === different
      if (isDifferent) all++
      if (!isApart(a, b)) continue
      told++
      if (!isDifferent) wrong.push([one, other])
    }
  }
  return { wrong, share: told / all }
}

test('given names, family names, addresses and words', () => {
  const found = [
    faults({
      values: names('given'),
      compare: (a, b) => compareNames(a, b, true),
      apart: values => namesApart(values, true),
      different: nameLevels.indexOf('different'),
    }),
    faults({
      values: names('family'),
      compare: (a, b) => compareNames(a, b, false),
      apart: values => namesApart(values, false),
      different: nameLevels.indexOf('different'),
    }),
    faults({
      values: people.flatMap(({ emails = [] }) => emails).map(readMail),
      compare: compareMails,
      apart: mailsApart,
      different: mailLevels.indexOf('different'),
    }),
    faults({
      values: people
        .flatMap(({ addresses = [] }) => addresses)
        .map(({ street = '', number }) => readStreet(street, number)),
      compare: compareStreets,
      apart: streetsApart,
      different: streetLevels.indexOf('different'),
    }),
    faults({
      values: [...texts, '12.3.1984', '21.3.1984', '1984', ''].map(readOther),
      compare: compareOthers,
      apart: othersApart,
      different: otherLevels.indexOf('different'),
    }),
  ]
  for (const { wrong, share } of found) {
    expect(wrong).toEqual([])
    expect(share).toBeGreaterThan(0.7)
  }
})

test('of two who have one key nobody is passed over, however many other keys they have', () => {
  const { people: many } = inventPeople(3000, { twice: 0.3, fault: 0.2 }, 42)
  const columns = makeColumns(many)
  const met = new Map<string, number>()
  meetings(columns, (a, b) => {
    const pair = `${Math.min(a, b)} ${Math.max(a, b)}`
    met.set(pair, (met.get(pair) ?? 0) + 1)
  })
  const having = new Map<string, number[]>()
  for (const [at, { emails = [] }] of many.entries())
    for (const email of emails.map(one => one.toLowerCase())) having.set(email, [...(having.get(email) ?? []), at])
  const pairs = [...having.values()].flatMap(at => at.flatMap(a => at.filter(b => a < b).map(b => `${a} ${b}`)))
  expect(pairs.length).toBeGreaterThan(200)
  expect(pairs.filter(pair => !met.has(pair))).toEqual([])
  expect([...met.values()].filter(times => times > 1).length / met.size).toBeLessThan(0.05)
})
