/** A rule is tried on the register before it is saved: of how many it would be inferred, and how near the others are. Nothing is kept of it. */

import { dateInHelsinki } from '../base/time.ts'
import { transaction } from '../database/transaction.ts'
import type { PurposeAsk } from '../http/ask.ts'
import { parameters } from '../register/condition-sql.ts'
import { scopeFor } from '../register/scope.ts'
import { isNameless, shown } from '../segments/count.ts'
import { readRule } from './rule.ts'
import type { Preview, Previewing } from './rule-answers.ts'
import { planRule, weighedRows } from './rule-plan.ts'

/** The spread goes so far: four times the threshold. */
const halves = 8

export async function previewRule(ask: PurposeAsk, { content, rule }: Previewing): Promise<Preview> {
  if (rule !== undefined) await readRule(ask, rule)
  const scope = await scopeFor(ask)
  const plan = planRule(content, scope, ask.clock.now())
  const { values, bind } = parameters()
  const allowed = `select inference.allowed(${bind(ask.token)}, ${bind(content.value)}, null)`
  const now =
    rule === undefined
      ? 'select null::uuid where false'
      : `select inference.persons_of(${bind(ask.token)}, ${bind(rule)})`
  const threshold = `${bind(content.threshold)}::float8`
  const query = `${weighedRows(plan, { bind, on: dateInHelsinki(ask.clock.now()), allowed })},
    points as (select w.person_id, sum(w.worth) as n from weighed w group by 1),
    now (id) as (${now}),
    spread as (select least(floor(p.n * 2 / ${threshold}), ${halves})::int as half, count(*)::int as n from points p group by 1)
    select (select count(*)::int from allowed) as allowed,
      (select count(*)::int from points p where p.n >= ${threshold}) as persons,
      (select count(*)::int from points p where p.n >= ${threshold} and p.person_id not in (select n.id from now n)) as added,
      (select count(*)::int from now n where n.id not in (select p.person_id from points p where p.n >= ${threshold})) as removed,
      (select coalesce(jsonb_object_agg(s.half, s.n), '{}') from spread s) as spread`
  const row = await transaction(ask.reader, async db => {
    await db.query(`set local work_mem = '64MB'; set local jit = off; set local statement_timeout = '60s'`)
    const { rows } = await db.query<{
      allowed: number
      persons: number
      added: number
      removed: number
      spread: Readonly<Record<string, number>>
    }>(query, values)
    return rows[0]
  })
  const { allowed: all = 0, persons = 0, added = 0, removed = 0, spread = {} } = row ?? {}
  const about = isNameless(scope)
  const told = (n: number) => (about ? shown(n, all) : n)
  return {
    allowed: about ? shown(all, all) : all,
    persons: told(persons),
    added: told(added),
    removed: told(removed),
    about,
    spread: Array.from({ length: halves + 1 }, (_, half) => ({
      from: Math.round((content.threshold * half) / 2),
      persons: told(spread[half] ?? 0),
    })),
  }
}
