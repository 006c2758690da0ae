/** Measurement 11: segments counted beside raw SQL without protection, kept up after one change, filled, and a withdrawn permission gone. */

import { performance } from 'node:perf_hooks'
import { newId } from '../src/base/ids.ts'
import { systemClock } from '../src/base/time.ts'
import { signActor } from '../src/database/actor-token.ts'
import { transaction } from '../src/database/transaction.ts'
import type { Condition } from '../src/register/condition.ts'
import { planFor } from '../src/register/condition-plan.ts'
import { scopeFor } from '../src/register/scope.ts'
import { countOf } from '../src/segments/count.ts'
import { bringUpToDate, membersOf } from '../src/segments/members.ts'
import { type BenchRegister, someVisible } from './register.ts'
import { compare, latencies, median, quantile } from './rounds.ts'

interface Measured {
  readonly what: string
  readonly figure: string
  readonly beside: string
}

const product = (n: number) => ({ column: 'product', is: 'equals', value: `Kurssi ${n}` }) as const
const lastYear = { column: 'ordered', is: 'within', value: 'P12M' } as const
const inFinnish: Condition = { field: 'language', is: 'equals', value: 'fi' }

/** Each with the same question in SQL over tables that nobody protects. */
const counted: readonly (readonly [what: string, Condition, sql: string])[] = [
  [
    'bought one course',
    { rows: 'orders', where: [product(15)] },
    `select count(distinct person_id) from bare.orders where product_key = 'kurssi 15'`,
  ],
  [
    'bought one course in the last 12 months, in Finnish, not of one city',
    {
      all: [
        { rows: 'orders', where: [product(5), lastYear] },
        inFinnish,
        { not: { field: 'city', is: 'equals', value: 'Kaupunki 5' } },
      ],
    },
    `select count(distinct o.person_id) from bare.orders o join bare.profile p using (person_id)
      where o.product_key = 'kurssi 5' and o.ordered >= now() - interval '12 months' and p.language = 'fi'
        and not exists (select from bare.contact_points c where c.person_id = o.person_id and c.city_key = 'kaupunki 5')`,
  ],
  [
    'spent 500 € or more, or never ordered and in Swedish',
    {
      any: [
        { rows: 'orders', where: [], sum: { of: 'amount', atLeast: 50_000 } },
        {
          all: [
            { rows: 'orders', where: [], times: { atMost: 0 } },
            { field: 'language', is: 'equals', value: 'sv' },
          ],
        },
      ],
    },
    `select count(*) from (select person_id from bare.orders group by 1 having sum(amount) >= 50000
      union select p.person_id from bare.profile p where p.language = 'sv'
        and not exists (select from bare.orders o where o.person_id = p.person_id)) s`,
  ],
  ['in Finnish', inFinnish, `select count(distinct person_id) from bare.profile where language = 'fi'`],
]

const segmentsKept = 50
const kept = (n: number): Condition =>
  n % 5 === 0
    ? { all: [{ rows: 'orders', where: [product(n % 40), lastYear] }, inFinnish] }
    : n % 5 === 1
      ? { field: 'city', is: 'equals', value: `Kaupunki ${n}` }
      : { rows: 'orders', where: [product(n % 40)], times: { atLeast: 1 } }

const ms = (taken: number) => (taken < 10 ? `${taken.toFixed(1)} ms` : `${Math.round(taken).toLocaleString('en')} ms`)

