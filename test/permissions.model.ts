/** Who may be contacted, said once more in a few lines and in other words than the database's, for the test of the gate. */

export interface Word {
  readonly kind: 'consent' | 'similar-purchase' | 'objection' | 'restriction'
  readonly purpose: string | null
  readonly channel: 'email' | 'phone' | null
  readonly address: string | null
  /** The day on which it was said. */
  readonly day: number
  readonly isWithdrawn: boolean
}

export interface Asked {
  readonly purpose: string
  readonly channel: 'email' | 'phone'
  readonly rule: 'consent' | 'consent or similar purchase' | 'unless objected'
  readonly today: number
}

export interface Address {
  readonly value: string
  readonly isBounced: boolean
  readonly isPrimary: boolean
}

/** The gate's word for one of the person's addresses, or for none. */
export function answerAt(words: readonly Word[], address: Address | undefined, asked: Asked): string {
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
  const reason = permitted(here, asked)
  if (reason === undefined) return 'unknown'
  if (address === undefined) return 'no-address'
  return address.isBounced ? 'bounced' : reason
}

/** Over all addresses: one that may be used and works, the primary first; else what is said of the primary. */
export function answer(words: readonly Word[], addresses: readonly Address[], asked: Asked): readonly string[] {
  if (addresses.length === 0) return [answerAt(words, undefined, asked)]
  const answers = addresses.map(one => ({ ...one, reason: answerAt(words, one, asked) }))
  const open = answers.filter(({ reason }) => isYes(reason))
  const best = open.length > 0 ? open : answers
  const primary = best.filter(({ isPrimary }) => isPrimary)
  return (primary.length > 0 ? primary : best).map(({ reason }) => reason) // of equals the database takes one
}

const isYes = (reason: string): boolean => ['consent', 'similar-purchase', 'not-prohibited'].includes(reason)

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
  return same.filter(({ day }) => day === last).some(one => !one.isWithdrawn)
}

function permitted(here: readonly Word[], { rule }: Asked): string | undefined {
  if (rule === 'unless objected') return 'not-prohibited'
  const last = (kinds: readonly string[], isWithdrawn: boolean): number =>
    Math.max(
      -1,
      ...here.filter(word => kinds.includes(word.kind) && word.isWithdrawn === isWithdrawn).map(({ day }) => day),
    )
  if (last(['consent'], false) > last(['consent'], true)) return 'consent'
  const withdrawn = last(['consent', 'similar-purchase'], true)
  if (rule === 'consent or similar purchase' && last(['similar-purchase'], false) > withdrawn) return 'similar-purchase'
  return undefined
}
