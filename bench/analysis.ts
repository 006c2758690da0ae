/** Reports and cohorts of a large shop beside the same questions in hand-written SQL over tables that nobody protects. */

import { keptClasses, readClasses } from '../src/analysis/classes.ts'
import { cohortsOf } from '../src/analysis/cohorts.ts'
import { subjectIn } from '../src/analysis/subject.ts'
import { newId } from '../src/base/ids.ts'
import { systemClock } from '../src/base/time.ts'
import { signActor } from '../src/database/actor-token.ts'
import type { Condition } from '../src/register/condition.ts'
import { planFor } from '../src/register/condition-plan.ts'
import { scopeFor } from '../src/register/scope.ts'
import { type AskFor, attributed, type Question } from './attribution.ts'
import type { BenchRegister } from './register.ts'
import { compare } from './rounds.ts'

interface Measured {
  readonly what: string
  readonly figure: string
  readonly beside: string
}

/** Three orders a person: some once, some ten times, over three years. */
const moreOrders = (persons: number) => `
  insert into register.orders (person_id, id, standing, order_number, product, quantity, amount, state, ordered)
    select s.id, register.new_id(), s.standing, 'M' || g, 'Kurssi ' || g % 40, 1, 1000 + (g::bigint * 7919) % 90000, 'paid',
      timestamptz '2026-11-01' - ((g * 31) % 1095) * interval '1 day'
    from generate_series(1, ${persons * 3}) g
    join bare.seeded s on s.n = 1 + (g::bigint * g) % ${persons};
  insert into bare.orders select person_id, id, order_number, product, product_key, quantity, amount, state, ordered from register.orders
    where order_number like 'M%';`

const month = `to_char(ordered at time zone 'Europe/Helsinki', 'YYYY-MM')`
const byMonthAndCourse = (more = '') =>
  `select ${month}, product, sum(amount), count(*), count(distinct person_id) from bare.orders o ${more} group by 1, 2`
const handCohorts = `with o as (select distinct person_id, date_trunc('month', ordered at time zone 'Europe/Helsinki') as m from bare.orders),
    f as (select person_id, min(m) as first from o group by 1)
  select f.first, o.m, count(*) from o join f using (person_id) group by 1, 2`

export async function analysis(register: BenchRegister, persons: number): Promise<readonly Measured[]> {
  const { database, bare, notice } = register
  await bare.query(moreOrders(persons))
  await bare.query('vacuum analyze')
  const askFor: AskFor = purpose => ({
    purpose,
    published: { version: notice },
    program: { database },
    reader: database.purpose(purpose),
    token: signActor(database.actorKey, { actor: 'staff:bench', purpose, request: newId() }),
    clock: systemClock,
  })
  const named = 'customer-analysis'
  const scope = await scopeFor(askFor(named))
  const subject = subjectIn(scope, 'orders')
  const dimensions = subject.dimensions.filter(({ id }) => id === 'ordered' || id === 'product')
  const sums = subject.sums.filter(({ name }) => name === 'amount')
  const bought: Condition = { rows: 'orders', where: [{ column: 'product', is: 'equals', value: 'Kurssi 7' }] }
  const plan = planFor(bought, scope, systemClock.now())
  const nameless = await scopeFor(askFor('planning'))
  const planned = subjectIn(nameless, 'orders')
  const anew = () => database.app.query('update analysis.edition set day = day - 1')
  const questions: readonly Question[] = [
    [
      'Revenue by month and course, folded',
      () => readClasses(askFor(named), scope, { subject, dimensions, sums }),
      byMonthAndCourse(),
    ],
    [
      'The same of those who bought one course',
      () => readClasses(askFor(named), scope, { subject, dimensions, sums, persons: plan }),
      byMonthAndCourse(`where o.person_id in (select person_id from bare.orders where product_key = 'kurssi 7')`),
    ],
    [
      'Classes of a day, for a purpose without names',
      async () => {
        await anew()
        await keptClasses(askFor('planning'), nameless, planned)
      },
      `select ${month}, product, state, sum(amount), sum(quantity), count(*), count(distinct person_id) from bare.orders group by 1, 2, 3`,
    ],
    ['A question answered from them', () => keptClasses(askFor('planning'), nameless, planned), byMonthAndCourse()],
    ['How customers stay, with what they bring and its interval', () => cohortsOf(askFor(named), 6), handCohorts],
    await attributed(register, askFor),
  ]
  const { rows } = await bare.query<{ n: string }>('select count(*) as n from bare.orders')
  const measured: Measured[] = []
  for (const [what, ours, sql] of questions) {
    const once = async (work: () => Promise<unknown>) => {
      await work()
      return 1
    }
    const {
      subject: own,
      peer,
      ratio,
    } = await compare({ name: what, run: () => once(ours) }, { name: 'SQL', run: () => once(() => bare.query(sql)) })
    const ms = (speed: number) => `${Math.round(1000 / speed).toLocaleString('en')} ms`
    measured.push({
      what: `${what}, ${Number(rows[0]?.n).toLocaleString('en')} orders`,
      figure: `${(1 / ratio.median).toFixed(2)}× the time`,
      beside: `${ms(own.perSecond)} beside ${ms(peer.perSecond)} (SQL without protection)`,
    })
  }
  return measured
}
