/** The weights of the comparison are learnt from the register's own pairs, without anybody telling which are of one person (Fellegi and Sunter, by EM). */

import type { Columns } from './columns.ts'
import { mailLevels, phoneLevels, streetLevels } from './contact-habits.ts'
import { nameLevels } from './names.ts'
import { type Compares, comparer, comparesOf, type Finding, missing, newFinding } from './pair.ts'

/** How likely each level of a field is in a pair of each sort. */
interface Chances {
  readonly one: Float64Array
  readonly household: Float64Array
  readonly any: Float64Array
}

export interface Model {
  readonly fields: readonly Compares[]
  readonly chances: readonly Chances[]
  /** Of all pairs there can be, the share that is one person twice, and the share of two persons of one household. */
  readonly ones: number
  readonly households: number
  /** Streets lie in one place, as they do in a country: the place adds little to a street that is the same. */
  readonly coherent: boolean
}

/** Pairs of places in the columns. */
export interface Pairs {
  readonly a: Uint32Array
  readonly b: Uint32Array
}

const rounds = 25
/** What is thought beforehand counts like so many pairs. */
const weightOfExpected = { one: 30, household: 120, any: 200 } as const
const seed = 20_261_123
/** Pairs for each person: more there are in no register, and what looks so is a likeness of all (test entries, one employer's addresses). */
const most = { one: 1.5, household: 1 } as const

/** What is thought before pairs of one person are known: what any two have in common is drawn from the register, the rest expected. */
export function initialModel(columns: Columns): Model {
  const fields = comparesOf(columns)
  const chances = fields.map(({ expected }) => ({
    one: normal(expected.one),
    household: normal(expected.household),
    any: normal(expected.any),
  }))
  learnAny(columns, fields, chances)
  const few = shareOf(0.03 * columns.size, pairsOf(columns))
  return { fields, chances, ones: few, households: few, coherent: isCoherent(columns) }
}

/** One pair more than were counted, for nobody knows; never most of all pairs. */
const shareOf = (pairs: number, total: number): number => Math.min((pairs + 1) / total, 0.2)

const pairsOf = ({ size }: Columns): number => Math.max(1, (size * (size - 1)) / 2)

/**
 * `candidates` are pairs among which those of one person are; `share` is how many of all candidates they are (1: all of them).
 * Deterministic: the same register gives the same model.
 */
export function learn(columns: Columns, first: Model, candidates: Pairs, share: number): Model {
  const { fields, chances } = first
  const total = pairsOf(columns)
  const found = compareAll(columns, candidates)
  const width = fields.length
  let model = first
  const levels = new Uint8Array(width)
  const shares = new Float64Array(width)
  for (let round = 0; round < rounds; round++) {
    const counted = fields.map(({ expected }) => ({
      one: Float64Array.from(normal(expected.one), chance => chance * weightOfExpected.one),
      household: Float64Array.from(normal(expected.household), chance => chance * weightOfExpected.household),
    }))
    let [ones, households] = [0, 0]
    const weigh = weigher(model)
    const isJoined = joiner(fields)
    for (let pair = 0; pair < candidates.a.length; pair++) {
      levels.set(found.levels.subarray(pair * width, pair * width + width))
      shares.set(found.shares.subarray(pair * width, pair * width + width))
      const { one: likely, household } = weigh({ levels, shares })
      const one = isJoined(levels) ? likely : 0
      if (one < 1e-6 && household < 1e-6) continue
      ones += one
      households += household
      for (let field = 0; field < width; field++) {
        const level = levels[field] ?? missing
        const count = counted[field]
        if (level === missing || count === undefined) continue
        count.one[level] = (count.one[level] ?? 0) + one
        count.household[level] = (count.household[level] ?? 0) + household
      }
    }
    model = {
      ...model,
      chances: chances.map(({ any }, field) => ({
        one: normal(counted[field]?.one ?? []),
        household: normal(counted[field]?.household ?? []),
        any,
      })),
      ones: shareOf(Math.min(ones / share, most.one * columns.size), total),
      households: shareOf(Math.min(households / share, most.household * columns.size), total),
    }
  }
  return model
}

