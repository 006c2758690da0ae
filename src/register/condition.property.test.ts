/** What a condition finds is what a plain reading of the same rows finds, for each purpose; rows and columns of other purposes change nothing. */

import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import '../../test/drawn-cases.ts'
import { courseNotice, courseRegister } from '../../test/course-register.ts'
import { dateInHelsinki } from '../base/time.ts'
import type { Value, Values } from './answers.ts'
import { type Condition, simplify } from './condition.ts'
import { planFor } from './condition-plan.ts'
import { fewOf, holdFor, holdsFor, parameters, personsOf } from './condition-sql.ts'
import { openPerson } from './persons.ts'
import { scopeFor } from './scope.ts'

const orders = `  orders:
    fields: [product, amount, state, ordered]
    from: [forms]
    for:
      customer-care: contract
      development: { basis: interest keep-in-touch, fields: [product, ordered] }
      marketing: { basis: interest keep-in-touch, fields: [product, state, ordered] }
    keep: same as identity
`
const register = await courseRegister(courseNotice.replace('  shoe-size:', `${orders}  shoe-size:`))
const { ask, db } = register
afterAll(() => register.close())
const at = new Date('2026-03-02T10:00:00Z') // where the clock of the tests stands
const today = dateInHelsinki(at)

// ── The register that is drawn ──

const maybe = <T>(one: fc.Arbitrary<T>) => fc.option(one, { nil: null })
const order = fc.record({
  product: maybe(fc.constantFrom('Kurssi A', 'KURSSI A', 'Kurssi B', 'Kirja')),
  amount: maybe(fc.constantFrom(0, 1_000, 2_500, 10_000)),
  state: maybe(fc.constantFrom('paid', 'free', 'refunded')),
  // around midnight in Finland, where a while begins
  ordered: maybe(
    fc.constantFrom(
      '2025-03-01T21:59:00Z',
      '2025-03-01T22:00:00Z',
      '2026-01-31T12:00:00Z',
      '2026-03-02T21:59:00Z',
      '2026-03-02T22:00:00Z',
    ),
  ),
})
const filled = (values: object) => Object.values(values).some(value => value !== null)
const person = fc.record({
  identity: fc.array(fc.constant({ family_name: 'Virtanen' }), { minLength: 1, maxLength: 1 }),
  'contact-points': fc.array(fc.record({ city: fc.constantFrom('Helsinki', 'TURKU', 'Turku', 'Åbo') }), {
    maxLength: 2,
  }),
  profile: fc.array(fc.record({ language: fc.constantFrom('fi', 'sv') }), { maxLength: 1 }),
  relationships: fc.array(
    fc.record({
      kind: fc.constantFrom('customer', 'lead'),
      started: fc.constant('2025-01-01'),
      ended: maybe(fc.constant('2026-02-01')),
    }),
    { maxLength: 2 },
  ),
  'shoe-size': fc.array(
    fc
      .record({ size: maybe(fc.constantFrom(36, 38, 41)), colour: maybe(fc.constantFrom('red', 'Blue')) })
      .filter(filled),
    { maxLength: 1 },
  ),
  orders: fc.array(order.filter(filled), { maxLength: 4 }),
  said: fc.subarray(['contract', 'objection', 'restriction', 'consent'] as const),
})
type Drawn = {
  readonly id: string
  readonly rows: Readonly<Record<string, readonly Values[]>>
  readonly said: readonly string[]
}
const people: Drawn[] = []

beforeAll(async () => {
  for (const { said, ...rows } of fc.sample(person, 40)) {
    const id = await openPerson(ask('rights'), {
      source: 'forms',
      categories: rows,
      statements: said.map(kind => ({
        kind,
        givenAt: '2026-01-02T10:00:00Z',
        ...(kind === 'objection' || kind === 'consent' ? { purpose: 'marketing' } : {}),
        ...(kind === 'consent'
          ? { channel: 'email' as const, wording: 'Saa lähettää uutiskirjeen', place: 'lomake' }
          : {}),
      })),
    })
    people.push({ id, rows, said })
  }
}, 60_000)

// ── The plain reading ──

const given: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>> = {
  'customer-care': {
    'contact-points': ['city'],
    profile: ['language'],
    relationships: ['kind', 'started', 'ended'],
    'shoe-size': ['size', 'colour'],
    orders: ['product', 'amount', 'state', 'ordered'],
  },
  marketing: { 'contact-points': ['city'], orders: ['product', 'state', 'ordered'] },
  development: { profile: ['language'], orders: ['product', 'ordered'] },
}

