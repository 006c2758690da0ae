/** Reports and cohorts tell each purpose what it may know: true sums, names refused, small groups never, and nothing by taking one answer from another. */

import pg from 'pg'
import { afterAll, expect, test } from 'vitest'
import { rightsDesk } from '../../test/rights-desk.ts'
import { giveLogin } from '../access/login.ts'
import { newId } from '../base/ids.ts'
import type { Cohorts } from './cohort-answers.ts'
import type { Report, ReportList, ReportWords, SavedReport } from './report-answers.ts'

const desk = await rightsDesk()
const { db, answer, register, server } = desk
afterAll(() => desk.close())
await server.addStaff('Maija', ['management', 'customer-service', 'bookkeeping'])
let maija = await server.signedIn('maija@example.fi')

const as = (purpose: string) => ({
  run: (body: object) => answer<Report>('POST', '/reports/run', body, maija, purpose),
  cohorts: (horizon = 6) => answer<Cohorts>('GET', `/cohorts?horizon=${horizon}`, undefined, maija, purpose),
  tell: <Answer = void>(method: string, path: string, body?: unknown) =>
    answer<Answer>(method, path, body, maija, purpose),
  refusal: (body: unknown) => desk.refusal('/reports/run', body, maija, purpose),
})
const analysis = as('customer-analysis') // sees names and orders
const planning = as('planning') // sees orders alone

const order = (person: string, product: string, ordered: string, amount = 10_000) =>
  register.write('orders', person, null, { product, ordered, amount, state: 'paid' })

/** So many customers who ordered a course in a month, one after the other. */
async function customers(many: number, product: string, month: string, amount?: number): Promise<string[]> {
  const all: string[] = []
  for (let n = 0; n < many; n++) {
    const person = await register.customer()
    await order(person, product, `${month}-${String((n % 27) + 1).padStart(2, '0')}T10:00:00Z`, amount)
    all.push(person)
  }
  return all
}

const autumn = await customers(12, 'Kurssi A', '2025-10')
await customers(7, 'Kurssi B', '2025-10')
await customers(3, 'Kurssi C', '2025-10')
await customers(9, 'Kurssi A', '2025-12')
for (const person of autumn.slice(0, 6)) await order(person, 'Kurssi B', '2025-12-05T10:00:00Z', 5_000)

const cells = ({ places, series }: Report) =>
  Object.fromEntries(
    series.flatMap(({ of, values }) =>
      values.map((value, n) => [
        `${places[n]?.label ?? places[n]?.key ?? places[n]?.kind} ${of.label ?? of.key ?? of.kind}`,
        value,
      ]),
    ),
  )
const byCourse = { of: 'orders', by: ['product'] }
const byMonth = { of: 'orders', by: ['ordered'] }

test('orders by course: what is of three is told with the next smallest, and the whole is whole', async () => {
  const report = await analysis.run(byCourse)
  expect(report).toMatchObject({ unit: 'count', total: 37, partly: false })
  expect(report.places.map(({ key, kind }) => key ?? kind)).toEqual(['Kurssi A', 'Kurssi B', 'Kurssi C', 'together'])
  // The three went with the smallest of the others, so that 37 less the rest does not give them.
  expect(report.series[0]?.values).toEqual([21, 'withheld', 'withheld', 16])
})

test('money is added up, by two dimensions, with months that have nothing', async () => {
  const report = await planning.run({ of: 'orders', sum: 'amount', by: ['ordered', 'product'] })
  expect(report.unit).toBe('money')
  expect(report.places.map(({ key }) => key)).toEqual(['2025-10', '2025-11', '2025-12'])
  expect(report.total).toBe(12 * 10_000 + 7 * 10_000 + 3 * 10_000 + 9 * 10_000 + 6 * 5_000)
  expect(report.series.find(({ of }) => of.key === 'Kurssi A')?.values).toEqual([120_000, 0, 90_000])
  expect(report.series.find(({ of }) => of.key === 'Kurssi C')?.values).toEqual(['withheld', 0, 0])
})

test('a condition on persons is in the one language, and only where persons are named', async () => {
  const bought = { rows: 'orders', where: [{ column: 'product', is: 'equals', value: 'Kurssi B' }] }
  const report = await analysis.run({ ...byCourse, condition: bought })
  expect(report.total).toBe(7 + 6 + 6)
  expect(report.where).toContain('Kurssi B')
  expect(await analysis.run({ ...byCourse, sentence: report.where })).toEqual(report)
  expect(await planning.refusal({ ...byCourse, condition: bought })).toBe('analysis.no-persons')
})