/** How likely a pair is one person twice, two persons of one household, or two of whom neither is so. */
export interface Chance {
  one: number
  household: number
  /** Logarithm to base 2 of how much likelier one person is than anything else. */
  weight: number
}

/** Reckons, as a logarithm to base 2, how often a field of two who are not one person is as it was found. */
export function byChance({ fields, chances, coherent }: Model): (field: number, found: Finding) => number {
  const street = fields.findIndex(({ key }) => key === 'street')
  const place = fields.findIndex(({ key }) => key === 'place')
  const mail = fields.findIndex(({ key }) => key === 'email')
  const [slip, nameLocal] = [mailLevels.indexOf('slip'), mailLevels.indexOf('name-local')]
  const isOfTheName = ([g = missing, f = missing]: Uint8Array, level: number): boolean =>
    level === nameLocal ? g <= 2 : level === slip && (g > 0 || f > 0)
  const ones = chances.map(({ one }) => one.map(Math.log2))
  const anys = chances.map(({ any }) => any.map(Math.log2))
  const exact = fields.map(({ exact }) => exact)
  return (field, { levels, shares }) => {
    const level = levels[field] ?? missing
    const share = shares[field] ?? 0
    let common = anys[field]?.[level] ?? 0
    if (level < (exact[field] ?? 0)) common = Math.log2(Math.max(share, 1e-7))
    // What both names make tells no more than the rest of it, and nothing against them.
    else if (share > 0) common = Math.max(common, Math.min(Math.log2(share), ones[field]?.[level] ?? 0))
    if (field === place && coherent && level === 0 && (levels[street] ?? missing) <= 3)
      common = Math.max(common, together)
    // Of two who have one name, many have addresses made of it; and where a name is nearly the same, so is its address.
    if (field === mail && isOfTheName(levels, level)) common = Math.max(common, ones[field]?.[level] ?? 0)
    return common
  }
}

/**
 * Reckons the chance of what was found of a pair; the answer is written over at the next call. Of a pair below `least` bits it is only
 * told that it is, with a weight that is no less than its own.
 */
export function weigher(model: Model, least = Number.NEGATIVE_INFINITY): (found: Finding) => Chance {
  const commonOf = byChance(model)
  const logs = model.chances.map(({ one, household }) => ({
    one: one.map(Math.log2),
    household: household.map(Math.log2),
  }))
  const [ones, households] = [Math.log2(model.ones), Math.log2(model.households)]
  const any0 = Math.log2(1 - model.ones - model.households)
  const answer: Chance = { one: 0, household: 0, weight: 0 }
  return found => {
    let one = ones
    let household = households
    let any = any0
    for (let field = 0; field < logs.length; field++) {
      const level = found.levels[field] ?? missing
      const log = logs[field]
      if (level === missing || log === undefined) continue
      const common = commonOf(field, found)
      one += log.one[level] ?? 0
      any += common
      household += field === 0 ? common : (log.household[level] ?? 0) // two of one household have given names like any two
    }
    if (one - any < least) {
      answer.weight = one - any
      answer.one = 0
      answer.household = 0
      return answer
    }
    const rest = addLogs(household, any)
    const weight = one - rest
    answer.weight = weight
    answer.one = 1 / (1 + 2 ** -weight)
    answer.household = 2 ** (household - addLogs(one, rest))
    return answer
  }
}

/**
 * Whether anything beside what hundreds have in common joins two: the whole name, however it is written, or a way to reach them. Namesakes by given
 * name in one town and language are joined by none, and where a register has no pair of one person they would teach that they are.
 */
