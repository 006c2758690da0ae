/** How customers stay: by the month of their first order, who came again, who was lost, and what they brought; nothing of fewer than five. */

import { setImmediate as breathe } from 'node:timers/promises'
import { Refused } from '../base/errors.ts'
import { midnightInHelsinki } from '../base/time.ts'
import { quoteName } from '../notice/sql-text.ts'
import { categoryIfAny, columnIfAny, type PurposeScope, scopeFor } from '../register/scope.ts'
import { bySet, fewest, isNameless } from '../segments/count.ts'
import { meanInterval } from './bootstrap.ts'
import { type Asking, keptToday, monthBegins } from './classes.ts'
import { type Cohorts, horizons, type Quantity } from './cohort-answers.ts'
import { asItIs, type Tell, type Told, tellFrom } from './told.ts'

/** Months of Finland counted from the year nought, so that they can be subtracted. */
const monthOf = (moment: string) =>
  `(extract(year from ${moment} at time zone 'Europe/Helsinki') * 12 + extract(month from ${moment} at time zone 'Europe/Helsinki') - 1)::int`
const nameOf = (month: number): string => `${Math.floor(month / 12)}-${String((month % 12) + 1).padStart(2, '0')}`
const numberOf = (day: string): number => Number(day.slice(0, 4)) * 12 + Number(day.slice(5, 7)) - 1

/** Somebody who has not ordered for so many months is lost. */
const lostAfter = 12
/** Later months of a cohort, three by three. */
const quarters = 8
const mostCohorts = 36

interface Facts {
  /** Of the months before this day. */
  readonly before: string
  readonly cohorts: readonly { readonly month: number; readonly persons: number }[]
  readonly again: readonly { readonly month: number; readonly quarter: number; readonly persons: number }[]
  readonly months: readonly {
    readonly month: number
    readonly first: number
    readonly returning: number
    readonly lost: number
  }[]
  readonly times: readonly { readonly orders: number; readonly persons: number }[]
  readonly values: readonly { readonly month: number; readonly horizon: number; readonly values: readonly number[] }[]
}

/** What is kept of a purpose without names: answers for every horizon, and the numbers that were told in them. */
interface Kept {
  readonly told: Told
  readonly answers: readonly Cohorts[]
}

/**
 * By whole months, and by what the purpose sees. Of a purpose without names they are counted once a day, for all horizons at once, and no
 * number of theirs moves by fewer than five. `horizon`: within how many months of their first order what customers bring is counted.
 */
export async function cohortsOf(ask: Asking, horizon: number): Promise<Cohorts> {
  const scope = await scopeFor(ask)
  if (!isNameless(scope)) return countCohorts(await read(ask, scope, [horizon]), horizon, asItIs)
  const { answers } = await keptToday<Kept>(ask, 'cohorts', [], async before => {
    const facts = await read(ask, scope, horizons)
    const { tell, told } = tellFrom(before?.told)
    const counted: Cohorts[] = []
    for (const one of horizons)
      counted.push(
        await countCohorts(
          facts,
          one,
          tell,
          before?.answers.find(answer => answer.horizon === one),
        ),
      )
    return { told, answers: counted }
  })
  const found = answers.find(one => one.horizon === horizon)
  if (!found) throw new Error(`no cohorts are counted for ${horizon} months`)
  return found
}