/** Whether the purpose sees the category's rows of somebody who has said this. */
function sees(purpose: string, category: string, said: readonly string[]): boolean {
  if (purpose === 'rights') return true
  if (said.includes('restriction')) return false
  if (purpose === 'customer-care') return said.includes('contract')
  if (purpose === 'development') return true
  return category === 'contact-points'
    ? said.includes('consent') && !said.includes('objection')
    : !said.includes('objection')
}

/** Marketing keeps the prohibitions of those whom it may not send to, so it sees that they are there. */
const seesPerson = (purpose: string, said: readonly string[]) =>
  purpose === 'marketing' ? !said.includes('restriction') : sees(purpose, 'orders', said)

const shifted = (period: string): string => {
  const [, count, unit] = /^P(\d+)(.)$/.exec(period) ?? []
  const day = new Date(`${today}T00:00:00Z`)
  if (unit === 'D') day.setUTCDate(day.getUTCDate() - Number(count))
  else day.setUTCMonth(day.getUTCMonth() - Number(count))
  return day.toISOString().slice(0, 10)
}

/** A value of a row against what is asked, days as they are in Finland. */
function compares(stored: Value | undefined, is: string, value: Value, column: string): boolean {
  const here = stored === null || stored === undefined ? null : stored
  if (is === 'known') return (here !== null) === value
  if (here === null) return false
  const fold = (one: Value) => (['city', 'product', 'colour'].includes(column) ? String(one).toLowerCase() : one)
  const [a, b] = [fold(here), fold(value)]
  const day = typeof here === 'string' && /^\d{4}-\d\d-\d\dT/.test(here) ? dateInHelsinki(new Date(here)) : here
  if (is === 'equals') return a === b || day === value
  if (is === 'differs') return a !== b
  if (is === 'starts') return String(a).startsWith(String(b))
  if (is === 'within') return String(day) >= shifted(String(value)) && String(day) <= today
  if (typeof value === 'number') return is === 'from' ? Number(here) >= value : Number(here) < value
  return is === 'from' ? String(day) >= String(value) : String(day) < String(value)
}

const names: Readonly<Record<string, readonly [string, string]>> = {
  city: ['contact-points', 'city'],
  language: ['profile', 'language'],
  relationship: ['relationships', 'kind'],
}

function holds(condition: Condition, purpose: string, { rows, said }: Drawn): boolean {
  const rowsOf = (category: string) => (sees(purpose, category, said) ? (rows[category] ?? []) : [])
  if ('all' in condition) return condition.all.every(part => holds(part, purpose, { id: '', rows, said }))
  if ('any' in condition) return condition.any.some(part => holds(part, purpose, { id: '', rows, said }))
  if ('not' in condition) return !holds(condition.not, purpose, { id: '', rows, said })
  if ('permission' in condition) throw new Error('the gate has a property of its own')
  if ('field' in condition) {
    const { field, is, value } = condition
    const [category = '', column = ''] = names[field] ?? field.split('.')
    const open = rowsOf(category).filter(row => field !== 'relationship' || !row.ended)
    const [how, wanted] = is === 'known' ? (['known', true] as const) : ([is, value] as const)
    const some = open.some(row => compares(row[column], how, wanted, column))
    return is === 'known' && value === false ? !some : some
  }
  const found = rowsOf(condition.rows).filter(row =>
    condition.where.every(({ column, is, value }) => compares(row[column], is, value, column)),
  )
  const { sum, times } = condition
  if (sum) {
    const total = found.reduce((all, row) => all + Number(row[sum.of] ?? 0), 0)
    return 'below' in sum ? total < sum.below : total >= sum.atLeast
  }
  if (times && 'atMost' in times) return found.length <= times.atMost
  return found.length >= (times?.atLeast ?? 1)
}

// ── The conditions that are drawn ──

const asked: Readonly<
  Record<
    string,
    fc.Arbitrary<{ is: 'equals' | 'differs' | 'starts' | 'from' | 'before' | 'within' | 'known'; value: Value }>
  >
