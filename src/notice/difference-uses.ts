/** What became of a purpose's uses of categories, told by the basis: `marketing now also uses orders, on legitimate interest`. */

import { isDeepStrictEqual } from 'node:util'
import type { Json } from './difference.ts'
import { type Change, type Compared, isAsked } from './difference-judges.ts'
import type { RuleId } from './difference-rules.ts'
import { fieldsSeen, type PlainNotice, type PlainUse } from './plain-notice.ts'

/** Keys below `purposes.<id>` under which changed uses are told; the value is the changed uses by category. */
export const useGroups: readonly string[] = ['bases', 'categories', 'fields', 'laws']

/** What a consent covers, when the category behind it has got another field: it follows from what else is told. */
export const consented = 'consented'

interface Side {
  readonly use: PlainUse
  readonly fields: readonly string[]
}

export type JudgedChange = Change & { readonly rule: RuleId }

/** Changes of a purpose that both notices have. */
export function changesOfUses(purpose: string, compared: Compared): readonly JudgedChange[] {
  const usesIn = (plain: PlainNotice) => plain.purposes[purpose]?.uses ?? {}
  const [before, after] = [usesIn(compared.before.plain), usesIn(compared.after.plain)]
  const grounds = new Set(Object.values(before).map(groundOf))
  const seesAll = compared.after.notice.purposes.some(one => one.id === purpose && one.seesAll)
  const groups = new Map<string, { keys: readonly string[]; rule: RuleId; before: Pairs; after: Pairs }>()
  for (const category of [...new Set([...Object.keys(before), ...Object.keys(after)])]) {
    const was = sideOf(compared.before.notice, category, before[category])
    const is = sideOf(compared.after.notice, category, after[category])
    const found = judgedUse(was, is, grounds, seesAll)
    if (found === undefined) continue
    const key = `${found.rule} ${found.keys.join('.')}`
    const group = groups.get(key) ?? { ...found, before: [], after: [] }
    groups.set(key, group)
    const told = (side: Side): Json => (found.keys[0] === consented ? side.fields : side.use)
    if (was !== undefined) group.before.push([category, told(was)])
    if (is !== undefined) group.after.push([category, told(is)])
  }
  return [...groups.values()].map(({ keys, rule, ...sides }) => ({
    keys: ['purposes', purpose, ...keys],
    rule,
    ...(sides.before.length > 0 && { before: Object.fromEntries(sides.before) }),
    ...(sides.after.length > 0 && { after: Object.fromEntries(sides.after) }),
  }))
}

type Pairs = [category: string, told: Json][]

const sideOf = (notice: Compared['before']['notice'], category: string, use: PlainUse | undefined): Side | undefined =>
  use && { use, fields: fieldsSeen(notice, category, use) }

/** The basis as a key: `consent`, `interest.know-customers`. */
const groundOf = ({ basis, interest }: PlainUse): string =>
  typeof interest === 'string' ? `${basis}.${interest}` : basis

interface Judged {
  readonly keys: readonly string[]
  readonly rule: RuleId
}

function judgedUse(
  was: Side | undefined,
  is: Side | undefined,
  grounds: ReadonlySet<string>,
  seesAll: boolean,
): Judged | undefined {
  if (is === undefined) return was && { keys: ['categories', groundOf(was.use)], rule: 'use-removed' }
  const ground = groundOf(is.use)
  const or = (rule: RuleId, asked: RuleId): RuleId => (isAsked(is.use.basis) ? asked : rule)
  if (was === undefined) {
    if (seesAll && grounds.size > 0) return { keys: ['categories', ground], rule: 'use-of-rights' }
    if (grounds.size === 0) return { keys: ['bases', ground], rule: or('basis-stated', 'basis-stated-consent') }
    if (!grounds.has(ground)) return { keys: ['bases', ground], rule: or('basis-added', 'basis-added-consent') }
    return { keys: ['categories', ground], rule: or('use-added', 'use-added-consent') }
  }
  if (was.use.basis !== is.use.basis)
    return { keys: ['bases', ground], rule: or('basis-changed', 'basis-changed-consent') }
  if (was.use.interest !== is.use.interest) return { keys: ['bases', ground], rule: 'interest-exchanged' }
  const more = is.fields.some(field => !was.fields.includes(field))
  const widened = or('use-widened', 'use-widened-consent')
  if (!isDeepStrictEqual(was.use.fields, is.use.fields))
    return { keys: ['fields', ground], rule: more ? widened : 'use-narrowed' }
  if (was.use.law !== is.use.law) return { keys: ['laws'], rule: 'law-of-basis' }
  return more && isAsked(is.use.basis) ? { keys: [consented], rule: 'use-widened-consent' } : undefined
}
