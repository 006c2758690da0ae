/** Whether an impact assessment is needed has been asked of every purpose that the notice names, of it as it is now. */

import { dateInHelsinki } from '../base/time.ts'
import type { Notice } from '../notice/notice.ts'
import { type PromiseCheck, type PromiseContext, verdict } from '../promises/promise.ts'
import { screenedPurposes } from './screened-purposes.ts'

const places = ({ purposes }: Notice) => purposes.map(({ id }) => `purposes.${id}`)
const screened = ({ database, version, notice, at }: PromiseContext) =>
  screenedPurposes(database.app, { version, notice }, dateInHelsinki(at))
const mend = '/accountability/screenings'

export const everyPurposeScreened: PromiseCheck = {
  id: 'screening.every-purpose',
  severity: 'slight',
  places,
  mend,
  run: async context => {
    const all = await screened(context)
    const missing = all.filter(({ state }) => state === 'missing').map(({ purpose }) => purpose.id)
    return verdict(missing.length === 0, { count: missing.length, purposes: all.length }, missing)
  },
}

export const noScreeningStale: PromiseCheck = {
  id: 'screening.none-stale',
  severity: 'slight',
  places,
  mend,
  run: async context => {
    const all = (await screened(context)).filter(({ standing }) => standing)
    const [changed, due] = (['changed', 'due'] as const).map(state => all.filter(one => one.state === state))
    const stale = [...(changed ?? []), ...(due ?? [])]
    const figures = { count: stale.length, changed: changed?.length ?? 0, due: due?.length ?? 0, screened: all.length }
    return verdict(
      stale.length === 0,
      figures,
      stale.map(({ purpose }) => purpose.id),
    )
  },
}

/** Of a purpose that needs an assessment, one has been made. */
export const assessedWhereNeeded: PromiseCheck = {
  id: 'screening.assessed',
  severity: 'serious',
  places,
  mend,
  run: async context => {
    const needed = (await screened(context)).filter(({ standing }) => standing?.needed)
    const missing = needed.filter(({ standing }) => standing?.assessment === null).map(({ purpose }) => purpose.id)
    return verdict(missing.length === 0, { count: missing.length, needed: needed.length }, missing)
  },
}