/** `earlier`: what was told of the same the day before; what customers bring is told anew when their number is. */
async function countCohorts(counted: Facts, horizon: number, tell: Tell, earlier?: Cohorts): Promise<Cohorts> {
  const { before } = counted
  const end = numberOf(before)
  const facts = asTold(counted, tell)
  const shown = facts.cohorts.slice(-mostCohorts)
  const cohorts = shown.map(({ month, persons }) => {
    const isTold = persons >= fewest
    return {
      month: nameOf(month),
      persons: isTold ? persons : ('withheld' as const),
      again: Array.from({ length: quarters }, (_, quarter): Quantity | null => {
        if (month + quarter * 3 + 3 >= end) return null // not over yet
        const came = facts.again.find(one => one.month === month && one.quarter === quarter)?.persons ?? 0
        return isTold && isTellable(came, persons) ? came / persons : 'withheld'
      }),
    }
  })
  const worth: Cohorts['worth'] = []
  for (const { month } of shown) {
    const name = nameOf(month)
    const values = facts.values.find(one => one.month === month && one.horizon === horizon)?.values
    if (month + horizon > end || values === undefined || values.length < fewest) {
      worth.push({ month: name, mean: month + horizon > end ? null : 'withheld', range: null })
      continue
    }
    const before = earlier?.worth.find(one => one.month === name)
    const stands = earlier?.cohorts.find(one => one.month === name)?.persons
    if (typeof before?.mean === 'number' && stands === cohorts.find(one => one.month === name)?.persons) {
      worth.push(before)
      continue
    }
    const mean = values.reduce((sum, value) => sum + value, 0) / values.length
    const [from, to] = meanInterval(values)
    worth.push({ month: name, mean: Math.round(mean), range: [Math.round(from), Math.round(to)] })
    await breathe() // a thousand draws of a large cohort take a while
  }
  return {
    before,
    horizon,
    lostAfter,
    cohorts,
    together: Array.from({ length: quarters }, (_, quarter) => together({ facts, cohorts, shown, quarter, tell })),
    months: monthsTo(facts, end).map(month => {
      const found = facts.months.find(one => one.month === month)
      const told = (persons = 0): Quantity => (persons === 0 || persons >= fewest ? persons : 'withheld')
      return {
        month: nameOf(month),
        first: told(found?.first),
        returning: told(found?.returning),
        lost: told(found?.lost),
      }
    }),
    times: timesOf(facts, tell),
    worth,
  }
}

/** The same facts in numbers that may be told after those of the day before. */
function asTold(facts: Facts, tell: Tell): Facts {
  return {
    ...facts,
    cohorts: facts.cohorts.map(({ month, persons }) => ({ month, persons: tell(`first ${month}`, persons) })),
    again: facts.again.map(one => ({ ...one, persons: tell(`again ${one.month} ${one.quarter}`, one.persons) })),
    months: facts.months.map(({ month, first, returning, lost }) => ({
      month,
      first: tell(`first ${month}`, first),
      returning: tell(`returning ${month}`, returning),
      lost: tell(`lost ${month}`, lost),
    })),
  }
}

/** From the first order on, without a gap. */
function monthsTo({ cohorts: [first] }: Facts, end: number): readonly number[] {
  const from = Math.max(first?.month ?? end, end - mostCohorts)
  return Array.from({ length: end - from }, (_, n) => from + n)
}

/** Neither the group nor who is left of the whole is of a few. */
const isTellable = (some: number, all: number): boolean =>
  [some, all - some].every(persons => persons === 0 || persons >= fewest)

/** So many of the buyers must be in the cohorts that are told, for these to stand for all. */
const standForAll = 0.8

interface Sharing {
  readonly facts: Facts
  readonly cohorts: Cohorts['cohorts']
  readonly shown: Facts['cohorts']
  readonly quarter: number
  readonly tell: Tell
}

/** Over all cohorts of five or more of which the quarter is over; over those told, where the others could be worked out from it. */
function together({ facts, cohorts, shown, quarter, tell }: Sharing): Quantity | null {
  const over = shown.flatMap(({ month, persons }, n) => {
    const told = cohorts[n]?.again[quarter]
    if (persons < fewest || told === null || told === undefined) return []
    const came = facts.again.find(one => one.month === month && one.quarter === quarter)?.persons ?? 0
    return [{ persons, came, isWithheld: told === 'withheld' }]
  })
  const sum = (some: typeof over) => ({
    persons: some.reduce((all, { persons }) => all + persons, 0),
    came: some.reduce((all, { came }) => all + came, 0),
  })
  const all = sum(over)
  const held = sum(over.filter(({ isWithheld }) => isWithheld))
  if (all.persons === 0) return null
  if (isTellable(held.came, held.persons)) {
    const came = tell(`again ${quarter}`, all.came)
    return isTellable(came, all.persons) ? came / all.persons : 'withheld'
  }
  const told = sum(over.filter(({ isWithheld }) => !isWithheld))
  return told.persons >= all.persons * standForAll ? told.came / told.persons : 'withheld'
}

