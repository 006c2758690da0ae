/** Something is inferred of whoever's rows weigh enough and who allows it, with what it rests on and until when; it goes with consent, time, evidence and word. */

import { afterAll, afterEach, expect, test } from 'vitest'
import { promiseAsker } from '../../test/promise-asker.ts'
import { rightsDesk } from '../../test/rights-desk.ts'
import type { Counted } from '../segments/segment-answers.ts'
import { keepInferences } from './inference.jobs.ts'
import { inferredAsAllowed } from './inference.promises.ts'
import { bringUpToDate } from './judge.ts'
import type { PersonInferences, Preview, Quality, RuleContent, RuleDetails, RuleList } from './rule-answers.ts'

const desk = await rightsDesk()
const { db, answer, register, server } = desk
afterAll(() => desk.close())
await server.addStaff('Maija', ['marketing', 'customer-service'])
const maija = await server.signedIn('maija@example.fi')
afterEach(async () => {
  db.clock.set('2026-03-02T10:00:00Z')
  for (const { id } of (await tell<RuleList>('GET', '/inference-rules')).rules) await end(id)
})

const tell = <Answer = void>(method: string, path: string, body?: unknown, purpose = 'marketing') =>
  answer<Answer>(method, path, body, maija, purpose)
const refusal = (body: unknown, purpose = 'marketing', path = '/inference-rules') =>
  desk.refusal(path, body, purpose === 'rights' ? desk.kaisa : maija, purpose)
const judge = () => bringUpToDate(server.program, 'marketing')

/** A rule about who orders what begins so: each test has its own subject, and so its own persons. */
const rule = (subject: string): RuleContent => {
  const where = [{ column: 'product', is: 'starts' as const, value: subject }]
  const [rows, points] = ['orders', 4]
  return {
    about: 'interests',
    value: subject,
    parts: [{ rows, where, points }],
    halfLife: 30,
    threshold: 6,
    lasts: 12,
    met: { rows, where },
  }
}
const content = rule('Keramiikka')
const save = async (changes: Partial<RuleContent> = {}, name = 'Keramiikan ystävät') =>
  (await tell<{ id: string }>('POST', '/inference-rules', { name, content: { ...content, ...changes }, why: 'Kevät' }))
    .id
const show = (id: string) => tell<RuleDetails>('GET', `/inference-rules/${id}`)
const end = (id: string) => tell('DELETE', `/inference-rules/${id}`)

const permit = (person: string, isWithdrawn = false) => {
  db.clock.forward(60_000)
  const now = db.clock.now()
  return register.call(
    'rights',
    `register.record_statement($1, 'forms', null, $2, 'consent', 'marketing', 'email', $3, $4, 'Saa päätellä')`,
    person,
    now,
    isWithdrawn ? now : null,
  )
}
const order = (person: string, product: string, ordered: string) =>
  register.write('orders', person, null, { product, ordered, state: 'paid' })
const customer = async (given: string, mayInfer = true) => {
  const person = await register.customer()
  await register.write('identity', person, null, { given_name: given, family_name: 'Virtanen' })
  if (mayInfer) await permit(person)
  return person
}
const held = async (person: string) =>
  (
    await db.admin.query<{ value: string; version: number; confidence: number; expires: string; evidence: string }>(
      `select i.value, r.version, i.confidence::int, i.expires::text, i.evidence from register.inferences i
        join inference.result r on r.person_id = i.person_id and r.id = i.id where i.person_id = $1 order by i.value`,
      [person],
    )
  ).rows
const values = async (person: string) => (await held(person)).map(({ value }) => value)

test('a rule that the notice does not let the purpose have is refused', async () => {
  const wrong = (changes: Partial<RuleContent>) => ({ name: 'x', content: { ...content, ...changes } })
  const part = (rows: string, where: RuleContent['parts'][number]['where']) => [{ rows, where, points: 1 }]
  expect(await refusal(wrong({}), 'customer-care')).toBe('inference.not-given')
  expect(await refusal(wrong({}), 'rights')).toBe('inference.basis')
  expect(await refusal(wrong({ about: 'religion' }))).toBe('inference.about')
  expect(await refusal(wrong({ parts: part('inferences', []) }))).toBe('inference.reads-inferences')
  expect(await refusal(wrong({ parts: part('service-use', []) }))).toBe('register.filter-unknown')
  expect(await refusal(wrong({ parts: part('orders', [{ column: 'order_number', is: 'equals', value: '1' }]) }))).toBe(
    'register.filter-unknown',
  )
  expect(await refusal(wrong({ parts: part('orders', [{ column: 'ordered', is: 'within', value: 'P1M' }]) }))).toBe(
    'inference.while',
  )
  expect(await refusal(wrong({ met: { rows: 'interests', where: [] } }))).toBe('inference.met-without-day')
})

