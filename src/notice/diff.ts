/** Two notices compared by meaning: the differences say all that sets them apart, and nothing that does not. */

import { isDeepStrictEqual } from 'node:util'
import type { Difference, Json, Must, Weight } from './difference.ts'
import { concernOf, placeOf } from './difference-concern.ts'
import { type Change, type Compared, isLookedInto, judged } from './difference-judges.ts'
import { type Rule, rules } from './difference-rules.ts'
import { changesOfUses, consented, type JudgedChange, useGroups } from './difference-uses.ts'
import { isMapping, mapping, partAt, withPart } from './json-part.ts'
import type { Notice } from './notice.ts'
import { plainNotice } from './plain-notice.ts'

/** Worst first: what weighs most and asks most, then in the order of the notice. Nothing when both say the same. */
export function diffNotices(before: Notice, after: Notice): readonly Difference[] {
  const compared: Compared = {
    before: { notice: before, plain: plainNotice(before) },
    after: { notice: after, plain: plainNotice(after) },
  }
  const root = { keys: [], before: compared.before.plain, after: compared.after.plain }
  return changesIn(root, compared)
    .map(change => differenceOf(change, compared))
    .sort(
      (a, b) => weights.indexOf(a.weight) - weights.indexOf(b.weight) || musts.indexOf(a.must) - musts.indexOf(b.must),
    )
}

/** Worst first. */
export const weights: readonly Weight[] = ['new-purpose-or-basis', 'material', 'editorial']
export const musts: readonly Must[] = ['ask-consent', 'tell', 'nothing']

function changesIn(change: Change, compared: Compared): readonly JudgedChange[] {
  const { keys, before, after } = change
  const [part, id = '', below] = keys
  if (part === 'purposes' && below === 'uses') return changesOfUses(id, compared)
  if (isDeepStrictEqual(before, after)) return []
  if (!isLookedInto(change)) return [{ ...change, rule: judged(change, compared) }]
  const [was, is] = [mapping(before), mapping(after)]
  const parts = [...new Set([...Object.keys(was), ...Object.keys(is)])]
  return parts.flatMap(key =>
    changesIn({ keys: [...keys, key], before: partAt(was, key), after: partAt(is, key) }, compared),
  )
}

function differenceOf(change: JudgedChange, compared: Compared): Difference {
  const { keys, before, after, rule } = change
  const { part, weight, must, whom, articles }: Rule = rules[rule]
  const places = {
    before: placeOf(change, compared.before.notice, before),
    after: placeOf(change, compared.after.notice, after),
  }
  return {
    path: pathOf(keys),
    part,
    change: before === undefined ? 'added' : after === undefined ? 'removed' : 'changed',
    rule,
    ...(before !== undefined && { before }),
    ...(after !== undefined && { after }),
    weight,
    articles,
    must,
    concerns: concernOf(whom, change, compared),
    position: {
      ...(places.before !== undefined && { before: places.before }),
      ...(places.after !== undefined && { after: places.after }),
    },
  }
}

const pathOf = (keys: readonly string[]): string =>
  keys.map(key => key.replaceAll('%', '%25').replaceAll('.', '%2E')).join('.')

/** The keys that a path stands for. */
export const keysOf = (path: string): readonly string[] =>
  path.split('.').map(key => key.replaceAll('%2E', '.').replaceAll('%25', '%'))

/** A plain notice with differences carried out: all that `diffNotices(a, b)` gives, on what `a` says, give what `b` says. */
export const applyDifferences = (before: Json, differences: readonly Difference[]): Json =>
  differences.reduce<Json>((notice, difference) => {
    const keys = keysOf(difference.path)
    const [part = '', id = '', group = ''] = keys
    if (part !== 'purposes' || keys.length === 2) return withPart(notice, keys, difference.after)
    if (group === consented) return notice
    return useGroups.includes(group)
      ? withUses(notice, [part, id, 'uses'], difference)
      : withPart(notice, keys, difference.after)
  }, before)

const withUses = (notice: Json, keys: readonly string[], { before, after }: Difference): Json => {
  const gone = Object.keys(isMapping(before) ? before : {}).filter(category => partAt(after, category) === undefined)
  const without = gone.reduce<Json>((all, category) => withPart(all, [...keys, category], undefined), notice)
  return Object.entries(mapping(after)).reduce<Json>(
    (all, [category, use]) => withPart(all, [...keys, category], use),
    without,
  )
}
