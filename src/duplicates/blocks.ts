/** Only persons who have something in common are compared: every pair of one person should meet in some block, and no block is large. */

import type { Column, Columns, Names } from './columns.ts'
import { skeleton, withoutDots } from './similarity.ts'

/** Calls `meet` for every pair of a block, few of them more than once; says how many persons were in blocks too large to be compared. */
export function meetings(columns: Columns, meet: (a: number, b: number) => void, largest = 200): number {
  if (columns.size <= 1500) {
    for (let a = 0; a < columns.size; a++) for (let b = a + 1; b < columns.size; b++) meet(a, b)
    return 0
  }
  let passedOver = 0
  const earlier: Uint32Array[] = []
  const meetOnce = (a: number, b: number): void => {
    for (const keys of earlier) if (keys[a] === keys[b] && keys[a] !== 0) return
    meet(a, b)
  }
  for (const strategy of strategies(columns)) {
    const keys = new Uint32Array(columns.size)
    passedOver += meetInBlocks(keys, strategy, meetOnce, largest)
    earlier.push(keys)
  }
  return passedOver
}

/** Gives the keys of a person in one way of looking for candidates. */
type Strategy = (person: number, key: (hash: number) => void) => void

/** `keys` is filled, for each person, with a key by which they met all others who have it; 0 where there is none. */
function meetInBlocks(
  keys: Uint32Array,
  strategy: Strategy,
  meet: (a: number, b: number) => void,
  largest: number,
): number {
  let entries = new Float64Array(keys.length + 1024)
  let used = 0
  for (let person = 0; person < keys.length; person++) {
    strategy(person, hash => {
      if (used === entries.length) {
        const more = new Float64Array(used * 2)
        more.set(entries)
        entries = more
      }
      entries[used++] = hash * persons + person
    })
  }
  const sorted = entries.subarray(0, used).sort()
  const members = new Uint32Array(largest)
  let passedOver = 0
  for (let from = 0; from < used; ) {
    const hash = Math.floor((sorted[from] ?? 0) / persons)
    let to = from + 1
    while (to < used && Math.floor((sorted[to] ?? 0) / persons) === hash) to++
    if (to - from > largest) passedOver += to - from
    else if (to - from > 1) {
      for (let x = from; x < to; x++) members[x - from] = (sorted[x] ?? 0) - hash * persons
      for (let x = 0; x < to - from; x++) {
        const a = members[x] ?? 0
        keys[a] = hash
        for (let y = x + 1; y < to - from; y++) if (a !== members[y]) meet(a, members[y] ?? 0)
      }
    }
    from = to
  }
  return passedOver
}

/** The most persons that are compared in one run; a hash and a place share the 53 bits of a number. */
export const persons = 2 ** 21

