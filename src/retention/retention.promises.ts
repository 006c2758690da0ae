/** Data goes when the notice says so: counted every time, naming nobody. */

import { dateInHelsinki, midnightInHelsinki } from '../base/time.ts'
import { daysAfter } from '../base/time-limit.ts'
import type { Category, Notice } from '../notice/notice.ts'
import { categoryParts } from '../promises/place.ts'
import { type PromiseCheck, verdict } from '../promises/promise.ts'
import { ruleFor } from '../register/until.ts'

const everyPeriod = (notice: Notice): readonly string[] => categoryParts(notice, 'keep', ({ keep }) => keep.length > 0)

const hours = (milliseconds: number): number => Math.floor(milliseconds / 3_600_000)

/** Nothing is past its date but what a restriction, a hold or an open request keeps. The night has the day after the date for it. */
export const nothingOverdue: PromiseCheck = {
  id: 'retention.nothing-overdue',
  severity: 'grave',
  places: everyPeriod,
  mend: '/retention',
  run: async ({ rights, at }) => {
    const { rows } = await rights.query<{ category: string; rows: number; oldest: string }>(
      'select category, rows, oldest from register.count_overdue($1)',
      [daysAfter(dateInHelsinki(at), -1)],
    )
    const count = rows.reduce((sum, one) => sum + one.rows, 0)
    const oldest = rows.map(one => one.oldest).sort()[0]
    const days = oldest === undefined ? 0 : Math.floor(hours(at.getTime() - midnightInHelsinki(oldest).getTime()) / 24)
    return verdict(
      count === 0,
      { count, days },
      rows.map(({ category }) => category),
    )
  },
}

/** So long after a night without an ended passage something is wrong; a new register has until its second night. */
const patience = 36

/** A passage ended in the last night. */
export const removedNightly: PromiseCheck = {
  id: 'retention.removed-nightly',
  severity: 'serious',
  places: everyPeriod,
  mend: '/retention',
  run: async ({ database, at }) => {
    const { rows } = await database.app.query<{ ended: Date | null; since: Date }>(
      `select (select max(ended_at) from retention.run where kind = 'nightly') as ended,
         (select min(published_at) from notice.version) as since`,
    )
    const last = rows[0]?.ended ?? rows[0]?.since ?? at
    const passed = hours(at.getTime() - last.getTime())
    return verdict(passed < patience, { at: last, hours: passed })
  },
}

/** What drops the look log drops what is older than this, whatever the notice says. */
const lookLogKept = ['P24M', 'P2Y']

/** Every use of a category has a period, and the register knows the event from which it runs. */
export const everyRuleKnown: PromiseCheck = {
  id: 'retention.every-rule-known',
  severity: 'serious',
  places: everyPeriod,
  mend: '/our-notice',
  run: async ({ database, notice }) => {
    const { rows } = await database.app.query<{ category: string; rule: string; known: boolean }>(
      'select category, rule, known from notice.keep',
    )
    const unknown = rows.filter(
      ({ category, known, rule }) =>
        !known || (category === 'look-log' && !lookLogKept.includes(rule.split(' ')[0] ?? '')),
    )
    const ruleless = notice.categories.flatMap(category =>
      unruled(category).map(purpose => `${category.id}.${purpose}`),
    )
    const found = [...unknown.map(({ category, rule }) => `${category}: ${rule}`), ...ruleless]
    return verdict(found.length === 0, { count: found.length, rules: rows.length }, found)
  },
}

const unruled = (category: Category): readonly string[] =>
  category.uses.map(({ purpose }) => purpose).filter(purpose => ruleFor(category, purpose) === undefined)

/** No legal hold is past the day by which somebody was to look whether it is still needed. */
export const holdsReviewed: PromiseCheck = {
  id: 'retention.holds-reviewed',
  severity: 'slight',
  places: everyPeriod,
  mend: '/retention',
  run: async ({ database, at }) => {
    const { rows } = await database.app.query<{ standing: number; count: number }>(
      'select count(*) as standing, count(*) filter (where until < $1) as count from retention.standing_hold',
      [dateInHelsinki(at)],
    )
    const found = rows[0] ?? { standing: 0, count: 0 }
    return verdict(found.count === 0, found)
  },
}

/** Tables and columns that the notice dropped are gone once the last of their rows is. */
export const droppedGone: PromiseCheck = {
  id: 'retention.dropped-gone',
  severity: 'slight',
  places: ({ categories }) => categories.map(({ id }) => `categories.${id}`),
  run: async ({ rights }) => {
    const { rows } = await rights.query<{ what: string; held: boolean }>('select * from register.dropped_places()')
    const empty = rows.filter(({ held }) => !held).map(({ what }) => what)
    return verdict(empty.length === 0, { count: empty.length, waiting: rows.length - empty.length }, empty)
  },
}
