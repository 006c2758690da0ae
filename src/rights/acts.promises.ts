/** What was done upon requests holds: recipients are told, what must stop at once did, and nobody who was erased is in the register again. */

import { type PromiseCheck, verdict } from '../promises/promise.ts'

const places = (): readonly string[] => ['rights.granted', 'rights']
const day = 86_400_000

/** In days: telling takes somebody's time, and is to be without delay. */
const patience = 14

/** Art. 19: everybody who was given the data has been told that it was corrected, erased or restricted, or it is said why not. */
export const recipientsTold: PromiseCheck = {
  id: 'rights.recipients-told',
  severity: 'serious',
  places,
  mend: '/requests',
  run: async ({ database, at }) => {
    const { rows } = await database.app.query<{ since: Date }>('select since from rights.untold()')
    const late = rows.filter(({ since }) => at.getTime() - since.getTime() > patience * day)
    return verdict(late.length === 0, { count: late.length, open: rows.length, days: patience })
  },
}

/** Arts 7(3) and 21(3): an objection and a withdrawal hold from the day on which they were recorded. */
export const appliedAtOnce: PromiseCheck = {
  id: 'rights.applied-at-once',
  severity: 'grave',
  places,
  mend: '/requests',
  run: async ({ database, at }) => {
    const { rows } = await database.app.query<{ since: Date }>('select since from rights.unapplied()')
    const waiting = rows.filter(({ since }) => at.getTime() - since.getTime() > day)
    return verdict(waiting.length === 0, { count: waiting.length })
  },
}

/** Art. 17: whoever was erased is not in the register again, nor is their address, unless they came back themselves. */
export const erasedStayAway: PromiseCheck = {
  id: 'rights.erased-stay-away',
  severity: 'grave',
  places,
  run: async ({ rights }) => {
    const { rows } = await rights.query<{ erased: number; persons: number; addresses: number }>(
      'select erased, persons, addresses from rights.found_again()',
    )
    const { erased = 0, persons = 0, addresses = 0 } = rows[0] ?? {}
    return verdict(persons + addresses === 0, { count: persons + addresses, erased })
  },
}