> = (() => {
  const text = (...values: string[]) =>
    fc.oneof(
      fc.record({
        is: fc.constantFrom('equals' as const, 'differs' as const, 'starts' as const),
        value: fc.constantFrom<Value>(...values),
      }),
      fc.record({ is: fc.constant('known' as const), value: fc.boolean() as fc.Arbitrary<Value> }),
    )
  const code = (...values: string[]) =>
    fc.record({ is: fc.constantFrom('equals' as const, 'differs' as const), value: fc.constantFrom<Value>(...values) })
  const number = fc.oneof(
    fc.record({
      is: fc.constantFrom('equals' as const, 'differs' as const, 'from' as const, 'before' as const),
      value: fc.constantFrom<Value>(36, 38, 1_000, 2_500),
    }),
    fc.record({ is: fc.constant('known' as const), value: fc.boolean() as fc.Arbitrary<Value> }),
  )
  const day = fc.oneof(
    fc.record({
      is: fc.constantFrom('from' as const, 'before' as const, 'equals' as const),
      value: fc.constantFrom<Value>('2025-03-02', '2026-03-02', '2026-03-03'),
    }),
    fc.record({ is: fc.constant('within' as const), value: fc.constantFrom<Value>('P1D', 'P30D', 'P1M', 'P12M') }),
    fc.record({ is: fc.constant('known' as const), value: fc.boolean() as fc.Arbitrary<Value> }),
  )
  return {
    city: text('Helsinki', 'tu', 'TURKU', 'å'),
    product: text('kurssi a', 'Kurssi', 'Kirja'),
    colour: text('red', 'b'),
    language: code('fi', 'sv'),
    kind: code('customer', 'lead'),
    state: code('paid', 'free'),
    size: number,
    amount: number,
    started: day,
    ended: day,
    ordered: day,
  }
})()

function conditionFor(purpose: string): fc.Arbitrary<Condition> {
  const sight = given[purpose] ?? given['customer-care'] ?? {}
  const columns = fc.constantFrom(
    ...Object.entries(sight).flatMap(([category, names]) => names.map(name => [category, name] as const)),
  )
  const field = columns.chain(([category, column]) => {
    const short = Object.entries(names).find(([, [c, n]]) => c === category && n === column)?.[0]
    const how = asked[column] ?? fc.record({ is: fc.constant('known' as const), value: fc.constant<Value>(true) })
    return fc
      .tuple(fc.constantFrom(`${category}.${column}`, short ?? `${category}.${column}`), how)
      .map(([name, compared]) => ({ field: name, ...compared }))
  })
  const count = fc.oneof(fc.record({ atLeast: fc.integer({ min: 1, max: 3 }) }), fc.record({ atMost: fc.nat(2) }))
  const cents = fc.constantFrom(1, 1_000, 12_500)
  const rows = fc.constantFrom(...Object.entries(sight)).chain(([category, names]) => {
    const where = fc.array(
      fc
        .constantFrom(...names)
        .chain(column =>
          (asked[column] ?? fc.record({ is: fc.constant('known' as const), value: fc.constant<Value>(true) })).map(
            how => ({ column, ...how }),
          ),
        ),
      { maxLength: 3 },
    )
    const sum = names.includes('amount')
      ? fc.option(
          fc.oneof(
            cents.map(atLeast => ({ of: 'amount', atLeast })),
            cents.map(below => ({ of: 'amount', below })),
          ),
          { nil: undefined },
        )
      : fc.constant(undefined)
    return fc
      .tuple(where, fc.option(count, { nil: undefined }), sum)
      .map(([where, times, sum]): Condition => ({ rows: category, where, ...(sum ? { sum } : times ? { times } : {}) }))
  })
  return fc
    .letrec<{ condition: Condition }>(tie => ({
      condition: fc.oneof(
        { maxDepth: 3 },
        rows,
        field,
        fc.record({ all: fc.array(tie('condition'), { maxLength: 3 }) }),
        fc.record({ any: fc.array(tie('condition'), { minLength: 1, maxLength: 3 }) }),
        fc.record({ not: tie('condition') }),
      ),
    }))
    .condition.map(simplify)
}

const runs = process.env.SELOSTE_LONG === undefined ? 60 : 3_000

