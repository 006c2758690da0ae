/** An entry is written only when Art. 33 and 34 let it stand beside what has been written before. */

import { Refused } from '../base/errors.ts'
import { type Breach, clockOf, nextStep } from './breach.ts'
import type { Facts, NewEntry } from './entry.ts'
import { namingsIn } from './naming.ts'

/** Refuses facts that cannot be: becoming aware in the future, or before it began. */
export function checkFacts({ awareAt, happenedFrom, happenedUntil }: Facts, now: Date): void {
  if (Date.parse(awareAt) > now.getTime()) throw refusal('aware-in-future', 'awareAt')
  if (happenedFrom !== null && happenedFrom > awareAt) throw refusal('aware-before', 'happenedFrom')
  if (happenedFrom !== null && happenedUntil !== null && happenedUntil < happenedFrom)
    throw refusal('ended-before', 'happenedUntil')
}

/** Refuses texts that seem to name somebody. `checked`: a person has looked, and the addresses are nobody's. Codes are never let in. */
export function checkNaming(content: object, checked: boolean): void {
  const found = namingsIn(content)
  const code = found.find(({ naming }) => naming === 'identity-code')
  if (code) throw refusal('identity-code', code.field)
  const [email] = found
  if (email && !checked) throw refusal('email', email.field)
}

/** Refuses an entry that the breach has no room for, or that lacks what its time or the risk makes needed. */
export function checkEntry(breach: Breach, entry: NewEntry, now: Date, why: string | undefined): void {
  if (breach.closing !== null && entry.kind !== 'reopened') throw new Refused('breaches.closed', 'conflict')
  if (needsWhy(breach, entry.kind) && why === undefined) throw refusal('why', 'why')
  if (entry.kind === 'described') checkFacts(entry.content, now)
  if (entry.kind === 'decided') checkDecision(breach, entry.content, now)
  if (entry.kind === 'notified') checkNotification(breach, entry.content, now)
  if (entry.kind === 'persons') checkTelling(breach, entry.content, now)
  if (entry.kind === 'closed' && nextStep(breach) !== 'close') throw new Refused('breaches.not-yet', 'conflict')
  if (entry.kind === 'reopened' && breach.closing === null) throw new Refused('breaches.open', 'conflict')
}

/** What takes the place of something says why; notifications are added, and the first closing needs no reason. */
const needsWhy = ({ entries }: Pick<Breach, 'entries'>, kind: NewEntry['kind']): boolean =>
  kind === 'reopened' || (kind !== 'notified' && kind !== 'closed' && entries.some(one => one.kind === kind))

function checkDecision(breach: Breach, { notify, reasons, delay }: Content<'decided'>, now: Date): void {
  if (breach.assessment === null) throw new Refused('breaches.assess-first', 'conflict')
  if (notify) return
  if (breach.notifications.length > 0) throw new Refused('breaches.already-notified', 'conflict')
  if (breach.assessment.risk !== 'none') throw new Refused('breaches.must-notify', 'conflict')
  if (reasons === '') throw refusal('reasons', 'reasons')
  if (now > clockOf(breach, now).due && delay === '') throw refusal('delay', 'delay')
}

function checkNotification(breach: Breach, { at, complete, missing, delay }: Content<'notified'>, now: Date): void {
  if (Date.parse(at) > now.getTime() || at < breach.facts.awareAt) throw refusal('notified-when', 'at')
  if (!complete && missing === '') throw refusal('missing', 'missing')
  const { due, endedAt } = clockOf(breach, now)
  if (endedAt === null && Date.parse(at) > due.getTime() && delay === '') throw refusal('delay', 'delay')
}

function checkTelling(breach: Breach, { told, at, how, exemption, reasons }: Content<'persons'>, now: Date): void {
  if (breach.assessment === null) throw new Refused('breaches.assess-first', 'conflict')
  if (told) {
    if (at === null || Date.parse(at) > now.getTime() || at < breach.facts.awareAt) throw refusal('told-when', 'at')
    if (how === '') throw refusal('told-how', 'how')
    return
  }
  if (exemption === null) throw refusal('exemption', 'exemption')
  if (exemption === 'not-high-risk' && breach.assessment.risk === 'high') throw refusal('must-tell', 'exemption')
  if (reasons === '') throw refusal('reasons', 'reasons')
  if (exemption === 'disproportionate' && how === '') throw refusal('publicly', 'how') // Art. 34(3)(c)
}

type Content<Kind extends NewEntry['kind']> = Extract<NewEntry, { kind: Kind }>['content']

const refusal = (key: string, field: string) => new Refused(`breaches.${key}`, 'invalid', {}, { field })
