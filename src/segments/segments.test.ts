/** A segment holds whoever meets its condition now: every change, permission, day, merge and notice moves people in and out, and no purpose sees another's. */

import { afterAll, expect, test } from 'vitest'
import { rightsDesk } from '../../test/rights-desk.ts'
import type { Condition } from '../register/condition.ts'
import type { Counted, SegmentDetails, SegmentList } from './segment-answers.ts'
import { keepSegments } from './segments.jobs.ts'

const desk = await rightsDesk()
const { db, answer, register, server } = desk
afterAll(() => desk.close())
await server.addStaff('Maija', ['marketing', 'customer-service', 'management'])
let maija = await server.signedIn('maija@example.fi')

const as = (purpose: string) => ({
  tell: <Answer = void>(method: string, path: string, body?: unknown) =>
    answer<Answer>(method, path, body, maija, purpose),
  refusal: (path: string, body: unknown) => desk.refusal(path, body, maija, purpose),
})
const marketing = as('marketing')
const care = as('customer-care')

const count = (body: object) => marketing.tell<Counted>('POST', '/segments/count', body)
const save = async (condition: Condition, by = marketing) =>
  (await by.tell<{ id: string }>('POST', '/segments', { name: 'Kurssin ostaneet', condition, why: 'Kevään kirje' })).id
const show = (id: string, by = marketing) => by.tell<SegmentDetails>('GET', `/segments/${id}`)
const members = async (id: string, by = marketing, limit = 50) => {
  const all: string[] = []
  let after = ''
  do {
    const page: { persons: { id: string }[]; next: string | null } = await by.tell(
      'GET',
      `/segments/${id}/members?limit=${limit}${after}`,
    )
    all.push(...page.persons.map(person => person.id))
    after = page.next === null ? '' : `&after=${page.next}`
  } while (after !== '')
  return all
}

const bought: Condition = {
  rows: 'orders',
  where: [
    { column: 'product', is: 'equals', value: 'Kurssi X' },
    { column: 'ordered', is: 'within', value: 'P12M' },
  ],
}
const audience: Condition = { all: [bought, { permission: 'marketing', channel: 'email' }] }

const permit = (person: string, isWithdrawn = false, channel = 'email') => {
  db.clock.forward(60_000)
  return answer('POST', `/persons/${person}/statements`, {
    kind: 'consent',
    purpose: 'marketing',
    channel,
    givenAt: db.clock.now().toISOString(),
    ...(isWithdrawn && { withdrawnAt: db.clock.now().toISOString() }),
    wording: 'Saa lähettää uutiskirjeen',
    source: 'forms',
    place: 'Lomake',
    method: 'form',
  })
}
const order = (person: string, product: string, ordered: string) =>
  register.write('orders', person, null, { product, ordered, state: 'paid' })
const customer = async (given: string, email: string) => {
  const person = await register.customer()
  await register.write('identity', person, null, { given_name: given, family_name: 'Virtanen' })
  await register.write('contact-points', person, null, { email, is_primary: true })
  return person
}

const aino = await customer('Aino', 'aino@example.org')
const bertta = await customer('Bertta', 'bertta@example.org')
await permit(aino)
await order(aino, 'Kurssi X', '2026-02-01T10:00:00Z')
await order(bertta, 'kurssi x', '2025-06-01T10:00:00Z')

test('a sentence is counted, with whom the gate leaves out and why', async () => {
  const wrong = await marketing.refusal('/segments/count', { sentence: 'Tilaukset, joissa (määrä vähintään 10)' })
  expect(wrong).toBe('register.condition-word') // quantity is not given to marketing
  expect(await marketing.refusal('/segments', { name: 'Kahdesti', condition: bought, sentence: 'kaikki' })).toBe(
    'segments.one-of-two',
  )
  expect(await marketing.refusal('/segments/count', {})).toBe('segments.one-of-two')
  const counted = await count({ condition: bought, channel: 'email' })
  expect(counted).toMatchObject({
    persons: 2,
    gate: { allowed: 1, leftOut: [{ reason: 'unknown', persons: 1 }] },
  })
  expect(await count({ sentence: counted.sentence })).toMatchObject({ persons: 2, condition: bought, gate: null })
})