function strategies(columns: Columns): readonly Strategy[] {
  const { given, family, former, fields } = columns
  const field = (key: string): Column | undefined => fields.find(one => one.key === key)
  const [street, place, email, phone, work] = [
    field('street'),
    field('place'),
    field('email'),
    field('phone'),
    field('organisation'),
  ]
  const others = fields.filter(({ key }) => key.startsWith('other:'))
  const sounds = [
    hashed(given, id => given.name(id).sound.split(' ')[0] ?? ''),
    hashed(family, id => family.name(id).sound),
  ] as const
  const roots = hashed(given, id => skeleton(given.name(id).roots[0] ?? ''))
  const heads = [hashed(given, id => head(given, id, 3)), hashed(family, id => head(family, id, 4))] as const
  const tails = hashed(family, id => `<${withoutDots(family.text(id)).slice(-4)}`)
  const initials = [hashed(given, id => head(given, id, 1)), hashed(family, id => head(family, id, 1))] as const
  const [postcodes, streets, numbered] = [
    hashed(place, id => (place?.text(id) ?? '').replace(/\|.*/, '')),
    hashed(street, id => withoutDots((street?.text(id) ?? '').replace(/\|.*/, ''))),
    hashed(street, id => ((street?.text(id) ?? '').endsWith('|') ? '' : withoutDots(street?.text(id) ?? ''))),
  ]
  const number = hashed(street, id => (street?.text(id) ?? '').replace(/^.*\|/, ''))
  const streetHead = hashed(street, id => withoutDots(street?.text(id) ?? '').slice(0, 4))
  const works = hashed(work, id => work?.text(id) ?? '')
  const both =
    (one: Hashed, two: Hashed): Strategy =>
    (person, key) => {
      for (const x of one(person)) for (const y of two(person)) key(mix(x, y))
    }
  const all3 =
    (one: Hashed, two: Hashed, three: Hashed): Strategy =>
    (person, key) => {
      for (const x of one(person)) for (const y of two(person)) for (const z of three(person)) key(mix(mix(x, y), z))
    }
  const unordered =
    (one: Hashed, two: Hashed): Strategy =>
    (person, key) => {
      for (const x of one(person)) for (const y of two(person)) key(mix(Math.min(x, y), Math.max(x, y)))
    }
  const alone =
    (one: Hashed): Strategy =>
    (person, key) => {
      for (const x of one(person)) key(x)
    }
  const had = hashed(former, id => former.name(id).sound)
  const everFamily: Hashed = person => [...sounds[1](person), ...had(person)]
  return [
    alone(hashed(email, id => email?.text(id) ?? '')),
    alone(hashed(email, id => (email?.text(id) ?? '').replace(/@.*/, '').replace(/[._-]/g, ''))),
    alone(hashed(phone, id => (phone?.text(id) ?? '').slice(-8))),
    unordered(sounds[0], sounds[1]),
    both(roots, everFamily),
    both(heads[0], heads[1]),
    both(everFamily, postcodes),
    both(sounds[0], postcodes),
    both(everFamily, streets),
    both(sounds[0], streets),
    both(heads[0], tails),
    both(everFamily, number),
    all3(initials[0], numbered, postcodes),
    both(numbered, postcodes),
    all3(streetHead, number, postcodes),
    all3(initials[0], initials[1], postcodes),
    all3(heads[0], number, streetHead),
    both(works, sounds[0]),
    ...others.flatMap(column => {
      const values = hashed(column, column.text)
      return [alone(values), both(values, sounds[0]), both(values, sounds[1]), all3(values, initials[0], postcodes)]
    }),
  ]
}

/** The hashes of a person's values in one column. */
type Hashed = (person: number) => readonly number[]

const head = (names: Names, id: number, letters: number): string => withoutDots(names.text(id)).slice(0, letters)
const nothing: readonly number[] = []

function hashed(column: Column | undefined, text: (id: number) => string): Hashed {
  if (column === undefined || column.ids.length === 0) return () => nothing
  const most = column.ids.reduce((highest, id) => Math.max(highest, id), 0)
  const hashes = new Uint32Array(most + 1)
  const { ids, starts } = column
  return person => {
    const [from, to] = [starts[person] ?? 0, starts[person + 1] ?? 0]
    if (from === to) return nothing
    const found: number[] = []
    for (let at = from; at < to; at++) {
      const id = ids[at] ?? 0
      if (hashes[id] === 0) {
        const written = text(id)
        hashes[id] = written === '' ? 1 : Math.max(2, hash(written))
      }
      if ((hashes[id] ?? 1) > 1) found.push(hashes[id] ?? 0)
    }
    return found
  }
}

function hash(text: string): number {
  let value = 0x811c9dc5
  for (let i = 0; i < text.length; i++) value = Math.imul(value ^ text.charCodeAt(i), 0x01000193)
  value ^= value >>> 15
  return Math.imul(value, 0x2c1b3c6d) >>> 0
}

const mix = (a: number, b: number): number => (Math.imul(a ^ (b >>> 7), 0x9e3779b1) ^ Math.imul(b, 0x85ebca6b)) >>> 0
