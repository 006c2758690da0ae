/** Who may be contacted, said once more in a few lines and in other words than the database's, for the test of the gate. */

export interface Word {
  readonly kind: 'consent' | 'similar-purchase' | 'objection' | 'restriction'
  readonly purpose: string | null
  readonly channel: 'email' | 'phone' | null
  readonly address: string | null
  /** The day on which it was said; below 0: so long ago that a permit which ends has ended. */
  readonly day: number
  readonly isWithdrawn: boolean
  /** Of a purchase: what was bought; null: nobody knows. */
  readonly products: string | null
  readonly age: 'of-age' | 'minor' | 'guardian' | null
}

export interface Asked {
  readonly purpose: string
  readonly channel: 'email' | 'phone'
  readonly rule: 'consent' | 'consent or similar purchase' | 'unless objected'
  readonly today: number
  /** Permits end with their time. */
  readonly ends: boolean
  /** The notice gives the purpose this person's contact details. */
  readonly isGiven: boolean
  readonly products: string | undefined
  readonly aboutDuties: boolean
}

export interface Address {
  readonly value: string
  readonly whose: 'own' | 'work' | 'organisation' | null
  readonly isBounced: boolean
  readonly isPrimary: boolean
}

export interface Person {
  readonly words: readonly Word[]
  readonly hasTitle: boolean
}

/** The gate's word for one of the person's addresses, or for none. */
export function answerAt({ words, hasTitle }: Person, address: Address | undefined, asked: Asked): string {
  // A restriction is every purpose's affair: it begins and ends for all of them when it is told, whatever day it names.
  if (words.some(word => word.kind === 'restriction' && stands(word, words))) return 'restricted'
  const heard = words.filter(word => protects(word) || word.day <= asked.today)
  const here = heard.filter(
    word =>
      (word.purpose ?? asked.purpose) === asked.purpose &&
      (word.channel ?? asked.channel) === asked.channel &&
      (word.address ?? address?.value) === address?.value,
  )
  if (here.some(word => word.kind === 'objection' && stands(word, here))) return 'prohibited'
  if (isYoung(words) && !saidByGuardian(here)) return 'minor'
  const reason =
    permitted(here, asked) ??
    (address?.whose === 'organisation' ? 'organisation' : undefined) ??
    (address?.whose === 'work' && asked.aboutDuties && hasTitle ? 'duties' : undefined)
  if (reason === 'expired') return 'expired'
  if (reason === undefined) return hasBought(here, asked) ? 'other-products' : 'unknown'
  // § 202 needs no permit, but the notice may: it goes first.
  if ((reason === 'organisation' || reason === 'duties') && !asked.isGiven) return 'not-in-notice'
  if (address === undefined) return 'no-address'
  return address.isBounced ? 'bounced' : reason
}

/** Over all addresses: one that may be used and works, the primary first; else what is said of the primary. */
export function answer(person: Person, addresses: readonly Address[], asked: Asked): readonly string[] {
  if (addresses.length === 0) return [answerAt(person, undefined, asked)]
  const answers = addresses.map(one => ({ ...one, reason: answerAt(person, one, asked) }))
  const open = answers.filter(({ reason }) => isYes(reason))
  const best = open.length > 0 ? open : answers
  const primary = best.filter(({ isPrimary }) => isPrimary)
  return (primary.length > 0 ? primary : best).map(({ reason }) => reason) // of equals the database takes one
}

const isYes = (reason: string): boolean =>
  ['consent', 'similar-purchase', 'not-prohibited', 'organisation', 'duties'].includes(reason)

const protects = ({ kind, isWithdrawn }: Word): boolean =>
  (kind === 'objection' || kind === 'restriction') !== isWithdrawn

/** The last word of the same scope is not its withdrawal; of two on one day the one that protects counts. */
function stands(word: Word, among: readonly Word[]): boolean {
  const same = among.filter(
    one =>
      one.kind === word.kind &&
      one.purpose === word.purpose &&
      one.channel === word.channel &&
      one.address === word.address,
  )
  const last = Math.max(...same.map(({ day }) => day))
  const latest = same.filter(({ day }) => day === last)
  return word.kind === 'consent' ? latest.every(one => !one.isWithdrawn) : latest.some(one => !one.isWithdrawn)
}

/** The last thing that was said of the age; of two on one day the one that was said later. */
function isYoung(words: readonly Word[]): boolean {
  const said = words.filter(({ age }) => age !== null)
  const last = Math.max(...said.map(({ day }) => day))
  const age = said.filter(({ day }) => day === last).at(-1)?.age
  return age === 'minor' || age === 'guardian'
}

function saidByGuardian(here: readonly Word[]): boolean {
  const given = here.filter(word => word.kind === 'consent' && !word.isWithdrawn && stands(word, here))
  const last = Math.max(...given.map(({ day }) => day))
  return given.some(({ day, age }) => day === last && age === 'guardian')
}

const lastOf = (here: readonly Word[], kinds: readonly string[], isWithdrawn: boolean): number =>
  Math.max(
    Number.NEGATIVE_INFINITY,
    ...here.filter(word => kinds.includes(word.kind) && word.isWithdrawn === isWithdrawn).map(({ day }) => day),
  )

function permitted(here: readonly Word[], { rule, products, ends }: Asked): string | undefined {
  if (rule === 'unless objected') return 'not-prohibited'
  const consented = lastOf(here, ['consent'], false)
  if (consented > lastOf(here, ['consent'], true)) return ends && consented < 0 ? 'expired' : 'consent'
  const bought = lastOf(
    here.filter(word => word.products !== null && word.products === products),
    ['similar-purchase'],
    false,
  )
  return rule === 'consent or similar purchase' && bought > lastOf(here, ['consent', 'similar-purchase'], true)
    ? 'similar-purchase'
    : undefined
}

const hasBought = (here: readonly Word[], { rule }: Asked): boolean =>
  rule === 'consent or similar purchase' &&
  lastOf(here, ['similar-purchase'], false) > lastOf(here, ['consent', 'similar-purchase'], true)