test('a word that changes nobody’s standing moves people too', async () => {
  const id = await save({ permission: 'marketing', channel: 'sms' })
  await register.write('contact-points', aino, null, { phone: '+358401234567' })
  expect(await members(id)).toEqual([])
  await permit(aino, false, 'sms') // her consent by e-mail stands already
  expect(await members(id)).toEqual([aino])
})

test('after each change the members are those that everybody would be judged to, whatever the condition asks', async () => {
  const inSwedish: Condition = { field: 'language', is: 'equals', value: 'sv' }
  const notebook: Condition = { rows: 'orders', where: [{ column: 'product', is: 'equals', value: 'Lehtiö' }] }
  const conditions: readonly Condition[] = [
    inSwedish,
    { all: [notebook, inSwedish] },
    { any: [notebook, { not: inSwedish }] },
    { not: { all: [inSwedish, { not: notebook }] } },
    { field: 'changed', is: 'within', value: 'P2D' },
    { all: [inSwedish, { permission: 'marketing', channel: 'email' }] },
    ...Array.from({ length: 30 }, (): Condition => notebook), // more than one statement asks
  ]
  const ids = await Promise.all(conditions.map(condition => save(condition)))
  const person = await customer('Lempi', 'lempi@example.org')
  const profile = await register.write('profile', person, null, { language: 'en' })
  const language = (value: string) => register.write('profile', person, profile, { language: value })
  const steps = [
    () => language('sv'),
    () => order(person, 'Lehtiö', '2026-05-01T10:00:00Z'),
    () => permit(person),
    () => language('fi'),
    () => permit(person, true),
    () => language('en'),
  ]
  const all = () => Promise.all(ids.map(id => members(id)))
  for (const step of steps) {
    await all()
    await step()
    const kept = await all()
    await db.admin.query('update segments.segment set filled_on = null')
    expect(kept).toEqual(await all())
  }
})

test('a withdrawn permission and a new one move people at once; so do changed rows, and the day', async () => {
  const id = await save(audience)
  expect(await show(id)).toMatchObject({ name: 'Kurssin ostaneet', version: 1, persons: 1, fault: null })
  expect(await members(id)).toEqual([aino])
  await permit(aino, true)
  expect(await members(id)).toEqual([])
  await permit(bertta)
  expect(await members(id)).toEqual([bertta])
  await permit(aino)
  expect(await members(id, marketing, 1)).toEqual([aino, bertta].toSorted())
  const third = await customer('Cilla', 'cilla@example.org')
  await permit(third)
  expect(await members(id)).toHaveLength(2)
  await order(third, 'Kurssi X', '2026-03-01T10:00:00Z')
  expect(await members(id)).toContain(third)
  db.clock.set('2026-06-02T10:00:00Z') // Bertta's order is a year old by now
  maija = await server.signedIn('maija@example.fi')
  await keepSegments.run(server.program, {}, new AbortController().signal)
  expect(await members(id)).not.toContain(bertta)
})

test('what was changed before the segment was read again is not forgotten, however many', async () => {
  const id = await save({ field: 'language', is: 'equals', value: 'sv' })
  expect(await members(id)).toEqual([])
  await register.write('profile', aino, null, { language: 'sv' })
  await db.admin.query(
    `insert into segments.touched (purpose, person_id) select 'marketing', register.new_id() from generate_series(1, 2500)`,
  )
  expect(await members(id)).toEqual([aino])
  const { rows } = await db.admin.query('select from segments.touched')
  expect(rows).toEqual([])
})