export async function segments(register: BenchRegister): Promise<readonly Measured[]> {
  const { database, bare, notice } = register
  const sign = (claim: Parameters<typeof signActor>[1]) => signActor(database.actorKey, claim)
  const tokenFor = (purpose: string) => sign({ actor: 'staff:bench', purpose, request: newId() })
  const program = {
    database,
    clock: systemClock,
    sign,
    published: async () => ({ version: notice, purposes: [], duties: [] }),
  }
  const care = 'customer-care'
  const scope = await scopeFor({ purpose: care, published: { version: notice }, program })
  const measured: Measured[] = []

  for (const [what, condition, sql] of counted) {
    const plan = planFor(condition, scope, systemClock.now())
    const ask = { reader: database.purpose(care), clock: systemClock, token: tokenFor(care) }
    if ((await countOf(ask, plan)) === 0) throw new Error(`nobody: ${what}`)
    const times = 5
    const repeated = async (call: () => Promise<unknown>) => {
      for (let n = 0; n < times; n++) await call()
      return times
    }
    const { subject, peer, ratio } = await compare(
      { name: 'count', run: () => repeated(() => countOf(ask, plan)) },
      { name: 'raw SQL', run: () => repeated(() => bare.query(sql)) },
    )
    measured.push({
      what: `Segment counted: ${what}`,
      figure: `${(1 / ratio.median).toFixed(2)}× the time`,
      beside: `${ms(1000 / subject.perSecond)} beside ${ms(1000 / peer.perSecond)} (raw SQL without protection)`,
    })
  }

  const save = async (purpose: string, condition: Condition) => {
    const id = newId()
    await transaction(database.app, async db => {
      await db.query(
        `insert into segments.segment (id, purpose, name, version, made_at, made_by) values ($1, $2, 'bench', 1, now(), 'system')`,
        [id, purpose],
      )
      await db.query(`insert into segments.version values ($1, 1, 'bench', $2, now(), 'system', null, $3)`, [
        id,
        JSON.stringify(condition),
        notice,
      ])
    })
    return id
  }
  const timed = async (work: () => Promise<unknown>) => {
    const started = performance.now()
    await work()
    return performance.now() - started
  }
  const persons = await someVisible(register, 300)
  const person = (call: number) => persons[(call * 7) % persons.length] ?? ''
  /** Of everybody's language in turn, and each time to another than it was: a write that changes nothing is followed by nothing. */
  let turn = 0
  const languages = ['sv', 'fi', 'en']
  const change = () => {
    const round = Math.floor(turn / persons.length)
    return database
      .purpose(care)
      .query(`select register.write_profile($1, 'phone', null, $2, $2, $3, null)`, [
        tokenFor(care),
        person(turn++),
        { language: languages[round % languages.length] },
      ])
  }
  for (const _ of persons) await change() // so that each has this one, and the next is another
  const before = median(await latencies(100, 10, change))
  for (let n = 0; n < segmentsKept; n++) await save(care, kept(n))
  const first = await timed(() => bringUpToDate(program, care))
  const again = await timed(async () => {
    await database.app.query('update segments.segment set filled_on = null')
    await bringUpToDate(program, care)
  })
  measured.push({
    what: `${segmentsKept} segments filled anew`,
    figure: ms(again),
    beside: `${ms(first)} the first time, with every member written`,
  })
  const writes: number[] = []
  const keeping: number[] = []
  for (let call = 0; call < 110; call++) {
    writes.push(await timed(change))
    const { rows } = await bare.query('select from segments.touched')
    if (rows.length === 0) throw new Error('nothing was changed')
    keeping.push(await timed(() => bringUpToDate(program, care)))
  }
  measured.push({
    what: `${segmentsKept} segments kept up after one change`,
    figure: ms(median(keeping.slice(10))),
    beside: `p95 ${ms(quantile(keeping.slice(10), 0.95))}; the change itself ${ms(median(writes.slice(10)))}, without any segment ${ms(before)}`,
  })

  const marketing = 'marketing'
  const audience = await save(marketing, { permission: marketing, channel: 'email' })
  const say = (whom: string, isWithdrawn: boolean) =>
    database
      .purpose('rights')
      .query(
        `select register.record_statement($1, 'forms', null, $2, 'consent', 'marketing', 'email', $3, $4, 'Saa lähettää')`,
        [tokenFor('rights'), whom, new Date(), isWithdrawn ? new Date() : null],
      )
  for (const whom of persons.slice(0, 40)) await say(whom, false)
  const opened = await timed(() => bringUpToDate(program, marketing))
  const gone = await latencies(30, 5, async call => {
    const whom = persons[call] ?? ''
    await say(whom, true)
    const page = await membersOf(program, marketing, audience, { limit: 200 })
    if (page.persons.includes(whom)) throw new Error('a withdrawn permission is still in the audience')
  })
  measured.push({
    what: 'Permission withdrawn, and the audience read without them',
    figure: ms(median(gone)),
    beside: `p95 ${ms(quantile(gone, 0.95))}; the audience by the gate for everybody ${ms(opened)}`,
  })
  return measured
}