/** From the most orders down: a few who ordered most often are told with those who ordered less often. */
function timesOf({ times }: Facts, tell: Tell): Cohorts['times'] {
  const all: { atLeast: number; isMore: boolean; persons: number }[] = []
  let counted = 0
  let before = 0 // of those who ordered more often, as they are told
  let left = 0
  for (const { orders, persons } of times.toSorted((a, b) => b.orders - a.orders)) {
    counted += persons
    left = tell(`ordered ${orders}`, counted) - before
    if (left < fewest) continue
    all.unshift({ atLeast: orders, isMore: all.length === 0 && times.some(one => one.orders > orders), persons: left })
    before += left
    left = 0
  }
  // What is left of those who ordered least often goes with the next.
  const [least] = all
  if (left > 0 && least)
    all[0] = { ...least, atLeast: 1, persons: least.persons + left, isMore: all.length === 1 || least.isMore }
  return all
}

async function read(ask: Asking, scope: PurposeScope, within: readonly number[]): Promise<Facts> {
  const before = monthBegins(ask.clock.now())
  const orders = categoryIfAny(scope, 'orders')
  const has = (column: string) => columnIfAny(orders, column) !== undefined
  if (!orders || !has('ordered') || !has('amount')) throw new Refused('analysis.no-orders', 'forbidden')
  const paidBack = has('refunded_amount') ? ` - coalesce(r.${quoteName('refunded_amount')}, 0)` : ''
  const standing = has('state') ? ` and coalesce(r.state, '') not in ('cancelled', 'withdrawn')` : ''
  const [facts] = await bySet<Omit<Facts, 'before'>>(
    ask,
    { kind: 'all', of: [] },
    (_, bind) => `with o as materialized (
        select r.person_id, ${monthOf('r.ordered')} as month, sum(coalesce(r.amount, 0)${paidBack})::bigint as brought, count(*)::int as orders
        from ${orders.table} r where r.ordered < ${bind(midnightInHelsinki(before))}${standing} group by 1, 2),
      placed as materialized (
        select o.*, min(o.month) over w as first, lead(o.month) over (w order by o.month) as next
        from o window w as (partition by o.person_id)),
      brought as (
        select p.person_id, p.first, sum(p.orders)::int as orders, 
        array[${within.map(months => `coalesce(sum(p.brought) filter (where p.month < p.first + ${bind(months)}), 0)`).join(', ')}]::bigint[] as value
        from placed p group by 1, 2)
      select
        (select coalesce(jsonb_agg(jsonb_build_object('month', c.first, 'persons', c.n) order by c.first), '[]')
          from (select b.first, count(*) as n from brought b group by 1) c) as cohorts,
        (select coalesce(jsonb_agg(jsonb_build_object('month', a.first, 'quarter', a.quarter, 'persons', a.n)), '[]')
          from (select p.first, (p.month - p.first - 1) / 3 as quarter, count(distinct p.person_id) as n from placed p
            where p.month > p.first and p.month <= p.first + ${quarters * 3} group by 1, 2) a) as again,
        (select coalesce(jsonb_agg(jsonb_build_object('month', m.month, 'first', m.first, 'returning', m.again, 'lost', m.lost) order by m.month), '[]')
          from (select e.month, sum(e.first)::int as first, sum(e.again)::int as again, sum(e.lost)::int as lost
            from (select p.month, (p.month = p.first)::int as first, (p.month > p.first)::int as again, 0 as lost from placed p
              union all select p.month + ${lostAfter + 1}, 0, 0, 1 from placed p where p.next is null or p.next > p.month + ${lostAfter}) e
            group by 1) m) as months,
        (select coalesce(jsonb_agg(jsonb_build_object('orders', t.orders, 'persons', t.n)), '[]')
          from (select least(b.orders, 6) as orders, count(*) as n from brought b group by 1) t) as times,
        (select coalesce(jsonb_agg(jsonb_build_object('month', v.first, 'horizon', (${bind(within)}::int[])[v.n], 'values', v.values)), '[]')
          from (select b.first, w.n, jsonb_agg(w.value order by w.value) as values from brought b
            cross join lateral unnest(b.value) with ordinality w (value, n) group by 1, 2) v) as values`,
  )
  return { before, ...(facts ?? { cohorts: [], again: [], months: [], times: [], values: [] }) }
}
