/** What each purpose may see, said once more in a few lines and in other words than the compiler's, for the soundness test. */

import type { ChannelRules, SmallCategory } from './small-notice.ts'

export interface Statement {
  readonly kind: 'contract' | 'consent' | 'similar-purchase' | 'objection' | 'restriction'
  readonly purpose: string | null
  readonly channel: 'email' | 'post' | null
  /** Days since the beginning; `withdrawn` is the day on which it ended, if this tells of an end. */
  readonly given: number
  readonly withdrawn: number | null
}

export type Values = Readonly<Record<string, string | number | null>>

export interface Row {
  readonly category: string
  readonly id: string
  values: Values
}

export interface Person {
  readonly id: string
  readonly statements: Statement[]
  rows: Row[]
}

/** Rows as a purpose login gets them: only the columns of its use, only of the persons whom its basis covers. */
export function seen(
  persons: readonly Person[],
  category: SmallCategory,
  purpose: string,
  rules: ChannelRules,
): readonly (Values & { id: string; person_id: string })[] {
  const columns = columnsFor(category, purpose)
  return persons
    .filter(person => covers(person, category, purpose, rules))
    .flatMap(person => person.rows.filter(row => row.category === category.id).map(row => ({ person, row })))
    .map(({ person, row }) => ({
      person_id: person.id,
      id: row.id,
      ...Object.fromEntries(columns.map(column => [column, row.values[column] ?? null])),
    }))
}

export const uses = (category: SmallCategory, purpose: string): boolean =>
  purpose === 'rights' || Object.hasOwn(category.uses, purpose)

export function columnsFor(category: SmallCategory, purpose: string): readonly string[] {
  const all = category.fields.map(field => (typeof field === 'string' ? field : field.id))
  const use = category.uses[purpose]
  if (purpose === 'rights') return all
  if (use === undefined) return []
  return typeof use === 'string' || use.length === 1 ? all : all.filter(id => use.includes(id))
}

/** Whether the law lets this purpose see this person in this category. */
export function covers(person: Person, category: SmallCategory, purpose: string, rules: ChannelRules): boolean {
  if (!uses(category, purpose)) return false
  if (purpose === 'rights') return true
  if (stands(person, 'restriction', null, null)) return false
  const use = category.uses[purpose]
  switch (typeof use === 'string' ? use : use?.[0]) {
    case 'contract':
      return stands(person, 'contract', null, null)
    case 'consent':
      return mayByConsent(person, purpose)
    case 'permission':
      return mayByConsent(person, purpose) || mayByPurchase(person, purpose, rules)
    case 'interest':
      return !stands(person, 'objection', purpose, null) && !stands(person, 'objection', null, null)
    case 'legal-obligation':
      return true
    default:
      return false
  }
}

const mayByConsent = (person: Person, purpose: string): boolean =>
  ([null, 'email', 'post'] as const).some(
    channel => stands(person, 'consent', purpose, channel) && !isProhibited(person, purpose, channel),
  )

/** 917/2014 § 200(3): by a channel of which the notice says so, to who has neither forbidden it nor taken a consent back since. */
const mayByPurchase = (person: Person, purpose: string, rules: ChannelRules): boolean =>
  (['email', 'post'] as const).some(
    channel =>
      acceptsPurchase(rules, purpose, channel) &&
      stands(person, 'similar-purchase', purpose, channel) &&
      !isProhibited(person, purpose, channel) &&
      !isWithdrawnSince(person, purpose, channel),
  )

export const acceptsPurchase = (rules: ChannelRules, purpose: string, channel: 'email' | 'post'): boolean =>
  rules[purpose]?.[channel] === 'consent or similar purchase'

function isWithdrawnSince(person: Person, purpose: string, channel: 'email' | 'post'): boolean {
  const purchases = person.statements.filter(
    said => said.kind === 'similar-purchase' && said.purpose === purpose && said.channel === channel,
  )
  const bought = Math.max(...purchases.map(said => said.withdrawn ?? said.given))
  return person.statements.some(
    said =>
      said.kind === 'consent' &&
      said.purpose === purpose &&
      [null, channel].includes(said.channel) &&
      said.withdrawn !== null &&
      said.withdrawn >= bought,
  )
}

/** A consent for a channel falls by an objection to that channel or to all; one for every channel only by one to all. */
const isProhibited = (person: Person, purpose: string, channel: Statement['channel']): boolean =>
  [purpose, null].some(to => stands(person, 'objection', to, null) || stands(person, 'objection', to, channel))

/** The last word on exactly this matter; of two on one day, the one that protects the person. */
function stands(
  person: Person,
  kind: Statement['kind'],
  purpose: Statement['purpose'],
  channel: Statement['channel'],
): boolean {
  const words = person.statements.filter(
    said => said.kind === kind && said.purpose === purpose && said.channel === channel,
  )
  const day = Math.max(...words.map(said => said.withdrawn ?? said.given))
  const last = words.filter(said => (said.withdrawn ?? said.given) === day).map(said => said.withdrawn === null)
  if (last.length === 0) return false
  const protects = kind === 'objection' || kind === 'restriction'
  return protects ? last.includes(true) : !last.includes(false)
}
