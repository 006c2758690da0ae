/** What a browser found on the controller's websites is what the notice lists, and waits for the visitor's choice. */

import type { Notice } from '../notice/notice.ts'
import { categoryParts } from '../promises/place.ts'
import { cannotTell, type PromiseCheck, verdict } from '../promises/promise.ts'
import { websites } from '../promises/website.ts'
import { type Compared, compare, lastInspection } from './inspection.ts'
import { knowsBy } from './known.ts'

/** An older inspection says nothing of today, in days. */
const longest = 15

const inspected =
  (wrong: (compared: Compared) => readonly string[]): PromiseCheck['run'] =>
  async ({ database: { app }, notice, at }) => {
    if (((await websites(app))?.addresses ?? []).length === 0) return cannotTell('promises.why.no-websites')
    const last = await lastInspection(app)
    if (last === undefined || at.getTime() - last.at.getTime() > longest * 86_400_000)
      return cannotTell('promises.why.not-inspected')
    if (last.fault !== null)
      return cannotTell(last.fault === 'no-browser' ? 'promises.why.no-browser' : 'promises.why.site-away')
    const found = wrong(compare(last.found, notice))
    return verdict(found.length === 0, { count: found.length, pages: last.pages }, found)
  }

const asks = ({ cookies }: Notice): readonly string[] =>
  cookies.some(({ category }) => category !== 'necessary') ? ['cookies'] : []

/** Whatever the pages keep in a browser, in cookies and elsewhere, is in the notice, also after the visitor has agreed to everything. */
export const inventoryHolds: PromiseCheck = {
  id: 'visits.inventory-holds',
  severity: 'serious',
  places: ({ cookies }) => (cookies.length > 0 ? ['cookies'] : []),
  mend: '/cookies',
  run: inspected(({ undeclared }) => undeclared),
}

/** Before the choice and after a refusal only the necessary is kept, and nobody else is called (917/2014 § 205). */
export const choiceAwaited: PromiseCheck = {
  id: 'visits.choice-awaited',
  severity: 'grave',
  places: asks,
  mend: '/cookies',
  run: inspected(({ early }) => early),
}

/** Every website asks, where there is something to ask about. */
export const choiceOffered: PromiseCheck = {
  id: 'visits.choice-offered',
  severity: 'serious',
  places: asks,
  mend: '/cookies',
  run: inspected(({ unasked }) => unasked),
}

/** No cookie lasts longer than the notice says. */
export const cookiesEndInBrowser: PromiseCheck = {
  id: 'visits.cookies-end',
  severity: 'slight',
  places: ({ cookies }) => cookies.map(({ name }) => `cookies.${name}`),
  mend: '/cookies',
  run: inspected(({ longer }) => longer),
}

/** Nobody's visits are a person's without the consent of both the person and the browser. */
export const joinedWithConsent: PromiseCheck = {
  id: 'visits.joined-with-consent',
  severity: 'grave',
  places: notice => (knowsBy(notice)?.joins ? categoryParts(notice, 'from', ({ id }) => id === 'visits') : []),
  mend: '/promises',
  run: async ({ rights }) => {
    const { rows } = await rights.query<{ count: number }>('select visits.count_unagreed()::int as count')
    const count = rows[0]?.count ?? 0
    return verdict(count === 0, { count })
  },
}
