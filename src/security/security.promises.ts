/** What is unusual does not lie there unseen, and what was seen of sign-ins is not kept longer than is said. */

import type { Notice } from '../notice/notice.ts'
import { type PromiseCheck, type PromiseContext, verdict } from '../promises/promise.ts'
import { daysBefore, kept, reviewDays } from './measures.ts'

interface Counts {
  readonly waiting: number
  readonly findings: number
  readonly old: number
}

/** A day is left for the job that removes. */
async function countsAt({ database, at }: PromiseContext): Promise<Counts> {
  const { rows } = await database.app.query<Counts>('select * from security.count_waiting($1, $2, $3, $4)', [
    daysBefore(at, reviewDays),
    daysBefore(at, kept.attempts + 2),
    daysBefore(at, kept.entries + 2),
    daysBefore(at, kept.findings + 2),
  ])
  return rows[0] ?? { waiting: 0, findings: 0, old: 0 }
}

const ofPurpose = ({ purposes }: Notice): readonly string[] =>
  purposes.some(({ id }) => id === 'security') ? ['purposes.security'] : []

/** Art. 32(1): within two weeks somebody else than whom it concerns has looked into it. */
export const findingsReviewed: PromiseCheck = {
  id: 'security.findings-reviewed',
  severity: 'serious',
  places: ofPurpose,
  mend: '/security',
  run: async context => {
    const { waiting, findings } = await countsAt(context)
    return verdict(waiting === 0, { count: waiting, findings, days: reviewDays })
  },
}

/** Art. 5(1)(e): tries, sign-ins and findings go when they have served their time. */
export const triesForgotten: PromiseCheck = {
  id: 'security.tries-forgotten',
  severity: 'serious',
  places: ofPurpose,
  run: async context => {
    const { old } = await countsAt(context)
    return verdict(old === 0, { count: old, attempts: kept.attempts, entries: kept.entries, findings: kept.findings })
  },
}
