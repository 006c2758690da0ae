/** Orders of a time with what led to each, as the purpose in force sees both: who has how much of the credit by each model. */

import type { Asking } from '../analysis/classes.ts'
import { Refused } from '../base/errors.ts'
import type { Id } from '../base/ids.ts'
import { midnightInHelsinki } from '../base/time.ts'
import { categoryIfAny, columnIfAny, type PurposeScope } from '../register/scope.ts'
import { bySet, fewest, isNameless } from '../segments/count.ts'
import type { Ground, Model } from './attribution-answers.ts'
import { type Touch, touchesOf } from './touches.ts'

const dayMs = 86_400_000

/** Orders whose credit by a model has one touch, told in the same words; or nothing, where none is known. */
export interface Shared extends Touch {
  readonly model: Model
  readonly known: boolean
  readonly orders: number
  readonly cents: number
  readonly persons: number
  readonly ids: readonly Id[] | null
}

interface Period {
  readonly first: string
  readonly last: string
  readonly days: number
}

/** Each order's credit by model and touch, still apart by every word in which a touch was told. Refuses what attributionOf says. */
export async function share(ask: Asking, scope: PurposeScope, { first, last, days }: Period) {
  const orders = categoryIfAny(scope, 'orders')
  const has = (column: string) => columnIfAny(orders, column) !== undefined
  if (!orders || !has('ordered')) throw new Refused('attribution.no-orders', 'forbidden')
  // Few orders of few persons could be put together into one of them: reports by the orders' own origin are for such purposes.
  if (isNameless(scope)) throw new Refused('attribution.no-persons', 'forbidden')
  const amounts = has('amount')
  const paidBack = has('refunded_amount') ? ' - coalesce(r.refunded_amount, 0)' : ''
  const value = `${amounts ? `sum(coalesce(r.amount, 0)${paidBack})` : '0'}::float8`
  const undone = has('refunded_amount') ? `'cancelled', 'withdrawn'` : `'cancelled', 'withdrawn', 'refunded'`
  const standing = has('state') ? ` and coalesce(r.state, '') not in (${undone})` : ''
  const to = midnightInHelsinki(nextDay(last))
  const from = midnightInHelsinki(first)
  const period = { from: new Date(from.getTime() - days * dayMs), to }
  let sees: readonly Ground[] = []
  const shared = await bySet<Shared>(ask, { kind: 'all', of: [] }, (_, bind) => {
    const touches = touchesOf({ scope, token: ask.token, period, bind })
    sees = touches.sees
    const said = 'ground, channel, referrer, source, medium, campaign, code'
    return `with o as materialized (
        select r.person_id, r.ordered, ${value} as cents from ${orders.table} r
        where r.ordered >= ${bind(from)} and r.ordered < ${bind(to)}${standing} group by 1, 2),
      t as materialized (
        select u.person_id, min(u.at) as at, ${said}, (u.at at time zone 'Europe/Helsinki')::date as day,
          u.channel = 'direct' or u.source = 'direct' as direct
        from (${touches.sql}) u where exists (select from o where o.person_id = u.person_id)
        group by u.person_id, ${said}, day),
      -- A visit of the same day that somebody sent knows better than the order by which it ended.
      d as (select t.* from t where not (t.ground = 'orders' and t.code = '' and exists (
        select from t v where v.ground = 'visits' and not v.direct and v.person_id = t.person_id and v.day = t.day))),
      j as (select o.person_id as who, o.ordered, o.cents, d.*, bool_or(not d.direct) over (partition by o.person_id, o.ordered) as better
        from o left join d on d.person_id = o.person_id and d.at <= o.ordered and d.at > o.ordered - make_interval(days => ${bind(days)})),
      k as (select j.*, row_number() over (partition by j.who, j.ordered order by j.at, ${said}) as nth,
          count(j.at) over (partition by j.who, j.ordered) as touches
        from j where j.at is null or not j.direct or not j.better)
      select w.model, k.at is not null as known, ${said}, sum(w.weight)::float8 as orders, sum(w.weight * k.cents)::float8 as cents,
        count(distinct k.who)::int as persons, case when count(distinct k.who) < ${fewest} then to_jsonb(array_agg(distinct k.who)) end as ids
      from k cross join lateral (values ('first', (k.nth = 1)::int::float8), ('last', (k.nth = greatest(k.touches, 1))::int::float8),
        ('linear', 1 / greatest(k.touches, 1)::float8)) w (model, weight)
      where w.weight > 0 group by w.model, known, ${said}`
  })
  return { shared, sees, amounts }
}

const nextDay = (day: string): string => new Date(Date.parse(day) + dayMs).toISOString().slice(0, 10)
