/** Until when a row is kept, said once more in a few lines and in other words than the compiler's, for the property test. */

import { addDuration } from '../base/time-limit.ts'
import type { Retention } from '../notice/notice.ts'

export interface Rule {
  readonly duration: string
  readonly anchor: Retention['anchor']
}

/** Days as YYYY-MM-DD. */
export interface Life {
  readonly relationships: readonly { readonly started: string; readonly ended: string | null }[]
  readonly orders: readonly string[]
  /** Days of notes that are kept by fiscal years, and so are vouchers too. */
  readonly vouchers: readonly string[]
  /** Words about consent to the purpose, in the order in which they were given. */
  readonly consents: readonly { readonly given: string; readonly withdrawn: string | null }[]
}

export interface Note {
  readonly booked: string | null
  readonly ended: string | null
  readonly closed: string | null
}

export interface Register {
  /** How long after the last contact the relationship of somebody silent ends. */
  readonly silence: string | null
  /** MM-DD on which every fiscal year ends; null: 31 December. */
  readonly yearEnds: string | null
  /** The day on which everything was written. */
  readonly today: string
}

/** The event has not come. */
const never = '9999-12-31'
const latest = (days: readonly (string | null)[]): string | undefined =>
  days
    .filter(day => day !== null)
    .sort()
    .at(-1)

/** The date until which the row is kept; null while the event of some rule has not come. `note` undefined: a profile, which tells of nothing. */
export function keptUntil(
  rules: readonly Rule[],
  note: Note | undefined,
  life: Life,
  register: Register,
): string | null {
  const onlyBooks = rules.every(({ anchor }) => anchor === 'fiscal-year.ended' || anchor === 'books.closed')
  const ends = rules.flatMap(({ anchor, duration }) => {
    const from = eventOf(anchor, note, life, register, onlyBooks)
    if (from === undefined) return []
    return [from === never ? never : addDuration(from, duration)]
  })
  const end = latest(ends)
  return end === undefined || end === never ? null : end
}

function eventOf(
  anchor: Rule['anchor'],
  note: Note | undefined,
  life: Life,
  register: Register,
  onlyBooks: boolean,
): string | undefined {
  const { today } = register
  const voucher = note
    ? (latest([note.booked, note.ended, note.closed]) ?? today)
    : (latest([...life.orders, ...life.vouchers]) ?? (onlyBooks ? today : undefined))
  switch (anchor) {
    case 'recorded':
      return today
    case 'relationship.last-contact':
      return contact(life, today)
    case 'relationship.ended':
      return relationshipEnd(life, register)
    case 'fiscal-year.ended':
      return voucher && `${fiscalYearEnd(voucher, register).slice(0, 4)}-12-31`
    case 'books.closed':
      return voucher && fiscalYearEnd(voucher, register)
    case 'event.ended':
      return note?.ended ?? never
    case 'request.closed':
    case 'case.closed':
      return note?.closed ?? never
    case 'consent.withdrawn':
      return consentEnd(life) ?? today
  }
}

const contact = ({ relationships, orders, consents }: Life, today: string): string =>
  latest([...relationships.map(one => one.started), ...orders, ...consents.map(one => one.given)]) ?? today

function relationshipEnd(life: Life, { silence, today }: Register): string {
  const ends = life.relationships.map(({ ended }) => ended)
  if (ends.length > 0 && !ends.includes(null)) return latest(ends) ?? never
  return silence === null ? never : addDuration(contact(life, today), silence)
}

/** The last word counts: of two on one day the one that protects. */
function consentEnd({ consents }: Life): string | undefined {
  const day = latest(consents.map(({ given, withdrawn }) => withdrawn ?? given))
  if (day === undefined) return undefined
  return consents.some(({ withdrawn }) => withdrawn === day) ? day : never
}

function fiscalYearEnd(day: string, { yearEnds }: Register): string {
  const year = Number(day.slice(0, 4))
  const end = `${year}-${yearEnds ?? '12-31'}`
  return end < day ? `${year + 1}-${yearEnds ?? '12-31'}` : end
}
