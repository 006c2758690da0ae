/** Persons as columns of numbers: every value is kept once, so that a million persons fit into memory and no two values are compared twice. */

import { type Compared, type Kind, kinds, nameExpected, nameUsual, other } from './compared.ts'
import type { FullName } from './name-mails.ts'
import { compareNames, type Name, nameLevels, namesApart, readName } from './names.ts'

/** A field: the values of person i are those of `ids` from `starts[i]` to `starts[i + 1]`. */
export interface Column {
  readonly key: string
  readonly levels: readonly string[]
  readonly expected: Kind<unknown>['expected']
  readonly exact: number
  readonly usual: number
  readonly starts: Uint32Array
  readonly ids: Uint32Array
  /** By value: the number of persons who have one that is as rare. */
  readonly counts: (id: number) => number
  /** By value: what it is called where candidates are looked for. */
  readonly text: (id: number) => string
  /** Of a value that is alike in two of these names: how likely it is so by their names alone; 0 where they do not make it. */
  readonly byNames?: (id: number, level: number, people: readonly FullName[]) => number
  /** The level of two values. */
  readonly compare: (a: number, b: number) => number
}

export interface Names extends Column {
  readonly name: (id: number) => Name
  /** The code of its first letter. */
  readonly initial: (id: number) => number
}

export interface Columns {
  readonly size: number
  readonly persons: readonly string[]
  readonly given: Names
  readonly family: Names
  readonly former: Names
  /** All others. */
  readonly fields: readonly Column[]
}

/** Reads the persons once, and forgets them. `others`: headers of further columns to compare. */
export function makeColumns(people: Iterable<Compared>, others: readonly string[] = []): Columns {
  const columns = startColumns(others)
  for (const person of people) columns.add(person)
  return columns.done()
}

/** The same for persons who come a few at a time. */
export function startColumns(others: readonly string[] = []): { add: (person: Compared) => void; done: () => Columns } {
  const persons: string[] = []
  const table = nameTable()
  const given = startNames('given', table, person => [person.given])
  const family = startNames('family', table, person => [person.family])
  const former = startNames('family', table, person => person.former ?? [])
  const all = [
    ...kinds.map(kind => startColumn(kind as Kind<unknown>)),
    ...others.map(header => startColumn(other(header) as Kind<unknown>)),
  ]
  return {
    add: person => {
      persons.push(person.id)
      for (const column of [given, family, former, ...all]) column.add(person)
    },
    done: () => ({
      size: persons.length,
      persons,
      given: given.done(),
      family: family.done(),
      former: former.done(),
      fields: all.map(column => column.done()).filter(({ ids }) => ids.length > 0),
    }),
  }
}

function startColumn<Value>(kind: Kind<Value>) {
  const values = interning<Value>()
  const rarities = interning<string>()
  const rarityOf = numbers()
  const counts = numbers()
  const [starts, ids] = [numbers(), numbers()]
  starts.add(0)
  return {
    add: (person: Compared): void => {
      const seen = new Set<number>()
      for (const value of kind.read(person)) {
        const name = kind.name(value)
        const known = values.find(name)
        const id = known ?? values.add(name, value)
        if (known === undefined) {
          const rarity = kind.rarity(value)
          const place = rarities.find(rarity) ?? rarities.add(rarity, rarity)
          rarityOf.add(place)
          if (place === counts.length()) counts.add(0)
        }
        if (seen.has(id)) continue
        seen.add(id)
        counts.raise(rarityOf.at(id))
        ids.add(id)
      }
      starts.add(ids.length())
    },
    done: (): Column => {
      const list = values.list
      const { key, levels, expected, exact, usual, byNames } = kind
      return {
        key,
        levels,
        expected,
        exact,
        usual,
        ...(byNames && {
          byNames: (id: number, level: number, people: readonly FullName[]) => {
            const value = list[id]
            return value === undefined ? 0 : byNames(value, level, people)
          },
        }),
        starts: starts.done(),
        ids: ids.done(),
        counts: id => counts.at(rarityOf.at(id)),
        text: id => rarities.list[rarityOf.at(id)] ?? '',
        compare: quickly(kind.levels.length - 1, kind.apart?.(list), (a, b) => {
          const [x, y] = [list[a], list[b]]
          return x === undefined || y === undefined ? kind.levels.length - 1 : kind.compare(x, y)
        }),
      }
    },
  }
}