test('what is inferred says its rule, what it rests on, how sure it is and until when; it goes on that day', async () => {
  const aino = await customer('Aino')
  const bertta = await customer('Bertta', false)
  for (const person of [aino, bertta]) {
    await order(person, 'Keramiikka 1', '2026-03-02T09:00:00Z')
    await order(person, 'Keramiikka 2', '2026-01-31T10:00:00Z') // a half-life ago, so 2 points
    await order(person, 'Kirja', '2026-03-01T10:00:00Z')
  }
  await save({ threshold: 5 })
  await judge()
  // 6 points of 5: 30 days · log2(6/5) are 7.9 days.
  expect(await held(aino)).toEqual([
    { value: 'Keramiikka', version: 1, confidence: 56, expires: '2026-03-10', evidence: expect.any(String) },
  ])
  expect((await held(aino))[0]?.evidence).toContain(': 2 (viimeksi 2.3.2026)')
  expect(await held(bertta)).toEqual([])
  const found = await tell<PersonInferences>('GET', `/persons/${aino}/inferences`)
  expect(found.inferences).toMatchObject([
    {
      value: 'Keramiikka',
      about: 'Kiinnostuksen kohteet',
      rule: { name: 'Keramiikan ystävät', version: 1, told: { threshold: 5, parts: [{ points: 4, fades: true }] } },
      evidence: [
        { category: 'orders', what: 'Keramiikka 1, Maksettu, 2.3.2026' },
        { category: 'orders', what: 'Keramiikka 2, Maksettu, 31.1.2026' },
      ],
    },
  ])
  db.clock.set('2026-03-09T10:00:00Z')
  await judge()
  expect(await values(aino)).toEqual(['Keramiikka'])
  db.clock.set('2026-03-10T10:00:00Z')
  await keepInferences.run(server.program, {}, new AbortController().signal)
  expect(await values(aino)).toEqual([])
})

test('changed rows, consent and a restriction move people in and out, and nobody is seen meanwhile', async () => {
  await save({ ...rule('Maalaus'), halfLife: null, threshold: 8 })
  const person = await customer('Cilla')
  const first = await order(person, 'Maalaus 1', '2026-02-01T10:00:00Z')
  await judge()
  expect(await values(person)).toEqual([])
  await order(person, 'maalaus 2', '2026-02-02T10:00:00Z')
  await judge()
  expect(await held(person)).toMatchObject([{ value: 'Maalaus', expires: '2027-03-02' }])
  const seen = async () =>
    (await db.purpose('marketing').query('select from register.inferences where person_id = $1', [person])).rowCount
  const inSegment = async () =>
    (
      await tell<Counted>('POST', '/segments/count', {
        condition: { rows: 'inferences', where: [{ column: 'value', is: 'equals', value: 'Maalaus' }] },
      })
    ).persons
  expect([await seen(), await inSegment()]).toEqual([1, 1])
  await permit(person, true)
  expect([await seen(), await inSegment()]).toEqual([0, 0])
  expect((await tell<PersonInferences>('GET', `/persons/${person}/inferences`)).inferences).toEqual([])
  await judge()
  expect(await values(person)).toEqual([])
  await permit(person)
  await judge()
  expect(await values(person)).toEqual(['Maalaus'])
  await register.write('orders', person, first, { product: 'Kirja' })
  await judge()
  expect(await values(person)).toEqual([])
  await register.write('orders', person, first, { product: 'Maalaus 3' })
  await judge()
  await register.say(person, 'restriction')
  await judge()
  expect(await values(person)).toEqual([])
})

