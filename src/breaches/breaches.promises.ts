/** Of a breach the authority whom the notice names hears within 72 hours, or it is decided why not; what was begun is finished. */

import { dateInHelsinki } from '../base/time.ts'
import { daysAfter } from '../base/time-limit.ts'
import { type PromiseCheck, verdict } from '../promises/promise.ts'
import { clockOf, mustTell, nextStep } from './breach.ts'
import { listBreaches } from './ledger.ts'

const places = (): readonly string[] => ['authority']
const mend = '/breaches'

/** Of the breaches of the last twelve months whose clock has stopped, none stopped late. */
export const breachesDecidedInTime: PromiseCheck = {
  id: 'breaches.decided-in-time',
  severity: 'serious',
  places,
  mend,
  run: async ({ database, at }) => {
    const since = daysAfter(dateInHelsinki(at), -365)
    const recent = (await listBreaches(database.app)).filter(
      ({ facts }) => dateInHelsinki(new Date(facts.awareAt)) >= since,
    )
    const late = recent.filter(one => clockOf(one, at).state === 'late')
    const running = recent.filter(one => clockOf(one, at).state === 'running').length
    const references = late.map(({ reference }) => reference)
    return verdict(late.length === 0, { count: late.length, breaches: recent.length, running }, references)
  },
}

/** No clock has run out that still runs. */
export const noBreachOverdue: PromiseCheck = {
  id: 'breaches.none-overdue',
  severity: 'serious',
  places,
  mend,
  run: async ({ database, at }) => {
    const breaches = await listBreaches(database.app)
    const overdue = breaches.filter(one => clockOf(one, at).state === 'overdue')
    const running = breaches.filter(one => clockOf(one, at).state === 'running').length
    const references = overdue.map(({ reference }) => reference)
    return verdict(overdue.length === 0, { count: overdue.length, running }, references)
  },
}

/** Whatever took longer than 72 hours has its reason on record (Art. 33(1)), also when the moment of becoming aware was corrected. */
export const breachDelaysExplained: PromiseCheck = {
  id: 'breaches.delays-explained',
  severity: 'slight',
  places,
  mend,
  run: async ({ database, at }) => {
    const clocks = (await listBreaches(database.app)).map(one => ({ one, clock: clockOf(one, at) }))
    const late = clocks.filter(({ clock }) => clock.state === 'late')
    const bare = late.filter(({ clock }) => clock.delay === null).map(({ one }) => one.reference)
    return verdict(bare.length === 0, { count: bare.length, late: late.length }, bare)
  },
}

/** Days for which a notification may wait to be completed, and the persons to be told. */
const patience = 14

/** No notification waits for its further phases, and nobody for being told of a high risk (Art. 33(4), 34). */
export const noBreachUnfinished: PromiseCheck = {
  id: 'breaches.nothing-unfinished',
  severity: 'serious',
  places,
  mend,
  run: async ({ database, at }) => {
    const before = daysAfter(dateInHelsinki(at), -patience)
    const old = (await listBreaches(database.app)).filter(
      ({ facts }) => dateInHelsinki(new Date(facts.awareAt)) < before,
    )
    const notify = old.filter(one => one.notifications.length > 0 && nextStep(one) === 'notify')
    const tell = old.filter(mustTell)
    const unfinished = [...new Set([...notify, ...tell].map(({ reference }) => reference))]
    const figures = { count: unfinished.length, notify: notify.length, tell: tell.length }
    return verdict(unfinished.length === 0, figures, unfinished)
  },
}