export function joiner(fields: readonly Compares[]): (levels: Uint8Array) => boolean {
  const reaches = fields.map(({ key }) => joins[key] ?? (key.startsWith('other:') ? 1 : -1))
  return levels => {
    const [given = missing, family = missing] = levels
    return (given <= alike && family <= alike) || reaches.some((most, field) => (levels[field] ?? missing) <= most)
  }
}

const alike = nameLevels.indexOf('initial')
/** By field: the last level that only few have in common. */
const joins: Readonly<Record<string, number>> = {
  email: mailLevels.indexOf('same-local'),
  phone: phoneLevels.indexOf('slip'),
  street: streetLevels.indexOf('close-same-number'),
}

/** Two who share a street by chance mostly share its town. */
const together = Math.log2(0.4)
const addLogs = (a: number, b: number): number => Math.max(a, b) + Math.log2(1 + 2 ** -Math.abs(a - b))

function normal(counts: ArrayLike<number>): Float64Array {
  const sum = Float64Array.from(counts).reduce((all, count) => all + count, 0)
  return Float64Array.from(counts, count => Math.max(count / sum, 1e-7))
}

function compareAll(columns: Columns, pairs: Pairs): Finding {
  const compare = comparer(columns)
  const one = newFinding(columns)
  const width = one.levels.length
  const all = { levels: new Uint8Array(pairs.a.length * width), shares: new Float64Array(pairs.a.length * width) }
  for (let pair = 0; pair < pairs.a.length; pair++) {
    compare(pairs.a[pair] ?? 0, pairs.b[pair] ?? 0, one)
    all.levels.set(one.levels, pair * width)
    all.shares.set(one.shares, pair * width)
  }
  return all
}

/** Pairs drawn from all: hardly any of them is one person. */
function learnAny(columns: Columns, fields: readonly Compares[], chances: readonly Chances[]): void {
  const draws = Math.min(200_000, (columns.size * (columns.size - 1)) / 2)
  if (draws < 1) return
  const compare = comparer(columns)
  const found = newFinding(columns)
  const next = drawing(seed)
  const counts = fields.map(({ expected }) => normal(expected.any).map(chance => chance * weightOfExpected.any))
  for (let draw = 0; draw < draws; draw++) {
    const a = Math.floor(next() * columns.size)
    const b = Math.floor(next() * columns.size)
    if (a === b) continue
    compare(a, b, found)
    for (let field = 0; field < fields.length; field++) {
      const level = found.levels[field] ?? missing
      const count = counts[field]
      if (level !== missing && count) count[level] = (count[level] ?? 0) + 1
    }
  }
  for (const [field, { any }] of chances.entries()) any.set(normal(counts[field] ?? []))
}

/** True when those who share a postcode, and are not one family, share its city as well. */
function isCoherent(columns: Columns): boolean {
  const place = columns.fields.find(({ key }) => key === 'place')
  const { given, family } = columns
  if (place === undefined) return false
  const first = new Map<string, { readonly person: number; readonly value: number }>()
  let [same, other] = [0, 0]
  for (let person = 0; person < Math.min(columns.size, 200_000); person++) {
    const value = place.ids[place.starts[person] ?? 0]
    if (value === undefined || place.starts[person] === place.starts[person + 1]) continue
    const [postcode = ''] = place.text(value).split('|')
    const seen = first.get(postcode)
    if (postcode === '') continue
    if (seen === undefined) {
      first.set(postcode, { person, value })
      continue
    }
    const [g, f] = [given, family].map(({ ids, starts, compare }) =>
      compare(ids[starts[person] ?? 0] ?? 0, ids[starts[seen.person] ?? 0] ?? 0),
    )
    if (g !== 5 || f !== 5) continue
    if (seen.value === value) same++
    else other++
  }
  return same >= other * 3
}

/** Draws from 0 to 1 that are the same at every run (mulberry32). */
export function drawing(from: number): () => number {
  let state = from
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let t = Math.imul(state ^ (state >>> 15), 1 | state)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296
  }
}