test('a new version judges everybody anew, ending it removes everything, versions stay', async () => {
  const person = await customer('Dora')
  await order(person, 'Kudonta 1', '2026-03-01T10:00:00Z')
  const id = await save({ ...rule('Kudonta'), threshold: 3 })
  await judge()
  expect(await held(person)).toMatchObject([{ version: 1 }])
  const next = {
    name: 'Toinen',
    content: { ...rule('Kudonta'), threshold: 2, value: 'Savi' },
    expected: 1,
    why: 'Alemmas',
  }
  await tell('POST', `/inference-rules/${id}/versions`, next)
  expect(await refusal(next, 'marketing', `/inference-rules/${id}/versions`)).toBe('inference.changed-meanwhile')
  expect(await show(id)).toMatchObject({ isFilling: true, version: 2, versions: [{ n: 2, why: 'Alemmas' }, { n: 1 }] })
  await judge()
  expect(await held(person)).toMatchObject([{ value: 'Savi', version: 2 }])
  expect(await show(id)).toMatchObject({ isFilling: false, persons: 1 })
  const { rules } = await tell<RuleList>('GET', '/inference-rules')
  expect(rules).toMatchObject([{ id, name: 'Toinen', value: 'Savi', persons: 1 }])
  await expect(tell('GET', `/inference-rules/${id}`, undefined, 'personalisation')).rejects.toThrow('inference.absent')
  await end(id)
  expect(await held(person)).toEqual([])
  const { rows } = await db.admin.query('select after from register.change where person_id = $1 and category = $2', [
    person,
    'inferences',
  ])
  expect(rows.at(-1)).toEqual({ after: null })
})

test('what was contested is not inferred again, by no rule; other inferences are, until all are switched off', async () => {
  const person = await customer('Essi')
  await order(person, 'Keramiikka 1', '2026-03-01T10:00:00Z')
  const rules = [await save({ threshold: 3 }), await save({ threshold: 3, value: 'Savi' })]
  await judge()
  expect(await values(person)).toEqual(['Keramiikka', 'Savi'])
  const row = (
    await db.admin.query(`select id from register.inferences where person_id = $1 and value = 'Keramiikka'`, [person])
  ).rows[0].id
  await register.call('rights', 'my.contest($1, $2, $3, $4, $5)', person, 'inferences', 'keramiikka', db.clock.now())
  await register.call('rights', `register.write_inferences($1, 'inferred', null, $2, $3, null, null)`, person, row)
  await order(person, 'Keramiikka 2', '2026-03-02T10:00:00Z')
  rules.push(await save({ threshold: 1, value: 'KERAMIIKKA' }))
  await judge()
  expect(await values(person)).toEqual(['Savi'])
  await register.call('rights', 'my.contest($1, $2, $3, $4, $5)', person, 'inferences', '', db.clock.now())
  await order(person, 'Keramiikka 3', '2026-03-02T11:00:00Z')
  await judge()
  expect(await values(person)).toEqual([])
})

test('what rests on rows that retention removed goes; two who are one have one inference, of the rows of both', async () => {
  await save({ ...rule('Lanka'), threshold: 3 })
  const [olga, other, gone] = [await customer('Olga'), await customer('Olga'), await customer('Pia')]
  for (const person of [olga, other, gone]) await order(person, 'Lanka 1', '2026-03-01T10:00:00Z')
  await judge()
  for (const person of [olga, other, gone]) expect(await values(person)).toEqual(['Lanka'])
  await db.admin.query('delete from register.orders where person_id = $1', [gone])
  await db.admin.query(`delete from register.change where person_id = $1 and category = 'orders'`, [gone])
  await register.call('rights', `duplicates.merge($1, $2, $3, '{}', $4)`, olga, other, db.clock.now())
  await judge()
  expect(await values(gone)).toEqual([])
  expect(await values(other)).toEqual([])
  expect(await held(olga)).toEqual([
    expect.objectContaining({ value: 'Lanka', evidence: expect.stringContaining(': 2') }),
  ])
})

