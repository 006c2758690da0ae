/** All pairs of a set of persons that may be one person, each with its chance: candidates, what they teach, and the score by it. */

import { meetings, persons } from './blocks.ts'
import type { Columns } from './columns.ts'
import { type Evidence, evidenceOf, type Verdict, verdictOf } from './evidence.ts'
import { initialModel, joiner, learn, type Model, type Pairs, weigher } from './model.ts'
import { comparer, newFinding } from './pair.ts'

export interface Found {
  /** Places in the columns, a before b. */
  readonly a: number
  readonly b: number
  /** From 0 to 1. */
  readonly chance: number
  /** Bits of evidence: the logarithm to base 2 of the odds. */
  readonly weight: number
}

export interface Result {
  readonly model: Model
  /** The likeliest first. */
  readonly found: readonly Found[]
  /** Pairs that were compared, some more than once. */
  readonly compared: number
}

/** Pairs far below this many bits, as they look before anything is learnt, will not be one person by what is learnt. */
const hopeless = -16
const learntFrom = 400_000 // pairs

/** `least`: the chance from which a pair is told. */
export function findPairs(columns: Columns, least: number): Result {
  let compared = 0
  const first = initialModel(columns)
  const compare = comparer(columns)
  const finding = newFinding(columns)
  const weigh = weigher(first, hopeless)
  const hopeful = pairList()
  meetings(columns, (a, b) => {
    compared++
    compare(a, b, finding)
    if (weigh(finding).weight >= hopeless) hopeful.add(a, b)
  })
  const candidates = hopeful.done()
  const step = Math.max(1, Math.ceil(candidates.a.length / learntFrom))
  const model = learn(columns, first, everyOf(candidates, step), 1 / step)
  return { model, compared, found: scorePairs(columns, model, candidates, least) }
}

/** The pairs that are likely enough, the likeliest first. */
export function scorePairs(columns: Columns, model: Model, { a, b }: Pairs, least: number): readonly Found[] {
  const compare = comparer(columns)
  const finding = newFinding(columns)
  const weigh = weigher(model)
  const isJoined = joiner(model.fields)
  const found: Found[] = []
  for (let pair = 0; pair < a.length; pair++) {
    const [x, y] = [a[pair] ?? 0, b[pair] ?? 0]
    compare(x, y, finding)
    const { one, weight } = weigh(finding)
    if (one >= least && isJoined(finding.levels)) found.push({ a: x, b: y, chance: one, weight })
  }
  return found.sort((x, y) => y.weight - x.weight)
}

function everyOf({ a, b }: Pairs, step: number): Pairs {
  if (step === 1) return { a, b }
  const take = (from: Uint32Array) => from.filter((_, at) => (Math.imul(at, 0x9e3779b1) >>> 8) % step === 0)
  return { a: take(a), b: take(b) }
}

/** Pairs of persons, each once. */
function pairList() {
  let held = new Float64Array(4096)
  let used = 0
  return {
    add: (a: number, b: number): void => {
      if (used === held.length) {
        const more = new Float64Array(used * 2)
        more.set(held)
        held = more
      }
      held[used++] = Math.min(a, b) * persons + Math.max(a, b)
    },
    done: (): Pairs => {
      const sorted = held.subarray(0, used).sort()
      const once = sorted.filter((pair, at) => at === 0 || pair !== sorted[at - 1])
      return {
        a: Uint32Array.from(once, pair => Math.floor(pair / persons)),
        b: Uint32Array.from(once, pair => pair % persons),
      }
    },
  }
}

/** A pair as it is told. */
export interface Described {
  readonly a: string
  readonly b: string
  readonly chance: number
  readonly weight: number
  readonly verdict: Verdict
  readonly evidence: readonly Evidence[]
}

export function describeFound(
  columns: Columns,
  { model, found }: Pick<Result, 'model' | 'found'>,
): readonly Described[] {
  const compare = comparer(columns)
  const finding = newFinding(columns)
  const { persons: ids } = columns
  return found.map(({ a, b, chance, weight }) => {
    compare(a, b, finding)
    const evidence = evidenceOf(model, finding)
    return { a: ids[a] ?? '', b: ids[b] ?? '', chance, weight, verdict: verdictOf(chance, evidence), evidence }
  })
}
