/** How good a rule is: by what was known before a month, how often it met the next row of that month, beside what popularity alone would have met. */

import { dateInHelsinki } from '../base/time.ts'
import { transaction } from '../database/transaction.ts'
import type { PurposeAsk } from '../http/ask.ts'
import { parameters } from '../register/condition-sql.ts'
import { scopeFor } from '../register/scope.ts'
import { fewest, isNameless, shown } from '../segments/count.ts'
import type { Quality, RuleContent } from './rule-answers.ts'
import { metTests, planRule, type RulePlan, weighedRows } from './rule-plan.ts'

/** Whole months, the last one first: each is held back in turn. */
const months = 6

interface Counted {
  readonly inferred: number
  readonly inferred_met: number
  readonly everybody: number
  readonly everybody_met: number
}

/** Refuses a rule that does not say what shows that it was right. */
export async function qualityOf(ask: PurposeAsk, content: RuleContent): Promise<Quality> {
  const scope = await scopeFor(ask)
  const plan = planRule(content, scope, ask.clock.now())
  const about = isNameless(scope)
  const measured: Quality['months'] = []
  for (const [month, from, to] of monthsBefore(dateInHelsinki(ask.clock.now()))) {
    const found = await countMonth(ask, plan, from, to)
    const { inferred, inferred_met, everybody, everybody_met } = found
    // Of a few nothing is told where they are not named, and no difference between two numbers is of a few.
    const parts = [inferred_met, inferred - inferred_met, everybody_met - inferred_met, everybody - everybody_met]
    const isFew = about && parts.some(n => n > 0 && n < fewest)
    const told = (n: number) => (isFew ? null : about ? shown(n, Number.POSITIVE_INFINITY) : n)
    measured.unshift({
      month,
      inferred: { met: told(inferred_met), of: told(inferred) },
      everybody: { met: told(everybody_met), of: told(everybody) },
    })
  }
  return { months: measured, leftOut: plan.parts.filter(({ day }) => day === undefined).length, about }
}

async function countMonth(ask: PurposeAsk, plan: RulePlan, from: string, to: string): Promise<Counted> {
  const { values, bind } = parameters()
  const allowed = `select inference.allowed(${bind(ask.token)}, ${bind(plan.content.value)}, null)`
  const { day, holds } = metTests(plan, bind)
  const query = `${weighedRows(plan, { bind, on: dayBefore(from), allowed, dated: true })},
    inferred as (select w.person_id from weighed w group by 1 having sum(w.worth) >= ${bind(plan.content.threshold)}::float8),
    next as (select distinct on (r.person_id) r.person_id, (${holds}) is true as met from ${plan.met?.scoped.table} r
      where ${day} >= ${bind(from)}::date and ${day} < ${bind(to)}::date and r.person_id in (select a.id from allowed a)
      order by r.person_id, ${day}, r.id)
    select count(i.person_id)::int as inferred, count(i.person_id) filter (where n.met)::int as inferred_met,
      count(*)::int as everybody, count(*) filter (where n.met)::int as everybody_met
    from next n left join inferred i on i.person_id = n.person_id`
  return transaction(ask.reader, async db => {
    await db.query(`set local work_mem = '64MB'; set local jit = off; set local statement_timeout = '60s'`)
    const { rows } = await db.query<Counted>(query, values)
    return rows[0] ?? { inferred: 0, inferred_met: 0, everybody: 0, everybody_met: 0 }
  })
}

/** `['2026-10', '2026-10-01', '2026-11-01']`, the month before this one first. */
function monthsBefore(today: string): readonly (readonly [month: string, from: string, to: string])[] {
  const [year = 0, month = 0] = today.split('-').map(Number)
  const first = (back: number) => new Date(Date.UTC(year, month - 1 - back, 1)).toISOString().slice(0, 10)
  return Array.from({ length: months }, (_, back) => [first(back + 1).slice(0, 7), first(back + 1), first(back)])
}

const dayBefore = (day: string): string => new Date(Date.parse(day) - 86_400_000).toISOString().slice(0, 10)
