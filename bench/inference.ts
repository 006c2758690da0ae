/** Measurement 16: a rule tried and applied to everybody beside raw SQL without protection, and kept up after one change. */

import { performance } from 'node:perf_hooks'
import { newId } from '../src/base/ids.ts'
import { dateInHelsinki, systemClock } from '../src/base/time.ts'
import { signActor } from '../src/database/actor-token.ts'
import { transaction } from '../src/database/transaction.ts'
import { bringUpToDate } from '../src/inference/judge.ts'
import type { RuleContent } from '../src/inference/rule-answers.ts'
import { planRule, weighedRows } from '../src/inference/rule-plan.ts'
import { parameters } from '../src/register/condition-sql.ts'
import { scopeFor } from '../src/register/scope.ts'
import type { BenchRegister } from './register.ts'
import { compare, latencies, median, quantile } from './rounds.ts'

interface Measured {
  readonly what: string
  readonly figure: string
  readonly beside: string
}

const purpose = 'marketing'
const content: RuleContent = {
  about: 'interests',
  value: 'Kurssit 1–19',
  parts: [
    { rows: 'orders', where: [{ column: 'product', is: 'starts', value: 'Kurssi 1' }], points: 5 },
    { rows: 'interests', where: [{ column: 'interest', is: 'starts', value: 'aihe 1' }], points: 2 },
  ],
  halfLife: 180,
  threshold: 2,
  lasts: 12,
  met: null,
}

/** Four persons of ten have consented; beside them the same in tables that nobody protects. */
const consent = `
  update register.person p set standing = p.standing | b.bits from
    (select sum(1::bigint << bit)::bigint as bits from notice.bit where name in ('consent:marketing', 'permission:marketing')) b, bare.seeded s
    where s.id = p.id and s.n % 10 in (1, 2, 5, 7);
  update register.orders o set standing = p.standing from register.person p where p.id = o.person_id and p.standing <> o.standing;
  update register.interests o set standing = p.standing from register.person p where p.id = o.person_id and p.standing <> o.standing;
  create table bare.consented as select id as person_id from bare.seeded where n % 10 in (1, 2, 5, 7) and n % 50 <> 0;
  alter table bare.consented add primary key (person_id);
  create table bare.interests as select person_id, id, interest, interest_key from register.interests;
  alter table bare.interests add primary key (person_id, id);
  create table bare.inferred (person_id uuid primary key, points float8, evidence jsonb);`

/** In Finland, where it is tomorrow two hours before it is in UTC. */
const day = (moment: string) => `(${moment} at time zone 'Europe/Helsinki')::date`
const raw = `with w as (
    select person_id, id, 5 * power(2::float8, -(${day('now()')} - ${day('ordered')}) / 180.0) as worth from bare.orders where product_key ^@ 'kurssi 1'
    union all select person_id, id, 2 from bare.interests where interest_key ^@ 'aihe 1')
  select w.person_id, sum(w.worth) as points, jsonb_agg(w.id) as evidence from w join bare.consented c using (person_id) group by 1 having sum(w.worth) >= 2`

const ms = (taken: number) => (taken < 10 ? `${taken.toFixed(1)} ms` : `${Math.round(taken).toLocaleString('en')} ms`)

async function timed(work: () => Promise<unknown>): Promise<number> {
  const started = performance.now()
  await work()
  return performance.now() - started
}