test('a word outside the purpose is refused by its name', async () => {
  expect(await planning.refusal({ of: 'feedback', by: [] })).toBe('register.category-not-given')
  expect(await planning.refusal({ of: 'orders', by: ['order_number'] })).toBe('analysis.no-dimension')
  expect(await planning.refusal({ of: 'orders', by: ['identity.family_name'] })).toBe('analysis.no-dimension')
  expect(await planning.refusal({ of: 'orders', sum: 'product', by: [] })).toBe('analysis.no-sum')
  expect(await planning.refusal({ ...byMonth, where: [{ field: 'ordered', is: 'from', value: '2025-10-02' }] })).toBe(
    'analysis.whole-months',
  )
  expect(await planning.refusal({ ...byMonth, where: [{ field: 'ordered', is: 'equals', value: '2025-10-01' }] })).toBe(
    'register.filter-operator',
  )
  const words = await planning.tell<ReportWords>('GET', '/reports/words')
  expect(words.subjects.map(({ id }) => id)).toEqual(['persons', 'orders'])
  expect(words.nameless).toBe(true)
})

test('whoever asked for restriction or objected is not counted', async () => {
  const before = (await analysis.run(byMonth)).total
  const [restricted = '', objecting = ''] = autumn
  await register.call(
    'rights',
    `register.record_statement($1, 'email', null, $2, 'restriction', null, null, '2026-03-01', null, null)`,
    restricted,
  )
  await register.call(
    'rights',
    `register.record_statement($1, 'email', null, $2, 'objection', 'customer-analysis', null, '2026-03-01', null, null)`,
    objecting,
  )
  expect((await analysis.run(byMonth)).total).toBe(Number(before) - 4)
})

test('an attacker who takes one answer from another is left with nobody', async () => {
  const whole = cells(await planning.run(byCourse))
  const number = (of: Record<string, unknown>, key: string) => Number(of[key] ?? Number.NaN)
  // Without and with the month; without and with the other courses: every difference is of five or more, or of nobody.
  const asked = [
    { ...byCourse, where: [{ field: 'ordered', is: 'from', value: '2025-11-01' }] },
    { ...byCourse, where: [{ field: 'ordered', is: 'before', value: '2025-11-01' }] },
    { ...byCourse, where: [{ field: 'product', is: 'differs', value: 'Kurssi A' }] },
    { ...byCourse, where: [{ field: 'state', is: 'equals', value: 'paid' }] },
    { of: 'orders', by: ['product', 'ordered'] },
  ]
  const totals = [number({ all: (await planning.run(byCourse)).total }, 'all')]
  for (const question of asked) {
    const report = await planning.run(question)
    totals.push(Number(report.total))
    for (const [key, value] of Object.entries(cells(report))) {
      if (typeof value !== 'number') continue
      expect(value === 0 || value >= 5).toBe(true)
      const difference = Math.abs(number(whole, key) - value)
      if (!Number.isNaN(difference)) expect(difference === 0 || difference >= 5).toBe(true)
    }
  }
  for (const a of totals) for (const b of totals) expect(a === b || Math.abs(a - b) >= 5).toBe(true)
})

test('of a purpose without names a later moment and a later day tell of nobody who came between', async () => {
  const before = await planning.run(byMonth)
  await customers(1, 'Kurssi B', '2025-12')
  expect(await planning.run(byMonth)).toEqual(before)
  db.clock.forward(86_400_000)
  const next = await planning.run(byMonth)
  expect(next.series).toEqual(before.series)
  expect((await analysis.run(byMonth)).total).not.toBe(next.total)
  await customers(6, 'Kurssi B', '2025-12')
  db.clock.forward(86_400_000)
  // One and six came, and the one who asked for restriction went.
  expect(Number((await planning.run(byMonth)).total) - Number(before.total)).toBe(6)
  // The month that is not over is not told of at all.
  await customers(6, 'Kurssi B', '2026-03')
  db.clock.forward(86_400_000)
  expect((await planning.run(byMonth)).places.map(({ key }) => key)).not.toContain('2026-03')
  expect((await analysis.run(byMonth)).places.map(({ key }) => key)).toContain('2026-03')
})

test('cohorts: who came again, what they brought and how sure that is; a few are withheld', async () => {
  const { cohorts, together, worth, months, times } = await analysis.cohorts(3)
  const october = cohorts.find(({ month }) => month === '2025-10')
  expect(october?.persons).toBe(20) // 22 but for the restricted and the objecting one
  // Four of the twenty came again in months 1–3: withheld.
  expect(october?.again[0]).toBe('withheld')
  expect(together[0]).toBe('withheld') // it would be the same four
  expect(months.find(({ month }) => month === '2025-12')).toMatchObject({ first: 16, returning: 'withheld', lost: 0 })
  const value = worth.find(({ month }) => month === '2025-10')
  expect(value?.mean).toBe(Math.round((20 * 10_000 + 4 * 5_000) / 20))
  expect(value?.range?.[0]).toBeLessThan(value?.mean as number)
  expect(value?.range?.[1]).toBeGreaterThan(value?.mean as number)
  expect(times.every(({ persons }) => persons >= 5)).toBe(true)
  expect(await desk.refusal('/reports/run', { of: 'orders', by: ['amount'] }, maija, 'planning')).toBe(
    'analysis.no-dimension',
  )
})