test('a rule is tried before it is saved, only on those of whom it may infer', async () => {
  const persons = [await customer('Fiia'), await customer('Gea'), await customer('Hilla', false)]
  for (const person of persons) await order(person, 'Lasi 1', '2026-03-02T10:00:00Z')
  await order(persons[0] ?? '', 'Lasi 2', '2026-03-02T10:00:00Z')
  const trying = { ...rule('Lasi'), threshold: 8, halfLife: null }
  const before = await tell<Preview>('POST', '/inference-rules/preview', { content: trying })
  expect(before).toMatchObject({ persons: 1, added: 1, removed: 0, about: false })
  expect(before.spread.filter(({ persons }) => persons)).toEqual([
    { from: 4, persons: 1 },
    { from: 8, persons: 1 },
  ])
  const id = await save(trying)
  await judge()
  const lower = { ...trying, threshold: 4 }
  expect(await tell<Preview>('POST', '/inference-rules/preview', { content: lower, rule: id })).toMatchObject({
    persons: 2,
    added: 1,
    removed: 0,
  })
  const { rows } = await db.admin.query('select from inference.result where rule_id = $1', [id])
  expect(rows).toHaveLength(1)
})

test('quality is what was met in a month by what was known before it, beside popularity', async () => {
  const fans = [await customer('Iina'), await customer('Jonna')]
  const others = [await customer('Kati'), await customer('Liisa')]
  for (const person of fans) await order(person, 'Puu 1', '2026-01-20T10:00:00Z')
  await order(fans[0] ?? '', 'Puu 2', '2026-02-10T10:00:00Z') // met
  await order(fans[0] ?? '', 'Kirja', '2026-02-12T10:00:00Z') // not the next one any more
  await order(fans[1] ?? '', 'Kirja', '2026-02-10T10:00:00Z')
  await order(others[0] ?? '', 'Puu 3', '2026-02-11T10:00:00Z') // met, and not inferred: by what was known before
  await order(others[1] ?? '', 'Kirja', '2026-02-11T10:00:00Z')
  await order(await customer('Kaarlo', false), 'Puu 3', '2026-02-11T10:00:00Z')
  const id = await save({ ...rule('Puu'), threshold: 2 })
  const { months, leftOut } = await tell<Quality>('GET', `/inference-rules/${id}/quality`)
  expect(months.map(({ month }) => month)).toEqual(['2025-09', '2025-10', '2025-11', '2025-12', '2026-01', '2026-02'])
  const last = months.at(-1)
  expect(last?.inferred).toEqual({ met: 1, of: 2 })
  expect(last?.everybody.met).toBe(2)
  expect(leftOut).toBe(0)
})

test('the copy of everything has inferences with their rule and evidence, the portable one none; erasure leaves nothing', async () => {
  const person = await customer('Maria')
  await order(person, 'Keramiikka 1', '2026-03-01T10:00:00Z')
  await save({ threshold: 3 })
  await judge()
  const { rows: kept } = await db
    .purpose('rights')
    .query<{ held_in: string }>('select held_in from rights.rest_of($1, $2)', [register.token('rights'), person])
  expect(kept.map(({ held_in }) => held_in)).toEqual(expect.arrayContaining(['inference.result', 'inference.evidence']))
  await db.admin.query('select register.forget(array[$1::uuid])', [person])
  for (const table of ['result', 'evidence', 'touched']) {
    const { rowCount } = await db.admin.query(`select from inference.${table} where person_id = $1`, [person])
    expect([table, rowCount]).toEqual([table, 0])
  }
})

test('no login reads the tables, and whoever has no token is refused', async () => {
  for (const table of ['result', 'evidence', 'touched'])
    for (const pool of [db.app, db.purpose('marketing')])
      await expect(pool.query(`select * from inference.${table}`)).rejects.toThrow('permission denied')
  await expect(db.purpose('marketing').query(`select inference.allowed('', '', null)`)).rejects.toThrow()
})

test('the live check finds an inference that should not be there', async () => {
  const promises = await promiseAsker(db)
  const person = await customer('Nelli')
  await order(person, 'Keramiikka 1', '2026-03-01T10:00:00Z')
  await save({ threshold: 3 })
  await judge()
  const broken = await promises.seeItBreak(
    inferredAsAllowed,
    () => db.admin.query(`update inference.result set expires = '2026-01-01' where person_id = $1`, [person]),
    judge,
  )
  expect(broken).toMatchObject({ figures: { count: 1, rules: 1 } })
})