describe.each(['customer-care', 'marketing', 'development', 'rights'])('for %s', purpose => {
  test('a condition finds whom a plain reading finds, in every way in which it is asked', async () => {
    const asking = ask(purpose)
    const scope = await scopeFor(asking)
    const everyone = people.map(({ id }) => id)
    await fc.assert(
      fc.asyncProperty(conditionFor(purpose), async condition => {
        const expected = people
          .filter(one => seesPerson(purpose, one.said) && holds(condition, purpose, one))
          .map(({ id }) => id)
          .sort()
        const plan = planFor(condition, scope, at)
        const timed = { token: asking.token, at }
        const found = async (few?: Awaited<ReturnType<typeof fewOf>>) => {
          const { values, bind } = parameters()
          const { rows } = await asking.reader.query<{ person_id: string }>(
            `select distinct s.person_id from (${personsOf(plan, { ...timed, bind, ...(few && { few }) })}) s order by 1`,
            values,
          )
          return rows.map(({ person_id }) => person_id)
        }
        expect(await found(), JSON.stringify(condition)).toEqual(expected)
        expect(await found(await fewOf(asking.reader, plan, timed)), JSON.stringify(condition)).toEqual(expected)
        expect((await holdFor(asking.reader, plan, everyone, timed)).toSorted()).toEqual(expected)
        const { values, bind } = parameters()
        const { rows } = await asking.reader.query<{ id: string }>(
          `select p.id from register.person p where ${holdsFor(plan, 'p.id', { ...timed, bind })} order by 1`,
          values,
        )
        expect(rows.map(({ id }) => id)).toEqual(expected)
      }),
      { numRuns: runs },
    )
  }, 600_000)
})

test('a word that is not the purpose’s is refused with its place, wherever it stands', async () => {
  const scope = await scopeFor(ask('development'))
  const refusals: readonly (readonly [Condition, string, string])[] = [
    [{ all: [{ field: 'city', is: 'equals', value: 'Turku' }] }, 'register.filter-unknown', 'condition.all.0'],
    [
      { not: { rows: 'orders', where: [{ column: 'amount', is: 'from', value: 1 }] } },
      'register.filter-unknown',
      'condition.not.where.0',
    ],
    [{ rows: 'shoe-size', where: [] }, 'register.filter-unknown', 'condition'],
    [{ rows: 'orders', where: [], sum: { of: 'product', atLeast: 1 } }, 'register.condition-no-sum', 'condition.sum'],
    [
      { rows: 'orders', where: [{ column: 'ordered', is: 'within', value: '12 kk' }] },
      'register.condition-while',
      'condition.where.0',
    ],
    [
      { rows: 'orders', where: [{ column: 'product', is: 'from', value: 'a' }] },
      'register.filter-operator',
      'condition.where.0',
    ],
    [{ permission: 'marketing', channel: 'email' }, 'register.condition-permissions', 'condition'],
    [{ any: Array.from({ length: 61 }, () => ({ all: [] })) }, 'register.condition-too-large', 'condition.any.59'],
  ]
  for (const [condition, key, field] of refusals) {
    expect(() => planFor(condition, scope, at)).toThrow(expect.objectContaining({ message: key, place: { field } }))
  }
})

test('the gate is asked for a permission, in every group', async () => {
  const asking = ask('marketing')
  const scope = await scopeFor(asking)
  const permitted: Condition = { permission: 'marketing', channel: 'email' }
  const may = async (condition: Condition) => {
    const { values, bind } = parameters()
    const query = personsOf(planFor(condition, scope, at), { token: asking.token, at, bind })
    const { rows } = await asking.reader.query<{ person_id: string }>(
      `select distinct s.person_id from (${query}) s order by 1`,
      values,
    )
    return rows.map(({ person_id }) => person_id)
  }
  const seen = people.filter(({ said }) => seesPerson('marketing', said)).map(({ id }) => id)
  const { rows } = await db
    .purpose('marketing')
    .query<{ person_id: string }>(
      `select person_id from register.may_send($1, $2, 'marketing', 'email', $3) where allowed order by 1`,
      [asking.token, seen, at],
    )
  const yes = rows.map(({ person_id }) => person_id)
  expect(await may(permitted)).toEqual(yes)
  expect(await may({ not: permitted })).toEqual(seen.filter(id => !yes.includes(id)).toSorted())
  expect(await may({ any: [{ not: permitted }, permitted] })).toEqual(seen.toSorted())
  expect(await may({ all: [permitted, { not: permitted }] })).toEqual([])
})