export async function inference(register: BenchRegister): Promise<readonly Measured[]> {
  const { database, bare, notice } = register
  await bare.query(consent)
  await bare.query('vacuum analyze')
  const sign = (claim: Parameters<typeof signActor>[1]) => signActor(database.actorKey, claim)
  const program = {
    database,
    clock: systemClock,
    sign,
    published: async () => ({ version: notice, purposes: [], duties: [] }),
  }
  const token = () => sign({ actor: 'staff:bench', purpose, request: newId() })
  const scope = await scopeFor({ purpose, published: { version: notice }, program })
  const plan = planRule(content, scope, systemClock.now())
  const measured: Measured[] = []

  const tried = async () => {
    const { values, bind } = parameters()
    const allowed = `select inference.allowed(${bind(token())}, ${bind(content.value)}, null)`
    const weighed = weighedRows(plan, { bind, on: dateInHelsinki(systemClock.now()), allowed })
    const { rows } = await transaction(database.purpose(purpose), async db => {
      await db.query(`set local work_mem = '64MB'; set local jit = off`)
      return db.query<{ n: number }>(
        `${weighed} select count(*)::int as n from (select w.person_id from weighed w group by 1 having sum(w.worth) >= 2) p`,
        values,
      )
    })
    return rows[0]?.n ?? 0
  }
  const counted = async () => {
    const { rows } = await bare.query<{ n: number }>(
      `select count(*)::int as n from (${raw.replace(', jsonb_agg(w.id) as evidence', '')}) r`,
    )
    return rows[0]?.n ?? 0
  }
  const [found, expected] = [await tried(), await counted()]
  if (found !== expected) throw new Error(`the rule found ${found} persons, raw SQL ${expected}`)
  const trial = await compare({ name: 'rule', run: tried }, { name: 'raw SQL', run: counted })
  measured.push({
    what: `Rule tried: ${found.toLocaleString('en')} persons`,
    figure: `${(1 / trial.ratio.median).toFixed(2)}× the time`,
    beside: `${ms((1000 * found) / trial.subject.perSecond)} beside ${ms((1000 * found) / trial.peer.perSecond)} (raw SQL without protection)`,
  })

  const rule = newId()
  await transaction(database.app, async db => {
    await db.query(
      `insert into inference.rule (id, purpose, version, made_at, made_by) values ($1, $2, 1, now(), 'system')`,
      [rule, purpose],
    )
    await db.query(
      `insert into inference.version values ($1, 1, 'bench', $2, array['orders', 'interests'], now(), 'system', null, $3)`,
      [rule, JSON.stringify(content), notice],
    )
  })
  const first = await timed(() => bringUpToDate(program, purpose))
  const { rows: kept } = await bare.query<{ n: number }>('select count(*)::int as n from inference.result')
  const plain = await timed(() => bare.query(`insert into bare.inferred ${raw}`))
  if (kept[0]?.n !== expected) throw new Error(`${kept[0]?.n} inferences were kept of ${expected}`)
  measured.push({
    what: `Rule applied to everybody for the first time: ${expected.toLocaleString('en')} inferences`,
    figure: `${(first / plain).toFixed(1)}× the time`,
    beside: `${ms(first)} with evidence and history beside ${ms(plain)} (one raw insert without either)`,
  })
  await bare.query('analyze')
  const again = await compare(
    {
      name: 'judged again',
      run: async () => {
        await database.app.query('update inference.rule set filled_version = null')
        await bringUpToDate(program, purpose)
        return expected
      },
    },
    {
      name: 'raw SQL',
      run: async () => {
        await bare.query(raw)
        return expected
      },
    },
    3,
  )
  measured.push({
    what: 'Everybody judged again, nothing changed',
    figure: `${(1 / again.ratio.median).toFixed(1)}× the time`,
    beside: `${ms((1000 * expected) / again.subject.perSecond)} beside ${ms((1000 * expected) / again.peer.perSecond)} (raw SQL, read by the client)`,
  })

  const { rows: persons } = await bare.query<{ id: string }>(
    'select person_id as id from bare.consented order by md5(person_id::text) limit 200',
  )
  const writes: number[] = []
  const upkeep = await latencies(100, 10, async call => {
    const person = persons[call % persons.length]?.id
    writes.push(
      await timed(() =>
        database
          .purpose('rights')
          .query(`select register.write_orders($1, 'shop', null, $2, null, $3, null)`, [
            sign({ actor: 'staff:bench', purpose: 'rights', request: newId() }),
            person,
            { product: 'Kurssi 1', ordered: new Date(), state: 'paid' },
          ]),
      ),
    )
    return bringUpToDate(program, purpose)
  })
  const keeping = upkeep.map((whole, call) => whole - (writes[call + 10] ?? 0))
  measured.push({
    what: 'Inference kept up after one order',
    figure: ms(median(keeping)),
    beside: `p95 ${ms(quantile(keeping, 0.95))}; the order itself ${ms(median(writes))}`,
  })
  return measured
}
