/** What is compared of a person, field by field: its levels of likeness, and what is thought of them before any data is seen. */

import {
  compareMails,
  compareNumbers,
  compareOthers,
  comparePlaces,
  compareStreets,
  mailLevels,
  mailsApart,
  otherLevels,
  othersApart,
  phoneLevels,
  placeLevels,
  readMail,
  readNumber,
  readOther,
  readPlace,
  readStreet,
  streetLevels,
  streetsApart,
} from './contact-habits.ts'
import { chanceByNames, type FullName } from './name-mails.ts'

/** A person as they are compared. What is not known is left out. */
export interface Compared {
  readonly id: string
  readonly given?: string
  readonly family?: string
  /** Family names that they have had. */
  readonly former?: readonly string[]
  readonly emails?: readonly string[]
  readonly phones?: readonly string[]
  readonly addresses?: readonly Address[]
  readonly organisations?: readonly string[]
  readonly language?: string
  /** Values of columns that nobody knows, by header. */
  readonly others?: Readonly<Record<string, string>>
}

export interface Address {
  readonly street?: string
  /** Where it has a field of its own. */
  readonly number?: string
  readonly postcode?: string
  readonly city?: string
}

/**
 * How likely each level is, of a hundred pairs: of one person twice, of two in one household, of any two. Where the register has more
 * to tell, these hardly count.
 */
export interface Expected {
  readonly one: readonly number[]
  readonly household: readonly number[]
  readonly any: readonly number[]
}

export interface Kind<Value> {
  readonly key: string
  readonly levels: readonly string[]
  readonly expected: Expected
  /** Levels from the first that mean that the value itself is the same, so that a rare one tells more than a common one. */
  readonly exact: number
  /** The share of persons who have an ordinary value: what a value is taken for in a register too small to tell. */
  readonly usual: number
  readonly read: (person: Compared) => readonly Value[]
  readonly compare: (a: Value, b: Value) => number
  /** Of a value that is alike, not the same, in two of these names: how likely it is so by their names alone; 0 where they do not make it. */
  readonly byNames?: (value: Value, level: number, people: readonly FullName[]) => number
  /** Tells at once, by their places, of most values that are different that they are. */
  readonly apart?: (values: readonly Value[]) => (a: number, b: number) => boolean
  /** Equal for values that are the same to `compare`. */
  readonly name: (value: Value) => string
  /** What its share is counted by. */
  readonly rarity: (value: Value) => string
}

/** Values that are compared, whatever stands for them in memory. */
const kind = <Value>(of: Kind<Value>): Kind<Value> => of
const text = (value: string): string => value
const given = (value: string | undefined): value is string => value !== undefined && value.trim() !== ''

/** Given and family name are compared together (they may have changed places), each by these levels. */
export const nameExpected: Readonly<Record<'given' | 'family', Expected>> = {
  given: { one: [78, 8, 6, 3, 2, 3], household: [2, 2, 2, 6, 6, 82], any: [0.6, 1.2, 0.6, 5, 5, 87.6] },
  family: { one: [84, 4, 6, 1, 1, 4], household: [84, 3, 1, 0.5, 1, 10.5], any: [0.1, 0.2, 0.2, 1, 2, 96.5] },
}
export const nameUsual = { given: 0.004, family: 0.0006 } as const

const sameLocal: ReadonlySet<number> = new Set([mailLevels.indexOf('same-local'), mailLevels.indexOf('name-local')])

export const mails = kind({
  key: 'email',
  levels: mailLevels,
  expected: {
    one: [60, 3, 5, 5, 4, 23],
    household: [8, 0.5, 0.5, 0.5, 1, 89.5],
    any: [0.001, 0.001, 0.01, 0.005, 0.05, 99.93],
  },
  exact: 2,
  usual: 0.00001,
  read: ({ emails = [] }) => emails.filter(given).map(readMail),
  compare: compareMails,
  byNames: ({ local }, level, people) => (sameLocal.has(level) ? chanceByNames(local, people) : 0),
  apart: mailsApart,
  name: ({ address }) => address,
  rarity: ({ box }) => box,
})

export const phones = kind({
  key: 'phone',
  levels: phoneLevels,
  expected: { one: [70, 6, 24], household: [20, 1, 79], any: [0.001, 0.01, 99.99] },
  exact: 1,
  usual: 0.00001,
  read: ({ phones: all = [] }) => all.map(readNumber).filter(number => number.length > 4),
  compare: compareNumbers,
  name: text,
  rarity: text,
})

export const streets = kind({
  key: 'street',
  levels: streetLevels,
  expected: {
    one: [68, 2, 10, 3, 3, 14],
    household: [80, 1, 8, 2, 2, 7],
    any: [0.01, 0.02, 0.02, 0.3, 0.4, 99.25],
  },
  exact: 1,
  usual: 0.00005,
  read: ({ addresses = [] }) =>
    addresses.filter(({ street }) => given(street)).map(({ street = '', number }) => readStreet(street, number)),
  compare: compareStreets,
  apart: streetsApart,
  name: ({ name, number, flat }) => `${name}|${number}|${flat}`,
  rarity: ({ name, number }) => `${name}|${number}`,
})

export const places = kind({
  key: 'place',
  levels: placeLevels,
  expected: { one: [76, 4, 5, 5, 3, 7], household: [88, 2, 3, 3, 1, 3], any: [0.2, 0.1, 0.3, 5, 2, 92.4] },
  exact: 1,
  usual: 0.002,
  read: ({ addresses = [] }) =>
    addresses
      .filter(({ postcode, city }) => given(postcode) || given(city))
      .map(({ postcode = '', city = '' }) => readPlace(postcode, city)),
  compare: comparePlaces,
  name: ({ postcode, city }) => `${postcode}|${city}`,
  rarity: ({ postcode, city }) => `${postcode}|${city}`,
})

const words = (
  key: string,
  expected: Expected,
  usual: number,
  read: (person: Compared) => readonly (string | undefined)[],
) =>
  kind({
    key,
    levels: otherLevels,
    expected,
    exact: 1,
    usual,
    read: person => read(person).filter(given).map(readOther),
    compare: compareOthers,
    apart: othersApart,
    name: ({ text }) => text,
    rarity: ({ text }) => text,
  })

export const organisations = words(
  'organisation',
  { one: [60, 10, 5, 25], household: [5, 1, 1, 93], any: [0.2, 0.1, 0.7, 99] },
  0.002,
  ({ organisations: all = [] }) => all,
)

export const languages = words(
  'language',
  { one: [97, 0.5, 0.5, 2], household: [95, 0.5, 0.5, 4], any: [80, 1, 1, 18] },
  0.5,
  ({ language }) => [language],
)

/** A column that nobody knows: everything about it is learnt. */
export const other = (header: string) =>
  words(
    `other:${header}`,
    { one: [80, 6, 4, 10], household: [40, 5, 5, 50], any: [2, 1, 2, 95] },
    0.01,
    ({ others }) => [others?.[header]],
  )

export const kinds = [mails, phones, streets, places, organisations, languages] as const