test('a version is refused when somebody else made one meanwhile; versions stay', async () => {
  const id = await save(bought)
  const next = { name: 'Toinen', condition: { not: bought }, expected: 1, why: 'Muut' }
  await marketing.tell('POST', `/segments/${id}/versions`, next)
  expect(await marketing.refusal(`/segments/${id}/versions`, next)).toBe('segments.changed-meanwhile')
  expect(await show(id)).toMatchObject({
    name: 'Toinen',
    version: 2,
    versions: [
      { n: 2, why: 'Muut' },
      { n: 1, name: 'Kurssin ostaneet', why: 'Kevään kirje' },
    ],
  })
  expect(await members(id)).not.toContain(aino)
  const { segments } = await marketing.tell<SegmentList>('GET', '/segments')
  expect(segments.map(one => one.id)).toContain(id)
  await marketing.tell('DELETE', `/segments/${id}`)
  expect(await marketing.refusal(`/segments/${id}/versions`, { ...next, expected: 2 })).toBe('segments.absent')
})

test('another purpose neither sees a segment nor asks what is not its own', async () => {
  const id = await save(bought)
  await expect(show(id, care)).rejects.toThrow('segments.absent')
  await expect(members(id, care)).rejects.toThrow('segments.absent')
  expect(
    await as('planning').refusal('/segments', {
      name: 'x',
      condition: { field: 'identity.family_name', is: 'starts', value: 'v' },
    }),
  ).toBe('register.filter-unknown')
  const direct = db.purpose('marketing').query('select * from segments.member')
  await expect(direct).rejects.toThrow('permission denied')
  await expect(db.app.query('select * from segments.member')).rejects.toThrow('permission denied')
  await expect(db.purpose('marketing').query(`select segments.members('', $1, null, 10)`, [id])).rejects.toThrow()
})

test('a purpose that is not given who persons are gets no group of a few, nor all but a few', async () => {
  const planning = as('planning')
  const few = await planning.tell<Counted>('POST', '/segments/count', { condition: bought })
  expect(few.persons).toBeNull()
  for (let n = 0; n < 8; n++) await order(await customer(`N${n}`, `n${n}@example.org`), 'Kirja', '2026-05-01T10:00:00Z')
  const many = await planning.tell<Counted>('POST', '/segments/count', {
    condition: { rows: 'orders', where: [{ column: 'product', is: 'equals', value: 'Kirja' }] },
  })
  expect(many.persons).toBeNull() // all but three
})

test('what such a purpose counts does not tell by subtraction whether one person meets a condition', async () => {
  const planning = as('planning')
  const counted = async (condition: Condition) => planning.tell<Counted>('POST', '/segments/count', { condition })
  for (let n = 0; n < 14; n++)
    await order(await customer(`M${n}`, `m${n}@example.org`), 'Vihko', '2026-05-01T10:00:00Z')
  const notebook: Condition = { rows: 'orders', where: [{ column: 'product', is: 'equals', value: 'Vihko' }] }
  const before = await counted(notebook)
  expect(before).toMatchObject({ persons: 10, about: true })
  await order(await customer('Kaarlo', 'kaarlo@example.org'), 'Kynä', '2026-05-02T10:00:00Z')
  const withOne = await counted({
    any: [notebook, { rows: 'orders', where: [{ column: 'product', is: 'equals', value: 'Kynä' }] }],
  })
  expect([0, 10]).toContain((withOne.persons ?? 0) - (before.persons ?? 0))
  expect((await count({ condition: notebook })).about).toBe(false) // marketing sees who they are
})

test('whoever is erased or restricted is in no segment', async () => {
  const id = await save({ field: 'identity.given_name', is: 'equals', value: 'Dora' })
  const dora = await customer('Dora', 'dora@example.org')
  expect(await members(id)).toEqual([dora])
  await register.say(dora, 'restriction')
  expect(await members(id)).toEqual([])
  expect((await show(id)).persons).toBe(0)
  const { rows } = await db.admin.query<{ at: string }>('select 1 as at from segments.member where person_id = $1', [
    dora,
  ])
  expect(rows).toEqual([])
})
