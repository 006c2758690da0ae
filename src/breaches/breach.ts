/** What stands of a breach after all of its entries: facts, assessment, decisions, and how the 72 hours stand. */

import type { Author } from '../accountability/revision.ts'
import type { Id } from '../base/ids.ts'
import type { Assessed, Closed, Decided, Described, Entry, Notified, Persons } from './entry.ts'

/** An entry's content with when it was written and by whom. */
type Standing<Content> = Content & { readonly writtenAt: Date; readonly writtenBy: Author }

export interface Breach {
  readonly id: Id
  readonly reference: string
  readonly openedAt: Date
  readonly openedBy: Author
  /** The number of the last entry: whoever writes must know it. */
  readonly last: number
  readonly facts: Standing<Described>
  readonly assessment: Standing<Assessed> | null
  /** Null also when a later assessment has overtaken it. */
  readonly decision: Standing<Decided> | null
  /** In the order of writing: the first notification and what was added to it in phases. */
  readonly notifications: readonly Standing<Notified>[]
  readonly persons: Standing<Persons> | null
  readonly closing: Standing<Closed> | null
  readonly entries: readonly Entry[]
}

export interface Opened {
  readonly id: Id
  readonly reference: string
  readonly openedAt: Date
  readonly openedBy: Author
}

/** The breach that its entries, in their order, make. */
export function breachOf(opened: Opened, entries: readonly Entry[]): Breach {
  let facts: Breach['facts'] | undefined
  let assessment: Breach['assessment'] = null
  let decision: Breach['decision'] = null
  let persons: Breach['persons'] = null
  let closing: Breach['closing'] = null
  const notifications: Breach['notifications'][number][] = []
  for (const entry of entries) {
    switch (entry.kind) {
      case 'described':
        facts = standing(entry)
        break
      case 'assessed':
        assessment = standing(entry)
        // Art. 33(1): only of what is unlikely to result in a risk may one be silent; Art. 34(1): or where the risk is not high.
        if (assessment.risk !== 'none' && decision?.notify === false) decision = null
        if (assessment.risk === 'high' && persons?.exemption === 'not-high-risk') persons = null
        break
      case 'decided':
        decision = standing(entry)
        break
      case 'notified':
        notifications.push(standing(entry))
        break
      case 'persons':
        persons = standing(entry)
        break
      case 'closed':
        closing = standing(entry)
        break
      case 'reopened':
        closing = null
        break
    }
  }
  if (!facts) throw new Error(`breach ${opened.reference} has no description`)
  const last = entries.at(-1)?.n ?? 0
  return { ...opened, last, facts, assessment, decision, notifications, persons, closing, entries }
}

const standing = <Content extends object>(entry: {
  readonly content: Content
  readonly at: Date
  readonly by: Author
}): Standing<Content> => ({ ...entry.content, writtenAt: entry.at, writtenBy: entry.by })

/** `running` and `overdue` still run; `kept` and `late` have ended, in time or not. */
export type ClockState = 'running' | 'overdue' | 'kept' | 'late'

export interface Clock {
  readonly state: ClockState
  readonly due: Date
  /** When the authority was notified, or it was decided that it need not be. */
  readonly endedAt: Date | null
  /** Why it took longer, as far as that has been told. */
  readonly delay: string | null
}

/** How the 72 hours of Art. 33(1) stand. */
export function clockOf({ facts, decision, notifications }: Breach, now: Date): Clock {
  const due = new Date(facts.due)
  const first = notifications.map(({ at }) => at).sort()[0]
  const endedAt = first !== undefined ? new Date(first) : decision?.notify === false ? decision.writtenAt : null
  const inTime = endedAt === null ? now < due : endedAt <= due
  const delay = [...notifications, ...(decision ? [decision] : [])].map(one => one.delay).find(words => words !== '')
  return {
    state: endedAt === null ? (inTime ? 'running' : 'overdue') : inTime ? 'kept' : 'late',
    due,
    endedAt,
    delay: delay ?? null,
  }
}

export const steps = ['assess', 'decide', 'notify', 'tell', 'close'] as const
export type Step = (typeof steps)[number]

/** What is to be done next; undefined when the breach is closed. */
export function nextStep(breach: Breach): Step | undefined {
  const { assessment, decision, notifications, closing } = breach
  if (closing !== null) return undefined
  if (assessment === null) return 'assess'
  if (decision === null && notifications.length === 0) return 'decide'
  if (decision?.notify !== false && notifications.at(-1)?.complete !== true) return 'notify'
  return mustTell(breach) ? 'tell' : 'close'
}

/** Art. 34(1): the risk is high, and nobody has been told nor is it on record why not. */
export const mustTell = ({ assessment, persons }: Breach): boolean => assessment?.risk === 'high' && persons === null