const nameTable = () => interning<Name>()

function startNames(
  key: 'given' | 'family',
  table: ReturnType<typeof nameTable>,
  read: (person: Compared) => readonly (string | undefined)[],
) {
  const [starts, ids, counts] = [numbers(), numbers(), numbers()]
  starts.add(0)
  return {
    add: (person: Compared): void => {
      for (const text of read(person)) {
        if (text === undefined || text.trim() === '') continue
        const id = table.find(text) ?? table.add(text, readName(text))
        while (counts.length() <= id) counts.add(0)
        counts.raise(id)
        ids.add(id)
      }
      starts.add(ids.length())
    },
    done: (): Names => {
      const name = (id: number): Name => table.list[id] ?? nobody
      return {
        key,
        levels: nameLevels,
        expected: nameExpected[key],
        exact: 1,
        usual: nameUsual[key],
        starts: starts.done(),
        ids: ids.done(),
        counts: id => (id < counts.length() ? counts.at(id) : 0),
        text: id => name(id).whole,
        compare: quickly(nameLevels.length - 1, namesApart(table.list, key === 'given'), (a, b) =>
          compareNames(name(a), name(b), key === 'given'),
        ),
        name,
        initial: id => name(id).joined.charCodeAt(0),
      }
    },
  }
}

const nobody: Name = { whole: '', parts: [], roots: [], sound: '', joined: '', spelt: '', plain: '', figures: '' }

function interning<Value>() {
  const places = new Map<string, number>()
  const list: Value[] = []
  return {
    list,
    find: (name: string): number | undefined => places.get(name),
    add: (name: string, value: Value): number => {
      places.set(name, list.length)
      return list.push(value) - 1
    },
  }
}

/** Numbers in a row that grows by doubling. */
function numbers() {
  let held = new Uint32Array(256)
  let used = 0
  return {
    add: (value: number): void => {
      if (used === held.length) {
        const more = new Uint32Array(used * 2)
        more.set(held)
        held = more
      }
      held[used++] = value
    },
    at: (place: number): number => held[place] ?? 0,
    raise: (place: number): void => {
      held[place] = (held[place] ?? 0) + 1
    },
    length: () => used,
    done: () => held.slice(0, used),
  }
}

/**
 * A comparison that is made once of values that may be alike. `different`: the level of those that are told apart at once; what need not
 * be told apart at once is quicker compared than remembered.
 */
function quickly(
  different: number,
  apart: ((a: number, b: number) => boolean) | undefined,
  compare: (a: number, b: number) => number,
): (a: number, b: number) => number {
  if (apart === undefined) return (a, b) => (a === b ? 0 : compare(a, b))
  const known = remembering(compare)
  return (a, b) => (a !== b && apart(a, b) ? different : known(a, b))
}

const remembered = 1 << 18

/** What was compared lately is not compared again; as much is remembered as fits into 2.3 MB. */
function remembering(compare: (a: number, b: number) => number): (a: number, b: number) => number {
  const pairs = new Float64Array(remembered).fill(-1)
  const levels = new Uint8Array(remembered)
  return (a, b) => {
    if (a === b) return 0
    const [low, high] = a < b ? [a, b] : [b, a]
    const pair = low * 0x8000000 + high
    const place = (Math.imul(low, 0x9e3779b1) ^ Math.imul(high, 0x85ebca6b)) >>> 14
    if (pairs[place] !== pair) {
      pairs[place] = pair
      levels[place] = compare(low, high)
    }
    return levels[place] ?? 0
  }
}