test('no number of the cohorts of a purpose without names moves by fewer than five', async () => {
  const of = async (horizon = 6) => {
    const { cohorts, months, times } = await planning.cohorts(horizon)
    return {
      december: cohorts.find(({ month }) => month === '2025-12')?.persons,
      first: months.find(({ month }) => month === '2025-12')?.first,
      atLeastOnce: times.reduce((all, { persons }) => all + persons, 0),
    }
  }
  const before = await of()
  expect(before.first).toBe(before.december)
  await customers(4, 'Kurssi A', '2025-12')
  db.clock.forward(86_400_000)
  expect(await of()).toEqual(before)
  // Another horizon, asked for the first time, tells the same numbers, not those of today.
  expect(await of(12)).toEqual(before)
  await customers(1, 'Kurssi A', '2025-12')
  db.clock.forward(86_400_000)
  const after = await of(12)
  expect(after.december).toBe(Number(before.december) + 5)
  expect(after.first).toBe(after.december)
  expect(after.atLeastOnce).toBe(before.atLeastOnce + 5)
})

test('a saved report is changed for everybody, by whoever has seen it as it is', async () => {
  const { id } = await planning.tell<{ id: string }>('POST', '/reports', { name: 'Kursseittain', definition: byCourse })
  const change = (expected: number) => ({ name: 'Kuukausittain', definition: byMonth, expected })
  await planning.tell('PUT', `/reports/${id}`, change(1))
  expect(await planning.tell<SavedReport>('GET', `/reports/${id}`)).toMatchObject({
    name: 'Kuukausittain',
    definition: { by: ['ordered'] },
    revision: 2,
  })
  const refused = (path: string, body: unknown, purpose: string) => desk.refusal(path, body, maija, purpose, 'PUT')
  expect(await refused(`/reports/${id}`, change(1), 'planning')).toBe('analysis.changed-meanwhile')
  expect(await refused(`/reports/${id}`, change(2), 'customer-analysis')).toBe('analysis.absent')
  await planning.tell('DELETE', `/reports/${id}`)
})

test('a report is saved for everybody of its purpose, taken out as a file, and removed', async () => {
  const { id } = await planning.tell<{ id: string }>('POST', '/reports', {
    name: 'Tilaukset kursseittain',
    definition: byCourse,
  })
  expect((await planning.tell<ReportList>('GET', '/reports')).reports).toMatchObject([
    { id, name: 'Tilaukset kursseittain', definition: { of: 'orders', by: ['product'] } },
  ])
  expect((await analysis.tell<ReportList>('GET', '/reports')).reports).toEqual([])
  const file = async (format: string) =>
    Buffer.from(
      (await planning.tell<{ base64: string }>('POST', '/reports/file', { definition: byCourse, format })).base64,
      'base64',
    )
  expect((await file('csv')).toString('utf8')).toContain('\r\nKurssi A;')
  expect((await file('xlsx')).toString('latin1')).toContain('Kurssi A</t>')
  await planning.tell('DELETE', `/reports/${id}`)
  expect((await planning.tell<ReportList>('GET', '/reports')).reports).toEqual([])
})

test('a BI tool that signs in for the purpose reads its classes, and whose they are it does not', async () => {
  db.clock.set(new Date()) // PostgreSQL holds a login's end against its own clock
  maija = await server.signedIn('maija@example.fi')
  const act = { by: 'test', at: db.clock.now(), request: newId() }
  const expiresAt = new Date(Date.now() + 3_600_000)
  const read = async (purpose: string) => {
    const { url } = await giveLogin(server.program.recordLooks, db, { name: 'Metabase', purpose, expiresAt }, act)
    const client = new pg.Client({ connectionString: url })
    await client.connect()
    try {
      const { rows } = await client.query('select * from analysis.class')
      await expect(client.query('select * from analysis.edition')).rejects.toThrow('permission denied')
      await expect(client.query('select * from analysis.report')).rejects.toThrow('permission denied')
      return rows
    } finally {
      await client.end()
    }
  }
  await planning.run(byCourse)
  const classes = await read('planning')
  expect(classes.length).toBeGreaterThan(0)
  expect(classes.every(({ purpose, number }) => purpose === 'planning' && Number(number) >= 5)).toBe(true)
  expect(Object.keys(classes[0]?.divided_by)).toEqual(expect.arrayContaining(['ordered', 'product', 'state']))
  expect(await read('development')).toEqual([])
  const { rows } = await db.admin.query(
    `select operation, categories from access.look where purpose = 'planning' and operation in ('login', 'reports.run')`,
  )
  expect(rows).toEqual(
    expect.arrayContaining([
      expect.objectContaining({ operation: 'login' }),
      expect.objectContaining({ operation: 'reports.run' }),
    ]),
  )
})
